"""Who may do what with formats of a version; and why not."""
