"""What a template needs to draw a map of areas: shapes with path, name and CSS class. Pure.

The page draws ``<svg viewBox="{{ map.view_box }}">`` with one ``<path class d><title>`` (or one square and
its letters) per shape: no inline style, so colours come from the tokens and follow light and dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from lindra.areas import geography

TILE = 40  # units between the left edges of two neighbouring squares
GAP = 2  # units left free between two squares
EDGE = 0.01  # of the longer side, left free around a map that is cut to its areas


@dataclass(frozen=True, slots=True)
class Shape:
    """One area of a map: ``path`` is the data of an SVG path, ``css`` its classes."""

    code: str
    name: str
    css: str
    path: str


@dataclass(frozen=True, slots=True)
class Square:
    """One region of a tile map: left and top edge, and the middle of the square for its letters."""

    code: str
    name: str
    letter: str
    css: str
    x: int
    y: int
    middle_x: int
    middle_y: int


@dataclass(frozen=True, slots=True)
class Map:
    """Shapes in one box; ``view_box`` is the SVG attribute."""

    view_box: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class TileMap:
    """Equal squares in one box; ``side`` is the side of a square."""

    view_box: str
    side: int
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The borders of some areas and the box that holds just these: left, top, width and height."""

    box: tuple[float, float, float, float]
    paths: Mapping[str, str]


def outlines(codes: Iterable[str]) -> Outlines:
    """The paths of these areas, for a map cut to them (``frame``'s ``Figure.area_map``)."""
    paths = {code: geography.border(code) for code in codes}
    corners = [corner for path in paths.values() for corner in _corners(path)]
    if not corners:
        return Outlines((0, 0, 0, 0), {})
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - top
    edge = max(width, height) * EDGE
    return Outlines((left - edge, top - edge, width + 2 * edge, height + 2 * edge), paths)


def _corners(path: str) -> Iterator[tuple[int, int]]:
    """Every corner of a border, which is written as ``M x y l dx dy …z``."""
    for ring in path.split("M")[1:]:
        steps = [int(found) for found in re.findall(r"-?\d+", ring)]
        yield from accumulate(
            zip(steps[::2], steps[1::2], strict=True), lambda a, b: (a[0] + b[0], a[1] + b[1])
        )


def map_shapes(values: Mapping[str, str]) -> Map:
    """A map of the areas named in ``values`` (code → CSS class), drawn in the order given.

    Regions and municipalities share one box, so regions may be laid over their municipalities.
    """
    width, height = geography.view_box()
    shapes = tuple(
        Shape(code, geography.area(code).name, css, geography.border(code)) for code, css in values.items()
    )
    return Map(f"0 0 {width} {height}", shapes)


def tile_map(values: Mapping[str, str]) -> TileMap:
    """The regions named in ``values`` (code → CSS class) as equal squares, north first."""
    squares = tuple(_square(each, values[each.code]) for each in geography.tiles() if each.code in values)
    columns = 1 + max(each.column for each in geography.tiles())
    rows = 1 + max(each.row for each in geography.tiles())
    return TileMap(f"0 0 {columns * TILE - GAP} {rows * TILE - GAP}", TILE - GAP, squares)


def _square(tile: geography.Tile, css: str) -> Square:
    region = geography.region(tile.code)
    x, y, half = tile.column * TILE, tile.row * TILE, (TILE - GAP) // 2
    return Square(tile.code, region.name, region.letter, css, x, y, x + half, y + half)
