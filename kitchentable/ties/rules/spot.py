"""Who may do what, and why not: the sweet spot."""
