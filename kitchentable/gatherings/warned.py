"""What to look at in a plan before people are asked: sentences, never a bar. None says anything of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings import fit
from kitchentable.gatherings.fitting import Around, Coming, breaks_of
from kitchentable.gatherings.hard_days import religious
from kitchentable.gatherings.models import Gathering, HardDay, Talk
from kitchentable.gatherings.when import clocks_words
from kitchentable.policy.clock import today
from kitchentable.ui.dates import day_in_words
from kitchentable.works.models import LIVED_GROUPS


def warnings_of(gathering: Gathering, around: Around) -> list[str]:
    """Everything to look at, the day first."""
    measure, talks, coming = around.numbers, around.talks[gathering.pk], around.coming[gathering.pk]
    found = [*_of_the_day(gathering, measure["change_notice_days"]), *_of_the_place(gathering, coming, measure)]
    if not (gathering.chair_lived_id and gathering.chair_staff_id):
        found.append(_("There are not two chairs yet: one with lived experience, and one who works here."))
    return found + agenda_warnings(gathering, talks, measure["break_minutes"], measure["agenda_lived_percent"])


def _of_the_day(gathering: Gathering, notice: int) -> list[str]:
    if gathering.starts_at is None:
        return []
    here = timezone.localtime(gathering.starts_at)
    day, found = here.date(), []
    for name in religious(day, here.hour):
        found.append(_("This day is %(name)s. Ask those who keep it before you choose it.") % {"name": name})
    for hard in HardDay.objects.filter(first__lte=day, last__gte=day):
        words = _("This day is in “%(name)s” (%(first)s to %(last)s).")
        found.append(
            words % {"name": hard.called, "first": day_in_words(hard.first, today()), "last": day_in_words(hard.last, today())}
        )
    if clocks := clocks_words(gathering.starts_at):
        found.append(clocks)
    left = (day - today()).days
    if 0 <= left < notice and gathering.state == Gathering.State.PLANNING:
        words = ngettext("It is in %(n)d day. ", "It is in %(n)d days. ", left) % {"n": left}
        found.append(words + _("People need %(n)d days to plan, where that is possible.") % {"n": notice})
    return found


def _of_the_place(gathering: Gathering, coming: Sequence[Coming], measure: Mapping[str, int]) -> list[str]:
    found = []
    chairs = sum(1 + one.brings for one in coming if not one.online)
    place = gathering.place
    if place is not None and place.removed_at is not None:
        found.append(_("%(place)s is not on our list of places any more. Choose another place.") % {"place": place.called})
    if place is not None and place.seats is not None and chairs > place.seats:
        words = _("%(chairs)d chairs are needed with those who come along. The place has %(seats)d.")
        found.append(words % {"chairs": chairs, "seats": place.seats})
    early = measure["early_minutes_large" if chairs >= measure["large_gathering"] else "early_minutes"]
    if gathering.early_minutes < early:
        found.append(_("Let people come %(n)d minutes before the start, so that nobody has to rush.") % {"n": early})
    if gathering.kind != Gathering.Kind.PLACE and not gathering.online_test:
        found.append(_("Say when people can try the online call before the day."))
    if gathering.kind != Gathering.Kind.ONLINE and not gathering.way_out:
        found.append(_("Write down the way out in a fire, and who helps."))
    return found


def agenda_warnings(gathering: Gathering, talks: Sequence[Talk], least_break: int, least_lived: int) -> list[str]:
    """Breaks (R053), less than half from lived experience (R065), and hard subjects with nobody to talk to after (R068)."""
    taken = [one for one in talks if one.state == Talk.State.TAKEN]
    points = [one for one in taken if one.kind == Talk.Kind.POINT]
    found = []
    plan = fit.Plan(None, gathering.minutes, breaks_of(taken), sum(one.minutes for one in taken))
    if fit.lacks_breaks(plan, least_break):
        found.append(_("There is an hour without a break of %(n)d minutes.") % {"n": least_break})
    if plan.planned > gathering.minutes:
        words = _("The agenda takes %(planned)d minutes, and there are %(minutes)d.")
        found.append(words % {"planned": plan.planned, "minutes": gathering.minutes})
    lived = sum(one.group in LIVED_GROUPS for one in points)
    if points and lived * 100 < least_lived * len(points):
        words = ngettext(
            "%(lived)d of %(n)d point comes from people with lived experience.",
            "%(lived)d of %(n)d points come from people with lived experience.",
            len(points),
        ) % {"lived": lived, "n": len(points)}
        less = _("That is less than half.") if lived * 2 < len(points) else _("We aim for %(n)d in 100.") % {"n": least_lived}
        found.append(f"{words} {less}")
    hard = gathering.content_note or any(one.content_note for one in points)
    if hard and not gathering.quiet_room:
        found.append(_("There is a hard subject, and no quiet room is named."))
    if hard and not gathering.talk_after:
        found.append(_("There is a hard subject, and nobody is named to talk to afterwards."))
    return found
