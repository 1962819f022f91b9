"""What ties give to the floors below, and what they do after acts of those floors: what was already told, near copies, “do not ask again”, papers of old years."""
