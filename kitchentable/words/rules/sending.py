"""Who may do what with sending papers and each person's own time; and why not."""
