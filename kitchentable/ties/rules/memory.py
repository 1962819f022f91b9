"""Who may do what, and why not: search over all that was said and answered."""
