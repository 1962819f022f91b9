"""Who may do what, and why not: reports."""
