"""Joins the style parts into the one file that pages load: `python -m kitchentable.ui.build`."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent / "static" / "ui"
FIRST = ("tokens.css", "base.css", "layout.css")
LAST = ("modes.css",)
BUILT = HERE / "kitchen.css"


def parts() -> list[Path]:
    """The parts in the order they are joined: tokens, base, layout, every component by name, modes."""
    components = sorted((HERE / "components").glob("*.css"))
    return [*(HERE / name for name in FIRST), *components, *(HERE / name for name in LAST)]


def joined() -> str:
    """What kitchen.css must say."""
    return "\n".join(part.read_text(encoding="utf-8").strip() + "\n" for part in parts())


def build() -> Path:
    """Write kitchen.css and say where it is."""
    BUILT.write_text(joined(), encoding="utf-8")
    return BUILT


if __name__ == "__main__":
    build()
