"""Who may do what with gatherings; and why not."""

from kitchentable.gatherings.rules import after, arranging, handing_on, inviting, papers, places, planning, room

__all__ = ["after", "arranging", "handing_on", "inviting", "papers", "places", "planning", "room"]
