"""What every picture is drawn with: frame, lines, boxes, marks, labels and keys. Pure.

A picture has no fixed width. Places along it are per cent of the room it is given, heights are *em*, so the
text keeps its size from a telephone to a wall, and grows when the reader enlarges it. A curve of many points
lies on a :func:`sheet`, which stretches; a mark and the items of a key stand in a small place of their own.
Colours are classes (``static/frame/charts.css``).
"""

from __future__ import annotations

from collections.abc import Sequence

from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element, em, lines, percent

WIDTH = 40  # characters on a line of a label, so that it fits a telephone
LINE = 1.35  # em from line to line
DESCRIBED = 12  # rows that are read out in the description; beyond that, the table
LETTER = 0.56  # em that a letter is wide, a little more than the mean, to see what has room
NARROW = 18.0  # em across the narrowest picture: a telephone of 320 px, less its margins
PAPER = 50.0  # em across a picture in a file
PLOT = 93.0  # per cent of it that a plot takes
FINE = 1000  # steps across a sheet

SHAPES = {
    "diamond": "M0-5.4L5.4 0 0 5.4-5.4 0z",
    "up": "M0-5.6L5.4 4.4-5.4 4.4z",
    "down": "M0 5.6L5.4-4.4-5.4-4.4z",
    "square": "M-4.2-4.2L4.2-4.2 4.2 4.2-4.2 4.2z",
    "round": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
}
"""The outline of each mark, around its middle, in a box of ten."""

Place = tuple[float, float]


def canvas(
    kind: str, title: str, description: str, height: float, *parts: Svg, width: float | None = None
) -> Svg:
    """The picture around its parts, with a name and a description for those who listen.

    It takes the width it is given, or at most ``width`` em.
    """
    return element(
        "svg",
        element("title", title),
        element("desc", description),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        class_=f"chart chart--{kind}",
        width="100%" if width is None else em(width),
        height=em(height),
    )


def empty(kind: str, title: str, words: Words) -> Svg:
    """A picture of nothing, which says so."""
    return canvas(kind, title, words.no_data, 1.8, text("chart__none", words.no_data, 0, 1.2))


def told(rows: Sequence[str], words: Words) -> str:
    """What the picture says aloud: its rows, or where they are when they are many."""
    return "; ".join(rows) if len(rows) <= DESCRIBED else words.in_table


# Lines and boxes.


def box(name: str, left: float, top: float, width: float | None, height: float, *inside: Svg) -> Svg:
    """A rectangle; without a width it is as wide as the swatch of a key."""
    across = em(1.5) if width is None else percent(width)
    return element("rect", *inside, class_=name, x=percent(left), y=em(top), width=across, height=em(height))


def line(name: str, x1: float, y1: float, x2: float, y2: float) -> Svg:
    """A straight line."""
    return element("line", class_=name, x1=percent(x1), y1=em(y1), x2=percent(x2), y2=em(y2))


def dot(name: str, x: float, y: float, radius: float, *inside: Svg) -> Svg:
    """A round mark."""
    return element("circle", *inside, class_=name, cx=percent(x), cy=em(y), r=em(radius))


def mark(shape: str, name: str, x: float, y: float, size: float, *inside: Svg) -> Svg:
    """A mark of a shape (``SHAPES``), ``size`` em across, with its middle at the place."""
    return element(
        "svg",
        element("path", *inside, class_=name, d=SHAPES[shape], vector_effect="non-scaling-stroke"),
        class_="chart__place", x=percent(x), y=em(y), width=em(size), height=em(size), viewBox="0 0 10 10",
    )  # fmt: skip


def place(x: float, y: float, *parts: Svg) -> Svg:
    """A little picture of its own from this place on, so that what stands in it can be measured in em."""
    return element("svg", *parts, class_="chart__place", x=percent(x), y=em(y))


def plot(*parts: Svg, width: float = 100) -> Svg:
    """So many per cent of the width, for a picture with numbers at its right.

    On a page the stylesheet keeps room for them beside the picture (``.chart--run`` and others), so that the plot takes
    all of it; in a file it has to leave the room itself (``PLOT``).
    """
    return element("svg", *parts, class_="chart__plot", x="0", y="0", width=percent(width))


def sheet(left: float, top: float, width: float, height: float, *paths: Svg) -> Svg:
    """A ground of 1000 × 1000 steps that stretches with the picture; for curves of many points."""
    return element(
        "svg", *paths, class_="chart__sheet", x=percent(left), y=em(top), width=percent(width),
        height=em(height), viewBox=f"0 0 {FINE} {FINE}", preserveAspectRatio="none",
    )  # fmt: skip


