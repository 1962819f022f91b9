"""What messages say: search over all that was said and answered."""
