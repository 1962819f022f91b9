"""What changes maps, seats, calls, offers and draws."""
