"""Letters of the map."""
