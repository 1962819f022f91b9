"""Places: facts, photos, the way there."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
