"""Addresses of draws."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.seats.views import drawn, draws

urlpatterns: list[URLPattern] = [
    path("office/calls/<slug:call>/draws/", draws.draws, name="draws"),
    path("office/draws/<slug:draw>/", draws.run, name="draw_run"),
    path("office/draws/<slug:draw>/limits/", draws.limits, name="draw_limits"),
    path("office/draws/<slug:draw>/way/", draws.take_way, name="draw_way"),
    path("office/draws/<slug:draw>/look/", draws.ask_check, name="draw_look"),
    path("office/draws/<slug:draw>/seal/", draws.seal, name="draw_seal"),
    path("office/draws/<slug:draw>/publish/", draws.publish, name="draw_publish"),
    path("office/draws/<slug:draw>/draw/", draws.draw_panel, name="draw_panel"),
    path("office/draws/<slug:draw>/tell/", draws.tell, name="draw_tell"),
    path("office/draws/<slug:draw>/give-up/", draws.give_up, name="draw_give_up"),
    path("office/draws/<slug:draw>/people/", drawn.people, name="draw_people"),
    path("office/draws/<slug:draw>/people/<slug:offer>/left/", drawn.left, name="draw_left"),
    path("office/draws/<slug:draw>/replace/", drawn.replace, name="draw_replace"),
    path("draws/<slug:draw>/", drawn.draw, name="draw"),
    path("draws/<slug:draw>/file/", drawn.draw_file, name="draw_file"),
    path("draws/<slug:draw>/check/", drawn.draw_check, name="draw_check"),
    path("me/draws/<slug:draw>/leave/", drawn.leave, name="draw_leave"),
]
