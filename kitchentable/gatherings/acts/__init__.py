"""What changes gatherings. The only code on this floor that writes."""
