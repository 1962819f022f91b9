"""Forms of calls and offers."""
