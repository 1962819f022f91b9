"""What people type in ties."""
