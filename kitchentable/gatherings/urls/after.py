"""After: how it was, the minutes, needs met over time."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.gatherings.views import after, minutes

urlpatterns: list[URLPattern] = [
    path("gatherings/minutes/<slug:minute>/", minutes.carry, name="carry"),
    path("gatherings/<slug:gathering>/minutes/", minutes.minutes_read, name="minutes_read"),
    path("gatherings/<slug:invitation>/how/", after.how, name="how"),
    path("office/gatherings/<slug:gathering>/minutes/", minutes.minutes, name="minutes"),
    path("office/gatherings/<slug:gathering>/minutes/<slug:minute>/", minutes.carry_for, name="carry_for"),
    path("office/gatherings/<slug:gathering>/how/", after.how_it_was, name="how_it_was"),
    path("office/gatherings/<slug:gathering>/how/<slug:invitation>/", after.how_for, name="how_for"),
    path("office/needs-met/", after.met, name="met"),
]
