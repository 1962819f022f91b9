"""What words give to the floors below."""

from kitchentable.words import sending_joins  # noqa: F401
