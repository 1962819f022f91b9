"""What messages say: leaving and handing over."""
