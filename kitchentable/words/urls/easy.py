"""Addresses of Easy Read."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.words.views import easy, easy_checks, easy_read

urlpatterns: list[URLPattern] = [
    path("office/papers/<slug:document>/easy/", easy.easy, name="easy"),
    path("office/papers/<slug:document>/easy/look/", easy.easy_look, name="easy_look"),
    path("office/papers/<slug:document>/easy/checks/", easy_checks.easy_checks, name="easy_checks"),
    path("office/papers/<slug:document>/easy/checks/ask/", easy_checks.easy_ask, name="easy_ask"),
    path("office/papers/<slug:document>/easy/checks/group/", easy_checks.easy_group, name="easy_group"),
    path("office/easy/pictures/", easy.symbols, name="symbols"),
    path("office/easy/lines/<slug:line>/", easy.easy_line, name="easy_line"),
    path("office/easy/lines/<slug:line>/picture/", easy.easy_picture, name="easy_picture"),
    path("easy/<slug:check>/", easy_checks.easy_check, name="easy_check"),
    path("easy/said/<slug:comment>/", easy_checks.easy_voice, name="easy_voice"),
    path("easy/photo/<slug:line>/", easy_read.easy_photo, name="easy_photo"),
    path("papers/<slug:document>/easy/", easy_read.easy_read, name="easy_read"),
]
