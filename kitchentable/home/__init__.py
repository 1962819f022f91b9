"""Pages for each audience; no models of its own."""
