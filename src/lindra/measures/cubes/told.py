"""Cubes, definitions and results as plain values: what commands print and the API answers. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from lindra.areas import geography
from lindra.measures.counting.stays import BEFORE_ADMISSION, NO_ADMISSION
from lindra.measures.counting.subjects import BEFORE_BIRTH, TWO_DEATHS, UNKNOWN_MUNICIPALITY
from lindra.measures.cubes.cube import SUM, About
from lindra.measures.cubes.results import Result
from lindra.measures.measure import Measure
from lindra.measures.targets import target

WHY = {
    TWO_DEATHS: "persons with two deaths, left out: one of the deaths must be withdrawn in the record",
    NO_ADMISSION: "stays whose admission is not told, left out",
    BEFORE_ADMISSION: "stays that ended before they began, left out: one of the dates is wrong",
    BEFORE_BIRTH: "persons who died before they were born, left out: one of the dates is wrong",
    UNKNOWN_MUNICIPALITY: "persons of a municipality code that is not known here, counted as of no known municipality",
}


def defined(measure: Measure, on: date) -> dict[str, Any]:
    """A definition, with the target that holds on a day."""
    aim = target(measure.goal, on)
    return {
        "id": measure.id,
        "version": measure.version,
        "valid_from": measure.valid_from.isoformat(),
        "trial": measure.trial,
        "topic": measure.topic,
        "title": {"sv": measure.title.sv, "en": measure.title.en},
        "meaning": {"sv": measure.meaning.sv, "en": measure.meaning.en},
        "kind": measure.kind,
        "subject": measure.subject,
        "register": measure.register,
        "good": measure.good,
        "target": aim.share if aim else None,
        "target_source": aim.source if aim else None,
        "source": {"sv": measure.source.sv, "en": measure.source.en},
        "mark": measure.mark,
        "verified": measure.mark == "V",
        "fingerprint": measure.fingerprint,
        "counters": list(measure.counters),
    }


TWICE = (
    "a person who is in the exports of two of the parts is counted in both: twice in all together and among those of "
    "no known place"
)
"""Of a sum: no pseudonym leaves, so nobody can tell."""


def notes(found: About) -> list[str]:
    """What must be known of a cube by whoever reads it."""
    return [TWICE] if found.engine == SUM else []


def about(found: About) -> dict[str, Any]:
    """What a cube says of itself, in short."""
    return {
        "made_at": found.made_at,
        "engine": found.engine,
        "level": found.level,
        "measures": len(found.measures),
        "counted": dict(found.subjects),
        "left_out": dict(found.left_out),
        "lacking": list(found.lacking),
        "absent": list(found.absent),
        **({"sources": [dict(one) for one in found.sources]} if found.sources else {}),
        **({"incomplete": dict(found.incomplete)} if found.incomplete else {}),
        **({"notes": notes(found)} if notes(found) else {}),
    }


def faults(found: About) -> list[str]:
    """What was left out or could not be counted, a line each."""
    lines = []
    for name, number in found.left_out.items():
        subject, _, why = name.partition(": ")
        lines.append(f"{subject}: {number} {WHY.get(why, why)}")
    lines += [f"not counted: {each}" for each in found.lacking]
    lines += [f"nothing of it was ever written, which may be so: {each}" for each in found.absent]
    if found.incomplete:
        told = ", ".join(f"{number} by {grouping}" for grouping, number in found.incomplete.items())
        lines.append(f"cells that cannot be added up, because a part of them was withheld: {told}")
    return [*lines, *notes(found)]


def result(found: Result) -> dict[str, Any]:
    """A number and what must be said beside it; what is withheld is null and marked."""
    return {
        "measure": found.measure.key,
        **({"period": found.period} if found.period else {}),
        **{name: value or None for name, value in found.keys.items()},
        **{
            f"{name}_name": area(value)
            for name, value in found.keys.items()
            if name in ("region", "municipality")
        },
        **({"part": found.part} if found.part else {}),
        "of": found.of,
        **({"met": found.met} if found.measure.kind != "mean" else {}),
        **({"unknown": found.unknown, "out": found.out} if found.measure.kind == "share" else {}),
        "value": _short(found.value),
        "low": _short(found.low),
        "high": _short(found.high),
        **(
            {"coverage": _short(found.coverage), "low_coverage": found.low_coverage}
            if found.measure.register
            else {}
        ),
        **({"target": found.target.share, "gap": found.gap} if found.target else {}),
        "withheld": found.withheld,
    }


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 6)


def area(code: str) -> str | None:
    """The name of a region or municipality."""
    if not code:
        return None
    found = geography.area(code)
    return found.short if isinstance(found, geography.Region) else found.name


def line(found: Result) -> str:
    """A number in one line, for a person."""
    names = [found.period, *(_named(name, value) for name, value in found.keys.items()), found.part]
    head = " ".join(filter(None, names)) or "all"
    if found.withheld:
        return f"  {head:<44} withheld: too few"
    if found.value is None:
        return f"  {head:<44} –"
    if found.measure.kind == "mean":
        ends = f"({found.low:.1f}–{found.high:.1f})" if found.low is not None else ""
        return f"  {head:<44} {found.value:.1f} {ends}  of {found.of}"
    ends = f"({found.low:.1%}–{found.high:.1%})"
    more = f"  {found.gap} more to {found.target.share:.0%}" if found.target and found.gap else ""
    warn = f"  coverage {found.coverage:.0%}: too low to compare" if found.low_coverage else ""
    unknown = f", {found.unknown} not known" if found.unknown else ""
    return f"  {head:<44} {found.value:.1%} {ends}  {found.met} of {found.of}{unknown}{more}{warn}"


def _named(name: str, value: str) -> str:
    if not value:
        return f"{name} not known"
    return (area(value) or value) if name in ("region", "municipality") else value
