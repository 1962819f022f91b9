"""Pages of ties."""
