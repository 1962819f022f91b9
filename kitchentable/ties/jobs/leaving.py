"""What the worker does: leaving and handing over."""
