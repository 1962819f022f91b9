"""Tags of the words floor."""
