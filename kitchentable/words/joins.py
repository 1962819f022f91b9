"""What words give to the floors below."""

from __future__ import annotations

from kitchentable.ui.advice import advises
from kitchentable.words import sending_joins  # noqa: F401
from kitchentable.words.advising import advice_on

advises(advice_on)
