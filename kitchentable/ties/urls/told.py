"""Addresses: what was already told, near copies, “do not ask again”, papers of old years."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
