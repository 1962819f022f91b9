"""Who may do what with the glossary and what people ask about words; and why not."""
