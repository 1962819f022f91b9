"""What the worker does for formats of a version."""
