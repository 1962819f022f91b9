"""Acts of draws."""
