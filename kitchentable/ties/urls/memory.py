"""Addresses: search over all that was said and answered."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import memory

urlpatterns: list[URLPattern] = [path("search/", memory.search, name="search")]
