"""Who may do what with maps, seats, calls and draws; and why not."""

from kitchentable.seats.rules import calls, draws, mapping, table

__all__ = ["calls", "draws", "mapping", "table"]
