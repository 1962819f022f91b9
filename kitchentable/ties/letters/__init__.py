"""What messages say: promises, handover, learning, looking back, the sweet spot."""

from kitchentable.ties.letters import learning, leaving, looking_back, promises, told

__all__ = ["learning", "leaving", "looking_back", "promises", "told"]
