"""The twelve follow-up points of document 001 and what counts each (``data/target_picture.toml``); their pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lindra.frame.charts import Figure, Series
from lindra.measures import catalogue
from lindra.measures.pagesets import comparing, over_time, overview
from lindra.measures.pagesets.counted import results
from lindra.measures.pagesets.look import Look

DATA = Path(__file__).parent.parent / "data" / "target_picture.toml"
Point = dict[str, Any]


@cache
def data() -> Point:
    """The points, with their source and aim."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def said(told: Point, what: str, language: str) -> str:
    """A text of the data in a language; empty where there is none."""
    return str(told.get(f"{what}_{'en' if language.startswith('en') else 'sv'}", ""))


def looks(told: Point, found: Look) -> Iterator[Look]:
    """The measures of a point that the cube counts, each as a look."""
    for name in told["measures"]:
        id, _colon, part = name.partition(":")
        measure = catalogue.in_force(id, found.on)
        if measure is not None and found.reading.holds(measure):
            yield replace(found, measure=measure, part=part)


def point(look: Look) -> Figure | None:
    """The measures of the point whose number is the topic, year by year; or divided, where the point asks for that."""
    told = next((one for one in data()["point"] if str(one["number"]) == look.topic), None)
    own = list(looks(told, look)) if told else []
    years = look.reading.years
    if told is None or not own or len(years) < 2:
        return None
    if by := told.get("by"):
        return comparing.strata(replace(own[0], by=by))
    if own[0].of.kind == "parts" and len(own) > 1:
        return over_time.parts_years(own[0])
    series = [_series(one, years) for one in own]
    heading = _("%(point)s: year by year, %(scope)s") % {
        "point": said(told, "title", look.language),
        "scope": look.names.scope(look.scope),
    }
    return Figure.small_multiples(heading, series, periods=years, name=_("Measure"))


def _series(one: Look, years: list[str]) -> Series:
    by_year = {each.period: each.value for each in results(one, one.of)}
    label = overview.brief_title(one.of, one.language)
    if one.part:
        label = f"{label}: {one.of.part(one.part).said(one.language)}"
    return Series(
        label=label, values=[by_year.get(year) for year in years], url=one.url("indicator", one.of.id)
    )
