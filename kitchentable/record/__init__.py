"""What happened: append-only, sealed."""
