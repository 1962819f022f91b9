"""Canaries of single parts, joined by the walk."""
