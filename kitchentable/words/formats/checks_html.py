"""The web page and the plain text, read back."""

from __future__ import annotations

from pathlib import Path

from lxml import html as lxml_html

from kitchentable.words.formats.made import Check, all_there
from kitchentable.words.formats.paper import Paper, lines

WORDS = "Every word of the paper is there"


def check_html(path: Path, paper: Paper) -> tuple[Check, ...]:
    """What a screen reader and a phone need of a page."""
    root = lxml_html.document_fromstring(path.read_bytes())
    headings = [int(one.tag[1]) for one in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    skips = [(one, two) for one, two in zip([0, *headings], headings, strict=False) if two > one + 1]
    pictures = list(root.iter("img"))
    silent = [one for one in pictures if one.get("alt") is None]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    active = [one.tag for one in root.iter("script", "iframe", "object", "embed", "form", "base", "link")]
    active += [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    outside = [one.get("src") for one in pictures if not one.get("src", "").startswith("data:image/")]
    title = root.findtext(".//title") or ""
    return (
        Check(
            "The page has a language and a title", bool(root.get("lang")) and bool(title.strip()), f"{root.get('lang')}, “{title}”."
        ),
        Check("It has one main part", len(root.findall(".//main")) == 1),
        Check(
            "It has one main heading, and no level is skipped", headings.count(1) == 1 and not skips, f"{len(headings)} headings."
        ),
        Check("Each picture has words, or says that it is decoration", not silent, f"{len(pictures)} pictures."),
        Check("Each place has a name of its own", len(ids) == len(set(ids))),
        Check("Nothing in it runs, and nothing comes from elsewhere", not active and not outside, ", ".join(map(str, active[:5]))),
        all_there(WORDS, lines(paper, alts=False), root.find(".//body").text_content()),
    )


def check_plain(path: Path, paper: Paper) -> tuple[Check, ...]:
    """Every word, and nothing that a plain reader trips over."""
    text = path.read_bytes().decode("utf-8-sig")
    odd = sorted({sign for sign in text if sign != "\n" and (sign < " " or sign == "\ufffd")})
    return (all_there(WORDS, lines(paper), text), Check("No sign in it is broken", not odd, ", ".join(map(repr, odd))))
