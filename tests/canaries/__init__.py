"""Canaries of the parts of words."""
