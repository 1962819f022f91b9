"""Contributions of one piece of work that say nearly the same: found with few looks, shown to the lead, never joined by themselves.

Finding goes in two steps. Each contribution has a few marks: numbers made from its pairs of words, so that two texts which share half of
their pairs share a mark almost surely (MinHash). Those that share a mark are compared word by word (rapidfuzz), fifty at the most. So the
work for one new contribution does not grow with how many there are.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rapidfuzz import fuzz

from kitchentable.policy.clock import now
from kitchentable.policy.numbers import number
from kitchentable.ties.already import SMALL
from kitchentable.ties.models import NearGroup, NearIn, NearMark
from kitchentable.voices.models import Contribution
from kitchentable.voices.models.contributions import WITH_WORDS

MARKS = 8
MOST_COMPARED = 50
CROWDED = 200
"""A mark that more than this many share says little (“the bus”): those who share only it are not compared."""
LEAST_WORDS = 3
LONGEST = 4_000
_PRIME = (1 << 61) - 1
# Two numbers for each mark: each makes another order of the same pairs.
_TURNS = tuple(
    (int.from_bytes(digest[:7], "big") | 1, int.from_bytes(digest[7:14], "big"))
    for digest in (hashlib.sha256(f"turn {at}".encode()).digest() for at in range(MARKS))
)


def plain(words: str) -> str:
    """Words for comparing: small letters, no accents, no signs, no small words, no s at the end."""
    text = unicodedata.normalize("NFKD", words[:LONGEST].casefold())
    found = re.findall(r"[^\W_]+", "".join(sign for sign in text if not unicodedata.combining(sign)))
    return " ".join(one.removesuffix("s") if len(one) > 3 else one for one in found if one not in SMALL)


def marks(text: str) -> list[int]:
    """The marks of a plain text; none when it has too few words to say that another is nearly the same."""
    words = text.split()
    if len(words) < LEAST_WORDS:
        return []
    pairs = {int.from_bytes(hashlib.blake2b(f"{a} {b}".encode(), digest_size=7).digest(), "big") for a, b in pairwise(words)}
    return [min((pair * times + plus) % _PRIME for pair in pairs) for times, plus in _TURNS]


def alike(one: str, other: str, least: int) -> bool:
    """Do two plain texts say nearly the same, `least` per cent alike? All words of the shorter stand in the longer, or nearly all of both are the same.

    A short one within a long one is not enough: a long text says more.
    """
    short, long = sorted((one, other), key=len)
    if not short or len(long) > 3 * len(short):
        return False
    return fuzz.token_sort_ratio(one, other) >= least or (
        fuzz.token_set_ratio(one, other) >= max(least, 92) and len(long) < 2 * len(short)
    )


def arrived(c: Contribution) -> NearGroup | None:
    """Put a contribution beside those that say nearly the same; None when there are none. A few queries, however many there are."""
    gone(c)
    if not c.has_words:
        return None
    text = plain(c.words)
    mine = marks(text)
    if not mine:
        # A mark of its own, so that the night job does not come back to it.
        NearMark.objects.create(contribution=c, work_id=c.work_id, mark=-c.pk)
        return None
    candidates, least = _candidates(c, mine), number("near_percent")
    like = [other for other in candidates if alike(text, plain(other.words), least)]
    NearMark.objects.bulk_create([NearMark(contribution=c, work_id=c.work_id, mark=mark) for mark in dict.fromkeys(mine)])
    return _together(c, like) if like else None


def _candidates(c: Contribution, mine: list[int]) -> list[Contribution]:
    same = NearMark.objects.filter(work=c.work_id, mark__in=mine)
    crowded = [mark for mark, n in same.order_by().values_list("mark").annotate(n=Count("pk")) if n > CROWDED]
    shared = (
        same.exclude(mark__in=crowded).order_by().values("contribution").annotate(n=Count("pk")).order_by("-n", "-contribution")
    )
    pks = [row["contribution"] for row in shared[:MOST_COMPARED]]
    # Of a crowd, the newest few: hundreds who send the same letter still come together.
    pks += list(same.filter(mark__in=crowded).order_by("-contribution").values_list("contribution", flat=True)[:5])
    return list(Contribution.objects.filter(pk__in=pks, status__in=WITH_WORDS).exclude(pk=c.pk).only("pk", "words", "work_id"))


def _together(c: Contribution, like: list[Contribution]) -> NearGroup:
    """Into the group of one that is like it; or a new group. What people set apart stays apart."""
    beside = NearIn.objects.filter(contribution__in=like, apart=False).select_related("group").order_by("group_id").first()
    group = beside.group if beside is not None else NearGroup.objects.create(work_id=c.work_id, at=now())
    known = set(NearIn.objects.filter(contribution__in=[c, *like]).values_list("contribution_id", flat=True))
    NearIn.objects.bulk_create([NearIn(group=group, contribution=one) for one in (c, *like) if one.pk not in known])
    count_again([group.pk])
    group.refresh_from_db()
    return group


def gone(c: Contribution) -> None:
    """Nothing that was made from its words stays."""
    NearMark.objects.filter(contribution=c).delete()
    groups = list(NearIn.objects.filter(contribution=c).values_list("group_id", flat=True))
    if groups:
        NearIn.objects.filter(contribution=c).delete()
        count_again(groups)


def count_again(groups: Iterable[int]) -> None:
    """How many are in each group now; a group of one is none, and one that was set aside comes back when somebody new says it."""
    members = (
        NearIn.objects.filter(group=OuterRef("pk"), apart=False).order_by().values("group").annotate(n=Count("pk")).values("n")
    )
    found = NearGroup.objects.filter(pk__in=list(groups))
    found.update(size=Coalesce(Subquery(members), 0))
    left = NearIn.objects.filter(group=OuterRef("pk"))
    found.filter(~Exists(left)).delete()


def missed(most: int) -> int:
    """Look at those that nobody looked at yet, the oldest first: brought in from a file, or said before this was here. How many."""
    unmarked = ~Exists(NearMark.objects.filter(contribution=OuterRef("pk")))
    rows = list(Contribution.objects.filter(unmarked, status__in=WITH_WORDS).order_by("pk")[:most])
    for c in rows:
        arrived(c)
    return len(rows)
