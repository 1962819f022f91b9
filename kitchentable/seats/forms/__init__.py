"""What people type about seats."""
