"""What we heard; and what an author tells us by phone, on paper or in person: noted by staff, in the author's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.ui.forms import KitchenForm
from kitchentable.voices import acts
from kitchentable.voices.forms import office as forms
from kitchentable.voices.models import AnswerTo
from kitchentable.voices.views.office import ask_one, posted, the_one

METHODS = ["GET", "HEAD", "POST"]


@behind("voices.office")
@require_http_methods(METHODS)
def hear(request: KTRequest, code: str) -> HttpResponse:
    """Write what we heard, and ask the author."""
    c = the_one(request, code)
    require(request.person, "voices.hear", c)

    def do(said: dict[str, Any]) -> str:
        acts.hear(request.person, c, heard=said["heard"])
        if c.said_by is None:
            return _("Saved. They can read it with their code.")
        return _("Saved. %(name)s is asked: is that what you meant?") % {"name": c.said_by.called}

    return ask_one(request, c, forms.HeardForm(posted(request)), do, title=_("What we heard"), button=_("Save it and ask them"))


@behind("voices.office")
@require_http_methods(METHODS)
def note_agree(request: KTRequest, code: str, pk: int) -> HttpResponse:
    """Note what the author said to what we heard."""
    c = the_one(request, code)
    understanding = get_object_or_404(c.understandings.select_related("contribution__said_by", "contribution__work"), pk=pk)
    require(request.person, "voices.agree", understanding)

    def do(said: dict[str, Any]) -> str:
        acts.agree(
            request.person, understanding, agreed=said["agreed"] == "yes", in_what_way=said["in_what_way"], for_person=c.said_by
        )
        return _("Saved, as they said it.")

    return ask_one(
        request,
        c,
        forms.SaidYesForm(posted(request)),
        do,
        title=_("What did they say?"),
        button=_("Save what they said"),
        lead=understanding.heard,
        beside="heard",
    )


@behind("voices.office")
@require_http_methods(METHODS)
def note_reply(request: KTRequest, code: str) -> HttpResponse:
    """Note “yes, that is so” or “no, it is not”, as the author said it."""
    c = the_one(request, code)
    to = get_object_or_404(
        AnswerTo.objects.select_related("answer__written_by", "contribution__said_by", "contribution__work"),
        contribution=c,
        answer=c.answer_id,
    )
    require(request.person, "voices.reply", to)

    def do(said: dict[str, Any]) -> str:
        is_so = said["is_so"] == "yes"
        acts.reply(request.person, to, is_so=is_so, what_is_wrong=said["what_is_wrong"], way=said["way"], for_person=c.said_by)
        return _("Saved, as they said it.") if is_so else _("Saved, as they said it. It is open again, with a new date.")

    return ask_one(
        request,
        c,
        forms.SaidSoForm(posted(request)),
        do,
        title=_("Is it so? What did they say?"),
        button=_("Save what they said"),
        lead=to.answer.words,
        beside="answer",
    )


@behind("voices.office")
@require_http_methods(METHODS)
def ask_reuse(request: KTRequest, code: str) -> HttpResponse:
    """Ask the author whether it may be told again, for one thing."""
    c = the_one(request, code)
    require(request.person, "voices.reuse", c)

    def do(said: dict[str, Any]) -> str:
        acts.ask_reuse(request.person, c, for_what=said["for_what"])
        return _("Saved. They are asked. Until they say yes, it is not used.")

    return ask_one(request, c, forms.ReuseForm(posted(request)), do, title=_("Ask to tell it again"), button=_("Ask them"))


@behind("voices.office")
@require_http_methods(METHODS)
def note_reuse(request: KTRequest, code: str, pk: int) -> HttpResponse:
    """Note the author's yes or no to telling it again."""
    c = the_one(request, code)
    reuse = get_object_or_404(c.reuses.select_related("contribution__said_by"), pk=pk)
    require(request.person, "voices.answer_reuse", reuse)

    def do(said: dict[str, Any]) -> str:
        acts.answer_reuse(request.person, reuse, agreed=said["agreed"] == "yes", for_person=c.said_by)
        return _("Saved, as they said it.")

    return ask_one(
        request,
        c,
        forms.SaidMayForm(posted(request)),
        do,
        title=_("May we tell it again?"),
        button=_("Save what they said"),
        lead=reuse.for_what,
    )


@behind("voices.office")
@require_http_methods(METHODS)
def note_sharing(request: KTRequest, code: str) -> HttpResponse:
    """Change who may see it, at the author's word."""
    c = the_one(request, code)
    require(request.person, "voices.share", c)
    form = forms.TheirWishForm(posted(request), has_name=c.said_by_id is not None, initial={"sharing": c.sharing})

    def do(said: dict[str, Any]) -> str:
        acts.share(request.person, c, sharing=said["sharing"], for_person=c.said_by)
        return _("Saved, as they said it.")

    return ask_one(
        request,
        c,
        form,
        do,
        title=_("Who may see it?"),
        button=_("Save what they chose"),
        lead=_("Only the person chooses this. Change it when they told you to."),
    )


@behind("voices.office")
@require_http_methods(METHODS)
def note_withdraw(request: KTRequest, code: str) -> HttpResponse:
    """Take it back, at the author's word."""
    c = the_one(request, code)
    require(request.person, "voices.withdraw", c)

    def do(_said: dict[str, Any]) -> str:
        acts.withdraw(request.person, c, for_person=c.said_by)
        return _("It is taken back. The words are gone everywhere. That something was said stays counted.")

    return ask_one(
        request,
        c,
        KitchenForm(posted(request)),
        do,
        title=_("Take it back for them"),
        button=_("Take it back now"),
        lead=_("Do this when the person told you to. The words go everywhere at once, and cannot come back."),
    )


@behind("voices.office")
@require_http_methods(METHODS)
def note_more(request: KTRequest, code: str) -> HttpResponse:
    """Write down what the author adds."""
    c = the_one(request, code)
    require(request.person, "voices.add", c)

    def do(said: dict[str, Any]) -> str:
        more = acts.add(request.person, c, words=said["words"], way=said["way"], for_person=c.said_by)
        return _("Saved. It has its own code, %(code)s, and is owed an answer too.") % {"code": more.code}

    return ask_one(
        request, c, forms.TheirMoreForm(posted(request)), do, title=_("They want to add something"), button=_("Save their words")
    )
