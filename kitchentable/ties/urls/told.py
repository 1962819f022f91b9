"""Addresses: what was already told, near copies, “do not ask again”, papers of old years."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import near, not_again, past, told

urlpatterns: list[URLPattern] = [
    path("office/works/<slug:slug>/told/", told.look_up, name="told_typing"),
    path("office/works/<slug:slug>/questions/<int:pk>/told/", told.told, name="told"),
    path("office/works/<slug:slug>/near/", near.groups, name="near"),
    path("office/works/<slug:slug>/near/<slug:near>/", near.group, name="near_group"),
    path("me/same/", near.mine, name="same"),
    path("me/not-again/", not_again.mine, name="not_again"),
    path("office/people/<slug:key>/not-again/", not_again.for_somebody, name="not_again_for"),
    path("office/past/", past.papers, name="pasts"),
    path("office/past/new/", past.bring, name="past_new"),
    path("office/past/sheet/", past.sheet, name="past_sheet"),
    path("past/<slug:past>/", past.paper, name="past"),
    path("past/<slug:past>/show/", past.show, name="past_show"),
    path("past/<slug:past>/out/", past.drop, name="past_drop"),
]
