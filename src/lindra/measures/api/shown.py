"""The page about the open data: addresses, examples, what it is counted by, and every measure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lindra import clock
from lindra.frame import numbers, texts
from lindra.frame.tables import Cell, Column, Table
from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.release import BY_MONTH, OUTSIDE
from lindra.measures.targets import target


def empty(address: str) -> dict[str, Any]:
    """The page where nothing has been released."""
    return {
        "addresses": addresses(address),
        "asking": asking(),
        "measures": None,
        "facts": [],
        "groups": None,
    }


def context(cube: Cube, address: str) -> dict[str, Any]:
    """The page of a cube."""
    return {
        **empty(address),
        "facts": facts(cube),
        "measures": measures(cube),
        "groups": groups(),
    }


def addresses(address: str) -> Table:
    """Where to ask, and what is answered."""
    rows = [
        ("about.json", _("What the cube is: when it was counted, of how many, what was left out")),
        ("measures.json", _("Every measure: definition, version, source, target")),
        ("results.json?measure=place-of-death&by=region,year", _("Results of one measure, with its definition")),
        ("results.csv?measure=place-of-death&by=region,year", _("The same results as a table")),
        ("results.json?measure=coverage&by=municipality,year&where=region:17", _("Only those of one region")),
        ("openapi.json", _("All of this for machines (OpenAPI 3.0)")),
    ]  # fmt: skip
    return Table(
        _("Addresses"),
        [Column(_("Address")), Column(_("What is answered"))],
        [[Cell(name, url=address + name), said] for name, said in rows],
    )


def asking() -> list[tuple[str, str]]:
    """The parameters, each with what may stand there."""
    return [
        ("measure", _("An id, or id@version. Where only the id is given, the version in force answers.")),
        ("by", _("Groups and at most one period, with commas between. Where nothing is named, one number for all "
                 "together.")),
        ("where", _("name:value, several times if need be. The name is a group, or period.")),
    ]  # fmt: skip


def facts(cube: Cube) -> list[tuple[str, str]]:
    """What the cube says of itself."""
    language = texts.language()
    found = cube.about
    years = cube.periods("deaths", "year")
    return [
        (_("Counted"), texts.instant(datetime.fromisoformat(found.made_at))),
        (_("Deaths"), numbers.number(found.subjects.get("deaths", 0), 0, language)),
        (_("Stays in hospital"), numbers.number(found.subjects.get("stays", 0), 0, language)),
        (_("Years"), f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(years)),
    ]


def measures(cube: Cube) -> Table:
    """Every measure in the cube, with its key."""
    language, today = texts.language(), clock.today()
    rows = []
    for one in catalogue.measures():
        if one.key not in cube.keys:
            continue
        aim = target(one.goal, today)
        share = numbers.percent(aim.share, language=language) if aim else "–"
        rows.append([one.key, one.title.said(language), share, one.mark])
    columns = [Column(_("Key")), Column(_("Measure")), Column(_("Target"), numeric=True), Column(_("Mark"))]
    note = _("Marks: V read in a named source, M our working definition, ? no official definition found.")
    return Table(_("Measures"), columns, rows, note=note)


def groups() -> Table:
    """By what it is counted, and for which periods."""
    rows = [
        [name.replace("+", ",") if name != "all" else _("(nothing: all together)"),
         _("year and month") if name in BY_MONTH else _("year")]
        for name in OUTSIDE
    ]  # fmt: skip
    return Table(
        _("What it is counted by"),
        [
            Column(
                _("by"),
            ),
            Column(_("Periods")),
        ],
        rows,
        note=_("With a municipality, where=region:17 keeps those of one region."),
    )
