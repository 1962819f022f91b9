"""Five places of Millbrook that people could meet at: what each is like, the way there, what somebody found, and drawings in place of photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from kitchentable.gatherings.acts import places as acts
from kitchentable.gatherings.acts.places import Given
from kitchentable.gatherings.models import Place, PlacePhoto
from kitchentable.people.files import Upload
from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.site.demo.drawings import DRAWINGS


@dataclass(frozen=True, slots=True)
class Look:
    """One visit: who looked, how many days ago, whether disabled people took part, and what they found, one fact a line:
    `V20 yes 86 note`, with `-` where there is no number."""

    by: str
    days_ago: int
    with_disabled_people: bool | None
    found: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the places. `photos`: the drawing, what it is of, and its words."""

    slug: str
    called: str
    address: str
    like: str
    way: str
    seats: int
    informal: bool
    phone: str
    looks: tuple[Look, ...]
    photos: tuple[tuple[str, str, str], ...]


ALL_WELL = """V03 yes - We send them with the invitation
V05 yes - Nobody was ever assessed here
V31 yes - With arms, without, and two high ones
V41 yes - The hall keeper answers, always
V42 yes -
V43 yes - In the toilet for everyone
V50 yes - One round table
V65 yes -
V68 yes - Somebody brings them to you
V72 yes - Wifi, no password"""

