"""What the worker does: the sweet spot."""
