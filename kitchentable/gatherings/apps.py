"""The gatherings floor."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """Django's entry for the gatherings floor."""

    name = "kitchentable.gatherings"
    label = "gatherings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules, letters, jobs and whose files these are, are declared when they are read."""
        from kitchentable.gatherings import in_hand, jobs, joins, letters, photos, rules  # noqa: F401
