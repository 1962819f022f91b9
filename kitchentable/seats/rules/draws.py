"""Rules of draws."""
