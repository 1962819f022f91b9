"""Forms of the words floor."""
