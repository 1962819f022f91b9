"""Pages of the table and its seats."""
