"""People: with or without an account, and how to reach them."""
