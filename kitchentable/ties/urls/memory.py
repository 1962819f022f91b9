"""Addresses: search over all that was said and answered."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
