"""Letters of the table and its seats."""
