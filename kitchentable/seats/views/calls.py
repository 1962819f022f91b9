"""Pages of calls and offers."""
