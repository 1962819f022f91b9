"""What people have told us already, before anyone is asked again (R099): found for a question, and said in one sentence that is kept."""

from __future__ import annotations

import functools
import hashlib
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE, Actor
from kitchentable.ties.models import AlreadyTold, Promise
from kitchentable.ties.search.finding import Ask, find
from kitchentable.ties.search.sources import Shown
from kitchentable.voices.models import Contribution, Question, Status
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.works.models import Work

MOST = 20
MOST_PROMISES = 10
MONTHS_NAMED = 3
SMALL = frozenset(
    ["a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before", "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "had", "has", "have", "how", "i", "if", "in", "is", "it", "its", "just", "make", "me", "more", "much", "my", "need", "needs", "no", "not", "now", "of", "on", "one", "or", "our", "out", "people", "should", "so", "some", "tell", "than", "that", "the", "their", "them", "there", "they", "thing", "things", "think", "this", "to", "too", "up", "us", "want", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What was found: things that people said, answers and decisions; `here`: in the same piece of work; promises that are still open."""

    here: list[Shown]
    elsewhere: list[Shown]
    promises: list[Promise]
    more: bool = False

    @property
    def anything(self) -> bool:
        """Was anything found?"""
        return bool(self.here or self.elsewhere or self.promises)

    @property
    def keys(self) -> list[str]:
        """All that was found, as “kind:key”."""
        return [key_of(one) for one in (*self.here, *self.elsewhere)] + [f"promise:{one.key}" for one in self.promises]


def key_of(shown: Shown) -> str:
    """A thing that was found, as it is kept."""
    return f"{shown.kind}:{shown.key}"


def content_words(words: str) -> list[str]:
    """The words that carry meaning, in small letters, without the s at the end, in order, each once."""
    found = (one.casefold() for one in re.findall(r"[^\W_]+", words.replace("’", "'")))
    plain = (
        one[:-1] if len(one) > 3 and one.endswith("s") and not one.endswith("ss") else one for one in found if one not in SMALL
    )
    return list(dict.fromkeys(one for one in plain if len(one) > 1))


def runs(words: str) -> list[str]:
    """Two words or more that stand side by side with no small word between them: “short breaks” of “What is wrong with short breaks?”."""
    found: list[list[str]] = [[]]
    for one in re.findall(r"[^\W_]+|[.,;:?!]", words):
        if one.casefold() in SMALL or not one.isalnum():
            found.append([])
        else:
            found[-1].append(one)
    return [" ".join(run) for run in found if len(run) > 1]


def look(person: Actor, work: Work, words: str, *, more_words: str = "") -> Told:
    """What people have said about these words as `person` may read it, in this piece of work and in others; and promises still open."""
    hits: dict[str, Shown] = {}
    more = False
    for ask in _asks(words, more_words):
        found = find(person, Ask(ask), limit=MOST)
        more = more or found.more
        for one in found.hits:
            hits.setdefault(key_of(one), one)
    for ask in [] if hits else runs(words)[:3]:
        for one in find(person, Ask(ask), limit=MOST).hits:
            hits.setdefault(key_of(one), one)
    shown = [one for one in hits.values() if one.kind != "promise"][: 2 * MOST]
    return Told(
        [one for one in shown if one.work_slug == work.slug],
        [one for one in shown if one.work_slug != work.slug],
        _promises(person, hits.values(), f"{words} {more_words}"),
        more,
    )


def _asks(words: str, more_words: str) -> list[str]:
    return [one for one in dict.fromkeys((" ".join(words.split())[:300], " ".join(more_words.split())[:300])) if one]


def _promises(person: Actor, hits: Iterable[Shown], words: str) -> list[Promise]:
    """Promises still open: those that were found, and those of these pieces of work that share a word with the question."""
    named = [one.key for one in hits if one.kind == "promise"]
    works = {one.work_slug for one in hits if one.work_slug}
    parts = content_words(words)[:8]
    fits = Q(key__in=named)
    if works and parts:
        fits |= Q(work__slug__in=works) & functools.reduce(operator.or_, (Q(what__icontains=part) for part in parts))
    seen = Promise.objects.seen_by(person).open().filter(fits)
    return list(seen.select_related("work", "owner").order_by("by_when", "pk")[:MOST_PROMISES])


def digest_of(question: Question) -> str:
    """What a question asks, as a digest: another one when its words change."""
    plain = " ".join(f"{question.asks}\n{question.more}".split()).casefold()
    return hashlib.sha256(f"{question.kind}:{plain}".encode("utf-8", "replace")).hexdigest()


def has_looked(question: Question) -> bool:
    """Did the asker look, and say what is new, since the question's words last changed?"""
    return AlreadyTold.objects.filter(question=question.pk, looked_for=digest_of(question)).exists()


# ── the sentence ──────────────────────────────────────────────────────────────────────────────────


def sentence(keys: Sequence[str]) -> str:
    """“You told us this in January. We still owe you two answers.”, in the organisation's language.

    It counts only what everyone may read, so that everyone can count it again and it gives nobody away. What was told in private
    adds that “some” did, and a number never.
    """
    with override(settings.LANGUAGE_CODE):
        return _sentence(keys)


def _sentence(keys: Sequence[str]) -> str:
    codes = [key.partition(":")[2] for key in keys if key.startswith("contribution:")]
    everyones = list(Contribution.objects.published().filter(code__in=codes).values_list("said_at", "status"))
    private = Contribution.objects.filter(code__in=codes, status__in=WITH_WORDS).count() - len(everyones)
    names = [key.partition(":")[2] for key in keys if key.startswith("promise:")]
    promises = Promise.objects.seen_by(ANYONE).open().filter(key__in=names).count()
    others = any(not key.startswith(("contribution:", "promise:")) for key in keys)
    parts = [_told([timezone.localtime(at).date() for at, _status in everyones], private, others or bool(names))]
    waiting = sum(status == Status.WAITING for _at, status in everyones)
    if owed := _owed(waiting, promises):
        parts.append(owed)
    return " ".join(parts)


def _told(days: list[date], private: int, others: bool) -> str:
    if days:
        told = _("You told us this in %(months)s.") % {"months": months_in_words(days)}
        return f"{told} {_('Others told only us.')}" if private >= number("hide_below") else told
    if private:
        return _("Some people told us something like this.")
    if others:
        return _("We have written about something like this before.")
    return _("We looked. We found nothing that people had told us about this.")


def _owed(waiting: int, promises: int) -> str:
    answers = ngettext("We still owe you %(n)s answer.", "We still owe you %(n)s answers.", waiting) % {"n": in_words(waiting)}
    kept = ngettext("We still have to keep %(n)s promise.", "We still have to keep %(n)s promises.", promises) % {
        "n": in_words(promises)
    }
    return " ".join(words for n, words in ((waiting, answers), (promises, kept)) if n)


def in_words(n: int) -> str:
    """A small number as a word, a bigger one in figures."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"), _("ten"),
    )  # fmt: skip
    return words[n] if n < len(words) else str(n)


def months_in_words(days: Iterable[date]) -> str:
    """“January”, “January and March”, “June 2025 and January”: the last three months in which something was said, the oldest first."""
    months = sorted({day.replace(day=1) for day in days})
    named = [date_format(one, "F" if one.year == today().year else "F Y") for one in months[-MONTHS_NAMED:]]
    if len(months) > MONTHS_NAMED:
        named.insert(0, _("months before"))
    if len(named) == 1:
        return named[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(named[:-1]), "last": named[-1]}
