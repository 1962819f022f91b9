"""What the sweet spot counts: from which rows, in which parts of time, and how much of it may be told."""
