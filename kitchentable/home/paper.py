"""What we keep about people (drawn from the tables themselves), and the accessibility statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.numbers import rules
from kitchentable.record.about import About, our_models
from kitchentable.ui.shortcuts import page

LEGAL_BASIS, COMPLAINT, COPY = "R110", "R123", "R114"


@dataclass(frozen=True, slots=True)
class Kept:
    """Some fields of one kind of thing: whom they are about, why we hold them, what erasing does."""

    what: str
    whom: str
    why: str
    when_erased: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing we keep."""

    name: str
    rows: tuple[Kept, ...]


@public("Everyone may know what we keep, before they say anything.")
@require_safe
def privacy(request: KTRequest) -> HttpResponse:
    """What we keep about people, why, and how to get it or have it erased."""
    found = rules()
    return page(
        request,
        "home/privacy.html",
        things=list(things()),
        legal_basis=found[LEGAL_BASIS],
        complaint=found[COMPLAINT],
        copy=found[COPY],
    )


@public("Everyone may know how this can be used, and tell us when it cannot.")
@require_safe
def accessibility(request: KTRequest) -> HttpResponse:
    """How this site can be used, what was checked, and how to tell us what does not work."""
    return page(request, "home/accessibility.html")


def things() -> Iterator[Thing]:
    """All that says something about a person, by what it is; drawn from `holds`, so that it is never out of date."""
    for model in our_models():
        rows = tuple(_rows(model))
        if rows:
            yield Thing(_thing_name(model), rows)


def _rows(model: type[models.Model]) -> Iterator[Kept]:
    """Fields with the same reason stand together."""
    holds: dict[str, About] = getattr(model, "holds", {})
    together: dict[About, list[str]] = {}
    for name, said in holds.items():
        if said.whom != "nobody":
            together.setdefault(said, []).append(_field_name(model, name))
    for said, names in together.items():
        yield Kept(", ".join(names), _whom(said.whom), str(said.why), _when_erased(said.erase))


def _thing_name(model: type[models.Model]) -> str:
    """What people call it."""
    return {
        "record.Line": _("The record of what happened"),
        "people.Person": _("You"),
        "people.Duty": _("What you answer for"),
        "people.Reach": _("How to reach you"),
        "people.Supporter": _("Who supports you"),
        "people.SupportAsk": _("Whom you asked to support you"),
        "people.Alone": _("Words between you and us alone"),
        "people.DecidingHelp": _("Help with one decision"),
        "people.Passkey": _("Your passkeys"),
        "people.Letter": _("Mails to sign in with"),
        "people.Worry": _("A worry about somebody"),
        "people.Outgoing": _("What we sent you"),
        "people.Erasure": _("That somebody was erased"),
        "people.WhatWorks": _("What works for you"),
        "people.Asked": _("That we asked what works for you"),
        "people.Look": _("Who looked at something of yours"),
        "works.Work": _("A piece of work"),
        "works.Role": _("Your part in a piece of work"),
        "works.Felt": _("How a piece of work felt to you"),
        "gatherings.Invitation": _("Invitations to gatherings, and what you replied"),
        "gatherings.GoAhead": _("What you said may go ahead"),
        "gatherings.Arrangement": _("What is arranged for you"),
        "gatherings.Booking": _("Who interprets"),
        "gatherings.Professional": _("People who interpret, type or note"),
        "gatherings.WhatToDo": _("What you said should be done"),
        "gatherings.Gathering": _("Gatherings: who hosts and chairs"),
        "gatherings.Talk": _("Points you brought to an agenda"),
        "gatherings.Solved": _("How something was solved"),
        "gatherings.Fact": _("What was found at a place"),
        "gatherings.Minute": _("Points you made, and promises"),
        "gatherings.HowItWas": _("Whether what you need was met"),
        "gatherings.Ease": _("How a gathering felt to you"),
        "ties.Entry": _("What search can find (in marks, not in words)"),
        "ties.Meaning": _("What lies near in meaning (in numbers, not in words)"),
        "ties.Word": _("Words that search knows"),
        "ties.Building": _("How the index of search stands"),
        "ties.Promise": _("Promises"),
        "ties.Remark": _("How it feels to you"),
        "ties.CountedPart": _("Counts of how we work together"),
        "ties.PromiseTo": _("Promises that were made to you"),
        "ties.Report": _("Reports"),
        "ties.Making": _("Reports as they were made"),
        "ties.ReportWords": _("What was written in reports"),
        "ties.ReportFile": _("Formats of reports"),
        "ties.Anew": _("Promises that somebody asked to agree anew"),
        "ties.AnewSaid": _("What you said when a promise to you was to be agreed anew"),
        "ties.Learning": _("Learning you lead, or suggested"),
        "ties.Taking": _("Your places in learning, and what you said of it"),
        "ties.Sure": _("How sure you feel, noted for yourself"),
        "ties.SureStop": _("That we do not ask how sure you feel"),
        "ties.Hope": _("What we hope for"),
        "ties.LookSaid": _("What you said when we looked back"),
        "ties.LookWords": _("Your words when we looked back"),
        "ties.LookLine": _("Short lines of what we saw together"),
        "ties.LookDoubt": _("Lines that you do not see so"),
        "ties.Lesson": _("What other teams would tell, and what is taken up"),
        "ties.Leaving": _("Who leaves, and who takes over"),
        "ties.Given": _("What you take over"),
        "ties.Together": _("What is passed on to somebody new"),
        "ties.GroupLine": _("Lines in the note of your group"),
        "ties.GroupYes": _("Lines of your group that you agreed to"),
        "ties.AlreadyTold": _("Questions you looked into before you asked"),
        "ties.NotAgain": _("What we do not ask you about again"),
        "ties.NearGroup": _("Points you joined"),
        "ties.NearIn": _("What you said that others said too"),
        "ties.PastPaper": _("Papers of old years you brought in"),
        "voices.Contribution": _("What you said"),
        "voices.Understanding": _("What we heard"),
        "voices.Kept": _("Recordings, pictures and papers"),
        "voices.Transcript": _("The words of a recording"),
        "voices.Reuse": _("Whether we may use your words again"),
        "voices.Answer": _("Answers"),
        "voices.Reply": _("What you said of an answer"),
        "voices.Pass": _("Handing on to somebody"),
        "voices.Decision": _("Decisions"),
        "voices.Question": _("Questions"),
        "voices.Theme": _("Themes"),
        "voices.ThemeMark": _("What belongs to a theme"),
        "voices.Weighed": _("How a theme was weighed"),
        "voices.ImportRun": _("Files that were brought in"),
        "seats.AffectedGroup": _("Groups you suggested"),
        "seats.Seat": _("Your seats"),
        "seats.Offer": _("Seats you offered for"),
        "seats.FairnessAnswer": _("What you answered so that a draw is fair"),
        "seats.Ticket": _("Your numbers in draws"),
        "seats.OfferImport": _("Files of offers that were brought in"),
        "seats.SeatPlan": _("How seats lean"),
        "seats.DutyNote": _("Duties that were looked at"),
        "seats.PromptAnswer": _("Questions that were looked at"),
        "seats.Draw": _("Draws"),
        "words.Document": _("Papers you wrote"),
        "words.Version": _("Versions of papers"),
        "words.Handled": _("What was done about a word"),
        "words.KeptWord": _("Words that stay"),
        "words.Format": _("Formats of papers"),
        "words.Sent": _("Papers you were sent"),
        "words.EasyLine": _("Lines of Easy Read"),
        "words.EasyCheck": _("Easy Read you checked"),
        "words.EasyComment": _("What you said of a line in Easy Read"),
        "words.Term": _("Words that are explained"),
        "words.TermAsk": _("Words you asked about"),
    }.get(model._meta.label, _(str(model._meta.verbose_name).capitalize()))


