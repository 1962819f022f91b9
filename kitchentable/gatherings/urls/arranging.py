"""Arrangements, communication professionals and the day sheet."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.gatherings.views import arranging, booking, day, professionals

urlpatterns: list[URLPattern] = [
    path("office/gatherings/<slug:gathering>/arrangements/", arranging.arrangements, name="arrangements"),
    path("office/gatherings/<slug:gathering>/interpreters/", booking.bookings, name="bookings"),
    path("office/gatherings/<slug:gathering>/day/", day.day_sheet, name="day_sheet"),
    path("office/arrangements/", arranging.my_arrangements, name="my_arrangements"),
    path("office/arrangements/<slug:arrangement>/", arranging.arrangement, name="arrangement"),
    path("office/interpreters/", professionals.professionals, name="professionals"),
    path("office/interpreters/new/", professionals.professional_new, name="professional_new"),
    path("office/interpreters/<slug:professional>/", professionals.professional, name="professional"),
    path("interpreters/<slug:booking>/<str:token>/", booking.booking_link, name="booking_link"),
    path("gatherings/arranged/", arranging.arranged, name="arranged"),
    path("gatherings/what-to-do/<slug:ask>/", booking.what_to_do, name="what_to_do"),
]