SPOTS: tuple[Spot, ...] = (
    Spot(
        "annes", "St Anne’s Hall", "St Anne’s Road\nMillbrook\nZZ1 4AN",
        "A light room with one round table, soft chairs and two windows to a garden. You hear birds, and the kettle.",
        "Get off Bus 12 at St Anne’s Road. The stop has a low kerb.\nCross at the lights. They beep, and the cone under the box turns.\n"
        "Go along the path with the garden on your right, about 40 metres. It is flat.\nYou come to a red brick hall with two glass doors.\n"
        "The ramp is on the right of the doors. The doors open by themselves.\nThe room is straight on. Somebody meets you at the ramp.",
        24, True, "01632 960 201",
        (
            Look("Pat and Dee", 20, True, ALL_WELL + """
V06 yes 40 Bus 12, every 20 minutes
V07 yes -
V09 yes 3 We can hold them for you
V10 yes 18
V11 yes -
V12 yes 10 At the ramp
V14 yes - Parking is free
V15 yes - Level, with lamps
V17 yes -
V18 yes - Everyone uses the ramp or the two low steps
V19 yes 0 A ramp with a rail, not steep
V20 yes 96
V21 yes - They open by themselves
V22 yes -
V23 yes - Words and pictures
V24 yes - Ground floor
V26 yes 2.4
V27 yes 1.3
V28 yes 110
V29 yes -
V30 yes -
V32 yes 74
V33 yes - There is no platform
V34 yes 20 Along the corridor, on the left
V35 yes 2
V36 yes 14 20 metres from the room
V37 yes - Tried with a sling
V38 yes -
V39 yes -
V40 no - Bring your own sling
V44 yes - Tested with two hearing aids
V45 yes 3
V46 yes - You hear the kettle in the break
V47 yes -
V48 yes -
V49 yes -
V51 yes - Daylight, and lamps that do not flicker
V52 yes -
V53 yes - A garden with a gate and a bowl
V56 yes - Each lamp by itself
V62 yes 60
V67 yes -
V69 yes -
V70 yes -
V71 yes 6
V74 yes -
V75 yes - Beside the garden door
V77 yes -
S01 yes - It smells of coffee, not of cleaning
S02 yes - The choir meets on Wednesdays only"""),
        ),
        (
            ("hall door", "door", "Two glass doors in a red brick hall. The ramp with a rail is on the right. The doors open by themselves."),
            ("hall room", "room", "One round table with cups and flowers, five soft chairs, and two windows to the garden."),
            ("hall way", "way", "The stop of Bus 12, a crossing, and a flat path to the hall with a plum-coloured roof."),
            ("changing toilet", "toilet", "A bench on the left, a hoist on a rail along the ceiling, a toilet with space on both sides, and a red cord to the floor."),
        ),
    ),
    Spot(
        "river", "Riverside café, back room", "9 Weir Lane\nMillbrook\nZZ1 2RC",
        "Small and warm, behind the café. A bench with cushions, one table, and a window on the river. It can smell of cake.",
        "Come down Weir Lane from the market square. It goes down a little.\nThe café is the green door on the left, before the bridge.\n"
        "Go past the counter and through the wide door at the end.",
        8, True, "01632 960 202",
        (
            Look("Lou and Kim", 45, True, """V05 yes -
V06 yes 120
V07 no - A high kerb
V09 no 0
V12 yes 15
V15 no - Cobbles for the last 20 metres
V18 yes -
V19 yes 0
V20 yes 84
V22 yes - Maria at the counter
V23 yes -
V24 yes -
V26 no 1.2
V27 no 0.8
V30 yes -
V31 yes -
V34 yes 8
V36 no -
V42 yes -
V43 no -
V44 no - They would like to buy one
V46 no - Cups, and the coffee machine through the wall
V47 no -
V51 yes -
V52 yes -
V53 yes - By the river
V55 no -
V56 yes -
V62 yes 30
V65 yes -
V67 yes -
V68 yes -
V70 yes -
V71 yes 2
V72 yes -
V74 no -
S01 no - Coffee and cake, and chips on Fridays
S02 no - Full from 12 to 2"""),
        ),
        (("cafe room", "room", "A bench with cushions, one round table, and the café counter on the right. The window looks on the river."),),
    ),
    Spot(
        "library", "Library meeting room", "Millbrook Library\nHigh Street\nMillbrook\nZZ1 1LB",
        "A calm room with shelves of books, a long table and blue chairs. The door to the library stays closed.",
        "All buses stop in High Street, in front of the library.\nThe doors are glass and open by themselves.\n"
        "Take the lift on the left to the first floor. It says the floor aloud.\nThe room is the second door on the right.",
        14, True, "01632 960 203",
        (
            Look("Reg and Natalie", 130, True, """V03 no -
V05 yes -
V06 yes 15
V07 yes -
V09 yes 2
V10 no 85
V12 yes 20
V15 yes -
V17 yes -
V18 yes -
V19 yes 0
V20 yes 92
V21 yes -
V22 yes -
V23 no - Small letters, no pictures
V24 yes - A lift
V25 yes 140
V26 yes 1.6
V27 yes 1
V29 no - The table does not move
V30 yes - On the window side
V31 no -
V32 yes 73
V34 yes 30
V35 yes 1
V36 yes 9 There is a bench and a hoist, and little space
V37 yes -
V38 yes -
V44 yes -
V45 yes 2
V46 yes -
V47 yes -
V48 yes -
V49 yes -
V51 yes -
V52 yes -
V53 no - No grass close by
V55 yes - The small reading room, if we ask
V56 no -
V62 yes 15
V65 yes -
V70 no -
V71 yes 4
V72 yes -
V74 yes -
V75 yes - At the head of the stairs
V77 yes -
S01 yes -
S02 yes - Calm, but for story time on Thursdays"""),
        ),
        (("library room", "room", "A long table with three blue chairs, shelves of books on both sides of a window."),),
    ),
    Spot(
        "chamber", "Council chamber", "Millbrook Town Hall\nMarket Square\nMillbrook\nZZ1 1TH",
        "A tall, formal room with rows of fixed benches and a platform. Voices echo. People sit one behind the other.",
        "The Town Hall is the stone house with columns on Market Square.\nNine steps lead up to the front door.\n"
        "Without steps: ring at the side door in Mill Street. Somebody must come and open.\nThe chamber is on the first floor. The lift is small.",
        60, False, "01632 960 200",
        (
            Look("Chloe and Dee", 75, True, """V05 no - Hearings are held here
V06 yes 60
V07 yes -
V09 yes 1
V10 no 140
V12 yes 30
V15 yes -
V18 no - A side door, and only with help
V19 no 9 A side door without steps, with a bell
V20 no 74 The side door
V21 no - Heavy
V22 no - A bell
V23 yes -
V24 yes - A lift
V25 no 95 My chair does not turn in it
V26 yes 1.8
V27 no 0.6
V28 no 80
V29 no - Only at the back
V30 no -
V31 no - Fixed benches
V33 no - Three steps
V34 no 70 On the ground floor
V36 no -
V37 no -
V38 no -
V44 yes -
V45 yes 12
V46 no - It echoes
V47 yes -
V50 no - People sit behind each other
V51 no - Glare from the tall windows
V53 no -
V55 no -
V56 no -
V62 no 0
V65 yes -
V71 no 0
V72 yes -
V74 yes -
V77 yes -
S01 yes - Floor polish on Mondays
S02 no - The weddings office is next door"""),
        ),
        (
            ("chamber room", "room", "Rows of dark benches with a gap in the middle, and a platform with three high chairs behind three steps."),
            ("chamber stairs", "door", "Nine stone steps with a rail on each side, up to a dark wooden door between columns."),
        ),
    ),
    Spot(
        "annexe", "Town Hall annexe", "2 Mill Street\nMillbrook\nZZ1 1TA",
        "A plain room with grey tables. The heating hums.",
        "Go round the Town Hall into Mill Street.\nThe annexe is the blue door with a lamp above it. There is one step.\nType the code that we sent you, or ring.",
        20, False, "01632 960 200",
        (
            Look("Natalie", 500, False, """V06 yes 90
V09 yes 2
V10 yes 45
V12 yes 25
V15 yes -
V18 no -
V19 no 1
V20 yes 82
V21 no -
V22 no - A keypad
V24 yes -
V26 yes 1.5
V27 yes 1
V34 yes 12
V35 yes 1
V36 no -
V42 no -
V44 no - There is one. It did not work
V46 no - The heating hums
V51 no - One tube flickers
V65 yes -
V72 yes -
V74 no -"""),
        ),
        (("annexe door", "door", "A blue door with one step, a keypad on its right and a lamp above it."),),
    ),
)  # fmt: skip


