"""People: with or without an account, how to reach them, what works for them, who supports them, and what we send them."""

from kitchentable.people.models.needs import Alone, Asked, DecidingHelp, Look, Way, WhatWorks
from kitchentable.people.models.person import ALPHABET, Duty, People, Person, Persons, Reach, new_key
from kitchentable.people.models.sending import Beat, Erasure, Outgoing, may_tell_for, tells_for
from kitchentable.people.models.signing import Letter, Passkey
from kitchentable.people.models.support import Scope, SupportAsk, Supporter, only_write
from kitchentable.people.models.worry import Worry

__all__ = [
    "ALPHABET",
    "Alone",
    "Asked",
    "Beat",
    "DecidingHelp",
    "Duty",
    "Erasure",
    "Letter",
    "Look",
    "Outgoing",
    "Passkey",
    "People",
    "Person",
    "Persons",
    "Reach",
    "Scope",
    "SupportAsk",
    "Supporter",
    "Way",
    "WhatWorks",
    "Worry",
    "may_tell_for",
    "new_key",
    "only_write",
    "tells_for",
]
