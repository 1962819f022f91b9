"""Every address, as every one of the cast and as a visitor, with every method: public by name or behind a rule, never a 500,
and no word of a person before one who may not read it (law 3). A canary is a word that stands in one place only."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from kitchentable.home.cast import TABLES
from kitchentable.people import acts as people_acts
from kitchentable.people.models import Outgoing, Person, Scope, Worry
from kitchentable.people.outbox import write
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE
from kitchentable.record import lines
from kitchentable.ui.checker import check_page
from kitchentable.voices import acts
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Decision, Question, Sharing, Theme
from kitchentable.works import acts as works_acts
from kitchentable.works.models import Role, Work
from tests import canaries, gathering_canaries, seat_canaries
from tests.cast_fixture import Seats, lay, lay_once, standing
from tests.early import ASKED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SLUGS = [member.slug for table in TABLES for member in table.members]
# What a rule gives does not depend on the database: all of the cast walk on SQLite, two on PostgreSQL.
WALKERS = ["anyone", *SLUGS] if ASKED == "sqlite" else ["chloe", "natalie"]
# Whose rules go by the thing look at up to 10 things on each page; who has no part in anything looks at some of each.
NEAR = {"anyone", "chloe", "lou", "mina", "kim", "natalie", "dee", "rao"}
# Pages change nothing, so several people walk one house: to build it takes as long as half a walk.
TOGETHER = [WALKERS[at : at + 4] for at in range(0, len(WALKERS), 4)]
METHODS = ("head", "post", "put", "patch", "delete")
GOOD = "The lift was fixed on 12 May and Ben checks it every Monday."
LEADS = {"natalie", "dee"}


@dataclass
class World:
    """A house full of canaries: `may[canary]` names who may read it ("anyone" for a visitor too)."""

    cast: Any
    hidden: Work
    may: dict[str, set[str]] = field(default_factory=dict)

    def canary(self, place: str, who: set[str]) -> str:
        word = f"canary{place}{len(self.may)}x"
        self.may[word] = who
        return word


@pytest.fixture
def world(db: None) -> World:
    """The cast in a house full of canaries. Built once in each process; pages change nothing, and what a test changes is rolled back."""
    may = lay_once("world", lambda: _build(Seats(lay())).may)
    return World(Seats(standing()), Work.objects.get(slug="not-yet-public"), dict(may))


def _build(cast: Any) -> World:
    natalie, rao = cast.natalie.person, cast.rao.person
    hidden = works_acts.start(
        natalie,
        Work(
            slug="not-yet-public", title="canaryhiddenwork", what_this_is="x", what_we_ask="x", can_change="x",
            cannot_change="x, because", decider=rao, answers_first=rao, is_public=False,
        ),
    )  # fmt: skip
    w = World(cast, hidden)
    w.may["canaryhiddenwork"] = {"natalie", "rao"}
    table = {"chloe", "mina", "reg", "pat", "raj", "lou"} & members(cast)
    staff_of_work = LEADS | {"rao"}
    for sharing in Sharing.values:
        for slug in ("chloe", "lou"):
            who = {slug, *staff_of_work}
            if sharing != "lead":
                who |= table
            words = w.canary(f"said{sharing}", who)
            c = said_by(cast, slug, words, sharing)
            if sharing in ("public", "named"):
                acts.publish(natalie, c)
                w.may[words] = {"anyone"}
    private = said_by(cast, "chloe", w.canary("private", {"chloe", *staff_of_work}), "lead")
    understanding = acts.hear(natalie, private, heard=w.canary("heard", {"chloe", *staff_of_work}))
    acts.agree(cast.chloe.person, understanding, agreed=False, in_what_way=w.canary("quite", {"chloe", *staff_of_work}))
    acts.transcribe(natalie, private, words=w.canary("typed", {"chloe", *staff_of_work}))
    acts.ask_reuse(natalie, private, for_what=w.canary("reuse", {"chloe", *staff_of_work}))
    draft = said_by(cast, "chloe", w.canary("drafted", {"chloe", *staff_of_work}), "lead")
    acts.answer(rao, [draft], outcome="used", words=f"{GOOD} {w.canary('draft', staff_of_work)}", decider=rao, decided_on=today())
    told = said_by(cast, "chloe", w.canary("told", {"chloe", *staff_of_work}), "lead")
    answer = acts.answer(
        rao,
        [told],
        outcome="used",
        words=f"{GOOD} {w.canary('answer', {'chloe', *staff_of_work})}",
        decider=rao,
        decided_on=today(),
    )
    acts.check(natalie, answer)
    acts.reply(
        cast.chloe.person,
        AnswerTo.objects.get(answer=answer),
        is_so=False,
        what_is_wrong=w.canary("wrong", {"chloe", *staff_of_work}),
    )
    gone = said_by(cast, "chloe", w.canary("gone", set()), "public")
    acts.publish(natalie, gone)
    acts.withdraw(cast.chloe.person, Contribution.objects.get(pk=gone.pk))
    nobody = acts.say(ANYONE, cast.work, words=w.canary("nobody", {*staff_of_work, "code"}), sharing="lead")
    w.may[nobody.words] = {*staff_of_work, "anyone"}  # whoever holds the code may read it: the walk knows every code
    people_acts.worry(cast.pat.person, Worry(words=w.canary("worry", {"dee", "pat"}), said_by=cast.pat.person))
    decision = acts.plan_decision(natalie, cast.work, title="How visits are timed")
    acts.add_option(natalie, decision, what="Shorter", cost="Nothing")
    acts.make_theme(natalie, cast.work, called="Times")
    question = acts.ask(natalie, Question(work=cast.work, asks=w.canary("question", {"natalie", "dee", "rao"} | table)))
    assert question.opened_at is None
    gathering_canaries.put(w)
    seat_canaries.put(w)
    canaries.put(w)
    lines.seal_all(private.received_at)
    return w


def members(cast: Any) -> set[str]:
    """Who is at the table in the cast's work."""
    people = set(Role.objects.filter(work=cast.work, kind=Role.Kind.MEMBER, until__isnull=True).values_list("person_id", flat=True))
    return {slug for slug in SLUGS if getattr(cast, slug).person.pk in people}


