"""Who may do what, and why not: learning, confidence, and how long people have worked together."""
