"""What messages about the glossary and what people ask about words say."""
