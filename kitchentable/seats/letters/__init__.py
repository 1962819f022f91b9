"""What messages about suggestions, seats, offers and draws say."""

from kitchentable.seats.letters import calls, draws, mapping, table

__all__ = ["calls", "draws", "mapping", "table"]
