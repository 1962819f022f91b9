"""Jobs of draws."""
