"""The demo's year at Millbrook Council: three pieces of work, 120 things that people said, and what came of them.

Everything goes through the acts, each on its day, so the record, the outbox and the dates are those of a real year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from kitchentable.people import acts as people
from kitchentable.people import erasures
from kitchentable.people.models import Duty, Outgoing, Person, Reach, Scope, Supporter, Worry
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import ANYONE, HOUSE, Actor
from kitchentable.record import lines
from kitchentable.site.cast import build_cast, make_people
from kitchentable.site.demo import (
    gatherings,
    meetings,
    plans,
    seats,
    ties_learning,
    ties_leaving,
    ties_looking_back,
    ties_promises,
    ties_reports,
    ties_search,
    ties_spot,
    ties_told,
    words,
    words_easy,
    words_fsys,
    words_glossary,
    words_papers,
    words_sending,
)
from kitchentable.site.demo.decade import years as decade
from kitchentable.site.demo.neighbours import NEIGHBOURS
from kitchentable.site.demo.words import BREAKS, HOME, TOWN, Answered, Said
from kitchentable.voices import acts, files
from kitchentable.voices.jobs import bring_back_what_is_due, close_questions
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Question, Way
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work

NOTES = Path(__file__).parent / "voice"
BEGINS = -330  # days before today
LEFT_TO_DO = 12  # days: older calls and letters were made
TIES = (ties_search, ties_told, ties_promises, ties_leaving, ties_learning, ties_looking_back, ties_spot, ties_reports)
State = Outgoing.State
Tick = Callable[[str], None]
Step = Callable[[int, int], None]


@dataclass(slots=True)
class Year:
    """The year while it is made: who is who, and what was said so far."""

    start: datetime
    who: dict[str, Person]
    works: dict[str, Work]
    said: dict[str, Contribution] = field(default_factory=dict)
    events: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    laid: int = 0

    def on(self, day: int, do: Callable[[], object], *, hour: int = 10, staff: bool = False) -> None:
        """Have something happen `day` days from today. What staff do, they do on a weekday."""
        self.laid += 1
        moment = (self.start + timedelta(days=day)).replace(hour=hour, minute=self.laid % 50)
        while staff and moment.weekday() > 4:
            moment += timedelta(days=1 if day < -2 else -1)
        self.events.append((min(moment, self.start - timedelta(minutes=30)), self.laid, do))

    def fresh(self, key: str) -> Contribution:
        """Something that was said, as it stands now."""
        return Contribution.objects.select_related("work", "owner", "said_by").get(pk=self.said[key].pk)


def fill(tick: Tick = lambda _words: None, *, years: int = 1, step: Step = lambda _done, _all: None) -> None:
    """Fill an empty database with the year, and with as many before it as make `years`; everything or nothing.

    `tick` is told what is done, in words; `step` how many of how many things have happened.
    """
    moment = now().astimezone(ZoneInfo(settings.TIME_ZONE))
    with transaction.atomic():
        year = Year(moment, {}, {})
        if years > 1:
            decade.lay(year, years)
            _happen(year, moment + timedelta(days=BEGINS), step)
            tick(f"{len(year.works)} earlier pieces of work, {Contribution.objects.count()} things that people said there")
        with at(moment + timedelta(days=BEGINS)):
            cast = build_cast(year.who)
            people.give_duty(HOUSE, cast["natalie"], kind=Duty.Kind.ACCESS)
            year.who.update(cast.people)
            year.who.update(make_people([way for way in NEIGHBOURS if way.slug not in year.who], by=cast["natalie"]))
        tick(f"{len(year.who)} people of Millbrook")
        year.works[HOME] = cast.work
        plans.lay(year)
        _speaking(year)
        _answering(year)
        _and_more(year)
        gatherings.lay(year)
        seats.lay(year)
        for part in (words_glossary, words_papers, words_fsys, words_sending, words_easy, *TIES):
            part.lay(year)
        _happen(year, moment, step)
        _tell_everyone(year)
        tick(_in_short(year))
        lines.seal_all(now())


def _happen(year: Year, until: datetime, step: Step) -> None:
    """All that happens until a moment, in order; it is then no longer to come."""
    due = sorted((event for event in year.events if event[0] <= until), key=lambda event: event[:2])
    year.events = [event for event in year.events if event[0] > until]
    for done, (happens, _order, do) in enumerate(due):
        with at(happens):
            for person in year.who.values():
                forget_facts(person)
            do()
        step(done + 1, len(due))


# ── what people said ──────────────────────────────────────────────────────────────────────────────


def _speaking(year: Year) -> None:
    for slug, said_there in ((HOME, words.AT_HOME), (BREAKS, words.SHORT_BREAKS), (TOWN, words.GETTING_AROUND)):
        for said in said_there:
            year.on(said.day, partial(_say, year, slug, said), hour=14)
            if said.themes:
                year.on(said.day + 3, partial(_put_in_themes, year, slug, said), staff=True)
            if said.heard:
                year.on(said.day + 2, partial(_hear, year, said), staff=True)
            if said.sharing in ("public", "named") and said.day < -4:
                year.on(said.day + 2, partial(_publish, year, said), hour=11, staff=True)


def _say(year: Year, slug: str, said: Said) -> None:
    author = year.who[said.who] if said.who else None
    typed_by: Actor = year.who[said.by] if said.by else author or ANYONE
    work = year.works[slug]
    question = work.questions.filter(kind=Question.Kind.VIEWS, opened_at__isnull=False, closed_at__isnull=True).first()
    year.said[said.key] = acts.say(
        typed_by,
        work,
        words=said.words,
        question=question if question and (question.closes_on or today()) >= today() else None,
        way=said.way,
        sharing=said.sharing,
        content_note=said.note,
        read_back=True if said.way in (Way.PHONE, Way.IN_PERSON) else None,
        uploads=_files(said),
        for_person=author if said.by else None,
    )
    if said.way == Way.VOICE and said.file:
        acts.transcribe(year.who["natalie"], year.said[said.key], words=said.words)


def _files(said: Said) -> list[files.Upload]:
    if said.file == "letter":
        return [files.Upload(SimpleUploadedFile("letter.png", _letter(said.words)), "paper")]
    path = NOTES / f"{said.file}.wav"
    return [files.Upload(SimpleUploadedFile("voice-note.wav", path.read_bytes()), "audio")] if said.file and path.exists() else []


def _letter(said: str) -> bytes:
    """A sheet with a few lines on it, as a scanner gives it."""
    sheet = Image.new("RGB", (900, 520), "#fdfaf2")
    pen = ImageDraw.Draw(sheet)
    line, top = "", 70
    for word in [*said.split(), "\n", "Fay"]:
        if word == "\n" or len(line) + len(word) > 34:
            pen.text((70, top), line, fill="#22324f", font=ImageFont.load_default(34))
            line, top = "", top + 62
        line = f"{line} {word}".strip()
    pen.text((70, top + 30), line, fill="#22324f", font=ImageFont.load_default(34))
    kept = BytesIO()
    sheet.save(kept, "PNG")
    return kept.getvalue()


def _put_in_themes(year: Year, slug: str, said: Said) -> None:
    c = year.fresh(said.key)
    for short in said.themes.split(","):
        called, what = words.THEMES[slug][short]
        theme = acts.make_theme(year.who["natalie"], year.works[slug], called=called, what=what)
        acts.mark(year.who["natalie"], theme, contributions=[c])


def _hear(year: Year, said: Said) -> None:
    heard, reply = said.heard or ("", None)
    understanding = acts.hear(year.who["natalie"], year.fresh(said.key), heard=heard)
    if reply is not None:
        author, typist = _author(year, said.key)
        with at(now() + timedelta(hours=26)):
            acts.agree(typist, understanding, agreed=not reply, in_what_way=reply, for_person=author)


def _publish(year: Year, said: Said) -> None:
    c = year.fresh(said.key)
    if not c.has_words:
        return
    if said.key in words.HELD:
        acts.hold(year.who["natalie"], c, because=words.HELD[said.key])
    else:
        acts.publish(year.who["natalie"], c)


def _author(year: Year, key: str) -> tuple[Person | None, Person]:
    """Who said it, and who types for them: themselves, Kim for Lou, or Natalie at their word."""
    author = year.said[key].said_by
    if author is None:
        return None, year.who["natalie"]
    if author == year.who["lou"]:
        return author, year.who["kim"]
    offline = Reach.objects.get(person=author).is_offline
    return author, year.who["natalie"] if offline else author


# ── what came of it ───────────────────────────────────────────────────────────────────────────────


def _answering(year: Year) -> None:
    for day, key, to, because in words.PASSED_ON:
        year.on(day, partial(_pass_on, year, key, to, because), hour=9, staff=True)
    for answered in (*words.ANSWERS, *meetings.ANSWERS):
        year.on(answered.day, partial(_answer, year, answered), hour=15, staff=True)


def _pass_on(year: Year, key: str, to: str, because: str) -> None:
    acts.pass_on(year.who["natalie"], year.fresh(key), to=year.who[to], because=because)


def _answer(year: Year, answered: Answered) -> None:
    by = year.who[answered.by]
    said = [year.fresh(key) for key in answered.to]
    said = [c for c in said if c.has_words]
    made = acts.answer(
        by,
        said,
        outcome=answered.outcome,
        words=answered.words,
        because=answered.because,
        decider=by,
        decided_on=today(),
        who_does_it=answered.who_does_it,
        by_when=plans.workday(today() + timedelta(days=answered.by_when)) if answered.by_when else None,
        cost=answered.cost,
        look_again_on=plans.workday(today() + timedelta(days=answered.look)) if answered.look else None,
        passed_to=year.who[answered.passed_to] if answered.passed_to else None,
    )
    if answered.checked is None:
        return
    checker = year.who["natalie" if by == year.who["dee"] else "dee"]
    moment = min(now() + timedelta(days=answered.checked), year.start - timedelta(hours=2))
    with at(moment):
        acts.check(checker, made)
    for place, (key, wrong) in enumerate(answered.replies.items()):
        replied = moment + timedelta(days=2 + place % 3, hours=3)
        if replied < year.start:
            with at(replied):
                _reply(year, made, key, wrong)


def _reply(year: Year, made: Answer, key: str, wrong: str) -> None:
    author, typist = _author(year, key)
    way = "phone" if author is not None and typist != author else "typed"
    to = AnswerTo.objects.select_related("contribution__said_by", "contribution__work", "answer").get(
        answer=made, contribution=year.said[key]
    )
    forget_facts(typist)
    acts.reply(typist, to, is_so=not wrong, what_is_wrong=wrong, way=way, for_person=author)


# ── the rest of the year ──────────────────────────────────────────────────────────────────────────


def _and_more(year: Year) -> None:
    who = year.who
    for day in range(BEGINS, 0, 7):
        year.on(day, lambda: (close_questions(), bring_back_what_is_due(), lines.seal_all(now())), hour=6)
    for day, key in words.TAKEN_BACK:
        year.on(day, partial(_take_back, year, key))
    day, erased = words.ERASED
    year.on(day, lambda: erasures.erase(who[erased], who[erased]))
    for day, key, what, agreed in words.REUSE:
        year.on(day, partial(_reuse, year, key, what, agreed), staff=True)
    year.on(-140, lambda: _support(year), staff=True)
    year.on(-88, lambda: _worry(year, "My neighbour has not opened her curtains since Friday. She is ninety.", "joan", closed=True))
    year.on(
        -2,
        lambda: _worry(
            year, "A man I do not know lives at my cousin’s flat. My cousin says it is fine. It is not.", "", closed=False
        ),
    )
    year.on(-6, lambda: acts.add(who["natalie"], year.fresh("t9"), words="And one for the bus stop by the church, if there is one over.", way="paper", for_person=who["fay"]))  # fmt: skip
    for slug, step in (("chloe", 6), ("reg", 5), ("pat", 6), ("raj", 5), ("mina", 6), ("lou", 7)):
        year.on(-30, partial(_felt, year, slug, step))


def _take_back(year: Year, key: str) -> None:
    author, typist = _author(year, key)
    acts.withdraw(typist, year.fresh(key), for_person=author)


def _reuse(year: Year, key: str, what: str, agreed: bool | None) -> None:
    asked = acts.ask_reuse(year.who["natalie"], year.fresh(key), for_what=what)
    if agreed is not None:
        author, typist = _author(year, key)
        with at(now() + timedelta(days=1)):
            acts.answer_reuse(typist, asked, agreed=agreed, for_person=author)


def _support(year: Year) -> None:
    """Lou asks for Kim again, on the phone, before the first time is over."""
    lou, kim = year.who["lou"], year.who["kim"]
    for before in Supporter.objects.filter(person=lou, supporter=kim, stopped_at__isnull=True):
        people.stop_supporter(year.who["natalie"], before, for_person=lou)
    people.allow_supporter(
        year.who["natalie"],
        Supporter(
            person=lou,
            supporter=kim,
            until=today() + timedelta(days=360),
            scopes=[Scope.WRITE.value, Scope.INVITATIONS.value, Scope.REPLY.value],
        ),
        for_person=lou,
    )


def _worry(year: Year, said: str, slug: str, *, closed: bool) -> None:
    by = year.who[slug] if slug else None
    found = people.worry(by or ANYONE, Worry(words=said, said_by=by))
    if closed:
        with at(now() + timedelta(hours=2)):
            people.read_worry(year.who["dee"], found)
        with at(now() + timedelta(hours=5)):
            people.close_worry(
                year.who["dee"], found, what_was_done="Rang, then went there. She had been at her sister’s. She has our number now."
            )


def _felt(year: Year, slug: str, step: int) -> None:
    person = year.who[slug]
    if slug == "lou":
        works.feel(year.who["natalie"], year.works[HOME], step=step, for_person=person)
    else:
        works.feel(person, year.works[HOME], step=step)


def _tell_everyone(year: Year) -> None:
    """Every message of the year went on its day, so that nothing is sent now. The newest calls and letters are left to do."""
    moments = {State.WAITING: timedelta(minutes=5), State.TODO: timedelta(hours=20)}
    recent = year.start - timedelta(days=LEFT_TO_DO)
    leads = {
        role.work.slug: role.person
        for role in Role.objects.filter(kind=Role.Kind.LEAD, until=None).select_related("work", "person")
    }
    for message in Outgoing.objects.filter(state__in=moments).select_related("person").order_by("made_at"):
        if message.state == State.TODO and message.made_at > recent:
            continue
        with at(min(message.made_at + moments[State(message.state)], year.start)):
            if message.state == State.WAITING:
                people.sent(HOUSE, message)
            else:
                people.told(leads.get(message.work_key, year.who["natalie"]), message)


def _in_short(year: Year) -> str:
    sums = Contribution.objects.sums()
    left = Outgoing.objects.filter(state=State.TODO).count()
    late = Contribution.objects.waiting().filter(due_on__lt=today()).count()
    return (
        f"{sums['received']} contributions in {len(year.works)} pieces of work: {sums['answered']} answered, {sums['waiting']} waiting "
        f"({late} late), {sums['withdrawn']} taken back, {sums['erased']} erased; {left} calls and letters left to do"
    )
