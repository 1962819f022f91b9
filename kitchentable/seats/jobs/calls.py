"""Jobs of calls and offers."""
