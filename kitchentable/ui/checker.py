"""The page checker: what is wrong with a page, in words. Runs on every response in every test."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "circle",
        "rect",
        "ellipse",
        "line",
        "use",
    ]
)
CONTROLS = frozenset({"input", "select", "textarea"})
NO_LABEL = frozenset({"hidden", "submit", "button", "reset", "image"})
REFERENCES = frozenset(
    {"aria-describedby", "aria-labelledby", "aria-controls", "aria-details", "aria-errormessage", "aria-owns", "popovertarget"}
)
EMPTY_LINKS = frozenset({"click here", "here", "more", "read more", "link"})


class _Page(HTMLParser):
    """Reads a page once and remembers what the checks need."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.references: list[tuple[str, str]] = []
        self.labels: set[str] = set()
        self.controls: list[tuple[str, dict[str, str], bool]] = []
        self.headings: list[int] = []
        self.texts: list[list[str]] = []
        self.title = ""
        self.mains = 0
        self.lang = ""
        self.form: dict[str, bool] | None = None
        self.table: dict[str, bool] | None = None
        self.legend_wanted: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self._attributes(tag, found)
        if tag not in VOID:
            self.stack.append((tag, found))
            self.texts.append([])
        self._element(tag, found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self._attributes(tag, found)
        self._element(tag, found)

    def _attributes(self, tag: str, found: dict[str, str]) -> None:
        if found.get("dir", "ltr") not in ("ltr", "rtl", "auto"):
            self.wrong.append(f"<{tag}> has a dir that is neither ltr, rtl nor auto.")
        if "style" in found:
            self.wrong.append(f"<{tag}> has a style attribute.")
        for key, value in found.items():
            if key.startswith("on"):
                self.wrong.append(f"<{tag}> has an {key} handler.")
            if key in REFERENCES or (key == "for" and tag in ("label", "output")):
                self.references += [(f"<{tag}> {key}", one) for one in value.split()]
        if found.get("id"):
            if found["id"] in self.ids:
                self.wrong.append(f"The id “{found['id']}” stands twice.")
            self.ids.add(found["id"])
        if found.get("tabindex", "0").lstrip("-").isdigit() and int(found.get("tabindex", "0")) > 0:
            self.wrong.append(f"<{tag}> has a tabindex above 0.")

    def _element(self, tag: str, found: dict[str, str]) -> None:
        if tag == "html":
            self.lang = found.get("lang", "")
        elif tag == "main":
            self.mains += 1
        elif tag == "style":
            self.wrong.append("There is a <style> element.")
        elif tag == "script" and not found.get("src"):
            self.wrong.append("There is a script in the page.")
        elif tag in ("img", "svg") and self.texts and (found.get("alt") or found.get("aria-label")):
            self.texts[-1].append(f" {found.get('alt') or found.get('aria-label')} ")
        elif tag == "img" and "alt" not in found:
            self.wrong.append(f"An image has no alt text: {found.get('src', '')[:60]}")
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        elif tag == "label" and found.get("for"):
            self.labels.add(found["for"])
        elif tag == "fieldset":
            self.legend_wanted.append(True)
        elif tag == "legend" and self.legend_wanted:
            self.legend_wanted[-1] = False
        elif tag == "table":
            self.table = {"caption": False, "th": False}
        elif tag in ("caption", "th") and self.table is not None:
            self.table[tag] = True
        elif tag == "form":
            post = found.get("method", "").lower() == "post"
            self.form = {"post": post, "csrf": False, "once": "data-no-once" in found}
        if tag in CONTROLS:
            self._control(tag, found)

    def _control(self, tag: str, found: dict[str, str]) -> None:
        if self.form is not None and found.get("name") == "csrfmiddlewaretoken":
            self.form["csrf"] = True
        if self.form is not None and found.get("name") == "once":
            self.form["once"] = True
        if found.get("type", "").lower() not in NO_LABEL:
            inside = any(parent == "label" for parent, _attrs in self.stack)
            self.controls.append((tag, found, inside))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(open_tag == tag for open_tag, _attrs in self.stack):
            return
        while self.stack:
            open_tag, attrs = self.stack.pop()
            words = " ".join("".join(self.texts.pop()).split())
            if self.texts:
                self.texts[-1].append(f" {words} ")
            self._closed(open_tag, attrs, words)
            if open_tag == tag:
                return

    def _closed(self, tag: str, attrs: dict[str, str], words: str) -> None:
        named = words or attrs.get("aria-label") or attrs.get("aria-labelledby")
        if tag == "title" and not any(open_tag == "svg" for open_tag, _attrs in self.stack):
            if self.title:
                self.wrong.append("The page has two titles.")
            self.title = words
        elif tag in ("a", "button") and not named and ("href" in attrs or tag == "button"):
            self.wrong.append(f"A {'link' if tag == 'a' else 'button'} has no words: {attrs.get('href', '')}")
        elif tag == "a" and words.casefold() in EMPTY_LINKS:
            self.wrong.append(f"A link says only “{words}”.")
        elif tag in ("h1", "h2", "h3", "h4") and not words:
            self.wrong.append(f"An empty <{tag}>.")
        elif tag == "fieldset" and self.legend_wanted and self.legend_wanted.pop():
            self.wrong.append("A fieldset has no legend.")
        elif tag == "table" and self.table is not None:
            if not self.table["caption"]:
                self.wrong.append("A table has no caption.")
            if not self.table["th"]:
                self.wrong.append("A table has no header cells.")
            self.table = None
        elif tag == "form" and self.form is not None:
            if self.form["post"] and not self.form["csrf"]:
                self.wrong.append("A form that posts has no csrf token.")
            if self.form["post"] and not self.form["once"]:
                self.wrong.append("A form that posts has no one-time key.")
            self.form = None

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1].append(data)


def check_page(html: str) -> list[str]:
    """Everything that is wrong with a page, in words; empty when it is fine."""
    page = _Page()
    page.feed(html)
    page.close()
    wrong = page.wrong
    head, _dot, site = page.title.partition(" · ")
    if not head.strip() or not site.strip():
        wrong.append(f"The title should be “what this page is · Kitchen Table”; it is “{page.title}”.")
    if not page.lang:
        wrong.append("The page does not say its language.")
    if page.mains != 1:
        wrong.append(f"There are {page.mains} main parts; one is wanted.")
    if page.headings.count(1) != 1:
        wrong.append(f"There are {page.headings.count(1)} h1 headings; one is wanted.")
    wrong += [f"A heading jumps from h{a} to h{b}." for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
    for tag, attrs, inside in page.controls:
        if not (inside or attrs.get("id") in page.labels or attrs.get("aria-label") or attrs.get("aria-labelledby")):
            wrong.append(f"A {tag} has no label: {attrs.get('name', '')}")
    wrong += [f"{who} points at “{target}”, which is not there." for who, target in page.references if target not in page.ids]
    return wrong
