"""What messages of gatherings say. Titles and subjects carry no need and nothing about health: they show on locked screens."""

from kitchentable.gatherings.letters import after, arranging, inviting, places, planning

__all__ = ["after", "arranging", "inviting", "places", "planning"]
