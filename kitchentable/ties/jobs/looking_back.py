"""What the worker does: looking back together."""
