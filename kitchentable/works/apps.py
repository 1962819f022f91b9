"""The works floor."""

from django.apps import AppConfig


class WorksConfig(AppConfig):
    """Django's entry for the works floor."""

    name = "kitchentable.works"
    label = "works"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules are declared when they are read."""
        from kitchentable.works import in_hand, rules  # noqa: F401
