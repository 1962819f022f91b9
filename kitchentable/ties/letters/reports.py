"""What messages say: reports."""
