"""The words floor."""

from django.apps import AppConfig


class WordsConfig(AppConfig):
    """Django's entry for the words floor."""

    name = "kitchentable.words"
    label = "words"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules, letters and jobs are declared when they are read."""
        from kitchentable.words import in_hand, jobs, joins, letters, rules  # noqa: F401
