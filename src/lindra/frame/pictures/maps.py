"""Maps of areas by a stepped scale, drawn as they lie and as equal squares. The paths come with the rows.

Five steps from little to much, an own look for *not stated*, hatching for *withheld*. Values stand on the areas that
have room for them, and all in the table; a map shows where, never how sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

from lindra.frame import pen
from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element, em, percent
from lindra.frame.tables import Cell, Column, Table

STEPS = 5
SQUARE, APART = 2.9, 0.12  # em, a square of the tile map and the room between two
UNITS = 14  # of the tile map's own measure to an em, so that its text has a size no browser finds too small
TALL, LOW = 30.0, 14.0  # em, a map of a tall land; the least of a wide one
SLIM = 0.55  # a land is tall when it is narrower than so much of its height
NATION = 60  # areas beyond which a map bears no values


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """An area: its outline (``path``, the data of an SVG path) or its square (``column``, ``row``), and its value.

    ``step`` is 1–5, or ``None`` when nothing is stated; ``withheld`` areas are hatched. ``value`` is the value in
    words for the table (*62 %*), ``mark`` a short one for the map (*62*), ``letter`` the county's letters.
    """

    label: str
    value: str = ""
    step: int | None = None
    withheld: bool = False
    path: str = ""
    column: int = 0
    row: int = 0
    letter: str = ""
    mark: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.step is not None and not 1 <= self.step <= STEPS:
            raise ValueError(f"steps are 1 to {STEPS}, not {self.step}")
        if self.step is not None and self.withheld:
            raise ValueError("what is withheld has no step")


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """Areas and the words of the steps, ``steps[0]`` for step 1; ``box`` is left, top, width, height of the paths."""

    areas: Sequence[MapArea]
    steps: Sequence[str]
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    measured: str = ""

    def __post_init__(self) -> None:
        if any(area.step is not None and area.step > len(self.steps) for area in self.areas):
            raise ValueError("every step that is used has its words")


def area_map(found: AreaMap, *, title: str, words: Words, alone: bool = False) -> Svg:
    """The areas as they lie; its key stands inside it when it is ``alone`` in a file, else beside or below."""
    if not found.areas:
        return pen.empty("map", title, words)
    left, top, width, height = found.box
    beside = width < height * SLIM
    tall = TALL if beside else min(max(pen.NARROW * 1.2 * height / width, LOW), TALL * 0.8)
    unit = height / tall
    shapes = [_outline(area, found, words) for area in found.areas]
    labels = [one for area in found.areas for one in _value_on(area, found, unit)]
    ground = element(
        "svg", *shapes, *labels, class_="chart__land", x="0", y=em(0.2), width=percent(60 if alone else 100),
        height=em(tall), viewBox=f"{left:g} {top:g} {width:g} {height:g}", preserveAspectRatio="xMinYMin meet",
    )  # fmt: skip
    return _whole("map", found, (title, unit, tall, tall * width / height), ground, words, alone)


def tile_map(found: AreaMap, *, title: str, words: Words, alone: bool = False) -> Svg:
    """The areas as equal squares, so that a large and empty one does not weigh more than a small and full one."""
    if not found.areas:
        return pen.empty("tiles", title, words)
    columns = 1 + max(area.column for area in found.areas)
    rows = 1 + max(area.row for area in found.areas)
    wide, tall = columns * SQUARE - APART, rows * SQUARE - APART
    ground = element(
        "svg", *(_square(area, found, words) for area in found.areas), class_="chart__land", x="0", y=em(0.2),
        width=percent(60 if alone else 100), height=em(tall), viewBox=f"0 0 {wide * UNITS:g} {tall * UNITS:g}",
        preserveAspectRatio="xMinYMin meet",
    )  # fmt: skip
    return _whole("tiles", found, (title, UNITS, tall, wide), ground, words, alone)


def map_table(found: AreaMap, *, title: str, words: Words, name: str = "") -> Table:
    """Every area with its value, in the order given."""
    columns = [Column(name or words.name), Column(found.measured or words.value, True)]
    return Table(
        title, columns, [[Cell(area.label, url=area.url), _value(area, words)] for area in found.areas]
    )


def _whole(
    kind: str, found: AreaMap, size: tuple[str, float, float, float], ground: Svg, words: Words, alone: bool
) -> Svg:
    """The map with its hatching and key; ``size`` is its title, what an em is in its measure, its height and width."""
    title, unit, tall, wide = size
    told = pen.told([f"{area.label}: {_value(area, words)}" for area in found.areas], words)
    parts = [part for part in (_hatching(found, unit), ground) if part]
    items = _key(found, words)
    if alone:
        key, below = pen.key(items, 0.5, min(wide + 2, pen.PAPER * 0.6) / pen.PAPER * 100)
        return pen.canvas(kind, title, told, max(below, tall) + 0.4, *parts, *key)
    return pen.with_key(pen.canvas(kind, title, told, tall + 0.4, *parts, width=wide), items, beside=True)


def _outline(area: MapArea, found: AreaMap, words: Words) -> Svg:
    title = element("title", f"{area.label}: {_value(area, words)}")
    shape = element(
        "path", title, class_=f"map__area {_css(area)}", d=area.path, vector_effect="non-scaling-stroke"
    )
    parts = [shape]
    if area.withheld:
        parts.append(element("path", class_="map__hatched", d=area.path, fill=f"url(#{_id(found)})"))
    return element("a", *parts, href=area.url) if area.url else Svg("".join(parts))


def _square(area: MapArea, found: AreaMap, words: Words) -> Svg:
    x, y, side = (size * UNITS for size in (area.column * SQUARE, area.row * SQUARE, SQUARE - APART))
    box: dict[str, float] = {"x": x, "y": y, "width": side, "height": side, "rx": 2}
    parts = [
        element("title", f"{area.label}: {_value(area, words)}"),
        element("rect", class_=f"map__area {_css(area)}", vector_effect="non-scaling-stroke", **box),
    ]
    if area.withheld:
        parts.append(element("rect", class_="map__hatched", fill=f"url(#{_id(found)})", **box))
    on = f"chart__on on-{_css(area)}"
    middle = x + side / 2
    parts.append(element("text", area.letter, class_=on, x=middle, y=y + side / 2 - 3, font_size=UNITS))
    mark = area.mark or ("–" if area.step is None else "")
    parts.append(element("text", mark, class_=on, x=middle, y=y + side / 2 + 13, font_size=UNITS))
    inside = element("g", *parts)
    return element("a", inside, href=area.url) if area.url else inside


def _value_on(area: MapArea, found: AreaMap, unit: float) -> list[Svg]:
    """The short value, in the middle of an area that is large enough to hold it; ``unit`` is an em of the map."""
    if not area.mark or area.step is None or len(found.areas) > NATION:
        return []
    x, y, room = _widest(area.path, unit * 0.8)
    if room < (len(area.mark) * pen.LETTER + 0.5) * unit:
        return []
    return [
        element(
            "text",
            area.mark,
            class_=f"chart__on on-{_css(area)}",
            x=x,
            y=y + unit * 0.33,
            font_size=unit * 0.95,
        )
    ]


def _widest(path: str, unit: float) -> tuple[float, float, float]:
    """Where a text of this height has the most room in an area: its middle, and how wide it is.

    Lakes and islands are minded: a stretch is dry where an odd number of shores lie to its left.
    """
    rings = _rings(path)
    largest = max(rings, key=_area, default=[])
    if len(largest) < 3:
        return 0, 0, 0
    top, bottom = min(y for _, y in largest), max(y for _, y in largest)
    middle = (top + bottom) / 2
    best, most = (0.0, middle, 0.0), 0.0
    for part in range(3, 18):
        y = top + (bottom - top) * part / 20
        left, right = _common([_spans_at(rings, at) for at in (y - unit / 2, y, y + unit / 2)])
        worth = (right - left) - abs(y - middle) * 0.3
        if worth > most:
            best, most = ((left + right) / 2, y, right - left), worth
    return best


def _common(levels: list[list[pen.Place]]) -> pen.Place:
    """The widest stretch that is dry at every level."""
    shared = levels[0]
    for level in levels[1:]:
        shared = [(max(a, c), min(b, d)) for a, b in shared for c, d in level if min(b, d) > max(a, c)]
    return max(shared, key=lambda span: span[1] - span[0], default=(0.0, 0.0))


def _spans_at(rings: list[list[pen.Place]], y: float) -> list[pen.Place]:
    """The dry stretches at this height."""
    crossed = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in rings
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (a[1] <= y) != (b[1] <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def _rings(path: str) -> list[list[pen.Place]]:
    """The corners of a path made of ``M x y l dx dy … z``, as ``areas`` keeps its borders."""
    rings: list[list[pen.Place]] = []
    for part in path.split("M")[1:]:
        found = [float(number) for number in part.replace("-", " -").replace("l", " ").rstrip("z ").split()]
        steps = list(zip(found[::2], found[1::2], strict=False))
        rings.append(list(accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))))
    return rings


def _area(ring: list[pen.Place]) -> float:
    following = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)))


def _key(found: AreaMap, words: Words) -> list[pen.Item]:
    """The steps in order, then what has none, only when there is such an area."""
    items: list[pen.Item] = [
        (pen.swatch("box", f"map__swatch scale-{n}"), said) for n, said in enumerate(found.steps, 1)
    ]
    if any(area.withheld for area in found.areas):
        hatched = element(
            "rect",
            class_="map__hatched",
            x="0",
            y=em(0.1),
            width=em(1.5),
            height=em(1.1),
            fill=f"url(#{_id(found)}-key)",
        )
        items.append(([*pen.swatch("box", "map__swatch scale-withheld"), hatched], words.withheld))
    if any(area.step is None and not area.withheld for area in found.areas):
        items.append((pen.swatch("box", "map__swatch scale-none"), words.not_stated))
    return items


def _hatching(found: AreaMap, unit: float) -> Svg:
    """The slanting lines that lie over what is withheld: in the map, whose em is ``unit``, and in the key."""
    if not any(area.withheld for area in found.areas):
        return Svg("")
    sizes = {_id(found): unit * 0.5, f"{_id(found)}-key": 7.0}
    slanting = "M-2.5 2.5L2.5-2.5M-1 11L11-1M7.5 12.5L12.5 7.5"
    return element(
        "defs",
        *(
            element(
                "pattern", element("path", class_="map__hatch", d=slanting), id=name, width=size, height=size,
                patternUnits="userSpaceOnUse", viewBox="0 0 10 10",
            )
            for name, size in sizes.items()
        ),
    )  # fmt: skip


def _id(found: AreaMap) -> str:
    """A name for the hatching, its own on a page with several maps."""
    told = "|".join(
        f"{area.label}{area.value}{area.step}{area.column}{len(area.path)}" for area in found.areas
    )
    return f"hatch-{crc32(told.encode()):08x}"


def _css(area: MapArea) -> str:
    return "scale-withheld" if area.withheld else "scale-none" if area.step is None else f"scale-{area.step}"


def _value(area: MapArea, words: Words) -> str:
    if area.withheld:
        return words.withheld
    return area.value or words.not_stated
