"""A real browser walks the house."""
