"""Gatherings: put people at ease, share power. Places, planning around those who come, invitations, the room, and how it was."""
