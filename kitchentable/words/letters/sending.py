"""What messages about sending papers and each person's own time say."""
