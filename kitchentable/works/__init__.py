"""The piece of work: what can change, who decides, where it stands."""
