"""Drawings of the demo's places in place of photos: flat and warm, drawn twice as large and made smaller so that edges are soft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDE, HIGH, FINE = 960, 720, 2
INK, LINEN, PLATE, OAT, WOOD = "#2a1a2e", "#fbf6ee", "#fffdfa", "#f2e9dc", "#e0b57f"
DARK_WOOD, LEAF, LEAF_WASH, SKY, SUN = "#b9854e", "#0e4d3f", "#cfe5d6", "#cfe0f0", "#ffcf4d"
PLUM, PLUM_WASH, BRICK, STONE, GRASS, HONEY = "#6a1b57", "#f1dde9", "#c98468", "#d8d0c4", "#9cc7a2", "#f6d98f"
GREY, GREEN, BLUE = "#8b7787", "#3f8a6b", "#6d97c4"


class Pen:
    """Draws on a sheet of 960 by 720."""

    def __init__(self, ground: str) -> None:
        self.sheet = Image.new("RGB", (WIDE * FINE, HIGH * FINE), ground)
        self._pen = ImageDraw.Draw(self.sheet)

    def box(
        self, x: float, y: float, x2: float, y2: float, fill: str, *, round_: float = 0, line: str = "", width: float = 0
    ) -> None:
        self._pen.rounded_rectangle(self._at(x, y, x2, y2), round_ * FINE, fill, line or None, round(width * FINE))

    def oval(self, x: float, y: float, x2: float, y2: float, fill: str, *, line: str = "", width: float = 0) -> None:
        self._pen.ellipse(self._at(x, y, x2, y2), fill, line or None, round(width * FINE))

    def shape(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill)

    def line(self, points: Sequence[tuple[float, float]], fill: str, width: float) -> None:
        self._pen.line([(x * FINE, y * FINE) for x, y in points], fill, round(width * FINE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x - width / 2, y - width / 2, x + width / 2, y + width / 2, fill)

    def words(self, x: float, y: float, text: str, size: float, fill: str = INK) -> None:
        font = ImageFont.load_default(size * FINE)
        self._pen.text((x * FINE, y * FINE), text, fill=fill, font=font, anchor="mm")

    def done(self) -> bytes:
        out = BytesIO()
        self.sheet.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()

    def _at(self, *places: float) -> tuple[float, ...]:
        return tuple(place * FINE for place in places)


# ── things that stand in several drawings ─────────────────────────────────────────────────────────


def _outside(path: str = STONE) -> Pen:
    pen = Pen(SKY)
    pen.oval(700, 60, 800, 160, SUN)
    for x, y in ((120, 90), (420, 60)):
        for dx, size in ((0, 60), (45, 78), (100, 56)):
            pen.oval(x + dx, y - size / 2 + 20, x + dx + size * 1.3, y + size / 2 + 20, PLATE)
    pen.box(0, 560, WIDE, HIGH, GRASS)
    pen.shape([(360, 560), (600, 560), (760, HIGH), (200, HIGH)], path)
    return pen


def _tree(pen: Pen, x: float, ground: float, size: float = 1) -> None:
    pen.box(x - 10 * size, ground - 110 * size, x + 10 * size, ground, DARK_WOOD)
    for dx, dy, wide in ((-60, -220, 120), (-90, -170, 110), (-15, -180, 110)):
        pen.oval(x + dx * size, ground + dy * size, x + (dx + wide) * size, ground + (dy + wide) * size, GREEN)


def _window(pen: Pen, x: float, y: float, wide: float, high: float) -> None:
    pen.box(x - 8, y - 8, x + wide + 8, y + high + 8, PLATE, round_=8)
    pen.box(x, y, x + wide, y + high, SKY)
    pen.shape(
        [(x, y + high), (x, y + high * 0.72), (x + wide * 0.5, y + high * 0.6), (x + wide, y + high * 0.76), (x + wide, y + high)],
        GRASS,
    )
    pen.box(x + wide / 2 - 4, y, x + wide / 2 + 4, y + high, PLATE)
    pen.box(x, y + high / 2 - 4, x + wide, y + high / 2 + 4, PLATE)
    pen.box(x - 16, y + high + 8, x + wide + 16, y + high + 22, PLATE, round_=4)


def _inside(wall: str, floor: str, line: float = 430) -> Pen:
    pen = Pen(wall)
    pen.box(0, line, WIDE, HIGH, floor)
    pen.box(0, line - 10, WIDE, line + 6, PLATE)
    return pen


def _chair(pen: Pen, x: float, y: float, colour: str, *, arms: bool = False, size: float = 1) -> None:
    """A chair seen from the front; `y` is where its legs stand."""
    for dx in (-38, 30):
        pen.box(x + dx * size, y - 60 * size, x + (dx + 8) * size, y, INK, round_=3)
    pen.box(x - 48 * size, y - 190 * size, x + 48 * size, y - 70 * size, colour, round_=26 * size)
    pen.box(x - 54 * size, y - 92 * size, x + 54 * size, y - 56 * size, colour, round_=16 * size, line=INK, width=0)
    pen.box(x - 54 * size, y - 66 * size, x + 54 * size, y - 54 * size, INK, round_=6 * size)
    if arms:
        for dx in (-66, 48):
            pen.box(x + dx * size, y - 130 * size, x + (dx + 18) * size, y - 56 * size, WOOD, round_=9 * size)


def _round_table(pen: Pen, x: float, y: float, wide: float, things: bool = True) -> None:
    pen.box(x - 16, y, x + 16, y + 150, DARK_WOOD)
    pen.oval(x - 90, y + 130, x + 90, y + 166, DARK_WOOD)
    pen.oval(x - wide / 2, y - wide * 0.15 + 12, x + wide / 2, y + wide * 0.15 + 12, DARK_WOOD)
    pen.oval(x - wide / 2, y - wide * 0.15, x + wide / 2, y + wide * 0.15, WOOD)
    if things:
        for dx, dy in ((-wide * 0.24, 4), (wide * 0.2, -10), (0.02 * wide, 22)):
            pen.oval(x + dx - 24, y + dy - 9, x + dx + 24, y + dy + 9, PLATE)
            pen.box(x + dx - 11, y + dy - 24, x + dx + 11, y + dy, BLUE, round_=5)
            pen.oval(x + dx - 11, y + dy - 29, x + dx + 11, y + dy - 19, PLATE)
        pen.box(x - 12, y - 66, x + 12, y - 14, PLUM, round_=8)
        for dx, colour in ((-20, SUN), (0, BRICK), (18, SUN)):
            pen.line([(x, y - 60), (x + dx, y - 100)], GREEN, 4)
            pen.oval(x + dx - 13, y - 116, x + dx + 13, y - 90, colour)


def _plant(pen: Pen, x: float, ground: float) -> None:
    for dx, dy in ((-50, -150), (-28, -190), (0, -205), (28, -188), (50, -148)):
        pen.line([(x, ground - 60), (x + dx, ground + dy)], GREEN, 14)
    pen.shape([(x - 40, ground - 70), (x + 40, ground - 70), (x + 28, ground), (x - 28, ground)], BRICK)


# ── the drawings ──────────────────────────────────────────────────────────────────────────────────


def hall_door() -> bytes:
    """A small brick hall: two glass doors, steps in front, a ramp with a rail on the right."""
    pen = _outside()
    _tree(pen, 110, 575, 1.2)
    pen.shape([(180, 250), (480, 90), (780, 250)], PLUM)
    pen.box(205, 245, 755, 570, BRICK)
    for row in range(250, 560, 34):
        pen.box(205, row, 755, row + 3, "#b87359")
    pen.box(310, 205, 650, 262, LINEN, round_=10)
    pen.words(480, 233, "St Anne’s Hall", 34)
    pen.box(352, 292, 608, 570, LEAF, round_=8)
    for x in (368, 486):
        pen.box(x, 308, x + 106, 556, SKY, round_=4)
        pen.box(x + (88 if x == 368 else 8), 420, x + (98 if x == 368 else 18), 480, SUN, round_=5)
    for x in (232, 650):
        _window(pen, x, 330, 76, 110)
    pen.shape([(352, 570), (608, 570), (930, 660), (930, HIGH), (300, HIGH), (300, 640)], STONE)
    pen.shape([(608, 570), (930, 660), (930, 690), (590, 596)], "#c3b9aa")
    for points in ([(640, 520), (920, 598)], [(640, 520), (640, 580)], [(780, 560), (780, 620)], [(920, 598), (920, 660)]):
        pen.line(points, INK, 9)
    pen.box(690, 640, 770, 700, BLUE, round_=8)
    pen.words(730, 670, "ramp", 24, PLATE)
    _plant(pen, 165, 668)
    return pen.done()


def hall_room() -> bytes:
    """A light room: one round table with cups and flowers, soft chairs, two windows."""
    pen = _inside(PLUM_WASH, LEAF_WASH)
    for x in (130, 590):
        _window(pen, x, 90, 230, 220)
    pen.oval(110, 560, 850, 715, "#bcd9c4")
    for x, colour in ((330, LEAF), (480, PLUM), (630, LEAF)):
        _chair(pen, x, 545, colour)
    _round_table(pen, 480, 520, 480)
    _chair(pen, 160, 650, PLUM, arms=True, size=1.15)
    _chair(pen, 800, 650, BLUE, arms=True, size=1.15)
    _plant(pen, 890, 470)
    return pen.done()


def changing_toilet() -> bytes:
    """A large toilet room: a hoist on a rail along the ceiling, a bench, a toilet with space on both sides."""
    pen = _inside("#e2eaf4", "#d7dfe8", 470)
    for x in range(0, WIDE, 80):
        pen.box(x, 0, x + 2, 460, "#d3dde9")
    for y in range(60, 460, 80):
        pen.box(0, y, WIDE, y + 2, "#d3dde9")
    pen.box(60, 48, 900, 66, GREY, round_=6)
    pen.box(300, 62, 380, 112, PLATE, round_=10, line=INK, width=4)
    pen.line([(340, 112), (340, 190)], INK, 5)
    pen.line([(296, 190), (384, 190)], INK, 10)
    pen.line([(304, 192), (322, 270), (358, 270), (376, 192)], LEAF, 12)
    pen.box(120, 420, 560, 470, BLUE, round_=18)
    pen.box(120, 456, 560, 478, INK, round_=8)
    for x in (180, 480):
        pen.box(x, 474, x + 20, 600, GREY)
    pen.box(150, 596, 540, 616, GREY, round_=8)
    pen.box(690, 330, 800, 470, PLATE, round_=12, line=GREY, width=4)
    pen.oval(670, 450, 820, 530, PLATE, line=GREY, width=4)
    pen.shape([(700, 520), (790, 520), (772, 610), (718, 610)], PLATE)
    for x in (625, 850):
        pen.line([(x, 400), (x, 470)], LEAF, 14)
    pen.line([(910, 66), (910, 590)], "#c0392b", 6)
    pen.shape([(898, 590), (922, 590), (910, 616)], "#c0392b")
    pen.box(60, 560, 110, 640, LEAF, round_=10)
    return pen.done()


def chamber_room() -> bytes:
    """A tall room with rows of dark benches, a platform with three high chairs, and three steps up to it."""
    pen = _inside("#e6d9c8", "#8d5a3c", 400)
    for x in (60, 300, 620, 850):
        pen.box(x, 0, x + 46, 400, "#d8c6ae")
    for x in (150, 435, 720):
        pen.box(x, 60, x + 90, 250, PLATE, round_=44)
        pen.box(x + 8, 68, x + 82, 250, SKY, round_=38)
    pen.box(280, 330, 680, 410, "#6d3f28")
    for x in (360, 480, 600):
        pen.box(x - 34, 230, x + 34, 340, PLUM, round_=12)
    pen.box(300, 318, 660, 346, DARK_WOOD, round_=4)
    for step in range(3):
        pen.box(420 - step * 18, 400 + step * 18, 540 + step * 18, 420 + step * 18, STONE)
    for row, (y, inset) in enumerate(((480, 150), (560, 90), (650, 20))):
        for left, right in ((inset, 440 - row * 20), (520 + row * 20, WIDE - inset)):
            pen.box(left, y - 60, right, y - 24, "#5b3421", round_=6)
            pen.box(left, y - 30, right, y + 18, "#74442c", round_=6)
    return pen.done()


def chamber_stairs() -> bytes:
    """A stone front with columns and nine steps up to a dark door."""
    pen = _outside()
    pen.box(150, 170, 810, 480, STONE)
    pen.shape([(120, 175), (480, 50), (840, 175)], "#c3b9aa")
    for x in (180, 300, 620, 740):
        pen.box(x, 180, x + 44, 480, LINEN)
    pen.box(400, 250, 560, 480, "#5b3421", round_=10)
    pen.box(476, 260, 484, 480, INK)
    for step in range(9):
        y = 474 + step * 24
        pen.box(330 - step * 20, y, 630 + step * 20, y + 24, "#c9bfb1" if step % 2 else "#ded6ca")
    for x, lower in ((320, 160), (640, 800)):
        pen.line([(x, 430), (lower, 640)], INK, 8)
    return pen.done()


def library_room() -> bytes:
    """A room with shelves of books, a long table, six chairs and a lamp."""
    pen = _inside("#fcebc0", WOOD, 440)
    colours = (LEAF, PLUM, BLUE, BRICK, SUN, GREY, GREEN)
    for left in (50, 650):
        pen.box(left, 60, left + 260, 436, DARK_WOOD, round_=8)
        for shelf in range(4):
            y = 76 + shelf * 90
            pen.box(left + 14, y, left + 246, y + 76, "#8a5f34")
            x = left + 18
            for number in range(11):
                wide = 14 + (number * 7 + shelf * 5) % 9
                high = 50 + (number * 11 + shelf * 3) % 24
                if x + wide < left + 244:
                    pen.box(x, y + 76 - high, x + wide, y + 76, colours[(number + shelf * 3) % 7], round_=2)
                x += wide + 2
    _window(pen, 380, 100, 200, 230)
    for x in (300, 480, 660):
        _chair(pen, x, 560, BLUE)
    pen.shape([(190, 520), (770, 520), (860, 610), (100, 610)], "#f0cd9c")
    pen.box(100, 608, 860, 632, DARK_WOOD, round_=6)
    for x in (140, 800):
        pen.box(x, 630, x + 22, HIGH, DARK_WOOD)
    for x in (300, 520, 690):
        pen.shape([(x, 548), (x + 80, 548), (x + 90, 580), (x - 6, 580)], PLATE)
    return pen.done()


def cafe_room() -> bytes:
    """A small warm room: a counter with a kettle and cakes, a bench with cushions, one table, a lamp above it."""
    pen = _inside("#f6d9c4", DARK_WOOD, 450)
    _window(pen, 80, 100, 260, 210)
    pen.shape([(80, 270), (200, 240), (340, 275), (340, 310), (80, 310)], BLUE)
    pen.box(560, 120, 900, 140, DARK_WOOD, round_=4)
    for x, colour in ((590, LEAF), (650, BLUE), (710, PLUM), (770, BRICK), (830, LEAF)):
        pen.box(x, 76, x + 38, 120, colour, round_=8)
    pen.box(560, 290, 920, 470, LEAF, round_=8)
    pen.box(546, 274, 934, 300, WOOD, round_=6)
    pen.oval(620, 232, 690, 276, PLATE)
    pen.box(770, 222, 840, 274, GREY, round_=16)
    pen.line([(836, 236), (866, 222)], GREY, 9)
    pen.line([(470, 0), (470, 130)], INK, 4)
    pen.shape([(430, 180), (510, 180), (492, 130), (448, 130)], SUN)
    pen.box(60, 420, 400, 560, PLUM, round_=26)
    pen.box(50, 510, 410, 580, "#8a3574", round_=20)
    for x, colour in ((90, SUN), (220, HONEY), (310, BRICK)):
        pen.box(x, 440, x + 74, 512, colour, round_=16)
    _chair(pen, 700, 640, BRICK, arms=True)
    _round_table(pen, 480, 540, 330)
    return pen.done()


def annexe_door() -> bytes:
    """A plain side door with one step, a keypad beside it and a lamp above."""
    pen = Pen("#cfc4b4")
    for row in range(0, 560, 46):
        for x in range(-60 if (row // 46) % 2 else 0, WIDE, 130):
            pen.box(x, row, x + 126, row + 42, "#dcd3c5")
    pen.box(0, 590, WIDE, HIGH, "#b9b0a2")
    pen.box(320, 110, 640, 596, LINEN, round_=6)
    pen.box(344, 134, 616, 596, BLUE, round_=4)
    pen.box(384, 180, 576, 350, SKY, round_=4)
    pen.oval(566, 420, 596, 450, SUN)
    pen.box(690, 330, 760, 440, GREY, round_=8)
    for row in range(3):
        for column in range(3):
            pen.oval(702 + column * 18, 350 + row * 26, 714 + column * 18, 362 + row * 26, PLATE)
    pen.shape([(440, 70), (520, 70), (540, 108), (420, 108)], SUN)
    pen.box(300, 592, 660, 640, STONE, round_=4)
    pen.words(480, 265, "Annexe", 34)
    _plant(pen, 220, 650)
    return pen.done()


def street(stop: str, goal: str) -> bytes:
    """The way from a bus stop, along a path with a crossing, to a building."""
    pen = _outside()
    pen.box(0, 600, WIDE, HIGH, "#b8b0b8")
    pen.box(0, 590, WIDE, 612, STONE)
    pen.shape([(90, 600), (190, 600), (700, 470), (640, 470)], STONE)
    _tree(pen, 330, 545, 0.9)
    _tree(pen, 880, 575, 1.1)
    pen.box(600, 300, 820, 480, BRICK, round_=4)
    pen.shape([(580, 304), (710, 220), (840, 304)], PLUM)
    pen.box(684, 390, 740, 480, LEAF, round_=4)
    pen.box(626, 322, 794, 364, LINEN, round_=8)
    pen.words(710, 343, goal, 22)
    pen.box(100, 330, 114, 600, INK)
    pen.box(60, 300, 210, 372, BLUE, round_=12)
    pen.words(135, 336, stop, 30, PLATE)
    for x in range(430, 640, 46):
        pen.shape([(x, 616), (x + 26, 616), (x + 50, HIGH), (x + 20, HIGH)], PLATE)
    return pen.done()


DRAWINGS: dict[str, Callable[[], bytes]] = {
    "hall door": hall_door,
    "hall room": hall_room,
    "changing toilet": changing_toilet,
    "hall way": lambda: street("Bus 12", "St Anne’s Hall"),
    "chamber room": chamber_room,
    "chamber stairs": chamber_stairs,
    "library room": library_room,
    "cafe room": cafe_room,
    "annexe door": annexe_door,
}
