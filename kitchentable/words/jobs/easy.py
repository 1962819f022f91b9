"""What the worker does for Easy Read."""
