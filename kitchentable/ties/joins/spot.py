"""What ties give to the floors below, and what they do after acts of those floors: the sweet spot."""
