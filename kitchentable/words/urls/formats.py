"""Addresses of formats of a version."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
