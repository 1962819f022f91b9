"""What people can rely on in ties."""
