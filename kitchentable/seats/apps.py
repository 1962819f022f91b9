"""The seats floor."""

from django.apps import AppConfig


class SeatsConfig(AppConfig):
    """Django's entry for the seats floor."""

    name = "kitchentable.seats"
    label = "seats"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules, letters and jobs are declared when they are read."""
        from kitchentable.seats import gates, in_hand, jobs, joins, letters, rules  # noqa: F401
