"""Who may do what with papers, their versions, the check beside the text, and words that stay; and why not."""
