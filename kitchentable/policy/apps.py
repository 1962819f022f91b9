"""The policy floor."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Django's entry; loads the rules."""

    name = "kitchentable.policy"
    label = "policy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules are declared when they are read."""
        from kitchentable.policy import rules  # noqa: F401
