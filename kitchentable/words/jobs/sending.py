"""What the worker does for sending papers and each person's own time."""
