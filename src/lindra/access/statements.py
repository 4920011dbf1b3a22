"""The inventory of June 2026 as a coverage reads it: whom each statement concerns, and what regions say exists. Pure.

Whom a free text concerns is written out in ``data/areas_2026.csv``: a municipality only where the text names it and
speaks of those who live there. No area stated is read as the whole region. What a limitation limits stands in
``data/limits_2026.csv``; one that only repeats the area (*area*), or says that there is none (*whole*), limits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from lindra.access import functions as defined
from lindra.access import hours, inventory
from lindra.access.coverage import Contest, Inventory, Missing, Offer, Scope
from lindra.access.inventory import Answer
from lindra.access.rules import Finding

ID = "2026-06"
"""The name of this inventory."""
DISPUTES, EXISTS = "bestrider", "befintlig"
NOT_LIMITING = frozenset({"area", "whole"})
AGE = "age"
Contested = Literal["function", "region", "no"]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a text concerns: the scope, municipality codes where it names them, and why it was read so (Swedish)."""

    scope: Scope
    municipalities: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Stated:
    """Something a region says that it has: where, when, and within what limit; ``hours_said`` in the region's word."""

    region: str
    function: str
    scope: Scope
    place: str
    spans: tuple[hours.Span, ...]
    hours_said: str
    limit: str
    source_line: int


@cache
def concerned_by() -> dict[tuple[str, str, str], Concerned]:
    """Whom each text concerns, by region, area and function (empty: any)."""
    return {
        (row["region"], row["area"], row["function"]): Concerned(
            cast(Scope, row["scope"]), tuple(row["municipalities"].split()), row["note"]
        )
        for row in inventory.rows("areas_2026")
    }


def concerned(finding: Finding) -> Concerned:
    """Whom a finding concerns; without an area it is the region."""
    if not finding.area:
        return Concerned("region", (), "")
    known = concerned_by()
    key = (finding.region, finding.area, finding.function)
    return known[key] if key in known else known[(*key[:2], "")]


@cache
def limits() -> dict[str, str]:
    """What kind each limitation is of."""
    return {row["limitation"]: row["kind"] for row in inventory.rows("limits_2026")}


def limit(finding: Finding) -> str:
    """What a finding's limitation limits by; empty where it limits nothing."""
    kind = limits()[finding.limitation] if finding.limitation else ""
    return "" if kind in NOT_LIMITING else kind


@cache
def disputing() -> tuple[Answer, ...]:
    """The twelve answers that see it otherwise, in the order of the document."""
    return tuple(answer for answer in inventory.answers() if answer.status == DISPUTES)


@cache
def _disputed() -> frozenset[tuple[str, str]]:
    return frozenset((answer.region, answer.function) for answer in disputing())


def contested(region: str, function: str) -> Contested:
    """Whether a reply disputes this function in a region, only in general, or not at all."""
    if function != defined.NO_SINGLE_FUNCTION and (region, function) in _disputed():
        return "function"
    return "region" if (region, defined.NO_SINGLE_FUNCTION) in _disputed() else "no"


@cache
def stated() -> tuple[Stated, ...]:
    """What regions say that they have, from their answers."""
    return tuple(
        Stated(
            row["region"], row["function"], cast(Scope, row["scope"]), row["place"], hours.parse(row["hours"]),
            row["hours_said"], row["limit"], int(row["source_line"]),
        )
        for row in inventory.rows("offerings_2026")
    )  # fmt: skip


@cache
def june_2026() -> Inventory:
    """All of it: what both lists say is missing, what the regions say exists, who disputes what."""
    missing = [
        one for number, finding in enumerate(inventory.findings()) for one in _missing(number, finding)
    ]
    offers = [
        Offer(
            f"answer:{one.source_line}:{number}", one.function, one.scope, one.region, (),
            hours.mask(one.spans) if one.spans else None, bool(one.limit), one.place,
        )
        for number, one in enumerate(stated())
    ]  # fmt: skip
    contests = [
        Contest(answer.region, "" if answer.function == defined.NO_SINGLE_FUNCTION else answer.function)
        for answer in disputing()
    ]
    return Inventory(ID, inventory.REPORT_DATE, tuple(offers), tuple(missing), tuple(contests))


def _missing(number: int, finding: Finding) -> list[Missing]:
    """A statement; one of children is also of the function that is children's alone."""
    who, kind = concerned(finding), limit(finding)
    key = f"finding:{number}"
    one = Missing(key, finding.function, who.scope, finding.region, who.municipalities, bool(kind))
    if kind != AGE:
        return [one]
    whole = finding.function == defined.NO_SINGLE_FUNCTION
    return [one, Missing(key, defined.CHILDREN, who.scope, finding.region, who.municipalities, not whole)]
