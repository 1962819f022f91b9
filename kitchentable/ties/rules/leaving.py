"""Who may do what, and why not: leaving and handing over."""
