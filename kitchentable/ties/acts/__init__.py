"""The only code that changes promises, handovers, learning, looking back and the rest of ties."""
