"""Killing things on purpose."""
