"""What the worker does for gatherings: reminders, what is missing, and asking how it was."""

from kitchentable.gatherings.jobs import after, arranging, inviting

__all__ = ["after", "arranging", "inviting"]
