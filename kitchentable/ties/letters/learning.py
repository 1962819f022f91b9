"""What messages say: learning, confidence, and how long people have worked together."""
