"""A word to us alone, which no supporter reads whatever they may do; and help with one decision on one day (R048–R051)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kitchentable.people import acts, alone_acts
from kitchentable.people.erasures import erase
from kitchentable.people.holding import export
from kitchentable.people.models import Alone, DecidingHelp, Duty, Outgoing, Scope, Supporter
from kitchentable.people.outbox import write
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.record.about import our_models

LOU = "demolou"
SECRET = "canaryalone: Kim answers for me and I do not want it."


def words(response) -> str:
    return response.content.decode()


def test_what_lou_says_alone_by_phone_is_read_by_the_leads_and_by_no_supporter(cast):
    support = Supporter.objects.get(person=cast.lou.person, supporter=cast.kim.person)
    support.scopes = Scope.values
    support.save()
    said = words(cast.natalie.post(f"/office/people/{LOU}/alone/", {"words": SECRET}))
    assert "No supporter can read it." in said
    assert "canaryalone" not in said + words(cast.natalie.get(f"/office/people/{LOU}/"))
    cast.natalie.get("/office/alone/", status=403)
    cast.natalie.get(f"/office/alone/{LOU}/", status=403)
    listed = words(cast.dee.get("/office/alone/"))
    assert "Not read yet" in listed
    assert "canaryalone" not in listed
    assert "canaryalone" in words(cast.dee.get(f"/office/alone/{LOU}/"))
    assert "typed by <bdi>Natalie</bdi> for <bdi>Lou</bdi>" in words(cast.dee.get(f"/office/alone/{LOU}/"))
    assert "Not read yet" not in words(cast.dee.get("/office/alone/"))
    assert "canaryalone" in words(cast.lou.get("/me/alone/"))
    for url in ("/me/alone/", f"/me/for/{LOU}/", *(f"/me/for/{LOU}/{scope.value}/" for scope in Scope)):
        assert "canaryalone" not in words(cast.kim.client.get(url))
    for url in (f"/office/people/{LOU}/alone/", f"/office/alone/{LOU}/"):
        cast.kim.get(url, status=403)
        cast.kim.post(url, {"words": "x"}, status=403)
    assert not Alone.objects.seen_by(cast.kim.person)
    with pytest.raises(Refused):
        alone_acts.say_alone(cast.kim.person, Alone(person=cast.lou.person, words="x"), for_person=cast.lou.person)


def test_the_answer_is_told_with_no_word_of_it_and_by_phone_to_nobody_but_the_person(cast):
    for person, key in ((cast.lou, LOU), (cast.chloe, "demochloe")):
        cast.dee.post(f"/office/alone/{key}/", {"words": "canaryanswer"})
        told = Outgoing.objects.get(kind="people.alone", person=person.person)
        message = write(told)
        assert message
        assert "canary" not in message.subject + message.words
        if key == LOU:
            assert told.state == Outgoing.State.TODO
            assert "Speak with them alone: nobody else on the line." in message.words
            assert "Dee" in message.words
            assert "nobody else on the line" in words(cast.natalie.get(f"/office/messages/{told.key}/"))
        else:
            assert message.words == "There is a word for you alone. Sign in, or ring us."
        assert "canaryanswer" in words(person.get("/me/alone/"))
        assert write(told) is None, "read: there is nothing left to tell"
    assert not Outgoing.objects.filter(person=cast.kim.person, kind__startswith="people.alone").exists()


def test_those_who_read_it_are_told_without_name_or_word(cast):
    cast.chloe.post("/me/alone/", {"words": SECRET})
    told = Outgoing.objects.get(kind="people.alone_came")
    assert told.person == cast.dee.person
    message = write(told)
    assert message
    for private in ("canary", "Chloe"):
        assert private not in message.subject + message.words
    cast.dee.get("/office/alone/demochloe/")
    assert write(told) is None


def test_a_lead_who_supports_the_person_reads_nothing_of_it_either(cast):
    dee, lou = cast.dee.person, cast.lou.person
    acts.give_duty(HOUSE, cast.gill.person, kind=Duty.Kind.ACCESS)
    acts.allow_supporter(lou, Supporter(person=lou, supporter=dee, until=today() + timedelta(days=9)))
    cast.natalie.post(f"/office/people/{LOU}/alone/", {"words": SECRET})
    assert LOU not in words(cast.dee.get("/office/alone/"))
    assert "Ask a colleague" in words(cast.dee.get(f"/office/alone/{LOU}/", status=403))
    assert "canaryalone" in words(cast.gill.get(f"/office/alone/{LOU}/"))
    assert [one.called for one in alone_acts.readers(lou)] == ["Gill"]
    cast.dee.get(f"/office/people/{LOU}/alone/", status=403)
    cast.dee.get(f"/office/people/{LOU}/supporters/demodee/opened/", status=403)


def test_it_is_in_the_export_and_goes_with_erasure(cast):
    cast.chloe.post("/me/alone/", {"words": SECRET})
    note = DecidingHelp(person=cast.chloe.person, decision="To move", help_offered="canaryhelp", on=today())
    alone_acts.help_to_decide(cast.natalie.person, note)
    held = export(cast.chloe.person)["held"]
    assert held["people.Alone"][0]["words"] == SECRET
    assert held["people.DecidingHelp"][0]["help_offered"] == "canaryhelp"
    erase(cast.chloe.person, cast.chloe.person)
    assert not Alone.objects.exists()
    assert not DecidingHelp.objects.exists()


# ── help with one decision ────────────────────────────────────────────────────────────────────────


def test_help_comes_first_and_a_note_is_about_one_decision_on_one_day(cast):
    url = f"/office/people/{LOU}/deciding/"
    page = words(cast.natalie.get(url))
    assert page.index('name="help_offered"') < page.index('name="decision"') < page.index('name="what_came"')
    assert "A choice that you think unwise is still their choice." in page
    day = {"on_day": str(today().day), "on_month": str(today().month), "on_year": str(today().year)}
    typed = {"decision": "To live alone", "what_came": "Lou chose to live alone", **day}
    assert "Write what help was offered first." in words(cast.natalie.post(url, typed))
    assert not DecidingHelp.objects.exists()
    cast.natalie.post(url, {**typed, "help_offered": "Pictures, and a second visit"})
    with pytest.raises(Problem):
        alone_acts.help_to_decide(cast.natalie.person, DecidingHelp(person=cast.lou.person, decision="x", on=today()))
    later = today() + timedelta(days=1)
    with pytest.raises(Problem):
        alone_acts.help_to_decide(
            cast.natalie.person, DecidingHelp(person=cast.lou.person, decision="x", help_offered="y", on=later)
        )
    assert "To live alone" in words(cast.natalie.get(url))
    mine = words(cast.lou.get("/me/deciding/"))
    assert "Pictures, and a second visit" in mine
    assert "A choice that others think unwise is still your choice." in mine
    message = write(Outgoing.objects.get(kind="people.help_to_decide", person=cast.lou.person))
    assert message
    assert "live alone" not in message.subject + message.words


def test_staff_see_only_what_they_wrote_and_only_those_who_lead_write(cast):
    note = DecidingHelp(person=cast.lou.person, decision="canarydecision", help_offered="Time", on=today())
    alone_acts.help_to_decide(cast.natalie.person, note)
    acts.give_duty(HOUSE, cast.sam.person, kind=Duty.Kind.ACCESS)
    for seat in (cast.dee, cast.sam):
        assert "canarydecision" not in words(seat.get(f"/office/people/{LOU}/deciding/"))
    for seat in (cast.gill, cast.kim, cast.lou):
        seat.get(f"/office/people/{LOU}/deciding/", status=403)
    assert "canarydecision" not in words(cast.kim.get("/me/deciding/"))


def test_no_field_and_no_choice_anywhere_says_that_somebody_cannot_decide_in_general():
    """R048: a note names one decision and one day, and there is nowhere to write more."""
    forbidden = ("capacity", "incapab", "incompetent", "lacks", "unable_to_decide", "cannot_decide")
    said = []
    for model in our_models():
        for field in model._meta.fields:
            choices = [str(part) for choice in field.choices or () for part in choice]
            said += [(model._meta.label, text) for text in (field.name, str(field.verbose_name), *choices)]
    assert len(said) > 500
    assert [one for one in said if any(word in one[1].lower() for word in forbidden)] == []
    assert {field.name for field in DecidingHelp._meta.fields} == {
        "id", "key", "person", "decision", "help_offered", "what_came", "on", "by", "at",
    }  # fmt: skip


def test_lists_are_paged_and_few_questions_are_asked_of_the_tables(cast, django_assert_max_num_queries):
    for count in range(30):
        Alone.objects.create(person=cast.lou.person, words=f"word {count}", from_person=True, by=cast.natalie.person)
        DecidingHelp.objects.create(person=cast.lou.person, decision="x", help_offered="y", on=today(), by=cast.natalie.person)
    pages = [
        (cast.lou, "/me/alone/"),
        (cast.lou, "/me/deciding/"),
        (cast.dee, "/office/alone/"),
        (cast.dee, f"/office/alone/{LOU}/"),
    ]
    pages += [(cast.natalie, f"/office/people/{LOU}/deciding/"), (cast.natalie, f"/office/people/{LOU}/alone/")]
    for seat, url in pages:
        seat.get(url)
        with django_assert_max_num_queries(15):
            assert words(seat.get(url)).count('class="said"') <= 25
