"""What the worker does for seats: calls that close, lists of panels that are made, people who are told."""

from kitchentable.seats.jobs import calls, draws

__all__ = ["calls", "draws"]
