"""6 Think long term: memory, promises, handover, learning, looking back, the sweet spot."""