def _field_name(model: type[models.Model], name: str) -> str:
    """The field in words, as far as its name says it."""
    return {
        "key": _("a random name"),
        "called": _("what to call you"),
        "works_here": _("whether you work here"),
        "is_active": _("whether you may sign in"),
        "since": _("since when we know you"),
        "erased_at": _("when you were erased"),
        "look": _("how you want pages to look"),
        "password": _("a scrambled password"),
        "last_login": _("when you last signed in"),
        "person": _("whose it is"),
        "person_key": _("a random name"),
        "email": _("e-mail address"),
        "email_index": _("a scrambled e-mail address"),
        "phone": _("phone number"),
        "post": _("postal address"),
        "good_times": _("good times"),
        "asks_a_month": _("how often we may ask"),
        "said_by": _("who said it"),
        "typed_by": _("who typed it"),
        "agreed_typed_by": _("who typed it"),
        "by": _("who did it"),
        "thing_key": _("what it was about"),
        "is_so": _("yes or no"),
        "agreed": _("yes or no"),
        "path": _("the file"),
        "why": _("why"),
        "weight": _("how much you need it"),
        "mark": _("whether you started from what people often say, scrambled"),
        "detail": _("what to know to get it right"),
        "shown_to": _("who may see it"),
        "hidden_at": _("when you hid it"),
        "voice": _("your recording"),
        "came": _("what you said when we asked"),
        "for_what": _("what it was for"),
        "scopes": _("what they may do"),
        "decision": _("which decision"),
        "help_offered": _("which help was offered"),
        "what_came": _("what came of it"),
    }.get(name) or _(str(getattr(model._meta.get_field(name), "verbose_name", name)))


def _whom(path: str) -> str:
    """Whom it is about, in words."""
    return {
        "self": _("You"),
        "person": _("You"),
        "said_by": _("Whoever said it"),
        "contribution.said_by": _("Whoever said it"),
        "typed_by": _("Whoever typed it"),
        "agreed_typed_by": _("Whoever typed it"),
        "supporter": _("The supporter"),
        "whom": _("Whoever was asked"),
    }.get(path, _("Whoever did it, as part of their work"))


def _when_erased(erase: str) -> str:
    return {
        "keep": _("Stays, with no name that leads to you"),
        "blank": _("The words are taken out"),
        "delete": _("Taken away"),
    }[erase]
