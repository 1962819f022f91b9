"""Addresses of the map."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.seats.views import leaning, mapping, suggesting, who

urlpatterns: list[URLPattern] = [
    path("works/<slug:slug>/who/", who.who, name="who"),
    path("works/<slug:slug>/who/suggest/", suggesting.suggest, name="suggest"),
    path("office/works/<slug:slug>/who/", mapping.who, name="map"),
    path("office/works/<slug:slug>/who/add/", mapping.add, name="group_add"),
    path("office/works/<slug:slug>/who/copy/", mapping.copy, name="map_copy"),
    path("office/works/<slug:slug>/who/suggest/", suggesting.suggest_for, name="suggest_for"),
    path("office/works/<slug:slug>/who/plan/", leaning.plan, name="plan"),
    path("office/works/<slug:slug>/who/duties/", leaning.duties, name="duties"),
    path("office/works/<slug:slug>/who/duties/<slug:duty>/", leaning.duty, name="duty"),
    path("office/works/<slug:slug>/who/asked/<slug:prompt>/", mapping.prompt, name="prompt"),
    path("office/works/<slug:slug>/who/groups/<slug:group>/", mapping.change, name="group"),
    path("office/works/<slug:slug>/who/groups/<slug:group>/off/", mapping.off, name="group_off"),
]
