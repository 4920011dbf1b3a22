"""What the open addresses answer, as plain values. Pure.

Only the cube that was released for anybody is ever opened here (:func:`released`): a cube of another level that lies
in its place is refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lindra.measures import catalogue
from lindra.measures.cubes import told
from lindra.measures.cubes.asked import Asked, measure, parse
from lindra.measures.cubes.cube import Cell, Cube, NoCube, NotInCube, grouping_for
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.release import BY_MONTH
from lindra.measures.cubes.results import of_cell, results
from lindra.measures.strata import STRATA

PARAMETERS = ("measure", "by", "where")
MOST = 50_000
"""Results in one answer; whoever asks for more is told to ask for a part. Our own choice."""


class NotThere(LookupError):
    """What was asked for does not exist; says what does."""


class NotUnderstood(ValueError):
    """The question is not one that can be answered; says how to ask."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its results, as plain values, and the columns they have as a table."""

    asked: Asked
    rows: list[dict[str, Any]]
    columns: tuple[str, ...]


def released(home: Path) -> Cube:
    """A world's cube for anybody; :class:`NotThere` where nothing has been released."""
    try:
        cube = Cube(Kept(home).cube("outside"))
    except NoCube:
        raise NotThere("nothing has been released here yet") from None
    if cube.about.level != "outside":
        cube.close()
        raise NotThere("what lies here has not been released for anybody")
    return cube


def about(cube: Cube) -> dict[str, Any]:
    """What the cube says of itself."""
    return told.about(cube.about)


def defined(cube: Cube, on: date) -> list[dict[str, Any]]:
    """Every definition that is counted in the cube."""
    return [told.defined(one, on) for one in catalogue.measures() if one.key in cube.keys]


def answer(
    cube: Cube, key: str, by: str, where: Sequence[str], on: date, *, given: Sequence[str] = ()
) -> Answer:
    """The results of one question. ``given``: the names of the parameters that came with it."""
    strange = sorted(set(given) - set(PARAMETERS))
    if strange:
        raise NotUnderstood(f"there is no parameter {strange[0][:60]!r}; there is: {', '.join(PARAMETERS)}")
    if not key:
        raise NotUnderstood("say which measure: measure=place-of-death; measures.json has every one of them")
    asked = _asked(cube, key, by, where, on)
    try:
        _kept(asked)
        found = results(cube, asked.measure, on, asked.by, asked.every, asked.where)
    except NotInCube as error:
        raise NotUnderstood(str(error)) from None
    if len(found) > MOST:
        raise NotUnderstood(
            f"{len(found)} results, and {MOST} are given at a time: ask for a part, as in where=period:2025"
        )
    return Answer(asked, [told.result(one) for one in found], _columns(asked, on))


def _asked(cube: Cube, key: str, by: str, where: Sequence[str], on: date) -> Asked:
    try:
        wanted = measure(key, on)
    except NotInCube:
        raise NotThere(f"there is no measure {key[:60]!r}; measures.json has every one of them") from None
    if wanted.key not in cube.keys:
        raise NotThere(f"{wanted.key} is not counted in this cube; measures.json has what is")
    try:
        return parse(wanted.key, by, [_condition(each) for each in where], on)
    except NotInCube:
        raise NotUnderstood(
            f"by={by[:60]}: give groups among {', '.join(STRATA)} and at most one of month, quarter, year, as in "
            "by=municipality,year"
        ) from None


def _kept(asked: Asked) -> None:
    """Refuse a period that is not released of these groups, where nothing at all would look like nobody."""
    grouping = grouping_for(asked.measure.subject, asked.by, asked.where, asked.every)  # type: ignore[arg-type]
    if asked.every not in ("", "year") and grouping.name not in BY_MONTH:
        raise NotInCube(
            f"{grouping.name} is released by year only; by {asked.every} there is: {', '.join(BY_MONTH)}"
        )


def _condition(text: str) -> str:
    name, colon, value = text.partition(":")
    if not colon or name not in (*STRATA, "period"):
        raise NotUnderstood(
            f"where={text[:60]}: write name:value, the name one of period, {', '.join(STRATA)}, as in where=region:17"
        )
    return f"{name}={value}"


def _columns(asked: Asked, on: date) -> tuple[str, ...]:
    """The columns of a table, also of one without rows."""
    one = asked.measure
    nobody = Cell(f"{on:%Y}" if asked.every else "", dict.fromkeys(asked.by, ""), dict.fromkeys(one.counters))
    return tuple(told.result(of_cell(one, nobody, on)[0]))


def as_json(found: Answer, cube: Cube, on: date) -> dict[str, Any]:
    """Results with their definition and the cube they are of: the same as ``lindra measures show --json``."""
    return {"measure": told.defined(found.asked.measure, on), "cube": about(cube), "results": found.rows}


def as_csv(found: Answer) -> str:
    """The results alone as CSV (RFC 4180): comma, decimal point, empty where there is nothing or it is withheld."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(found.columns)
    for row in found.rows:
        writer.writerow([_written(row.get(name)) for name in found.columns])
    return out.getvalue()


def _written(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
