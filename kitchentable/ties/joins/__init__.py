"""What ties give to the floors below, and what they do after acts of those floors: promises, handover, learning, looking back, the sweet spot."""

from kitchentable.ties.joins import learning, leaving, looking_back, memory, promises, reports, told

__all__ = ["learning", "leaving", "looking_back", "memory", "promises", "reports", "told"]
