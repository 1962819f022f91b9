"""Addresses: looking back together."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import lessons, look_office, looking_back

urlpatterns: list[URLPattern] = [
    path("works/<slug:slug>/looking-back/", looking_back.looking_back, name="looking_back"),
    path("works/<slug:slug>/looking-back/<slug:lookback>/", looking_back.look_back, name="look_back"),
    path("works/<slug:slug>/looking-back/<slug:lookback>/say/", looking_back.say, name="look_say"),
    path("works/<slug:slug>/looking-back/<slug:lookback>/mine/", looking_back.mine, name="look_mine"),
    path("works/<slug:slug>/looking-back/<slug:lookback>/lines/", look_office.lines, name="look_lines"),
    path("works/<slug:slug>/looking-back/<slug:lookback>/otherwise/<slug:lookline>/", looking_back.otherwise, name="look_doubt"),
    path("office/works/<slug:slug>/looking-back/", look_office.office, name="look_office"),
    path("office/works/<slug:slug>/looking-back/<slug:lookback>/", look_office.lead, name="look_lead"),
    path("office/works/<slug:slug>/looking-back/<slug:lookback>/room/", look_office.room, name="look_room"),
    path("office/works/<slug:slug>/lessons/", lessons.lessons, name="lessons"),
]
