"""Addresses: leaving and handing over."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import handover, leaving, starting

urlpatterns: list[URLPattern] = [
    path("office/leaving/", leaving.leavings, name="leavings"),
    path("office/leaving/new/", leaving.new, name="leaving_new"),
    path("office/leaving/<slug:leaving>/", leaving.one, name="leaving"),
    path("office/leaving/<slug:leaving>/change/", leaving.change, name="leaving_change"),
    path("office/leaving/<slug:leaving>/give/", leaving.give, name="leaving_give"),
    path("office/leaving/<slug:leaving>/tell/", leaving.tell, name="leaving_tell"),
    path("office/leaving/<slug:leaving>/stop/", leaving.stop, name="leaving_stop"),
    path("office/leaving/<slug:leaving>/finish/", leaving.finish, name="leaving_finish"),
    path("office/leaving/<slug:leaving>/notes/", handover.notes, name="leaving_notes"),
    path("office/works/<slug:slug>/start/", starting.start, name="start"),
    path("me/handover/", handover.mine, name="handovers"),
    path("me/handover/<slug:together>/", handover.choose, name="together"),
    path("me/handover/<slug:together>/back/", handover.take_back, name="together_back"),
    path("works/<slug:slug>/our-note/", handover.group_note, name="group_note"),
    path("works/<slug:slug>/our-note/<slug:groupline>/yes/", handover.group_yes, name="group_yes"),
    path("works/<slug:slug>/our-note/<slug:groupline>/away/", handover.group_away, name="group_line_away"),
]
