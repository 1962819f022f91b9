"""Is it really clear? The check of what the organisation writes, before anybody has to read it."""
