"""Borders, the tile map, and what a template needs to draw them."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.areas import build_borders, geography, svg

Corner = tuple[int, int]
COORDINATE = st.floats(-1e5, 1e5)
CODES = [one.code for one in (*geography.regions(), *geography.municipalities())]


def corners(path: str) -> list[list[Corner]]:
    """The rings of a path in whole units, first corner not repeated."""
    rings = []
    for ring in path.split("M")[1:]:
        numbers = [int(found) for found in re.findall(r"-?\d+", ring)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        rings.append(list(itertools.accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))))
    return rings


def area(ring: list[Corner]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise([*ring, ring[0]])) / 2


def test_every_region_and_municipality_has_a_border_inside_the_box() -> None:
    width, height = geography.view_box()
    for code in CODES:
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", geography.border(code))
        assert all(
            0 <= x <= width and 0 <= y <= height for ring in corners(geography.border(code)) for x, y in ring
        )


def test_the_file_of_borders_is_small() -> None:
    assert (geography.DATA / "borders.json").stat().st_size < 250_000


def test_a_region_is_as_large_as_its_municipalities_together() -> None:
    """Lakes that no municipality holds and small islands make up for no more than a few per cent."""
    for region in geography.regions():
        whole = abs(sum(area(ring) for ring in corners(geography.border(region.code))))
        parts = sum(
            abs(sum(area(ring) for ring in corners(geography.border(one.code))))
            for one in geography.municipalities_of(region.code)
        )
        assert whole == pytest.approx(parts, rel=0.03), region.name


def test_neighbours_share_their_line_so_that_no_gap_opens() -> None:
    """A line walked more than once is walked as often back as forth, by two neighbours."""
    walked: Counter[tuple[Corner, Corner]] = Counter()
    for municipality in geography.municipalities():
        for ring in corners(geography.border(municipality.code)):
            walked.update(itertools.pairwise([*ring, ring[0]]))
    outer = {line for line in walked if (line[1], line[0]) not in walked}
    assert all(walked[a, b] == walked[b, a] for a, b in walked.keys() - outer)
    assert all(walked[line] == 1 for line in outer)
    hylte = corners(geography.border("1315"))  # far from the sea: all its lines are somebody else's too
    assert not outer & {line for ring in hylte for line in itertools.pairwise([*ring, ring[0]])}


def test_norrbotten_lies_in_the_north_and_skane_in_the_south() -> None:
    def middle(code: str) -> float:
        ring = max(corners(geography.border(code)), key=lambda ring: abs(area(ring)))
        return sum(y for _, y in ring) / len(ring)

    assert middle("25") == min(middle(region.code) for region in geography.regions())
    assert middle("12") == max(middle(region.code) for region in geography.regions())


def test_no_two_tiles_stand_on_the_same_square() -> None:
    tiles = geography.tiles()
    assert {tile.code for tile in tiles} == {region.code for region in geography.regions()}
    assert len({(tile.column, tile.row) for tile in tiles}) == 21
    assert min(tile.column for tile in tiles) == min(tile.row for tile in tiles) == 0


def test_a_map_has_a_shape_with_name_class_and_path_for_each_area_asked_for() -> None:
    drawn = svg.map_shapes({"12": "scale-3", "1280": "scale-1"})
    assert [(shape.name, shape.css) for shape in drawn.shapes] == [
        ("Region Skåne", "scale-3"),
        ("Malmö", "scale-1"),
    ]
    assert drawn.shapes[0].path == geography.border("12")
    assert drawn.view_box == "0 0 {} {}".format(*geography.view_box())


def test_squares_of_a_tile_map_do_not_touch() -> None:
    drawn = svg.tile_map({region.code: "scale-none" for region in geography.regions()})
    for one, other in itertools.combinations(drawn.squares, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) > drawn.side
    assert [square.letter for square in svg.tile_map({"01": ""}).squares] == ["AB"]


def test_an_unknown_code_is_not_drawn_silently() -> None:
    with pytest.raises(geography.UnknownArea):
        svg.map_shapes({"02": "scale-1"})


def test_the_projection_gives_the_published_control_point() -> None:
    """The worked example of Lantmäteriet's "Gauss Conformal Projection": 66° N, 24° E."""
    east, north = build_borders.gauss_conformal(
        24,
        66,
        meridian=13 + 35 / 60 + 7.692 / 3600,
        scale=1.00000254,
        east=84_182.8790,
        north=-6_226_307.8640,
    )
    assert (round(north, 3), round(east, 3)) == (1_135_809.414, 555_304.017)


def test_the_northing_on_the_central_meridian_is_the_length_of_its_arc() -> None:
    """From the equator to 60° N the meridian of GRS 80 is 6,654,072.819 m long."""
    assert build_borders.sweref99tm(15, 60) == pytest.approx((500_000, 0.9996 * 6_654_072.819), abs=0.01)


@given(
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=40, unique=True),
    st.floats(0, 1e4),
)
def test_a_thinned_line_keeps_its_ends_and_strays_no_further_than_allowed(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    thinned = build_borders.thin(line, tolerance)
    assert (thinned[0], thinned[-1]) == (line[0], line[-1])
    assert set(thinned) <= set(line)
    positions, start = [], 0
    for point in thinned:
        start = line.index(point, start)
        positions.append(start)
        start += 1
    for first, last in itertools.pairwise(positions):
        for point in line[first:last]:
            assert build_borders._distance(point, line[first], line[last]) <= tolerance + 1e-6


def test_two_areas_put_together_lose_the_line_between_them() -> None:
    left = [[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]]
    right = [[(1.0, 0.0), (1.0, 1.0), (2.0, 1.0), (2.0, 0.0), (1.0, 0.0)]]
    (outline,) = build_borders.dissolve([left, right])
    assert abs(build_borders._area(outline)) == 2.0
    assert len(outline) == 7


def test_a_ring_is_thinned_alike_whichever_way_it_is_walked() -> None:
    ring = [
        (0.0, 0.0),
        (5.0, 0.1),
        (10.0, 0.0),
        (10.1, 5.0),
        (10.0, 10.0),
        (0.0, 10.0),
        (0.1, 5.0),
        (0.0, 0.0),
    ]
    fixed = {(10.0, 0.0), (0.0, 10.0)}
    there = build_borders.thin_ring(ring, fixed, 0.5)
    back = build_borders.thin_ring(ring[::-1], fixed, 0.5)
    assert set(there) == set(back)
    assert len(there) == 5


def test_outlines_are_cut_to_the_areas_asked_for() -> None:
    skane = svg.outlines(one.code for one in geography.municipalities_of("12"))
    left, top, width, height = skane.box
    assert len(skane.paths) == 33
    found = [place for path in skane.paths.values() for ring in corners(path) for place in ring]
    assert all(left < x < left + width and top < y < top + height for x, y in found)
    assert width * height < 0.1 * geography.view_box()[0] * geography.view_box()[1]
    assert svg.outlines([]).paths == {}
