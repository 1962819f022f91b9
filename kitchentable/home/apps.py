"""The home floor."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Django's entry for the home floor."""

    name = "kitchentable.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"
