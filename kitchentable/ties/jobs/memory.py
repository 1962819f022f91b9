"""What the worker does: search over all that was said and answered."""
