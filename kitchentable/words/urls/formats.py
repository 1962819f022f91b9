"""Addresses of formats of a version, and of the pages on which people read a paper."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.words.views import formats, paper

urlpatterns: list[URLPattern] = [
    path("papers/", paper.papers, name="papers"),
    path("papers/<slug:document>/", paper.paper, name="paper"),
    path("papers/<slug:document>/ask/", paper.ask_format, name="ask_format"),
    path("papers/<slug:document>/<slug:format>/file/", paper.format_file, name="format_file"),
    path("office/papers/<slug:document>/formats/", formats.formats, name="formats"),
    path("office/people/<slug:key>/format/", formats.format_for, name="format_for"),
]
