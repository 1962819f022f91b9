"""In the room: taps and choices by group, and the shares."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.gatherings.views import room

urlpatterns: list[URLPattern] = [
    path("office/gatherings/<slug:gathering>/tally/", room.tally, name="tally"),
    path("office/gatherings/<slug:gathering>/tally/send/", room.tally_send, name="tally_send"),
    path("office/gatherings/<slug:gathering>/tally/offline/", room.tally_offline, name="tally_offline"),
    path("office/gatherings/<slug:gathering>/tally/worker.js", room.tally_worker, name="tally_worker"),
    path("office/gatherings/<slug:gathering>/came/", room.attended, name="attended"),
    path("gatherings/<slug:gathering>/shares/", room.shares, name="shares"),
    path("works/<slug:slug>/shares/", room.shares_all, name="shares_all"),
]
