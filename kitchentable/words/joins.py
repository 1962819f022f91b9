"""What words give to the floors below."""
