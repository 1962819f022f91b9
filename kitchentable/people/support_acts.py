"""Asking somebody to be one's supporter, the yes or no, and changing what they may do.

Staff name a supporter at once with `acts.allow_supporter`, at the person's word.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from kitchentable.people.acts import end_older, must_be_named, must_be_within_a_year
from kitchentable.people.models import Person, Reach, SupportAsk, Supporter
from kitchentable.people.outbox import tell
from kitchentable.people.secret import index
from kitchentable.policy.act import act, note
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem

MOST_ASKS = 20


def find(typed: str) -> Person | None:
    """The one person behind an e-mail address or a name code. None when there is nobody, or more than one."""
    found = Person.objects.filter(erased_at__isnull=True, is_active=True)
    word = typed.strip()
    if "@" in word:
        at = Reach.objects.filter(email_index=index(word)).values("person")
        here = list(found.filter(pk__in=at)[:2])
    else:
        here = list(found.filter(key=word.lower())[:2])
    return here[0] if len(here) == 1 else None


@act("people.ask_support")
def ask_support(by: Person, ask: SupportAsk, *, for_person: Person | None = None) -> SupportAsk:
    """Ask somebody to help; nothing opens before they say yes. The same happens on the page whether we know them or not.

    Raises DateNotAllowed for a day that is gone or more than a year off, NothingNamed, and Problem for too many asks.
    """
    must_be_within_a_year(ask.until)
    ask.scopes = must_be_named(ask.scopes)
    if SupportAsk.objects.filter(person=ask.person).waiting().count() >= MOST_ASKS:
        raise Problem(_("You have asked many people already. Take one back first."))
    whom = find(ask.asked_as)
    ask.whom = None if whom == ask.person else whom
    ask.at = now()
    if ask.whom is not None:
        SupportAsk.objects.filter(person=ask.person, whom=ask.whom, ended_at__isnull=True).update(ended_at=ask.at)
    ask.save()
    tell(ask.whom, "people.asked_to_support", ask.key)
    return ask


@act("people.agree_support")
def agree_support(by: Person, ask: SupportAsk, *, for_person: Person | None = None) -> Supporter:
    """Say yes to helping, with what was asked and nothing else. Raises Problem when it was taken back, or its day has gone by."""
    mine = SupportAsk.objects.filter(pk=ask.pk, ended_at__isnull=True, until__gte=today())
    if ask.whom is None or not mine.update(ended_at=now()):
        raise Problem(_("This was taken back, or its last day has gone by."))
    supporter = Supporter(person=ask.person, supporter=ask.whom, until=ask.until, scopes=ask.scopes, since=now())
    end_older(supporter)
    supporter.save()
    note(by, "people.support", supporter, for_person=ask.person)
    forget_facts(by)
    forget_facts(ask.whom)
    return supporter


@act("people.end_ask")
def end_ask(by: Person, ask: SupportAsk, *, for_person: Person | None = None) -> SupportAsk:
    """Take an ask back, or say no to it."""
    SupportAsk.objects.filter(pk=ask.pk, ended_at__isnull=True).update(ended_at=now())
    return ask


@act("people.change_support")
def change_support(
    by: Person, supporter: Supporter, *, scopes: Iterable[str], until: date, for_person: Person | None = None
) -> Supporter:
    """Change what a supporter may do, and until when. It holds from the next request on.

    Raises DateNotAllowed, NothingNamed, and Problem when it has ended meanwhile.
    """
    must_be_within_a_year(until)
    named = must_be_named(scopes)
    before = (sorted(supporter.scopes), supporter.until)
    if not Supporter.objects.running().filter(pk=supporter.pk).update(scopes=named, until=until):
        raise Problem(_("This help has ended. You can ask them again."))
    asked = SupportAsk.objects.filter(person=supporter.person, whom=supporter.supporter, ended_at__isnull=True)
    asked.update(ended_at=now())
    supporter.scopes, supporter.until = named, until
    forget_facts(supporter.supporter)
    if before != (sorted(named), until):
        tell(supporter.supporter, "people.support_changed", str(supporter.pk), same=now().isoformat(timespec="seconds"))
    return supporter


@act("people.ask_to_go_on")
def ask_to_go_on(by: Actor, supporter: Supporter) -> Supporter:
    """Ask the person whether this help shall go on after its last day: once for each last day. Nothing goes on by itself."""
    tell(supporter.person, "people.support_ends", going_on_key(supporter))
    return supporter


def going_on_key(supporter: Supporter) -> str:
    """What the message is about: this help, with this last day."""
    return f"{supporter.pk}:{supporter.until.isoformat()}"
