"""Rules of calls and offers."""
