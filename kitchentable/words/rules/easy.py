"""Who may do what with Easy Read; and why not."""
