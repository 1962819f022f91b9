"""What the worker does for papers, their versions, the check beside the text, and words that stay."""
