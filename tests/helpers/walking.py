"""What a walk through the pages looks at: width, words, the way of the keyboard. In a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from helpers import browsers

ROOMS = Path(__file__).resolve().parents[2] / "src" / "lindra"
PLACE = re.compile(r"%\(\w+\)[sd]|%%")
HOW_MANY = re.compile(r"%\((n|count|number)\)[sd]")
NUMBER = r"[\d\s.,]+"

WIDER_THAN_THE_WINDOW = """() => {
  const wide = document.scrollingElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= wide) return [];
  const told = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > wide + 1
    && !e.closest(".scroll") && !e.closest("svg"));
  return [`${document.scrollingElement.scrollWidth} in ${wide}`, ...told.slice(-3).map(e => e.outerHTML.slice(0, 120))];
}"""

# Every text that somebody sees or hears, but for what is marked as another language.
TEXTS = """() => {
  const own = document.documentElement.lang, found = new Set();
  const foreign = e => { const marked = e.closest("[lang]"); return marked && marked.lang !== own; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.replace(/\\s+/g, " ").trim(), e = walk.currentNode.parentElement;
    if (text && !foreign(e) && !["SCRIPT", "STYLE"].includes(e.tagName)) found.add(text);
  }
  for (const e of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (e.hasAttribute(name) && !foreign(e)) found.add(e.getAttribute(name).trim());
  found.add(document.title);
  return [...found];
}"""

# What has the focus now, and how it is seen, itself or the label around it; the style of the one before is read when
# it has lost it.
FOCUSED = """() => {
  const both = e => [e, e.closest("label")].filter(Boolean).map(one => getComputedStyle(one));
  const look = e => both(e).map(s => [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow].join(" ")).join();
  const outline = e => Math.max(...both(e).map(s => s.outlineStyle === "none" ? 0 : parseFloat(s.outlineWidth)));
  const before = window.lastFocused, e = document.activeElement;
  const calm = before && before.isConnected ? look(before) : "";
  if (!e || e === document.body || e === document.documentElement) { window.lastFocused = null; return {calm}; }
  if (e === before && ["date", "time", "datetime-local"].includes(e.type)) return {within: true};
  const box = e.getBoundingClientRect(), inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const boxes = [...e.getClientRects()].flatMap(r => [[r.x + r.width / 2, r.y + r.height / 2],
    [r.x + 3, r.y + 3], [r.right - 3, r.bottom - 3], [r.x + 3, r.bottom - 3]]);
  const reached = boxes.some(([x, y]) => { if (!inside(x, y)) return false;
    const hit = document.elementFromPoint(x, y); return hit && (e.contains(hit) || hit.contains(e)); });
  const order = before && before.isConnected ?
    Boolean(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) : true;
  window.lastFocused = e;
  window.reached = window.reached || new Set(); const again = window.reached.has(e); window.reached.add(e);
  return {calm, order, again, reached, style: look(e), size: [box.width, box.height],
    outline: outline(e),
    name: `<${e.tagName.toLowerCase()} ${e.id ? "#" + e.id : ""}${e.getAttribute("href") || e.name || ""}> ` +
      (e.innerText || e.value || e.getAttribute("aria-label") || "").trim().slice(0, 40)};
}"""

# As somebody who has just come to the page, also where a field took the focus when it opened.
FROM_THE_TOP = """() => { window.lastFocused = null; window.reached = new Set();
  if (document.activeElement === document.body) return;
  document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex"); }"""

NEVER_REACHED = """() => [...document.querySelectorAll(
    "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, " +
    "[tabindex='0']")]
  .filter(e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && !window.reached.has(e))
  .filter(e => !e.closest("[aria-hidden=true]"))
  .filter(e => !(e.type === "radio" && [...window.reached].some(o => o.name === e.name)))
  .map(e => e.outerHTML.slice(0, 120))"""


def too_wide(page: Page, width: int) -> list[str]:
    """What makes the page scroll sideways at a width of the window."""
    page.set_viewport_size({"width": width, "height": 900})
    return list(page.evaluate(WIDER_THAN_THE_WINDOW))


LOOKS = ((360, "light"), (1280, "dark"))
"""Widths and schemes in which a page is judged: colours are the same at every width, all else in every scheme."""


def faults(page: Page) -> list[str]:
    """What axe finds and what is too wide, narrow and wide, in light and dark."""
    found = [f"320: {fault}" for fault in too_wide(page, 320)]
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{width}: {fault}" for fault in too_wide(page, width)]
        found += [f"{width} {scheme}: {fault}" for fault in browsers.axe_violations(page)]
    return found


@dataclass(frozen=True)
class Stop:
    """Where the focus is after a press of Tab."""

    name: str
    faults: tuple[str, ...]


def tabbed(page: Page, most: int = 600) -> Iterator[Stop]:
    """Press Tab from the top until the page has been left; each stop with what is wrong with it."""
    page.evaluate(FROM_THE_TOP)
    before: dict[str, Any] = {}
    for _ in range(most):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now.get("within"):  # day, month and year of one field
            continue
        if before:
            yield Stop(before["name"], tuple(_faults(before, now["calm"])))
        if not now.get("name") or now["again"]:
            return
        before = now
    raise AssertionError(f"after {most} presses of Tab the page has no end: {before}")


def _faults(stop: dict[str, Any], calm: str) -> Iterator[str]:
    if not stop["order"]:
        yield "comes before what had the focus before it"
    if min(stop["size"]) < 1 or not stop["reached"]:
        yield "cannot be seen while it has the focus"
    if stop["style"] == calm:
        yield "looks the same with the focus as without"
    if stop["outline"] < 2:
        yield "has no outline of two pixels or more"


def never_reached(page: Page) -> list[str]:
    """What can be used, is to be seen, and was passed by."""
    return list(page.evaluate(NEVER_REACHED))


@cache
def catalog() -> dict[str, str]:
    """English and Swedish of every text of every room, the plurals too."""
    found: dict[str, str] = {}
    for path in ROOMS.glob("*/locale/sv/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="sv"):
                english = [message.id] if isinstance(message.id, str) else list(message.id)
                swedish = [message.string] if isinstance(message.string, str) else list(message.string)
                found |= {e: s for e, s in zip(english, swedish, strict=True) if e}
    return found


def in_the_wrong_language(page: Page, language: str, known: Iterable[str] = ()) -> list[str]:
    """Texts of the catalogs that stand on a page in the other language; ``known`` are texts of records."""
    allowed = {text.casefold() for text in known}
    return sorted(
        text
        for text in page.evaluate(TEXTS)
        if any(piece not in allowed and _wrong(piece, language) for piece in _pieces(text))
    )


def _pieces(text: str) -> set[str]:
    """A text, and the parts it was put together from."""
    return {
        part.strip().casefold()
        for part in (text, *re.split(r": | · | – |, | \| ", text))
        if len(part.strip()) > 2
    }


@cache
def _wrong(piece: str, language: str) -> bool:
    """Whether a piece is of the other language; menus and the like come on every page."""
    fixed, patterns = _other(language)
    return piece in fixed or any(pattern.fullmatch(piece) for pattern in patterns)


@cache
def _other(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The texts of the other language: those that are fixed, and those with something put in."""
    right = {(s if language == "sv" else e).casefold() for e, s in catalog().items()}
    texts = {(e if language == "sv" else s).casefold() for e, s in catalog().items()} - right
    fixed = frozenset(re.sub(r"<[^>]+>", "", text).strip() for text in texts if not PLACE.search(text))
    patterns = (_pattern(text) for text in texts if PLACE.search(text) and "<" not in text)
    return fixed, tuple(pattern for pattern in patterns if pattern)


def _pattern(text: str) -> re.Pattern[str] | None:
    """A text with something put in, as a pattern; none where it holds too few letters to be told by."""
    parts = PLACE.split(text)
    if sum(len(part.strip()) for part in parts) < 6:
        return None
    put_in = [NUMBER if HOW_MANY.fullmatch(place) else ".+" for place in PLACE.findall(text)]
    return re.compile(
        "".join(re.escape(part) + place for part, place in zip(parts, [*put_in, ""], strict=True))
    )
