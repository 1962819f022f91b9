"""What messages about Easy Read say."""
