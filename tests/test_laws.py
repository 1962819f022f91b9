"""Laws 1, 2 and 3 of DESIGN §4 as a machine that tries orders nobody would think of; laws 7 and 8 as what must hold of all code and acts."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import get_resolver
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

import kitchentable
from kitchentable.people import acts as people_acts
from kitchentable.people import support_acts
from kitchentable.people.models import Duty, Person, Reach, SupportAsk, Supporter
from kitchentable.policy import clock
from kitchentable.policy.act import declared, followed
from kitchentable.policy.book import forget_facts, may
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import ANYONE, HOUSE, Problem, Refused
from kitchentable.record import lines
from kitchentable.record.about import our_models
from kitchentable.voices import acts
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Outcome, Reply, Reuse, Sharing, Status, Understanding
from kitchentable.works import acts as works_acts
from kitchentable.works.models import Role, Work

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)
GOOD_ANSWER = "The lift was fixed on 12 May and Ben checks it every Monday morning."


class World:
    """A small council: who is in it, and one piece of work."""

    def __init__(self) -> None:
        admin = Person.objects.create(called="Sam", works_here=True)
        Duty.objects.create(person=admin, kind=Duty.Kind.ADMINISTRATOR)
        new = people_acts.add
        self.lead = new(admin, "Natalie", email="natalie@example.org", works_here=True)
        self.owner = new(admin, "Ms Rao", email="rao@example.org", works_here=True)
        self.checker = new(admin, "Dee", email="dee@example.org", works_here=True)
        self.other_staff = new(admin, "Gill", email="gill@example.org", works_here=True)
        self.board = new(admin, "Councillor Green", email="green@example.org")
        people_acts.give_duty(admin, self.board, kind=Duty.Kind.BOARD)
        self.online = new(admin, "Chloe", email="chloe@example.org")
        self.offline = new(admin, "Lou", channel=Reach.Channel.PHONE, phone="01632 960 111")
        self.member = new(admin, "Reg", email="reg@example.org")
        self.stranger = new(admin, "Joan", email="joan@example.org")
        self.work = works_acts.start(
            self.lead,
            Work(
                slug="home",
                title="Better help at home",
                what_this_is="A plan",
                what_we_ask="Tell us",
                can_change="Times",
                cannot_change="The money, because it was voted",
                decider=self.owner,
                answers_first=self.owner,
                is_public=True,
            ),
        )
        works_acts.give_role(self.lead, self.work, person=self.checker, kind=Role.Kind.CHECKER)
        works_acts.give_role(self.lead, self.work, person=self.member, kind=Role.Kind.MEMBER)
        self.everyone = [
            self.lead, self.owner, self.checker, self.other_staff, self.board, self.online, self.offline, self.member, self.stranger,
        ]  # fmt: skip


class Table(RuleBasedStateMachine):
    """Says, answers, replies, takes back, shares and erases in any order, and remembers what must be true."""

    said = Bundle("said")

    def __init__(self) -> None:
        super().__init__()
        self.box = transaction.atomic()
        self.box.__enter__()
        self.time = clock.at(now())
        self.time.__enter__()
        self.world = World()
        self.kept: dict[int, str] = {}
        self.author: dict[int, Person | None] = {}
        self.answers: dict[int, str] = {}
        self.days = 0

    def teardown(self) -> None:
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.box.__exit__(None, None, None)

    def fresh(self, pk: int) -> Contribution:
        for person in self.world.everyone:
            forget_facts(person)
        return Contribution.objects.select_related("work", "owner", "said_by").get(pk=pk)

    @rule(target=said, words=WORDS, sharing=st.sampled_from(Sharing.values), who=st.sampled_from(["online", "offline", "member"]))
    def somebody_says(self, words: str, sharing: str, who: str) -> int:
        person: Person = getattr(self.world, who)
        if person.reach.is_offline:
            c = acts.say(self.world.lead, self.world.work, words=words, sharing=sharing, way="phone", for_person=person)
        else:
            c = acts.say(person, self.world.work, words=words, sharing=sharing)
        self.kept[c.pk], self.author[c.pk] = words, person
        return c.pk

    @rule(target=said, words=WORDS)
    def a_visitor_says(self, words: str) -> int:
        c = acts.say(ANYONE, self.world.work, words=words, sharing=Sharing.PUBLIC)
        self.kept[c.pk], self.author[c.pk] = words, None
        return c.pk

    @rule(pk=said, outcome=st.sampled_from(Outcome.values), by=st.sampled_from(["owner", "other_staff", "lead"]))
    def somebody_answers(self, pk: int, outcome: str, by: str) -> None:
        writer: Person = getattr(self.world, by)
        c = self.fresh(pk)
        allowed = bool(may(writer, "voices.answer", c))
        try:
            made = acts.answer(
                writer,
                [c],
                outcome=outcome,
                words=GOOD_ANSWER,
                because="It costs 4,000 pounds and the money is spent.",
                decider=self.world.owner,
                decided_on=today(),
                look_again_on=today() + timedelta(days=30),
                passed_to=self.world.other_staff,
            )
        except Refused:
            assert not allowed
        except Problem:
            assert allowed
        else:
            assert c.owner_id == writer.pk or writer == self.world.owner
            self.answers[made.pk] = GOOD_ANSWER

    @rule(good=st.booleans(), by=st.sampled_from(["lead", "checker", "owner"]))
    def a_second_person_checks(self, good: bool, by: str) -> None:
        waiting = Answer.objects.filter(checked_at__isnull=True, sent_back_at__isnull=True).first()
        if waiting is None:
            return
        checker: Person = getattr(self.world, by)
        forget_facts(checker)
        try:
            if good:
                acts.check(checker, waiting)
            else:
                acts.send_back(checker, waiting, because="Name who does it.")
        except Refused:
            assert waiting.written_by_id == checker.pk

    @rule(pk=said, is_so=st.booleans())
    def the_author_replies(self, pk: int, is_so: bool) -> None:
        c = self.fresh(pk)
        to = AnswerTo.objects.filter(contribution=c, answer__checked_at__isnull=False).order_by("-pk").first()
        if to is None:
            return
        before = c.opens
        person = self.author[pk]
        by = person if person and not person.reach.is_offline else self.world.lead
        try:
            acts.reply(by, to, is_so=is_so, what_is_wrong="It is broken again." if not is_so else "")
        except (Refused, Problem):
            return
        after = self.fresh(pk)
        assert is_so or (after.status == Status.WAITING and after.opens == before + 1)

    @rule(pk=said)
    def taken_back(self, pk: int) -> None:
        c = self.fresh(pk)
        person = self.author[pk]
        by = person if person and not person.reach.is_offline else self.world.lead
        try:
            acts.withdraw(by, c)
        except Refused:
            assert not c.has_words
            return
        self.kept[pk] = ""

    @rule(pk=consumes(said))
    def erased(self, pk: int) -> None:
        acts.erase(HOUSE, self.fresh(pk))
        self.kept[pk], self.author[pk] = "", None

    @rule(pk=said, sharing=st.sampled_from(Sharing.values))
    def shared_anew(self, pk: int, sharing: str) -> None:
        c = self.fresh(pk)
        if self.author[pk] and not self.author[pk].reach.is_offline and c.has_words:
            acts.share(self.author[pk], c, sharing=sharing)

    @rule(pk=said)
    def the_lead_publishes(self, pk: int) -> None:
        c = self.fresh(pk)
        try:
            acts.publish(self.world.lead, c)
        except Refused:
            assert not c.has_words or c.sharing not in ("public", "named")

    @rule(pk=said)
    def passed_on(self, pk: int) -> None:
        c = self.fresh(pk)
        due = c.due_on
        try:
            acts.pass_on(self.world.lead, c, to=self.world.other_staff)
        except Refused:
            return
        assert self.fresh(pk).due_on == due

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.days += days
        self.time.__exit__(None, None, None)
        self.time = clock.at(now() + timedelta(days=self.days))
        self.time.__enter__()
        for c in Contribution.objects.filter(status=Status.ANSWERED, look_again_on__lte=today()):
            acts.bring_back(HOUSE, c)
            assert self.fresh(c.pk).status == Status.WAITING

    @invariant()
    def law_1_everything_said_is_accounted_for(self) -> None:
        sums = Contribution.objects.filter(work=self.world.work).sums()
        assert sums["received"] == len(self.kept)
        assert sums["received"] == sums["waiting"] + sums["answered"] + sums["withdrawn"] + sums["erased"]
        assert not Contribution.objects.filter(owner__isnull=True).exists()

    @invariant()
    def law_2_words_and_answers_never_change(self) -> None:
        assert dict(Contribution.objects.values_list("pk", "words")) == self.kept
        assert all(Answer.objects.get(pk=pk).words == words for pk, words in self.answers.items())

    @invariant()
    def law_2_the_record_verifies(self) -> None:
        lines.seal_all(now())
        assert lines.verify().wrong == ()

    @invariant()
    def law_3_nobody_sees_what_the_rules_do_not_give(self) -> None:
        rows = list(Contribution.objects.all())
        for person in [*self.world.everyone, ANYONE]:
            if person is not ANYONE:
                forget_facts(person)
            seen = set(Contribution.objects.seen_by(person).values_list("pk", flat=True))
            assert seen == {c.pk for c in rows if self.should_see(person, c)}

    def should_see(self, person: object, c: Contribution) -> bool:
        """Said again in other words than the queryset: the table of DESIGN §7, row by row."""
        world, words = self.world, c.status in ("waiting", "answered")
        if words and c.published_at and c.sharing in ("public", "named"):
            return True
        if person is ANYONE:
            return False
        if self.author[c.pk] == person or person in (world.lead, world.checker) or c.owner_id == person.pk:
            return True
        at_table = person in (world.member, world.owner)
        return at_table and words and c.sharing != "lead"


def test_laws_1_2_and_3_hold_in_any_order_of_acts() -> None:
    run_state_machine_as_test(
        Table,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
        ),
    )


# ── law 7 ─────────────────────────────────────────────────────────────────────────────────────────

SCORING = re.compile(r"\b(score|scores|scored|ranking|ranked|leaderboard|league|sentiment|karma|reputation)\b", re.IGNORECASE)
SAYS_WE_DO_NOT = re.compile(r"never|no |not |nobody|without|0 rankings|rule", re.IGNORECASE)


def test_law_7_nothing_in_code_pages_or_exports_scores_a_person() -> None:
    root = Path(kitchentable.__file__).parent
    found = []
    for path in [*root.rglob("*.py"), *root.rglob("*.html")]:
        if "/tests/" in path.as_posix() or "/migrations/" in path.as_posix():
            continue
        for count, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if SCORING.search(text) and not SAYS_WE_DO_NOT.search(text):
                found.append(f"{path.relative_to(root)}:{count}: {text.strip()}")
    assert found == []


def test_law_7_no_table_holds_a_number_about_a_person_but_their_own_wish_and_step() -> None:
    numbers = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if isinstance(field, (models.IntegerField, models.FloatField, models.DecimalField))
        and not field.primary_key
        and getattr(model, "holds", {})[field.name].whom != "nobody"
    }
    own_wish = {"people.Reach.asks_a_month", "gatherings.Invitation.brings", "gatherings.Invitation.reminder_days"}
    own_step = {"works.Felt.step", "gatherings.Ease.at_ease", "gatherings.Ease.heard", "gatherings.Ease.could_say"}
    own_step |= {"ties.LookSaid.felt", "ties.LookSaid.step"}
    assert numbers == own_wish | own_step


# ── law 8 ─────────────────────────────────────────────────────────────────────────────────────────

ONLY_FOR_STAFF = {
    "people.add", "people.tell", "people.send", "people.send_later", "people.not_sent", "people.could_not_tell", "people.need_not_tell", "people.read_worry", "people.close_worry", "people.duty", "policy.set_number",
    "works.start", "works.change", "works.stage", "works.role", "works.end_role", "voices.hear", "voices.pass_on", "voices.answer",
    "voices.check", "voices.send_back", "voices.publish", "voices.hold", "voices.reuse", "voices.come_back", "voices.warn", "voices.ask",
    "voices.open", "voices.close", "voices.plan_decision", "voices.add_option", "voices.weigh", "voices.decide", "voices.note_decision",
    "voices.import", "voices.import_file", "voices.import_here", "voices.import_start", "voices.import_stop", "voices.export",
    "voices.theme", "voices.mark", "voices.unmark",
}  # fmt: skip
ONLY_FOR_STAFF |= {
    "people.answer_alone", "people.help_to_decide", "people.ask_to_go_on", "people.ask_needs_again",
    "gatherings.plan", "gatherings.change", "gatherings.list", "gatherings.unlist", "gatherings.confirm", "gatherings.cancel",
    "gatherings.copy", "gatherings.hard_day", "gatherings.hard_day_away", "gatherings.settle", "gatherings.agenda_put",
    "gatherings.agenda_take", "gatherings.agenda_away", "gatherings.agenda_order", "gatherings.agenda_breaks", "gatherings.send",
    "gatherings.remind", "gatherings.note_no_reply", "gatherings.arranged", "gatherings.hand_over", "gatherings.ask_professional",
    "gatherings.professional_says", "gatherings.add_professional", "gatherings.change_professional", "gatherings.remove_professional",
    "gatherings.step", "gatherings.remind_to_ask", "gatherings.warn_missing", "gatherings.send_papers", "gatherings.tap",
    "gatherings.untap", "gatherings.choose", "gatherings.came", "gatherings.hold", "gatherings.ask_how", "gatherings.minute",
    "gatherings.minute_change", "gatherings.minute_drop", "gatherings.tell_minutes", "gatherings.promise_kept",
    "gatherings.place_add", "gatherings.place_change", "gatherings.place_look", "gatherings.place_remove", "gatherings.place_back",
    "gatherings.photo_add", "gatherings.photo_change", "gatherings.photo_remove", "gatherings.places_import",
}  # fmt: skip
# What a person does around gatherings and needs: each is typed for somebody by phone, paper or in person in its own floor's tests.
TYPED_FOR_THEM_TOO = {
    "people.say_need", "people.change_need", "people.show_need", "people.hide_need", "people.unhide_need", "people.delete_need",
    "people.asked_needs", "people.review_needs", "people.change_support", "people.alone",
    "gatherings.reply", "gatherings.one_more", "gatherings.go_ahead", "gatherings.not_ahead", "gatherings.bring", "gatherings.breaks",
    "gatherings.say_what_to_do", "gatherings.how", "gatherings.ease", "gatherings.carry",
}  # fmt: skip
ONLY_FOR_STAFF |= {
    "seats.add_group", "seats.answer_prompt", "seats.ask_check", "seats.ask_fairness", "seats.bring_offers", "seats.change_call",
    "seats.change_group", "seats.close_call", "seats.copy_map", "seats.count_answers", "seats.draw_group", "seats.draw_limits",
    "seats.draw_panel", "seats.drop_fairness", "seats.drop_offers", "seats.end_offers", "seats.give_up", "seats.keep_offers",
    "seats.limits", "seats.list_impossible", "seats.list_made", "seats.new_call", "seats.note_check", "seats.note_duty",
    "seats.note_progress", "seats.open_call", "seats.plan", "seats.publish_draw", "seats.refuse_suggestion", "seats.replace",
    "seats.seal", "seats.stand_in", "seats.start_draw", "seats.start_offers", "seats.take", "seats.take_off", "seats.take_suggestion",
    "seats.take_way", "seats.tell_people",
}  # fmt: skip
TYPED_FOR_THEM_TOO |= {"seats.answer_fairness", "seats.drop_out", "seats.end", "seats.offer", "seats.suggest", "seats.take_back"}
ONLY_FOR_STAFF |= {
    "words.accept", "words.add_term", "words.answer_ask", "words.bring_terms", "words.change_document", "words.change_term",
    "words.confirm_listed", "words.confirm_term", "words.copies_ready", "words.count_version", "words.easy_add", "words.easy_ask",
    "words.easy_change", "words.easy_copy", "words.easy_done", "words.easy_group", "words.easy_move", "words.easy_picture",
    "words.easy_remove", "words.easy_start", "words.end_term", "words.follow_format", "words.format_made", "words.format_not_made",
    "words.handed", "words.keep", "words.keep_rest", "words.keep_word", "words.let_go_word", "words.look_again", "words.make_again",
    "words.make_format", "words.new_document", "words.next_version", "words.not_here", "words.order_format", "words.pass_ask",
    "words.say_checked", "words.send", "words.set_short", "words.set_summary", "words.upload_format", "words.want_formats",
    "words.warn_asks", "words.write_version", "voices.question_papers", "gatherings.papers", "seats.call_papers",
}  # fmt: skip
TYPED_FOR_THEM_TOO |= {
    "words.ask", "words.ask_for_format", "words.easy_comment", "words.easy_decline", "words.easy_say", "words.one_more_paper",
}  # fmt: skip
ONLY_FOR_STAFF |= {
    "ties.make_report", "ties.make_report_again", "ties.write_in_report", "ties.stop_report", "ties.report_files_again",
    "ties.publish_report", "ties.take_back_report", "ties.report_to_paper", "ties.report_file",
    "ties.promise", "ties.promise_decided", "ties.show_promise", "ties.warn_promises", "ties.note_late", "ties.tell_everyone", "ties.end_anew",
    "ties.learning_offer", "ties.learning_change", "ties.learning_end", "ties.learning_lead", "ties.learning_there",
    "ties.learning_ask_after", "ties.sure_ask", "ties.close_quarter", "ties.hope", "ties.look_open", "ties.look_ask", "ties.look_warn",
    "ties.look_room", "ties.look_line_drop", "ties.look_show", "ties.look_close", "ties.lessons_find", "ties.lesson_point",
    "ties.lesson_say", "works.hand_on", "works.leave", "gatherings.hand_on", "voices.hand_on", "seats.hand_on", "words.hand_on",
    "people.hand_on", "people.leave", "ties.plan_leaving", "ties.change_leaving", "ties.give", "ties.stop_leaving",
    "ties.tell_leaving", "ties.leave", "ties.warn_leaving", "ties.follow_up", "ties.say_stray", "ties.take_over_instead",
    "ties.propose_together", "ties.ask_together", "ties.say_new", "ties.look_for_near", "ties.join_near", "ties.keep_apart",
    "ties.keep_past", "ties.bring_past", "ties.show_past", "ties.hide_past", "ties.drop_past", "ties.count",
}  # fmt: skip
# Whoever keeps a promise may not be online either; nor those it was made to, those who learn, look back, or choose what is passed on.
TYPED_FOR_THEM_TOO |= {
    "ties.keep_promise", "ties.break_promise", "ties.propose_anew", "ties.drop_anew", "ties.hand_promise", "ties.say_anew",
    "ties.learning_suggest", "ties.learning_take", "ties.learning_back", "ties.learning_after", "ties.sure", "ties.sure_stop",
    "ties.look_keep", "ties.look_say", "ties.look_take_back", "ties.look_line", "ties.look_doubt", "ties.look_undoubt",
    "ties.choose_together", "ties.take_back_together", "ties.group_line", "ties.group_yes", "ties.group_line_away",
    "ties.not_again", "ties.ask_again", "ties.not_the_same", "ties.remark",
}  # fmt: skip
# A tick for one's own eyes in a list on one's own page: it changes nothing for anybody, and no clock.
OWN_TICK = {"words.have_read"}
LOOKING = {"people.look", "people.see_alone"}
ONLINE_BY_NATURE = {"people.sign_in", "people.keys"}


def test_law_8_each_act_of_a_person_can_be_done_by_phone_with_the_same_clock() -> None:
    world = World()
    lead, lou, work = world.lead, world.offline, world.work
    done = set()

    typed = acts.say(lead, work, words="The bus is too high.", way="phone", for_person=lou)
    online = acts.say(world.online, work, words="The bus is too high.")
    assert typed.due_on == online.due_on
    assert typed.said_by == lou
    assert typed.typed_by == lead
    done.add("voices.say")

    acts.add(lead, typed, words="And the driver does not wait.", way="phone", for_person=lou)
    acts.share(lead, typed, sharing=Sharing.PUBLIC, for_person=lou)
    acts.transcribe(lead, typed, words="The bus is too high.")
    acts.send_receipt(lead, typed, for_person=lou)
    done.add("voices.receipt")
    done |= {"voices.add", "voices.share", "voices.transcribe"}

    heard = acts.hear(lead, typed, heard="You cannot step up into the bus.")
    acts.agree(lead, heard, agreed=False, in_what_way="I can, but it hurts.", for_person=lou)
    assert Understanding.objects.get().agreed is False
    done.add("voices.agree")

    answer = acts.answer(
        world.owner, [typed], outcome="used", words=GOOD_ANSWER, decider=world.owner, decided_on=today(), who_does_it="Ben Ash"
    )
    acts.check(lead, answer)
    acts.reply(lead, AnswerTo.objects.get(), is_so=False, what_is_wrong="It is not fixed.", way="phone", for_person=lou)
    assert Reply.objects.get().typed_by == lead
    done.add("voices.reply")

    acts.answer_reuse(lead, acts.ask_reuse(lead, typed, for_what="A film"), agreed=False, for_person=lou)
    assert Reuse.objects.get().agreed is False
    acts.withdraw(lead, typed, for_person=lou)
    assert Contribution.objects.get(pk=typed.pk).status == Status.WITHDRAWN
    done |= {"voices.answer_reuse", "voices.withdraw"}

    people_acts.change_reach(
        lead, lou.reach, channel="letter", format="large", language="en-gb", post="1 Mill Lane", for_person=lou
    )
    support = people_acts.allow_supporter(
        lead, Supporter(person=lou, supporter=world.member, until=today() + timedelta(days=30)), for_person=lou
    )
    people_acts.stop_supporter(lead, support, for_person=lou)
    done |= {"people.reach", "people.support", "people.stop_support"}

    month = today() + timedelta(days=30)
    for says_yes in (True, False):
        ask = support_acts.ask_support(
            lead, SupportAsk(person=world.member, asked_as=lou.key, until=month), for_person=world.member
        )
        (support_acts.agree_support if says_yes else support_acts.end_ask)(lead, ask, for_person=lou)
    done |= {"people.ask_support", "people.agree_support", "people.end_ask"}

    from kitchentable.people.models import Worry

    people_acts.worry(lead, Worry(words="I am worried about a neighbour.", said_by=lou, typed_by=lead), for_person=lou)
    done.add("people.worry")

    works_acts.give_role(lead, work, person=lou, kind=Role.Kind.MEMBER)
    works_acts.feel(lead, work, step=5, for_person=lou)
    done.add("works.felt")

    assert get_resolver().url_patterns, "every floor's acts are declared once its pages are read"
    for name in TYPED_FOR_THEM_TOO:
        assert "for_person" in inspect.signature(declared()[name]).parameters, f"{name} has no path for somebody who is not online"
    done |= TYPED_FOR_THEM_TOO

    left = {name for name in declared() if not name.startswith("people.") or name in may_be_done_by_a_person()}
    assert (
        left - done - ONLY_FOR_STAFF - ONLINE_BY_NATURE - LOOKING - OWN_TICK - {"people.erase", "voices.erase", "voices.keep_file"}
        == set()
    )


def may_be_done_by_a_person() -> set[str]:
    """Acts of the people floor that a person does, other than signing in."""
    return {
        name
        for name in declared()
        if name.startswith("people.") and name not in ONLINE_BY_NATURE and "sign" not in name and "key" not in name
    }


def test_every_act_has_a_rule_and_every_rule_has_a_reader() -> None:
    from kitchentable.policy.book import acts as ruled

    assert set(declared()) <= ruled()
    assert followed() <= set(declared()), "something follows an act that is not there"
    assert apps.ready
