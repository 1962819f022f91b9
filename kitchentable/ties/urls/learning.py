"""Addresses: learning, confidence, and how long people have worked together."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
