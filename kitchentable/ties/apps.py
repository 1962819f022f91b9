"""The ties floor."""

from django.apps import AppConfig


class TiesConfig(AppConfig):
    """Django's entry for the ties floor."""

    name = "kitchentable.ties"
    label = "ties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules, letters, jobs, what follows an act and what ties give to the floors below are declared when they are read."""
        from kitchentable.ties import jobs, joins, letters, rules  # noqa: F401
