"""What the gatherings of the demo's year are about, who was asked, and what they said. Days count back from today, or from the gathering."""

from __future__ import annotations

from dataclasses import dataclass, field

from kitchentable.gatherings.acts.inviting import Details
from kitchentable.site.demo.words import BREAKS, HOME, TOWN, Answered

Reply = tuple[int, str, str, Details]
Brought = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One gathering. `planned`, `day`: days from today. `replies`, `brought`: days after the invitations went; who; what.

    `own_points` are put by those who plan. `later`: points kept for another time, and why. `came`: who was there."""

    slug: str
    work: str
    planned: int
    day: int
    at: str
    minutes: int
    place: str
    title: str
    purpose: str
    what_we_ask: str
    what_you_get: str
    invited: tuple[str, ...]
    reply_days: int = 7
    content_note: str = ""
    quiet_room: str = ""
    chairs: tuple[str, str] | None = None
    point_minutes: int = 10
    lunch: int = 0
    own_points: tuple[tuple[str, str], ...] = ()
    replies: tuple[Reply, ...] = ()
    brought: tuple[Brought, ...] = ()
    later: dict[str, str] = field(default_factory=dict)
    came: tuple[str, ...] = ()


CARERS = ("raj", "fay", "priya")
BY_HAND = {"lou": "phone", "bert": "phone", "maggie": "phone", "asha": "phone", "fay": "paper"}
"""How the word of those who are not online comes to Natalie."""

PROFESSIONALS = (
    ("Jo Marsh", "jo", "bsl", "NRCPD, registered sign language interpreter", "Knows Mina’s signs for places in Millbrook."),
    ("Ada Lyle", "ada", "bsl", "NRCPD, registered sign language interpreter", "Not on Wednesdays."),
    ("Theo Finn", "theo", "captions", "NRCPD, registered speech-to-text reporter", "Brings a screen. Needs a table and a socket."),
)
GROUND_RULES = (
    "Say your name before you speak.\nOne person speaks at a time. Silence is fine.\n"
    "You may get up, lie down, go out and come back, and you need not say why.\nNobody has to tell their story.\n"
    "If a word is not clear, hold up the yellow card. Somebody says it in another way."
)
TALK_AFTER = "Natalie stays for an hour, and rings on the next day whoever wants to be rung."
WAY_OUT = "Straight on, through the garden door, without a step. Dee goes first and says where."
LUNCH = "Soup, bread, something without milk and something soft. "
PAID = "£15 for each hour, also for who stays silent, and your travel and your supporter’s."

MORNINGS = Meeting(
    "mornings", HOME, -96, -49, "11:30", 150, "library",
    "Mornings: what goes wrong",
    "To find out why the morning visit comes at another time each day, and choose what is mended first.",
    "Tell us about one morning, or listen and say what you think of ours.",
    LUNCH + PAID,
    ("natalie", "rao", "dee", "ben", "gill", "chloe", "lou", "mina", "reg", "pat", "raj", "bert", "dilys", "maggie", "winston", "hannah"),
    reply_days=14,
    content_note="Somebody may speak of being washed, and of being left alone.",
    quiet_room="The small reading room, two doors on. It is ours all day.",
    chairs=("raj", "rao"),
    own_points=(("natalie", "What the firms’ own lists say of the last four weeks"), ("dee", "When a visit is missed: who knows, and how soon?")),
    replies=(
        (1, "rao", "yes", Details()),
        (1, "dee", "yes", Details()),
        (2, "natalie", "yes", Details()),
        (2, "chloe", "yes", Details(still_right=True, brings=2, comes_online=False, shows_name=True, reminder_days=3)),
        (2, "reg", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (3, "mina", "yes", Details(still_right=True, comes_online=False, shows_name=True, reminder_days=7)),
        (3, "lou", "yes", Details(still_right=True, brings=1, comes_online=False, shows_name=True, reminder_days=1)),
        (4, "ben", "yes", Details()),
        (4, "raj", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (5, "gill", "no", Details()),
        (5, "dilys", "yes", Details(comes_online=False, shows_name=True)),
        (6, "pat", "if", Details(still_right=True, this_time="If I know by the Friday before who will be there.", comes_online=False, shows_name=False)),
        (6, "bert", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (7, "winston", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (8, "maggie", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (9, "hannah", "yes", Details(comes_online=False, shows_name=False)),
    ),
    brought=(
        (3, "rao", "What it would cost to keep one time for each person"),
        (6, "ben", "Parking for care workers: 12 minutes lost on each visit in Weir Street"),
        (4, "chloe", "“Between seven and ten” is not a time"),
        (5, "lou", "I want to know who comes"),
        (6, "raj", "What I tell my boss when nobody comes"),
        (7, "mina", "A text when the worker is late, not a phone call"),
        (8, "reg", "The rota, and whether my screen reader can read it"),
        (9, "pat", "A plan that changes on the same day is not a plan"),
    ),
    came=("natalie", "rao", "dee", "ben", "chloe", "lou", "mina", "reg", "pat", "raj", "bert", "dilys", "maggie", "winston", "hannah"),
)  # fmt: skip

WALK = Meeting(
    "walk", TOWN, -40, -21, "14:00", 90, "river",
    "A walk along the river, from bench to bench",
    "To go the way together and write down where a bench, a kerb or a sign is missing.",
    "Walk or roll as far as you like. Sit down at every bench. Say when one is missing.",
    "Tea and cake at the Riverside café. " + PAID,
    ("reg", "winston", "femi", "ben", "natalie"),
    reply_days=5,
    point_minutes=20,
    own_points=(("natalie", "From the station to the weir"), ("natalie", "What we write on the map, over tea")),
    replies=(
        (1, "natalie", "yes", Details()),
        (1, "reg", "yes", Details(still_right=True, shows_name=True)),
        (2, "winston", "yes", Details(still_right=True, shows_name=True)),
        (2, "ben", "yes", Details()),
        (3, "femi", "no", Details()),
    ),
    came=("reg", "winston", "ben", "natalie"),
)  # fmt: skip

SUMMER = Meeting(
    "summer", BREAKS, -58, -36, "14:00", 120, "annes",
    "Short breaks: the summer",
    "To plan how night support goes on in the weeks when schools are closed.",
    "Tell us what your summer is like.",
    LUNCH + PAID,
    ("raj", "fay", "asha", "pat", "priya", "gill"),
    own_points=(("natalie", "Six weeks without school"),),
    replies=(
        (2, "priya", "yes", Details(shows_name=True)),
        (3, "asha", "no", Details()),
        (4, "raj", "if", Details(this_time="If it is on a day when the day centre is open.")),
        (5, "fay", "no", Details()),
    ),
)  # fmt: skip
CANCELLED_BECAUSE = "Only one of you could come on that day. We look for a better day together, by phone and by post."

VISITS = Meeting(
    "visits", HOME, -34, 9, "11:30", 180, "annes",
    "Visits at night and at weekends",
    "To choose what the two night workers do first, and what a Sunday visit is for.",
    "Bring one night or one Sunday that you remember. Or come and listen.",
    LUNCH + PAID,
    ("natalie", "rao", "dee", "ben", "gill", "chloe", "lou", "mina", "reg", "pat", "raj", "fay", "bert"),
    reply_days=7,
    content_note="Somebody may speak of falling at night.",
    quiet_room="The garden room, behind the blue curtain. Nobody asks why you are there.",
    chairs=("chloe", "rao"),
    point_minutes=15,
    lunch=40,
    own_points=(("natalie", "Two workers, one car: what they did in the first month"), ("dee", "Who hears it when somebody falls")),
    replies=(
        (1, "rao", "yes", Details()),
        (1, "natalie", "yes", Details()),
        (2, "dee", "yes", Details()),
        (2, "chloe", "yes", Details(still_right=True, brings=2, comes_online=False, shows_name=True, reminder_days=3)),
        (3, "mina", "yes", Details(still_right=True, comes_online=False, shows_name=True, reminder_days=7)),
        (4, "reg", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (5, "lou", "yes", Details(still_right=True, brings=1, comes_online=False, shows_name=True, reminder_days=1)),
        (6, "bert", "yes", Details(still_right=True, comes_online=False, shows_name=True)),
        (7, "raj", "if", Details(still_right=True, this_time="If somebody sits with Mum from eleven to three.", comes_online=False, shows_name=True)),
        (8, "ben", "yes", Details()),
        (9, "fay", "no", Details()),
        (10, "gill", "no", Details()),
    ),
    brought=(
        (4, "chloe", "My assistants work at night too. Who rings whom?"),
        (6, "lou", "I do not like it when the phone is off on Sunday"),
        (9, "bert", "Why nobody rang"),
        (11, "rao", "South of the river: what comes first when there is more money"),
        (8, "gill", "The night sheet for the office"),
    ),
    later={"The night sheet for the office": "It is about our own forms. We talk about it in the office first, and bring what is left of it."},
)  # fmt: skip
LATE_POINTS = ((-3, "mina", "How do I call somebody at night who cannot hear me, and whom I cannot hear?"),)
MINA_SAYS = "Try Ada. If she cannot come, I go on with Jo alone, with a break every half hour."

WORKER = Meeting(
    "worker", HOME, -5, 25, "09:00", 120, "chamber",
    "Who chooses the care worker",
    "To write the rules by which people who get help are there when a care worker is chosen.",
    "Tell us how you would choose.",
    PAID,
    ("chloe", "reg", "hannah", "rao", "dee"),
    point_minutes=25,
    own_points=(
        ("natalie", "Who asks the questions, and who has a vote"),
        ("dee", "What may not be asked, and what must be"),
        ("natalie", "How the firms were told, and what they said"),
    ),
)  # fmt: skip

# ── what was arranged ─────────────────────────────────────────────────────────────────────────────

TOILET_NEXT_DOOR = (
    "The arcade next door has a Changing Places toilet, 60 metres on the flat. Natalie has the key, and tried the hoist."
)
DONE = {
    "N04": "Walked it with Dilys. The handrail is on the left.",
    "N07": "Went there and tried the hoist with the hall keeper. It lifts. Bring your own sling.",
    "N08": "Three chairs in a row at the window. Yours is the middle, without a chair.",
    "N14": "Jo is booked, and Ada with her.",
    "N22": "The loop is on. Sit anywhere.",
    "N26": "Sent as Word with headings. Dee opened it with a screen reader.",
    "N27": "Printed in 18 point on cream paper.",
    "N33": "On the first page of the agenda: say your name, say what you show.",
    "N34": "Ben waits at the bus stop in a yellow jacket, and speaks first.",
    "N35": "Four pages with photos. Read together on the phone, and two words changed.",
    "N46": "A card and a pen on the table. Dee reads out what you write, if you point at her.",
    "N49": "Sent: times, names, photos of the room and of the door.",
    "N51": "A break each hour, and the sofa in the small room is yours.",
    "N55": "The small room stays free. No music. The fan is off.",
    "N65": "Nobody asks. What you wrote in spring is on the table, with your yes.",
    "N66": "We start at 11.30, as always now.",
    "N67": "Anjali sits with your mother from eleven to three.",
    "N71": "Rang in the afternoon. Let it ring for a long time.",
    "N72": "Wrote a text.",
    "N79": "All went by letter.",
    "N80": "Taxi booked both ways and paid.",
    "": "Read by everybody who helps on the day.",
}
"""What was done for each kind of need."""
VISITS_DONE = (
    (-28, "mina", "N14"), (-20, "mina", "N72"), (-18, "lou", "N71"), (-14, "chloe", "N07"), (-12, "chloe", "N08"),
    (-8, "lou", "N35"), (-6, "chloe", ""), (-4, "reg", "N33"), (-3, "pat", "N49"), (-2, "reg", "N34"),
)  # fmt: skip

# ── in the room, and after ────────────────────────────────────────────────────────────────────────

TAPS = (("lived", 41), ("carer", 9), ("staff", 27))
CHOICES: tuple[tuple[int, str, str, str, dict[str, int]], ...] = (
    (95, "Each person gets one time for the morning visit, with 20 minutes around it", "vote", "lived", {"lived": 10, "carer": 1, "staff": 3}),
    (120, "Whoever is late sends a text before, not after", "together", "carer", {}),
    (135, "The firms’ lists are read out at each meeting from now on", "chairs", "staff", {}),
)  # fmt: skip
MINUTES = (
    ("decision", "We begin with those who go to work: six people, from the first of next month. After that, all.", "", 0),
    ("point", "Ring the person before you ring the firm. I hear of my own visit from my neighbour.", "reg", 0),
    ("point", "When the worker is late, let me write to the worker, not to an office.", "mina", 0),
    ("point", "My boss keeps a list of the mornings. I would like one from you that says it was not me.", "raj", 0),
    ("promise", "A text with ten words goes out when a worker is late: from Monday in north Millbrook.", "rao", 18),
    ("promise", "Each hearing loop in our rooms is tried, with somebody who uses one.", "ben", 75),
)
KEPT = "A text with ten words"
CARRIED_KEY = "g1"
CARRIED = ((8, "Ring the person before", True), (9, "My boss keeps a list", False))
"""The third, Mina’s, has been asked and has no answer yet."""
ANSWERS = (
    Answered(-32, (CARRIED_KEY,), "used", "You were right. From this week the firms ring you first and us second. The number is yours, not your neighbour’s.", who_does_it="Gill, contracts", by_when=10, replies={CARRIED_KEY: ""}),
)  # fmt: skip

MET = ("met", "")
HOW_IT_WAS = (
    (1, "chloe", {"N08": MET, "N07": ("met", "60 metres in the rain, but the hoist worked, and the key was there."), "N66": MET}),
    (1, "reg", {"N26": ("not", "The three choices hung on the wall. The file of it was a photo of the wall."), "N34": MET, "N33": MET}),
    (2, "lou", {"N35": MET, "N71": MET, "N51": ("met", "I lay down. Nobody said anything. Good.")}),
    (2, "mina", {"N14": ("met", "Jo and Ada. I could laugh at the same time as the others."), "N72": MET}),
    (2, "raj", {"N67": MET, "N80": MET}),
    (3, "pat", {"N49": MET, "N55": ("not", "Story time began next door at one. I stood in the corridor for ten minutes."), "N46": MET}),
    (3, "bert", {"N22": ("not", "It hummed. I took them out and went home with a headache.")}),
    (4, "dilys", {"N22": ("not", "I smiled and nodded. I did not hear.")}),
    (4, "maggie", {"N22": ("not", "It was worse with it than without."), "N04": MET}),
    (5, "winston", {"N27": MET}),
    (6, "hannah", {"N65": MET}),
)  # fmt: skip
EASE = (
    (1, "chloe", (5, 4, 5), "I was the one who asked for the vote. They voted.", "named"),
    (1, "reg", (4, 4, 5), "Say what is on the wall.", "named"),
    (2, "lou", (4, 5, 4), "I said my thing.", "lead"),
    (2, "mina", (4, 4, 4), "", "nobody"),
    (2, "raj", (3, 5, 4), "It is odd to sit beside Ms Rao and be asked. I could get used to it.", "lead"),
    (3, "pat", (2, 4, 4), "The card was good. The noise was not.", "lead"),
)  # fmt: skip
MENDED = (
    (9, "reg", "N26", "The three choices are sent as text. From now on whoever hangs something up writes it down first."),
    (12, "pat", "N55", "The reading room is asked for on days without story time. It is in the plan of each place now."),
    (30, "dilys", "N22", "A man from the loop firm came. Dilys says it does not hum now."),
    (30, "bert", "N22", "A man from the loop firm came. Bert sat in each chair and heard the radio."),
)
