"""Who may do what, and why not: what was already told, near copies, “do not ask again”, papers of old years."""
