"""The people floor."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Django's entry for the people floor."""

    name = "kitchentable.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules are declared, and writers of mails known, when they are read."""
        from kitchentable.people import erasures, letters, rules, signing, support_jobs, support_rules  # noqa: F401
