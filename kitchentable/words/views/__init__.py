"""Pages of the words floor."""