def lay_places(by: Person, *, drawn: bool = True) -> dict[str, Place]:
    """Make the five places through the acts: annes, river, library, chamber, annexe; returns them by these names.

    `drawn=False` leaves the drawings out: they take a few seconds, and most tests do not look at them.
    """
    return {spot.slug: _lay(by, spot, drawn) for spot in SPOTS}


def _lay(by: Person, spot: Spot, drawn: bool) -> Place:
    made = acts.add_place(
        by,
        Place(
            called=spot.called,
            address=spot.address,
            what_it_is_like=spot.like,
            the_way=spot.way,
            seats=spot.seats,
            is_informal=spot.informal,
            phone=spot.phone,
        ),
    )
    for look in spot.looks:
        acts.write_look(
            by,
            made,
            given=dict(_given(line) for line in look.found.splitlines()),
            checked_by=look.by,
            checked_on=today() - timedelta(days=look.days_ago),
            with_disabled_people=look.with_disabled_people,
        )
    for drawing, of, alt in spot.photos if drawn else ():
        file = SimpleUploadedFile("photo.png", DRAWINGS[drawing]())
        acts.add_photo(by, PlacePhoto(place=made, of=of, alt=alt), upload=Upload(file, "picture"))
    return made


def _given(line: str) -> tuple[str, Given]:
    code, answer, number, *note = line.split(" ", 3)
    return code, Given(answer, None if number == "-" else Decimal(number), note[0].strip() if note else "")
