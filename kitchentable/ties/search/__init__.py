"""Search over all that one may see: words, word forms, spelling slips, other words for the same."""
