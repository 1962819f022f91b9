"""What messages say: what was already told, near copies, “do not ask again”, papers of old years."""
