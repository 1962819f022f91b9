"""What messages about formats of a version say."""
