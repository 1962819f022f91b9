"""What messages say: the sweet spot."""
