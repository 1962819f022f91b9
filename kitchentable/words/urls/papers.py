"""Addresses of papers, their versions, the check beside the text, and words that stay."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
