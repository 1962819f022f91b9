"""What messages say: promises, handover, learning, looking back, the sweet spot."""

from kitchentable.ties.letters import learning, leaving, looking_back, memory, promises, reports, spot, told

__all__ = ["learning", "leaving", "looking_back", "memory", "promises", "reports", "spot", "told"]
