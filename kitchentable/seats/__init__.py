"""Who are the experts: who is affected, seats held throughout, calls, and the draw."""
