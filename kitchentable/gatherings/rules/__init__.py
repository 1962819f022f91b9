"""Who may do what with gatherings; and why not."""

from kitchentable.gatherings.rules import after, arranging, inviting, papers, places, planning, room

__all__ = ["after", "arranging", "inviting", "papers", "places", "planning", "room"]
