"""The record floor."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Django's entry for the record floor."""

    name = "kitchentable.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
