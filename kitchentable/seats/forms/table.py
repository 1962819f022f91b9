"""Forms of the table and its seats."""
