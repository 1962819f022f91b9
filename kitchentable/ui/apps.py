"""The ui floor."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Django's entry for the ui floor."""

    name = "kitchentable.ui"
    label = "ui"
