"""A picture made ready to leave the page: every length in pixels, every colour written out, nothing that stretches.

A page gives a picture its width, its size of text and its stylesheet. A file has none of these, and programs that
open it (word processors, drawing programs, Typst) know less of SVG than browsers do. So what is per cent or *em*
becomes a number, a sheet that stretches becomes plain lines, classes become attributes, links become groups.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from lindra.frame import sheet_styles
from lindra.frame.svg import Svg, element

EM = 14.0  # pixels of the text of a picture
ACROSS = frozenset({"x", "x1", "x2", "cx", "dx", "width"})
LENGTHS = ACROSS | {"y", "y1", "y2", "cy", "dy", "height", "r", "rx", "font-size"}
GONE = frozenset({"class", "role", "vector-effect", "href", "xmlns"})
KEPT = frozenset({"d", "fill", "id", "viewBox", "patternUnits"})

Element = ElementTree.Element


@dataclass(frozen=True, slots=True)
class _Room:
    """Where an element stands: how wide what surrounds it is, the classes around it, how much it is enlarged."""

    width: float
    height: float
    around: tuple[sheet_styles.Classes, ...] = ()
    scale: float = 1.0


def flattened(drawn: Svg, width: float) -> tuple[Svg, float]:
    """The picture as a group so many pixels wide, without name and description, and its height."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own markup
    height = _length(root.get("height", "0"), width)
    room = _Room(width, height)
    inside = [_flat(child, _within(root, room)) for child in root if _tag(child) not in ("title", "desc")]
    return element("g", *inside, **_styled(root, room)), height


def described(drawn: Svg) -> str:
    """What the picture says to those who listen."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own markup
    return next((child.text or "" for child in root if _tag(child) == "desc"), "")


def _flat(one: Element, room: _Room) -> Svg:
    tag = _tag(one)
    if tag == "svg":
        return _place(one, room)
    inside = [_flat(child, _within(one, room)) for child in one]
    words = [one.text] if one.text and one.text.strip() else []
    return element("g" if tag == "a" else tag, *words, *inside, **_attributes(one, room))


def _place(one: Element, room: _Room) -> Svg:
    """A picture inside the picture: moved, and enlarged or stretched when it has a measure of its own."""
    x, y = (_length(one.get(name, "0"), room.width) for name in ("x", "y"))
    width = _length(one.get("width", "100%"), room.width)
    height = _length(one.get("height", "0"), room.height)
    if "viewBox" not in one.attrib:
        own = _Room(width, height, room.around, room.scale)
        return element(
            "g", *(_flat(child, _within(one, own)) for child in one), transform=f"translate({x:.2f} {y:.2f})"
        )
    left, top, wide, tall = (float(part) for part in one.attrib["viewBox"].split())
    if one.get("preserveAspectRatio") == "none":
        own = _within(one, room)
        return element("g", *(_stretched(child, own, (x, y, width / wide, height / tall)) for child in one))
    scale = min(width / wide, height / tall)
    # A mark has its middle at the corner of its place; a map keeps to the left and top of it.
    moved = f"translate({x - left * scale:.2f} {y - top * scale:.2f}) scale({scale:.5f})"
    own = _Room(wide, tall, room.around, room.scale * scale)
    return element("g", *(_flat(child, _within(one, own)) for child in one), transform=moved)


def _stretched(one: Element, room: _Room, onto: tuple[float, float, float, float]) -> Svg:
    """A curve with its corners where the stretched sheet would show them."""
    x, y, across, down = onto

    def moved(found: re.Match[str]) -> str:
        return f"{x + float(found[1]) * across:.1f} {y + float(found[2]) * down:.1f}"

    drawn = re.sub(r"(-?\d+) (-?\d+)", moved, one.get("d", ""))
    return element("path", d=drawn, **_styled(one, room))


def _attributes(one: Element, room: _Room) -> dict[str, str | float]:
    """Lengths in pixels, then what the stylesheet says."""
    kept: dict[str, str | float] = {}
    for name, value in one.attrib.items():
        if name in LENGTHS:
            kept[name] = _length(value, room.width if name in ACROSS else room.height)
        elif name in KEPT:
            kept[name] = value
        elif name not in GONE:
            raise ValueError(f"a saved picture does not know the attribute {name}")
    return kept | _styled(one, room)


def _styled(one: Element, room: _Room) -> dict[str, str | float]:
    """The stylesheet's words; lines that do not grow with their map are made thinner by as much as it is enlarged."""
    said = sheet_styles.style(_classes(one), room.around)
    if "vector-effect" not in one.attrib or room.scale == 1:
        return {**said}
    thinner: dict[str, str | float] = {
        name: " ".join(f"{float(part) / room.scale:.3f}" for part in said[name].split())
        for name in ("stroke-width", "stroke-dasharray")
        if name in said
    }
    return {**said, **thinner}


def _within(one: Element, room: _Room) -> _Room:
    return _Room(room.width, room.height, (*room.around, _classes(one)), room.scale)


def _classes(one: Element) -> sheet_styles.Classes:
    return frozenset(one.get("class", "").split())


def _tag(one: Element) -> str:
    return one.tag.rpartition("}")[2]


def _length(text: str, whole: float) -> float:
    """A length in pixels."""
    if text.endswith("%"):
        return float(text[:-1]) / 100 * whole
    return float(text[:-2]) * EM if text.endswith("em") else float(text)
