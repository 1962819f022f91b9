"""Letters of calls and offers."""
