"""The voices floor."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """Django's entry for the voices floor."""

    name = "kitchentable.voices"
    label = "voices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules, letters, witnesses, jobs and what erasing does are declared when they are read."""
        from kitchentable.voices import (  # noqa: F401
            audience,
            beside,
            erasing,
            from_gatherings,
            importing,
            in_hand,
            jobs,
            letters,
            rules,
            witness,
        )
