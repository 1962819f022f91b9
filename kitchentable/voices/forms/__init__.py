"""The forms of voices: what people say, what is answered, what is decided."""
