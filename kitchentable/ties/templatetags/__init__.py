"""Tags of ties."""
