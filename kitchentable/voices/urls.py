"""Every address of voices."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

app_name = "voices"
urlpatterns: list[URLPattern] = [
    pattern
    for part in ("urls_mine", "urls_office", "urls_files")
    if find_spec(f"kitchentable.voices.{part}")
    for pattern in import_module(f"kitchentable.voices.{part}").urlpatterns
]
