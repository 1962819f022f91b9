"""The people floor."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Django's entry for the people floor."""

    name = "kitchentable.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules are declared, and writers of mails known, when they are read."""
        from kitchentable.people import (  # noqa: F401
            erasures,
            leaving_acts,
            letters,
            needs_again,
            needs_beside,
            needs_rules,
            needs_voice,
            rules,
            signing,
            support_jobs,
            support_rules,
        )