def curve(name: str, runs: Sequence[Sequence[Place]]) -> Svg:
    """A line on a sheet, places 0–1 across and down; each run is drawn apart from the next."""
    drawn = "".join(
        "M" + "L".join(f"{round(x * FINE)} {round(y * FINE)}" for x, y in run) for run in runs if len(run) > 1
    )
    return element("path", class_=name, d=drawn, vector_effect="non-scaling-stroke") if drawn else Svg("")


# Text.


def text(name: str, said: str, x: float, y: float, *, dx: float = 0) -> Svg:
    """A line of text; ``dx`` moves it so many em aside."""
    aside = {"dx": em(dx)} if dx else {}
    return element("text", said, class_=name, x=percent(x), y=em(y), **aside)


def tick(said: str, x: float, y: float, anchor: str = "start", *, dx: float = 0) -> Svg:
    """A small text at an axis."""
    return text(f"chart__tick chart__tick--{anchor}", said, x, y, dx=dx)


def anchor_at(x: float, widest: float = 100) -> str:
    """How a text is set so that it stays within the picture."""
    return "start" if x < widest * 0.12 else "end" if x > widest * 0.88 else "middle"


def heading(
    label: str, value: str, top: float, indent: float = 0, width: int = WIDTH
) -> tuple[list[Svg], float]:
    """A label, broken into lines, and its value at the end of the last, or below when there is no room."""
    broken = _room_for(value, label, width)
    texts = [
        element(
            "text", part, class_="chart__label", x=em(indent) if indent else "0", y=em(top + 1 + i * LINE)
        )
        for i, part in enumerate(broken)
    ]
    height = len(broken) * LINE
    texts.append(element("text", value, class_="chart__value", x="100%", y=em(top + 1 + height - LINE)))
    return texts, top + height + 0.15


def _room_for(value: str, label: str, width: int) -> list[str]:
    """The lines of a label, broken so that the value fits at the end of the last, or an empty one for it."""
    broken = lines(label, width)
    if len(broken[-1]) + len(value) + 2 <= width:
        return broken
    narrow = lines(label, max(width - len(value) - 2, width // 3))
    return narrow if len(narrow) == len(broken) + 1 and len(narrow) < 4 else [*broken, ""]


def paragraph(name: str, said: str, top: float, width: int = WIDTH - 5) -> tuple[list[Svg], float]:
    """A sentence broken into lines that fit a telephone."""
    broken = lines(said, width)
    return [text(name, part, 0, top + 1 + i * LINE) for i, part in enumerate(broken)], top + len(
        broken
    ) * LINE


# Keys.

Item = tuple[Sequence[Svg], str]
"""A swatch (:func:`swatch`) and what it means."""


def with_key(drawn: Svg, items: Sequence[Item], *, beside: bool = False) -> Svg:
    """A picture and its key as they stand on a page, where the key takes the room there is."""
    told = [
        element("li", element("svg", *parts, class_="chart key__mark", aria_hidden="true"), Svg(" "), said)
        for parts, said in items
    ]
    name = "pictured pictured--beside" if beside else "pictured"
    return element("div", drawn, element("ul", *told, class_="key"), class_=name)


def key(items: Sequence[Item], top: float, left: float = 0) -> tuple[list[Svg], float]:
    """A key inside a picture of known width (``PAPER``), in as many columns as its words allow.

    From ``left`` per cent on, one below the other, when it stands beside a map.
    """
    room = PAPER * (1 - left / 100)
    longest = max((len(said) for _, said in items), default=0) * LETTER + 2.8
    columns = 1 if left else max(int(room // longest), 1)
    parts = [
        place(
            left + number % columns * (100 - left) / columns,
            top + number // columns * (LINE + 0.1),
            *drawn,
            element("text", said, class_="chart__key", x=em(2.2), y=em(1)),
        )
        for number, (drawn, said) in enumerate(items)
    ]
    return parts, top + -(-len(items) // columns) * (LINE + 0.1)


def swatch(kind: str, name: str) -> list[Svg]:
    """What stands before the words of a key: ``line``, ``box``, ``dot`` or a shape, of a class."""
    if kind == "line":
        return [element("line", class_=name, x1="0", y1=em(0.65), x2=em(1.7), y2=em(0.65))]
    if kind == "box":
        return [element("rect", class_=name, x="0", y=em(0.1), width=em(1.5), height=em(1.1))]
    if kind == "dot":
        return [element("circle", class_=name, cx=em(0.85), cy=em(0.65), r=em(0.26))]
    return [
        element(
            "svg",
            element("path", class_=name, d=SHAPES[kind], vector_effect="non-scaling-stroke"),
            class_="chart__place", x=em(0.85), y=em(0.65), width=em(0.95), height=em(0.95),
            viewBox="0 0 10 10",
        )
    ]  # fmt: skip
