"""What messages say: promises."""