def said_by(cast: Any, slug: str, words: str, sharing: str) -> Contribution:
    person = getattr(cast, slug).person
    if person.reach.is_offline:
        return acts.say(cast.natalie.person, cast.work, words=words, sharing=sharing, way="phone", for_person=person)
    return acts.say(person, cast.work, words=words, sharing=sharing)


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────


def patterns(found: list[Any] | None = None, before: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(name, route, pattern) of every address the house has."""
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, before + str(one.pattern), one.namespace or space)
        else:
            yield f"{space}:{one.name}", before + str(one.pattern), one


def addresses(cast: Any, world: World, *, most: int) -> list[str]:
    """Every address, with every thing there is in its place (at most `most` for each pattern)."""
    found = []
    for name, route, _pattern in patterns():
        places = re.findall(r"<(?:\w+:)?(\w+)>", route)
        choices = [things(place, route, cast, world, name.partition(":")[0]) for place in places]
        for values in itertools.islice(itertools.product(*choices), most):
            address = route
            for value in values:
                address = re.sub(r"<[^>]+>", str(value), address, count=1)
            found.append("/" + address.lstrip("^").rstrip("$"))
    return found


def things(place: str, route: str, cast: Any, world: World, floor: str) -> list[Any]:
    """What may stand in a place of an address."""
    if floor in ("words", "ties") and (place in canaries.THINGS or place in canaries.VALUES):
        return [*canaries.keys_of(place), "nothere"]
    if place in gathering_canaries.THINGS:
        return [*gathering_canaries.keys_of(place), "nothere"]
    if place in seat_canaries.THINGS or place in seat_canaries.VALUES:
        return [*seat_canaries.keys_of(place), "nothere"]
    if place == "scope":
        return Scope.values
    if place == "slug":
        return [cast.work.slug, world.hidden.slug]
    if place == "code":
        return list((Worry if "worr" in route else Contribution).objects.values_list("code", flat=True))
    if place == "number":
        return list((Decision if "decision" in route else Contribution).objects.values_list("number", flat=True))
    if place == "pk":
        return [*Question.objects.values_list("pk", flat=True), *Theme.objects.values_list("pk", flat=True), 1, 999_999]
    if place == "key":
        kind = Outgoing if "messages" in route else Answer if "check" in route else Person
        return [*kind.objects.order_by("-pk").values_list("key", flat=True)[:40], "nothere"]
    if place in ("kind", "format", "ending", "suffix"):
        return ["csv", "xlsx", "json", "nothere"]
    return ["nothere"]


def essence(text: str) -> str:
    """A page without what differs from one asking to the next: keys of forms, and where it came from."""
    return re.sub(r'name="(?:csrfmiddlewaretoken|once)" value="[^"]*"|[?&](?:amp;)?(?:next|page)=[^"&]*', "", text)


def body_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/vnd.openxml"):
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            content = b"".join(folder.read(name) for name in folder.namelist())
    return str(content.decode("utf-8", "replace"))


def test_no_address_stands_before_another() -> None:
    shapes = [re.sub(r"<(\w+):\w+>", r"<\1>", route) for _name, route, _pattern in patterns()]
    assert sorted({one for one in shapes if shapes.count(one) > 1}) == []


def test_every_view_says_whom_it_is_for() -> None:
    silent = [name for name, _route, pattern in patterns() if not getattr(pattern.callback, "kt_mark", None)]
    assert silent == []


@pytest.mark.parametrize("slugs", TOGETHER, ids="+".join)
def test_nobody_reads_what_the_rules_do_not_give_them(world: World, slugs: list[str]) -> None:
    leaks, faults, looked = [], [], set()
    for slug in slugs:
        seen = set()
        for address in addresses(world.cast, world, most=10 if slug in NEAR else 2):
            response = getattr(world.cast, slug).client.get(address)
            assert response.status_code < 500, f"{address} as {slug}: {response.status_code}"
            text = body_of(response)
            # What says no looks alike: once for each is enough.
            if text and response.headers.get("Content-Type", "").startswith("text/html") and (same := essence(text)) not in looked:
                looked.add(same)
                faults += [f"{address} as {slug}: {fault}" for fault in check_page(text)]
            for canary in [word for word in world.may if word in text] if "canary" in text else []:
                seen.add(canary)
                if not world.may[canary] & {slug, "anyone"}:
                    leaks.append(f"{address} shows {canary} to {slug}")
        assert {c for c, who in world.may.items() if who == {"anyone"} and "saidpublic" in c} <= seen, (
            f"the walk of {slug} read too little to mean anything"
        )
    assert not leaks, "\n".join(leaks)
    assert not faults, "\n".join(faults)


@pytest.mark.one_database
@pytest.mark.parametrize("slug", ["anyone", "chloe", "kim", "natalie", "rao", "sam"])
def test_no_method_breaks_an_address_or_opens_a_closed_one(world: World, slug: str) -> None:
    seat = getattr(world.cast, slug)
    before = Contribution.objects.count(), Answer.objects.count()
    for address in addresses(world.cast, world, most=2):
        for method in METHODS:
            with transaction.atomic():
                response = getattr(seat.client, method)(address)
                transaction.set_rollback(True)
            assert response.status_code < 500, f"{method} {address} as {slug}: {response.status_code}"
            if method in ("put", "patch", "delete"):
                assert response.status_code in (302, 303, 403, 404, 405), f"{method} {address} as {slug}: {response.status_code}"
        if seat.client.session.get("_auth_user_id") is None and slug != "anyone":
            seat.client.force_login(seat.person)
    assert (Contribution.objects.count(), Answer.objects.count()) == before


def test_a_visitor_is_asked_to_sign_in_where_a_page_is_not_public(world: World) -> None:
    for name, route, pattern in patterns():
        mark = getattr(pattern.callback, "kt_mark", ("", ""))[0]
        if mark == "public" or "<" in route:
            continue
        response = world.cast.anyone.client.get(f"/{route}")
        assert response.status_code in (302, 403, 404, 405), f"{name}: {response.status_code}"
        if response.status_code == 302:
            assert response["Location"].startswith("/sign-in/"), name


def test_no_message_carries_words_that_its_reader_may_not_read(world: World) -> None:
    slug_of = {getattr(world.cast, slug).person.pk: slug for slug in SLUGS}
    written = 0
    for message in Outgoing.objects.select_related("person"):
        found = write(message)
        if found is None:
            continue
        written += 1
        text = f"{found.subject} {found.words} {found.link}"
        for canary, who in world.may.items():
            if canary in text:
                assert who & {slug_of[message.person_id], "anyone"}, f"{message.kind} to {message.person} holds {canary}"
            assert canary not in found.subject, f"{message.kind}: a subject shows on a locked screen"
    assert written > 10


def test_a_supporter_who_was_stopped_sees_nothing_from_that_moment(world: World) -> None:
    """Law 4, as far as supporters go in this part of the house."""
    cast = world.cast
    support = people_acts.Supporter.objects.get(supporter=cast.kim.person, person=cast.lou.person)
    c = acts.say(cast.kim.person, cast.work, words="canarytypedbykim", sharing="lead", for_person=cast.lou.person)
    page = cast.kim.client.get(c.get_absolute_url())
    assert "canarytypedbykim" in body_of(page)
    people_acts.stop_supporter(cast.lou.person, support)
    assert "canarytypedbykim" not in body_of(cast.kim.client.get(c.get_absolute_url()))
    assert support.until >= today() - timedelta(days=1)
