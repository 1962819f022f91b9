"""What the worker does: reports."""
