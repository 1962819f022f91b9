"""A visitor who has not signed in and just offered: this sitting may go on with that offer."""

from __future__ import annotations

from kitchentable.policy.verdict import Anyone


class OfferBearer(Anyone):
    """Holds offers (by key) in this sitting only: no link and no code opens them for anybody else."""

    def __init__(self, offers: frozenset[str]) -> None:
        self.offers = offers
