"""Letters of draws."""
