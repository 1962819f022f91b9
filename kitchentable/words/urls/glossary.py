"""Addresses of the glossary and what people ask about words."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
