"""What words give to the floors below, and what its own parts hear from each other."""

from __future__ import annotations

from kitchentable.people.doors import leads
from kitchentable.policy.verdict import HOUSE
