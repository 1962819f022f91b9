"""Addresses of the table and its seats."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
