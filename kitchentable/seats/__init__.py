"""Who are the experts: who is affected, seats, calls and offers, the draw."""
