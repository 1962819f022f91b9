"""What changes what works for a person. It is theirs: staff write only at their word, read back to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kitchentable.people import needs_voice
from kitchentable.people.files import Upload
from kitchentable.people.models import Asked, Person, Way, WhatWorks
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.record import lines

ShownTo = WhatWorks.ShownTo
AT_THEIR_WORD = (Way.PHONE, Way.PAPER, Way.IN_PERSON)
MOST_NEEDS = 100


class NothingSaid(Problem):
    """Neither words nor a recording."""

    field = "words"


class NoYes(Problem):
    """Staff have not noted how the person said yes, or have not read it back."""

    field = "agreed"


@act("people.say_need")
def say(by: Person, need: WhatWorks, *, upload: Upload | None = None, for_person: Person | None = None) -> WhatWorks:
    """Keep one thing that works for a person; that they were asked is kept with it.

    Raises NothingSaid without words and recording, NoYes when staff write it without the person's yes, NotTaken for the file,
    Problem when there are too many.
    """
    _at_their_word(by, need.person, need.way, agreed=need.read_back)
    if upload is None and not need.words.strip():
        raise NothingSaid(_("Choose one, or write it in your own words."))
    if WhatWorks.objects.filter(person=need.person).count() >= MOST_NEEDS:
        raise Problem(_("You have told us a great many things. Take one away first, or ring us."))
    moment = now()
    need.typed_by = None if by.pk == need.person_id else by
    need.recorded_at = need.reviewed_at = moment
    need.flagged_at = None if need.shown_to == ShownTo.NOBODY else moment
    if upload is not None:
        needs_voice.keep(need, upload)
    need.save()
    last = Asked.objects.filter(person=need.person).first()
    if last is None or last.came != Asked.Came.NEEDS:
        Asked.objects.create(person=need.person, came=Asked.Came.NEEDS, way=need.way, by=need.typed_by, at=moment)
    return need


@act("people.change_need")
def change(
    by: Person, need: WhatWorks, *, way: str = "", agreed: bool = False, for_person: Person | None = None, **new: Any
) -> WhatWorks:
    """Change words, why, detail, weight or kind; that is also a look at whether it still holds.

    Staff may only type the words of a recording, at the person's word. Raises NothingSaid and NoYes.
    """
    _at_their_word(by, need.person, way, agreed=agreed)
    if by.pk != need.person_id:
        if set(new) != {"words"} or need.words or not need.voice:
            raise Problem(_("Only they can change this. You can write down a new one at their word."))
        need.typed_by, need.read_back = by, True
    for name, value in new.items():
        setattr(need, name, value)
    if not need.words.strip() and not need.voice:
        raise NothingSaid(_("Write it in your own words. To take it away, go back and choose “Take it away”."))
    need.reviewed_at = now()
    need.save(update_fields=[*new, "reviewed_at", "typed_by", "read_back"])
    return need


@act("people.show_need")
def show(
    by: Person, need: WhatWorks, *, shown_to: str, way: str = "", agreed: bool = False, for_person: Person | None = None
) -> WhatWorks:
    """Change who may see it. Raises NoYes when staff do it without the person's yes."""
    _at_their_word(by, need.person, way, agreed=agreed)
    need.shown_to = shown_to
    if shown_to != ShownTo.NOBODY and need.flagged_at is None:
        need.flagged_at = now()
    need.save(update_fields=["shown_to", "flagged_at"])
    return need


@act("people.hide_need")
def hide(by: Person, need: WhatWorks, *, for_person: Person | None = None) -> WhatWorks:
    """Show it to nobody, from this moment. At their word, staff may do this without reading anything back."""
    need.hidden_at = need.hidden_at or now()
    need.save(update_fields=["hidden_at"])
    return need


@act("people.unhide_need")
def unhide(by: Person, need: WhatWorks, *, way: str = "", agreed: bool = False, for_person: Person | None = None) -> WhatWorks:
    """Show it again to those who were chosen. Raises NoYes when staff do it without the person's yes."""
    _at_their_word(by, need.person, way, agreed=agreed)
    need.hidden_at = None
    need.save(update_fields=["hidden_at"])
    return need


@act("people.delete_need", record=False)
def take_away(by: Person, need: WhatWorks, *, for_person: Person | None = None) -> None:
    """Take it away for good: the words, the recording, what plans copied from it, and what the record could test it by."""
    key = need.key
    needs_voice.take_away([need.voice])
    need.delete()
    lines.forget("WhatWorks", key)
    whom = for_person.key if for_person is not None else ""
    lines.write(act="people.delete_need", kind="WhatWorks", key=key, by=by.key, for_whom=whom, at=now(), content=None)


@act("people.asked_needs")
def note_asked(by: Person, asked: Asked, *, for_person: Person | None = None) -> Asked:
    """Note that the person was asked, and what came of it."""
    asked.at, asked.by = now(), None if by.pk == asked.person_id else by
    asked.save()
    return asked


@act("people.review_needs")
def all_still_right(by: Person, person: Person, *, way: str = Way.PAGE, for_person: Person | None = None) -> Person:
    """All that stands there still holds: the year begins anew (R044). Raises NoYes when staff do not say how they heard it."""
    _at_their_word(by, person, way, agreed=True)
    moment = now()
    WhatWorks.objects.filter(person=person).update(reviewed_at=moment)
    asker = None if by.pk == person.pk else by
    Asked.objects.create(person=person, came=Asked.Came.NEEDS, way=way, by=asker, is_review=True, at=moment)
    return person


@act("people.ask_needs_again")
def ask_again(by: Actor, person: Person) -> Person:
    """Ask whether it is all still right; the message says no need."""
    tell(person, "people.needs_again", person.key, same=now().date().isoformat())
    return person


def _at_their_word(by: Person, person: Person, way: str, *, agreed: bool) -> None:
    """Staff note how the person said yes, and that it was read back to them and agreed. Raises NoYes."""
    if by.pk == person.pk:
        return
    if way not in AT_THEIR_WORD:
        raise NoYes(_("Say how they told you: by phone, on paper or in person."))
    if not agreed:
        raise NoYes(_("Read it back to them first. Write it down only when they agree."))
