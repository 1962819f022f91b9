"""What the worker does: promises."""
