"""What the worker does: learning, confidence, and how long people have worked together."""
