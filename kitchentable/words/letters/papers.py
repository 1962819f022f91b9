"""What messages about papers, their versions, the check beside the text, and words that stay say."""
