"""Who may do what, and why not: looking back together."""
