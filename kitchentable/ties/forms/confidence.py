"""How sure somebody feels: three questions with five plain steps, and a box for words. All of it may be left out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.ties.models import Sure
from kitchentable.ties.models.confidence import ASKS
from kitchentable.ui.forms import KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick

STEPS = [Pick(str(step.value), step.label) for step in Sure.Step]
MOST = 4_000


class SureForm(KitchenForm):
    """How sure do you feel?"""

    say = PickField(STEPS, required=False, two=True, label=_("How sure do you feel to say what you think?"))
    heard = PickField(STEPS, required=False, two=True, label=_("How sure are you that you will be heard?"))
    papers = PickField(STEPS, required=False, two=True, label=_("How sure are you that you understand the papers?"))
    words = Words(
        required=False,
        most=MOST,
        label=_("In your own words"),
        help_text=_("Like: what made you surer, or less sure. Only you read it."),
    )

    @property
    def steps(self) -> dict[str, int | None]:
        """The step for each question; None where it was left out."""
        return {name: int(self.cleaned_data[name]) if self.cleaned_data[name] else None for name in ASKS}
