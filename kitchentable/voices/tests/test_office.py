"""The office: what is owed and how late, and what staff do for people who ring, write or come by."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kitchentable.people import acts as people
from kitchentable.people.models import Outgoing
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import ANYONE
from kitchentable.record.models import Line
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Sharing, Status, Theme, Understanding
from kitchentable.voices.tests.office_steps import answered, day

LIST = reverse("voices:said_list")
MOST_QUERIES = 15


@pytest.fixture
def said(cast: Any) -> dict[str, Contribution]:
    """One of each kind."""
    work = cast.work
    with at(now() - timedelta(days=60)):
        late = acts.say(cast.chloe.person, work, words="late: nobody answers the phone")
    found = {
        "late": late,
        "new": acts.say(cast.reg.person, work, words="new: the letters are too small"),
        "mine": acts.say(cast.pat.person, work, words="mine: bright lights hurt", sharing=Sharing.PUBLIC),
        "done": acts.say(cast.raj.person, work, words="done: night visits come late"),
        "again": acts.say(cast.mina.person, work, words="again: no interpreter came"),
        "check": acts.say(cast.chloe.person, work, words="check: the ramp is steep"),
    }
    acts.pass_on(cast.natalie.person, found["mine"], to=cast.gill.person)
    answered(cast, found["done"])
    answered(cast, found["again"])
    to = found["again"].answered_by.get()
    acts.reply(cast.mina.person, to, is_so=False, what_is_wrong="Still none.")
    acts.answer(
        cast.rao.person,
        [found["check"]],
        outcome="used",
        words="Ben Ash builds a flatter ramp by June.",
        decider=cast.rao.person,
        decided_on=today(),
    )
    return {name: Contribution.objects.get(pk=c.pk) for name, c in found.items()}


def shown(page: Any) -> set[str]:
    """Which of them a page shows, by the first word of what was said."""
    html = page.content.decode()
    return {name for name in ("late", "new", "mine", "done", "again", "check") if f"{name}: " in html}


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("waiting", {"late", "new", "mine", "again", "check"}),
        ("late", {"late"}),
        ("soon", set()),
        ("unassigned", {"late", "new", "again", "check"}),
        ("again", {"again"}),
        ("none", {"late", "new", "mine"}),
        ("check", {"check"}),
        ("publish", {"mine"}),
        ("untold", {"done", "again"}),
        ("all", {"late", "new", "mine", "done", "again", "check"}),
        ("nonsense", {"late", "new", "mine", "again", "check"}),
    ],
)
def test_each_filter_shows_what_it_says(cast, said, show, expected):
    assert shown(cast.natalie.get(LIST, {"show": show})) == expected


def test_what_was_told_is_not_among_the_untold(cast, said):
    message = Outgoing.objects.get(kind="voices.answered", person=cast.raj.person)
    message.state = Outgoing.State.SENT
    message.save()
    assert "done" not in shown(cast.natalie.get(LIST, {"show": "untold"}))


def test_the_list_is_found_by_words_number_code_owner_work_and_theme(cast, said):
    theme = acts.make_theme(cast.natalie.person, cast.work, called="Light")
    acts.mark(cast.natalie.person, theme, contributions=[said["mine"]])
    for asked in (
        {"q": "bright lights"},
        {"q": said["mine"].code},
        {"q": str(said["mine"].number)},
        {"owner": cast.gill.person.key},
        {"theme": str(theme.pk), "work": cast.work.slug},
    ):
        assert shown(cast.natalie.get(LIST, asked)) == {"mine"}, asked
    assert len(shown(cast.natalie.get(LIST, {"work": cast.work.slug}))) == 5
    assert len(shown(cast.natalie.get(LIST, {"theme": "999", "work": "no-such", "page": "x"}))) == 5


def test_what_is_late_comes_first_and_says_how_late(cast, said):
    html = cast.natalie.get(LIST).content.decode()
    assert html.index("late: ") < html.index("new: ")
    assert "working days late" in html


def test_the_table_counts_by_who_owes_and_names_no_author(cast, said):
    page = cast.natalie.get(LIST)
    assert {row.person.called: (row.waiting, row.late) for row in page.context["owed"]} == {
        "Gill": (1, 0),
        "Ms Rao": (4, 1),
    }
    html = page.content.decode()
    assert not any(name in html for name in ("Chloe", "Reg<", "Pat<", "Mina"))


def test_a_full_list_asks_the_tables_no_more_than_fifteen_times(cast, said, django_assert_max_num_queries):
    for count in range(30):
        acts.say(cast.chloe.person, cast.work, words=f"one more {count}")
    cast.natalie.get(LIST)
    with django_assert_max_num_queries(MOST_QUERIES):
        cast.natalie.get(LIST)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = cast.natalie.get(LIST, {"page": "2"})
    assert len(page.context["rows"]) == 10


def test_one_page_shows_everything_and_asks_the_tables_no_more_than_it_must(cast, said, django_assert_max_num_queries):
    cast.natalie.get(reverse("voices:one", args=[said["again"].code]))
    with django_assert_max_num_queries(MOST_QUERIES):
        html = cast.natalie.get(reverse("voices:one", args=[said["again"].code])).content.decode()
    assert "Still none." in html


@pytest.mark.parametrize("who", ["chloe", "joan", "anyone"])
def test_the_office_is_not_for_people_who_do_not_work_here(cast, said, who):
    status = 302 if who == "anyone" else 403
    getattr(cast, who).get(LIST, status=status)
    getattr(cast, who).get(reverse("voices:one", args=[said["new"].code]), status=status)


def test_staff_without_a_part_see_nothing_that_is_not_theirs(cast, said):
    assert shown(cast.ben.get(LIST, {"show": "all"})) == set()
    cast.ben.get(reverse("voices:one", args=[said["mine"].code]), status=404)
    assert shown(cast.gill.get(LIST, {"show": "all"})) == {"mine"}


def test_what_one_works_on_is_always_a_part_of_what_one_may_see(cast, said):
    acts.share(cast.reg.person, said["new"], sharing="group")
    for seat in cast:
        office = set(Contribution.objects.in_office(seat.person).values_list("pk", flat=True))
        assert office <= set(Contribution.objects.seen_by(seat.person).values_list("pk", flat=True))
    assert not Contribution.objects.in_office(ANYONE).exists()


# ── many at once ──────────────────────────────────────────────────────────────────────────────────


def many(do: str, *said: Contribution) -> str:
    return reverse("voices:many") + f"?do={do}&" + "&".join(f"said={c.code}" for c in said)


def test_many_are_passed_on_to_one_named_person_and_keep_their_dates(cast, said):
    url = many("pass", said["late"], said["new"])
    assert shown(cast.natalie.get(url)) == {"late", "new"}
    cast.natalie.post(url, {"to": cast.ben.person.key, "because": "Ben has the phones."})
    for name in ("late", "new"):
        after = Contribution.objects.get(pk=said[name].pk)
        assert (after.owner, after.due_on) == (cast.ben.person, said[name].due_on)
    assert Outgoing.objects.filter(kind="voices.yours", person=cast.ben.person).count() == 2


def test_many_are_passed_only_to_somebody_who_works_here(cast, said):
    cast.natalie.post(many("pass", said["new"]), {"to": cast.joan.person.key}, status=422)
    assert Contribution.objects.get(pk=said["new"].pk).owner == cast.rao.person


def test_many_go_into_a_new_theme(cast, said):
    cast.natalie.post(many("theme", said["late"], said["new"]), {"called": "Reaching us", "theme": ""})
    assert set(Theme.objects.get().contributions.all()) == {said["late"], said["new"]}


def test_publishing_asks_first_and_only_what_its_author_chose(cast, said):
    cast.natalie.get(many("publish", said["new"]), status=403)
    cast.natalie.post(many("publish", said["mine"]), {}, status=422)
    assert not Contribution.objects.published().exists()
    cast.natalie.post(many("publish", said["mine"]), {"names_nobody": "on"})
    assert list(Contribution.objects.published()) == [said["mine"]]


def test_with_nothing_ticked_the_page_says_what_to_do(cast, said):
    assert "Tick the ones you mean first" in cast.natalie.get(many("pass")).content.decode()
    cast.natalie.get(many("nonsense", said["new"]))


def test_answering_many_leads_to_the_answer_page_with_all_of_them(cast, said):
    assert shown(cast.rao.get(many("answer", said["late"], said["new"]), follow=True)) == {"late", "new"}


# ── one ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_kept_off_the_public_page_says_why(cast, said):
    c = said["mine"]
    cast.natalie.post(reverse("voices:hold", args=[c.code]), {"because": ""}, status=422)
    cast.natalie.post(reverse("voices:hold", args=[c.code]), {"because": "It names a neighbour."})
    assert "It names a neighbour." in cast.natalie.get(reverse("voices:one", args=[c.code])).content.decode()
    assert "mine" not in shown(cast.natalie.get(LIST, {"show": "publish"}))


def test_passing_on_what_one_owes_leads_back_to_the_list(cast, said):
    page = cast.gill.post(reverse("voices:pass_on", args=[said["mine"].code]), {"to": cast.rao.person.key, "because": ""})
    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == LIST


def test_what_we_heard_goes_to_the_author_who_says_not_quite_by_phone(cast, said):
    c = acts.say(cast.natalie.person, cast.work, words="Let it ring longer.", way="phone", for_person=cast.lou.person)
    cast.natalie.post(reverse("voices:hear", args=[c.code]), {"heard": "Lou wants longer calls."})
    understanding = Understanding.objects.get()
    url = reverse("voices:note_agree", args=[c.code, understanding.pk])
    assert "Lou wants longer calls." in cast.natalie.get(url).content.decode()
    cast.natalie.post(url, {"agreed": "no", "in_what_way": ""}, status=422)
    cast.natalie.post(url, {"agreed": "no", "in_what_way": "Ring for longer, not talk for longer."})
    understanding.refresh_from_db()
    assert (understanding.agreed, understanding.agreed_typed_by) == (False, cast.natalie.person)
    assert Line.objects.filter(act="voices.agree", for_key=cast.lou.person.key).exists()
    assert "Ring for longer" in cast.natalie.get(reverse("voices:one", args=[c.code])).content.decode()


def test_a_story_is_told_again_only_after_a_yes(cast, said):
    c = said["new"]
    cast.natalie.post(reverse("voices:ask_reuse", args=[c.code]), {"for_what": "A talk to new staff on 3 March"})
    reuse = c.reuses.get()
    assert reuse.agreed is None
    cast.natalie.post(reverse("voices:note_reuse", args=[c.code, reuse.pk]), {"agreed": "no"})
    reuse.refresh_from_db()
    assert reuse.agreed is False


def test_the_author_rings_to_change_who_sees_it_to_add_and_to_take_it_back(cast, said):
    c = acts.say(cast.natalie.person, cast.work, words="Fay wrote this.", way="paper", for_person=cast.fay.person)
    cast.natalie.post(reverse("voices:note_sharing", args=[c.code]), {"sharing": "named"})
    assert Contribution.objects.get(pk=c.pk).sharing == "named"
    cast.natalie.post(reverse("voices:note_more", args=[c.code]), {"words": "And the bus.", "way": "phone"})
    more = c.additions.get()
    assert (more.said_by, more.typed_by, more.way) == (cast.fay.person, cast.natalie.person, "phone")
    cast.natalie.post(reverse("voices:note_withdraw", args=[c.code]))
    assert Contribution.objects.get(pk=c.pk).status == Status.WITHDRAWN
    assert "Fay wrote this." not in cast.natalie.get(reverse("voices:one", args=[c.code])).content.decode()
    cast.natalie.get(reverse("voices:hear", args=[c.code]), status=403)


# ── writing for somebody ──────────────────────────────────────────────────────────────────────────


def write_url(cast: Any, whose: str = "") -> str:
    return reverse("voices:write_for", args=[cast.work.slug]) + (f"?for={whose}" if whose else "")


def spoken(**changed: Any) -> dict[str, Any]:
    return {
        "way": "phone",
        **day("said_on", today()),
        "words": "They never come on time.\n  I wait.",
        "read_back": "agreed",
        "sharing": "group",
        "content_note": "",
        **changed,
    }


def test_lou_is_found_by_name_and_their_words_are_kept_to_the_letter(cast):
    assert f"?for={cast.lou.person.key}" in cast.natalie.get(write_url(cast) + "?q=lo").content.decode()
    page = cast.natalie.post(write_url(cast, cast.lou.person.key), spoken(words="They never come.\r\n  I wait."))
    c = Contribution.objects.get()
    assert (c.words, c.said_by, c.typed_by, c.way, c.read_back) == (
        "They never come.\n  I wait.",
        cast.lou.person,
        cast.natalie.person,
        "phone",
        True,
    )
    html = page.content.decode()
    assert c.code in html
    assert "Read this out to them" in html


def test_the_clock_runs_from_the_day_we_heard_it_not_from_the_day_it_was_typed(cast):
    heard = today() - timedelta(days=14)
    cast.natalie.post(write_url(cast, cast.lou.person.key), spoken(way="paper", **day("said_on", heard)))
    c = Contribution.objects.get()
    assert timezone.localtime(c.said_at).date() == heard
    assert c.due_on == acts.due_day(heard)


def test_a_day_to_come_is_refused_and_what_was_typed_stays(cast):
    data = spoken(**day("said_on", today() + timedelta(days=3)))
    page = cast.natalie.post(write_url(cast, cast.lou.person.key), data, status=422)
    assert "cannot be after today" in page.content.decode()
    assert "They never come on time." in page.content.decode()
    assert not Contribution.objects.exists()


def test_somebody_who_gives_no_name_gets_a_code_and_the_words_are_not_the_typists(cast):
    cast.natalie.post(write_url(cast, "nobody"), spoken(read_back="no"))
    c = Contribution.objects.get()
    assert (c.said_by, c.typed_by, c.read_back) == (None, cast.natalie.person, None)
    cast.natalie.post(reverse("voices:note_more", args=[c.code]), {"words": "One more thing.", "way": "phone"})
    assert c.additions.get().said_by is None
    cast.natalie.post(write_url(cast, "nobody"), spoken(sharing="named"), status=422)


def test_a_paper_is_kept_as_a_scan_without_words(cast):
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    scan = SimpleUploadedFile("letter.png", picture.getvalue(), "image/png")
    cast.natalie.post(write_url(cast, cast.fay.person.key), spoken(way="paper", words="", papers=scan))
    kept = Contribution.objects.get().files.get()
    assert kept.kind == "paper"
    page = cast.natalie.get(reverse("voices:one", args=[kept.contribution.code])).content.decode()
    assert "Type the words" in page
    cast.natalie.post(reverse("voices:transcribe", args=[kept.contribution.code]), {"words": "Dear all, the bus is late."})
    assert cast.natalie.get(LIST, {"q": "bus is late"}).context["page_obj"].paginator.count == 1


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(cast):
    scan = SimpleUploadedFile("letter.png", b"MZ this is a program", "image/png")
    page = cast.natalie.post(write_url(cast, cast.fay.person.key), spoken(way="paper", papers=scan), status=422)
    assert "letter.png" in page.content.decode()
    assert not Contribution.objects.exists()


def test_only_staff_type_for_anyone_and_a_name_nobody_has_says_so(cast):
    cast.chloe.get(write_url(cast), status=403)
    assert "We know nobody of this name" in cast.natalie.get(write_url(cast) + "?q=Zzyzx").content.decode()
    cast.natalie.get(write_url(cast, "no-such-key"), status=404)


def test_a_person_with_a_name_in_another_script_is_found(cast):
    people.add(cast.natalie.person, "نورا", channel="in_person")
    assert "نورا" in cast.natalie.get(write_url(cast) + "?q=نورا").content.decode()


def test_staff_who_do_not_lead_may_write_for_somebody_and_are_given_the_code(cast):
    page = cast.ben.post(write_url(cast, cast.lou.person.key), spoken())
    assert Contribution.objects.get().code in page.content.decode()
    cast.ben.get(reverse("voices:one", args=[Contribution.objects.get().code]), status=404)
