"""The pictures of access: the map of municipalities at an hour, and a week of a function."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext

from lindra.access import week, words
from lindra.access.coverage import Cell, Coverage, inhabitants
from lindra.access.functions import Way, covered
from lindra.access.standing import Place
from lindra.areas import geography
from lindra.areas.svg import Outlines, outlines
from lindra.frame import numbers, texts
from lindra.frame.charts import Figure, MapArea


@cache
def _cut(codes: tuple[str, ...]) -> Outlines:
    return outlines(codes)


def area_map(title: str, places: Sequence[Place], way: Way, note: str) -> Figure:
    """Municipalities by how they stand in a way at the hour."""
    cut = _cut(tuple(place.municipality for place in places))
    areas = [_area(place, way, cut.paths[place.municipality]) for place in places]
    return Figure.area_map(
        title, areas, steps=[str(text) for text in words.STEP_WORDS], box=cut.box, name=gettext("Municipality"),
        measured=gettext("What is said"), note=note,
    )  # fmt: skip


def _area(place: Place, way: Way, path: str) -> MapArea:
    how = place.ways[way]
    said = str(words.STANDINGS[how])
    if place.contested[way] and how != "not_stated":
        said = gettext("%(said)s; the region sees it otherwise") % {"said": said}
    step = words.STEPS[how]
    return MapArea(
        label=geography.municipality(place.municipality).name, value=said if step is not None else "", step=step,
        path=path,
    )  # fmt: skip


def weeks(coverage: Coverage, codes: Sequence[str], looked_at: int) -> list[Figure]:
    """A week of every function for which hours are stated in some municipalities."""
    return [
        _week(function, [(row[code], inhabitants(code)) for code in codes], looked_at)
        for function, row in coverage.cells.items()
        if any(row[code].full or row[code].limited for code in codes)
    ]


def _week(function: str, cells: Sequence[tuple[Cell, int]], looked_at: int) -> Figure:
    name = covered()[function].text(texts.language())
    found = [_hour(cells, hour) for hour in range(168)]
    heads = (gettext("Day"), gettext("Hours"))
    return week.figure(name, week.Week(found, [str(day) for day in words.SHORT_DAYS], heads, looked_at))


def _hour(cells: Sequence[tuple[Cell, int]], hour: int) -> week.Hour:
    """An hour for all who live there: whole, in part, with limits, or not stated."""
    everybody = sum(people for _, people in cells)
    full = sum(people for cell, people in cells if cell.full >> hour & 1)
    limited = sum(people for cell, people in cells if (cell.limited & ~cell.full) >> hour & 1)
    if full == everybody:
        return week.Hour(5, False, gettext("exists"))
    if not full and not limited:
        return week.Hour(None, False, gettext("not stated to exist"))
    if not full:
        whole = limited == everybody
        return week.Hour(
            2, True, gettext("exists with limits") if whole else gettext("with limits, for some")
        )
    share = numbers.percent(full / everybody, 0, texts.language())
    return week.Hour(
        max(2, min(4, 1 + int(3 * full / everybody + 0.999))),
        False,
        gettext("exists for %(share)s") % {"share": share},
    )
