"""Looking back together: hopes, the days, saying how it was, lines, closing, promises, and the next team."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kitchentable.people import erasures
from kitchentable.people.holding import export
from kitchentable.people.models import Outgoing, Scope, Supporter
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE, HOUSE, Problem, Refused
from kitchentable.record.models import Line
from kitchentable.ties import looked
from kitchentable.ties.acts import look_lines
from kitchentable.ties.acts import looking_back as acts
from kitchentable.ties.acts.looking_back import Answers
from kitchentable.ties.jobs.looking_back import ask_and_warn, open_what_is_due
from kitchentable.ties.look_dates import Occasion, add_months, occasions
from kitchentable.ties.look_prompts import LEAVES
from kitchentable.ties.models import Hope, LookBack, LookDoubt, LookLine, LookSaid, LookWords, Promise
from kitchentable.ties.views.look_office import sums
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work

pytestmark = pytest.mark.django_db


def opened(cast: Any, code: str = "start-3", months: int = 3) -> LookBack:
    """A time of looking back that is open, by hand."""
    return LookBack.objects.create(work=cast.work, kind=code.partition("-")[0], months=months, occasion=code, due_on=today())


def to(name: str, found: LookBack, *more: str) -> str:
    return reverse(f"ties:{name}", args=[found.work.slug, found.key, *more])


def noon(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), time(12)))


def says(cast: Any, found: LookBack, slug: str, **more: Any) -> LookSaid:
    """One of the cast says how it was, by an act; who is not online, through Natalie."""
    person, reads = getattr(cast, slug).person, more.pop("reads", LookSaid.Reads.LEAD)
    typed = Answers(more.pop("aim_met", "yes"), more.pop("felt", 4), more.pop("step", 5), more)
    if not person.works_here and person.reach.is_offline:
        return acts.say(cast.natalie.person, found, answers=typed, reads=reads, way="phone", for_person=person)
    return acts.say(person, found, answers=typed, reads=reads)


def once(**more: Any) -> dict[str, Any]:
    return {"once": str(uuid.uuid4()), **more}


def closed(cast: Any, found: LookBack) -> LookBack:
    natalie = cast.natalie.person
    if found.lines.exists():
        look_lines.show_lines(natalie, found)
    return look_lines.close(natalie, found)


# ── before, and the days ──────────────────────────────────────────────────────────────────────────


def test_what_we_hope_for_is_written_before_and_stays_when_it_is_written_anew(cast: Any) -> None:
    url = reverse("ties:look_office", args=[cast.work.slug])
    cast.natalie.post(
        url, once(do="hope", aim="Nobody waits for a visit.", mood_aim="Calm.", good="Sleep", bad="More forms"), status=200
    )
    cast.natalie.post(url, once(do="hope", aim="Nobody waits more than an hour."), status=200)
    assert [one.aim for one in Hope.objects.filter(work=cast.work)] == [
        "Nobody waits more than an hour.",
        "Nobody waits for a visit.",
    ]
    shown = cast.anyone.get(reverse("ties:looking_back", args=[cast.work.slug])).content.decode()
    assert "Nobody waits more than an hour." in shown
    assert "More forms" in shown
    aim = looked.aim_of(cast.work)
    assert aim is not None
    assert aim.words == "Nobody waits more than an hour."
    assert not aim.before_it_began  # “Better help at home” is past thinking
    cast.chloe.get(url, status=403)
    assert cast.natalie.post(url, once(do="hope", aim="  "), status=422)


def test_each_time_of_looking_back_opens_on_its_day_and_a_clock_set_back_opens_none_twice(cast: Any) -> None:
    work = cast.work
    began = timezone.localtime(work.started_at).date()
    first = (add_months(began, 3) - today()).days
    with at(noon(first - number("look_back_warn_days"))):
        assert open_what_is_due() == 0
        open_what_is_due()
        warned = Outgoing.objects.filter(kind="ties.look_back_soon")
        assert [one.person.called for one in warned] == ["Natalie"]
        message = write(warned.get())
        assert message is not None
        assert work.title in message.words
    with at(noon(first)):
        assert open_what_is_due() == 1
        assert ask_and_warn() == 1
        told = {one.person.called: one.channel for one in Outgoing.objects.filter(kind="ties.look_back")}
        assert told["Lou"] == "phone"
        assert told["Chloe"] == "email"
        assert told["Ms Rao"] == "email"
        assert ask_and_warn() == 0
    with at(noon(first - 40)):
        assert open_what_is_due() == 0
    with at(noon(first + 1)):
        assert open_what_is_due() == 0
        assert LookBack.objects.get().occasion == "start-3"
    with at(noon(first + number("look_back_days") + 1)):
        ask_and_warn()
        assert [one.person.called for one in Outgoing.objects.filter(kind="ties.look_back_late")] == ["Natalie"]
        assert "Late, and still open" in cast.anyone.get(reverse("ties:looking_back", args=[work.slug])).content.decode()


def test_when_the_worker_stood_still_all_stay_open_and_the_group_is_asked_once(cast: Any) -> None:
    with at(noon(200)):
        assert open_what_is_due() == 2
        assert ask_and_warn() == 1
        newest = LookBack.objects.get(occasion="start-6")
        assert set(Outgoing.objects.filter(kind="ties.look_back").values_list("thing_key", flat=True)) == {newest.key}
        assert not Outgoing.objects.filter(kind="ties.look_back", person__called="Kim").exists()


def test_who_wants_no_more_asks_this_month_is_asked_next_month(cast: Any) -> None:
    chloe, found = cast.chloe.person, opened(cast)
    chloe.reach.asks_a_month = 0
    chloe.reach.save()
    ask_and_warn()
    assert not Outgoing.objects.filter(kind="ties.look_back", person=chloe).exists()
    chloe.reach.asks_a_month = 3
    chloe.reach.save()
    ask_and_warn()
    assert Outgoing.objects.get(kind="ties.look_back", person=chloe).thing_key == found.key


def test_after_the_end_it_counts_from_the_end(cast: Any) -> None:
    work = Work(started_at=timezone.make_aware(datetime(2026, 1, 31, 12)))
    found = [(one.code, one.due_on) for one in occasions(work, date(2026, 6, 30), [3, 6, 12])]
    assert found == [
        ("start-3", date(2026, 4, 30)), ("end", date(2026, 6, 30)), ("after-3", date(2026, 9, 30)), ("after-6", date(2026, 12, 30)),
        ("after-12", date(2027, 6, 30)),
    ]  # fmt: skip
    works.move(cast.natalie.person, cast.work, stage=Work.Stage.LOOKING_BACK)
    assert open_what_is_due() == 1
    assert LookBack.objects.get().kind == LookBack.Kind.END


# ── saying how it was ─────────────────────────────────────────────────────────────────────────────


def test_one_thing_a_page_and_nothing_is_lost_on_the_way(cast: Any) -> None:
    found = opened(cast)
    url = to("look_say", found)
    for leaf in LEAVES[:-1]:
        sent: dict[str, Any] = {name: f"words of {name}" for name in leaf.fields if name not in ("aim_met", "felt", "step")}
        sent |= {"aim": {"aim_met": "partly"}, "felt": {"felt": "2"}, "step": {"step": "4"}}.get(leaf.code, {})
        cast.chloe.get(f"{url}?page={leaf.code}")
        cast.chloe.post(f"{url}?page={leaf.code}", once(**sent), status=200)
    mine = LookSaid.objects.get()
    assert mine.sent_at is None
    assert "words of power" not in cast.natalie.get(to("look_back", found)).content.decode()
    assert "words of power" in cast.chloe.get(f"{url}?page=power").content.decode()
    cast.chloe.post(f"{url}?page=end", once(reads="lead"), status=200)
    mine.refresh_from_db()
    assert (mine.aim_met, mine.felt, mine.step, mine.answers.count()) == ("partly", 2, 4, 20)
    again = cast.chloe.get(url).content.decode()
    assert "You have said how it was" in again
    with pytest.raises(Refused):
        acts.say(cast.joan.person, found, answers=Answers("yes"))
    cast.joan.get(url, status=403)


def test_nothing_at_all_is_no_answer_and_a_double_click_is_one(cast: Any) -> None:
    found = opened(cast)
    url = f"{to('look_say', found)}?page=all"
    assert "Nothing is written yet" in cast.chloe.post(url, once(reads="lead"), status=422).content.decode()
    sent = once(reads="lead", helped="Raj made tea.")
    cast.chloe.post(url, sent, status=200)
    cast.chloe.post(url, sent, status=200)
    assert LookSaid.objects.sent().count() == 1


def test_each_chooses_who_reads_their_words(cast: Any) -> None:
    found = opened(cast)
    says(cast, found, "chloe", helped="CHLOEWORDS", reads="lead")
    says(cast, found, "mina", helped="MINAWORDS", reads="group")
    says(cast, found, "raj", helped="RAJWORDS", reads="everyone")
    url = to("look_back", found)

    def read(slug: str) -> set[str]:
        body = getattr(cast, slug).get(url).content.decode()
        return {one for one in ("CHLOEWORDS", "MINAWORDS", "RAJWORDS") if one in body}

    assert read("natalie") == {"CHLOEWORDS", "MINAWORDS", "RAJWORDS"}
    assert read("pat") == {"MINAWORDS", "RAJWORDS"}
    assert read("joan") == set()
    closed(cast, found)
    assert read("joan") == {"RAJWORDS"} == read("anyone")
    assert "Raj" not in cast.anyone.get(url).content.decode().replace("RAJWORDS", "")


def test_by_phone_for_lou_with_the_same_rights_and_only_at_their_word(cast: Any) -> None:
    found, lou = opened(cast), cast.lou.person
    acts.keep(lou, found, answers=Answers(words={"power": "LOUSOWNDRAFT"}))
    url = f"{to('look_say', found)}?for={lou.key}"
    page = cast.natalie.get(url).content.decode()
    assert "LOUSOWNDRAFT" not in page
    cast.natalie.post(url, once(way="phone", reads="group", felt="3", helped="You rang me."), status=200)
    said = LookSaid.objects.get(person=lou)
    assert (said.way, said.reads, said.felt) == ("phone", "group", 3)
    assert Line.objects.filter(act="ties.look_say", for_key=lou.key, by_key=cast.natalie.person.key).exists()
    cast.chloe.get(url, status=404)
    cast.gill.get(url, status=404)
    assert "You rang me." not in cast.natalie.get(f"{to('look_mine', found)}?for={lou.key}").content.decode()
    cast.natalie.post(f"{to('look_mine', found)}?for={lou.key}", once(), status=200)
    said.refresh_from_db()
    assert said.taken_back_at is not None
    with pytest.raises(Refused):
        acts.take_back(cast.natalie.person, says(cast, found, "chloe"))


def test_a_supporter_types_only_while_they_may(cast: Any) -> None:
    found, lou = opened(cast), cast.lou.person
    url = f"{to('look_say', found)}?for={lou.key}"
    Supporter.objects.filter(person=lou).update(scopes=[Scope.WRITE.value])
    assert cast.kim.person.is_someone
    cast.kim.post(url, once(reads="lead", helped="Kim waited for me."), status=200)
    assert LookSaid.objects.get(person=lou).typed_by == cast.kim.person
    Supporter.objects.filter(person=lou).update(scopes=[Scope.INVITATIONS.value])
    assert cast.kim.person.is_someone
    cast.kim.get(url, status=404)


def test_together_in_a_room_it_is_marked_as_such_with_who_was_there_by_side(cast: Any) -> None:
    found = opened(cast)
    day = today()
    sent = {
        "there_on_day": day.day,
        "there_on_month": day.month,
        "there_on_year": day.year,
        "reads": "everyone",
        "helped": "The tea.",
    }
    cast.natalie.post(to("look_room", found), once(**sent), status=422)
    cast.natalie.post(to("look_room", found), once(**sent, there_lived="6", there_staff="2"), status=200)
    room = LookSaid.objects.get()
    assert room.there == {"lived": 6, "staff": 2}
    assert found.said.counted().count() == 0
    assert "Said together in the room" in cast.chloe.get(to("look_back", found)).content.decode()
    closed(cast, found)
    body = cast.anyone.get(to("look_back", found)).content.decode()
    assert "The tea." in body
    assert "People who work here: not shown" in " ".join(body.split())
    cast.chloe.get(to("look_room", found), status=403)


def test_taking_back_and_erasing_leave_the_sums_right(cast: Any) -> None:
    found = opened(cast)
    for slug in ("chloe", "mina", "reg", "pat", "raj", "lou", "rao"):
        says(cast, found, slug, helped=f"Secret of {slug}.")
    says(cast, found, "natalie")
    acts.take_back(cast.pat.person, LookSaid.objects.get(person=cast.pat.person))
    acts.take_back(cast.pat.person, LookSaid.objects.get(person=cast.pat.person))
    assert [row["words"] for row in export(cast.reg.person)["held"]["ties.LookWords"]] == ["Secret of reg."]
    erasures.erase(HOUSE, cast.reg.person)
    assert sums(found) == {"said": 8, "there": 7, "taken_back": 1, "erased": 1, "rooms": 0}
    assert "Secret of reg." not in {one.words for one in LookWords.objects.all()}
    closed(cast, found)
    acts.take_back(cast.chloe.person, LookSaid.objects.get(person=cast.chloe.person))
    found.refresh_from_db()
    assert found.counts["said"] == 7 == found.counts["felt"]["4"]
    cast.natalie.get(to("look_lead", found))
    cast.mina.get(to("look_back", found))


# ── together ──────────────────────────────────────────────────────────────────────────────────────


def test_short_lines_are_shown_to_the_group_doubted_and_then_stay(cast: Any) -> None:
    found, natalie = opened(cast), cast.natalie.person
    for slug in ("chloe", "mina", "reg", "pat", "raj", "rao"):
        says(cast, found, slug, helped=f"The same people came. {slug}", power="Ms Rao listened.")
    lines = to("look_lines", found)
    keys = [one.key for one in LookSaid.objects.filter(person__in=[cast.chloe.person, cast.mina.person, cast.reg.person])]
    cast.natalie.post(f"{lines}?kind=helped", once(words="The same people came.", froms=keys), status=200)
    cast.pat.post(f"{lines}?kind=bad_other", once(words="Night staff felt left out."), status=200)
    line, other = LookLine.objects.order_by("at")
    cast.joan.get(lines, status=403)
    lead = to("look_lead", found)
    assert "Show the lines to the group first" in cast.natalie.post(lead, once(do="close"), status=422).content.decode()
    cast.natalie.post(lead, once(do="show"), status=200)
    told = Outgoing.objects.get(kind="ties.look_lines", person=cast.lou.person)
    message = write(told)
    assert message is not None
    assert "The same people came." in message.words
    mailed = write(Outgoing.objects.get(kind="ties.look_lines", person=cast.chloe.person))
    assert mailed is not None
    assert "The same people came." not in mailed.words
    with pytest.raises(Refused):
        look_lines.drop_line(natalie, line)
    cast.raj.post(to("look_doubt", found, line.key), once(words="On Sundays they did not."), status=200)
    cast.natalie.post(lead, once(do="close"), status=200)
    body = cast.anyone.get(to("look_back", found)).content.decode()
    assert "The same people came." in body
    assert "On Sundays they did not." in body
    assert "From what" not in body  # 3 of 6: few in public
    assert "From what 3 people said" in cast.mina.get(to("look_back", found)).content.decode()
    assert looked.lines(cast.work, "helped") == ["The same people came."]
    assert looked.effects(cast.work) == [looked.Effect("Night staff felt left out.", good=False, planned=False)]
    with pytest.raises(ValueError, match="no such kind"):
        looked.lines(cast.work, "good")
    for late in (
        lambda: look_lines.write_line(natalie, found, kind="helped", words="More."),
        lambda: look_lines.drop_line(natalie, other),
        lambda: look_lines.close(natalie, found),
        lambda: acts.say(cast.lou.person, found, answers=Answers("yes")),
    ):
        found.refresh_from_db()
        other.look_back.refresh_from_db()
        with pytest.raises(Refused):
            late()
    look_lines.doubt(natalie, other, words="I sleep badly since.", for_person=cast.lou.person)
    cast.raj.post(to("look_doubt", found, line.key), once(back="back"), status=200)
    assert [one.words for one in LookDoubt.objects.filter(taken_back_at__isnull=True)] == ["I sleep badly since."]


def test_only_those_whose_answers_the_writer_may_read_count_for_a_line(cast: Any) -> None:
    found = opened(cast)
    private = says(cast, found, "chloe", helped="Only for Natalie.", reads="lead")
    shared = says(cast, found, "mina", helped="For all of us.", reads="group")
    line = look_lines.write_line(cast.pat.person, found, kind="helped", words="Tea.", froms=[private, shared])
    assert [one.said for one in line.froms.all()] == [shared]
    acts.take_back(cast.mina.person, shared)
    assert line.froms.count() == 0
    with pytest.raises(Problem):
        look_lines.write_line(cast.pat.person, found, kind="helped", words=" ")


def test_an_action_becomes_a_promise(cast: Any) -> None:
    found, day = opened(cast), today() + timedelta(days=30)
    sent = {"do": "promise", "what": "We ring before we come.", "owner": cast.rao.person.key}
    when = {"by_when_day": day.day, "by_when_month": day.month, "by_when_year": day.year}
    cast.natalie.post(to("look_lead", found), once(**sent), status=422)
    cast.natalie.post(to("look_lead", found), once(**sent, **when), status=200)
    made = Promise.objects.get(source=Promise.Source.LOOKING_BACK)
    assert (made.owner, made.by_when, made.source_key.startswith(found.key)) == (cast.rao.person, day, True)
    assert made.to.filter(person=cast.lou.person).exists()
    assert "We ring before we come." in cast.anyone.get(to("look_back", found)).content.decode()


def test_a_stage_can_be_looked_back_on_by_hand_and_only_once(cast: Any) -> None:
    url = reverse("ties:look_office", args=[cast.work.slug])
    cast.natalie.post(url, once(do="stage", stage="asking"), status=200)
    cast.natalie.post(url, once(do="stage", stage="asking"), status=200)
    assert LookBack.objects.get().occasion == "stage-asking"
    ask_and_warn()
    assert "At the end of “Asking”" in write(Outgoing.objects.filter(kind="ties.look_back").first()).words  # type: ignore[union-attr, arg-type]


def test_pages_take_as_many_questions_to_the_tables_with_many_rows(cast: Any, django_assert_max_num_queries: Any) -> None:
    found, natalie = opened(cast), cast.natalie.person
    for slug in ("chloe", "mina", "reg", "pat", "raj", "rao"):
        says(cast, found, slug, helped="Tea.", power="Ours.", reads="group")
    for kind in LookLine.Kind.values:
        for n in range(6):
            look_lines.write_line(natalie, found, kind=kind, words=f"Line {n}")
    for n in range(12):
        LookBack.objects.create(work=cast.work, kind="stage", occasion=f"stage-{n}")
        room = LookSaid.objects.create(
            look_back=found, there={"lived": n + 3}, there_on=today(), reads="group", sent_at=timezone.now()
        )
        LookWords.objects.create(said=room, prompt="helped", words="Biscuits.")
    closed(cast, found)
    slug = cast.work.slug
    pages = [
        ("natalie", to("look_back", found)), ("pat", to("look_back", found)), ("anyone", to("look_back", found)),
        ("natalie", to("look_lead", found)), ("natalie", reverse("ties:looking_back", args=[slug])),
        ("natalie", reverse("ties:look_office", args=[slug])), ("natalie", reverse("ties:lessons", args=[slug])),
    ]  # fmt: skip
    for who, url in pages:
        getattr(cast, who).get(url)
        with django_assert_max_num_queries(15):
            getattr(cast, who).get(url)


def test_what_is_not_public_is_not_there(cast: Any) -> None:
    found = opened(cast)
    Work.objects.filter(pk=cast.work.pk).update(is_public=False)
    for name in ("look_back", "look_say", "look_lines", "look_mine"):
        cast.joan.get(to(name, found), status=404)
    cast.anyone.get(to("look_back", found), status=404)
    assert not LookSaid.objects.seen_by(ANYONE).exists()
    assert not Role.objects.filter(person=cast.joan.person).exists()
    Occasion("x", "stage", 0, today())
