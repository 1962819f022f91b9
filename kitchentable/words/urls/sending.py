"""Addresses of sending papers and each person's own time."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
