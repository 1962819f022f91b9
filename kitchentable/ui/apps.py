"""The ui floor."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Django's entry for the ui floor. It holds no models."""

    name = "kitchentable.ui"
    label = "ui"
