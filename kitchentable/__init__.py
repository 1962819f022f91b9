"""Kitchen Table: from what was said to what was done about it."""

__version__ = "0.1.0"
