"""Who may do what, and why not: promises, handover, learning, looking back, the sweet spot."""

from kitchentable.ties.rules import learning, leaving, looking_back, promises, reports, spot, told

__all__ = ["learning", "leaving", "looking_back", "promises", "reports", "spot", "told"]
