"""Addresses: the sweet spot."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import spot

urlpatterns: list[URLPattern] = [
    path("sweet-spot/", spot.spot_all, name="spot_all"),
    path("sweet-spot/how/", spot.how_counted, name="how_counted"),
    path("works/<slug:slug>/sweet-spot/", spot.spot, name="spot"),
    path("works/<slug:slug>/sweet-spot/say/", spot.say, name="remark"),
]
