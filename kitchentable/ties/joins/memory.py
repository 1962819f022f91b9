"""What ties give to the floors below, and what they do after acts of those floors: search over all that was said and answered."""
