"""What messages say: looking back together."""
