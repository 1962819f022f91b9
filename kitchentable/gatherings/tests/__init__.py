"""What people can rely on at gatherings."""
