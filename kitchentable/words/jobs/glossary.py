"""What the worker does for the glossary and what people ask about words."""
