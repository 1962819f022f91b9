"""The pages of voices: the author's side, the office, in and out."""
