"""Who may change the organisation's numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes


@rule("policy.set_number")
def may_set_number(person: Actor, _name: object) -> Verdict:
    """Only an administrator."""
    if person.is_someone and "administrator" in fact(person, "people.duties"):
        return yes()
    return no(_("Only the administrator may change this."))
