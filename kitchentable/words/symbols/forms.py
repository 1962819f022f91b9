"""Word forms: what "paid", "pays" and "payment" have in common. Small and good enough to find pictures; not for anything else."""

from __future__ import annotations

from functools import cache

SILENT = frozenset(
    """
    a an and are as at be been being but by can could did do does for from had has have he her hers him his how i if in
    into is it its me my of on or our ours she should so some that the their them then there these they this to us was we
    were what when which will with would you your yours about also any not just than too very who why where may might must
    shall more most thing things get gets got go goes going make makes made use uses used want wants need needs new one
    two
    """.split()  # noqa: SIM905 - one word a line would hide what it is
)
"""Words that no picture stands for by themselves; a query of nothing else is taken as it is."""

IRREGULAR = {
    "paid": "pay", "met": "meet", "spoke": "speak", "spoken": "speak", "heard": "hear", "chose": "choose", "chosen": "choose",
    "slept": "sleep", "ate": "eat", "eaten": "eat", "fell": "fall", "fallen": "fall", "said": "say", "told": "tell", "thought": "think",
    "felt": "feel", "wrote": "write", "written": "write", "drove": "drive", "driven": "drive", "taught": "teach", "bought": "buy",
    "kept": "keep", "left": "leave", "lost": "lose", "found": "find", "saw": "see", "seen": "see", "swam": "swim", "ran": "run",
    "grew": "grow", "drank": "drink", "broke": "break", "broken": "break", "died": "die", "dying": "die", "children": "child",
    "women": "woman", "men": "man", "feet": "foot", "teeth": "tooth", "lives": "live", "life": "live", "living": "live", "wives": "wife",
    "decision": "decide", "decisions": "decide", "choice": "choose", "choices": "choose", "payment": "pay", "payments": "pay",
    "safely": "safe", "safety": "safe", "independent": "independence", "independently": "independence", "healthy": "health",
    "anxious": "worry", "anxiety": "worry", "worried": "worry", "trainer": "training",
    "care": "caring", "cares": "caring", "cared": "caring", "carer": "caring", "carers": "caring", "carries": "carry", "carried": "carry",
    "carrying": "carry", "planes": "plane",
    "taxis": "taxi", "buses": "bus", "sick": "ill",
}  # fmt: skip
AS_IT_IS = frozenset(
    ["caring", "carry", "plane", "police", "policy", "training", "news", "bus", "minus", "less"]
)  # their short form is another word
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "ly", "s", "y", "e")


@cache
def stem(word: str) -> str:
    """The part of a word (small letters) that its forms share."""
    word = word.removesuffix("'s").replace("'", "")
    word = IRREGULAR.get(word, word)
    if word in AS_IT_IS:
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word.endswith("ss")):
            return _short(word[: -len(ending)])
    return word


def _short(root: str) -> str:
    """ "stopp" to "stop", "decid" stays: the same for every form."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "aeiousl":
        root = root[:-1]
    if len(root) > 3 and root[-1] in "ey":
        root = root[:-1]
    return root[:-1] if len(root) > 3 and root.endswith("i") else root
