"""Acts of calls and offers."""
