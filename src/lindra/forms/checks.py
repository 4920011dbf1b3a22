"""What rooms know of their own facts that a form cannot say: rules held against the chart before anything is written.

A room registers a function under a kind of fact or a form's id, in its ``apps.ready``::

    checks.register("limit_set", only_a_physician)

    def only_a_physician(facts: Sequence[Yielded], chart: Chart, reader: Reader, now: datetime) -> list[Objection]:
        return [Objection(one, "responsible", N_("…")) for one in facts if …]

Under a kind it gets the facts of that kind, under a form's id all of them. What it objects to stands beside the
question that the field was asked by.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lindra.clock import day
from lindra.forms.places import component
from lindra.forms.questionnaire import items_of
from lindra.forms.structs import Item, Questionnaire
from lindra.forms.values import N_, Problem
from lindra.forms.yields import Yielded
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart
from lindra.record.envelope import instant


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with a field of a fact, and what to do: an English message id, its places filled from ``args``.

    ``field`` is a path as in the form's mapping (``review``, ``dose.number``; of the second of several values
    ``hours.1.end``), ``when`` for the time it occurred, or empty for the fact as a whole.
    """

    fact: Yielded
    field: str
    text: str
    args: Mapping[str, str] = dataclasses.field(default_factory=dict)


Check = Callable[[Sequence[Yielded], Chart, Reader, datetime], Iterable[Objection]]
_CHECKS: dict[str, list[Check]] = {}
AFTER_DEATH: set[str] = {"died"}
"""Kinds of facts that may have occurred after the patient's death; rooms add theirs."""


def register(name: str, check: Check) -> None:
    """Hold every fact of a kind, or every answer to a form, to a rule; the same rule once."""
    if check not in _CHECKS.setdefault(name, []):
        _CHECKS[name].append(check)


def objections(
    questionnaire: Questionnaire,
    facts: Sequence[Yielded],
    known: tuple[Chart, str],
    reader: Reader,
    now: datetime,
) -> list[Problem]:
    """What the rooms object to; ``known`` are the chart and the date of birth (ISO, as precise as known, or empty)."""
    chart, born = known
    found = [*_untimely(facts, chart, born)]
    for kind in dict.fromkeys(one.fact.kind for one in facts):
        own = [one for one in facts if one.fact.kind == kind]
        found += [said for check in _CHECKS.get(kind, ()) for said in check(own, chart, reader, now)]
    found += [
        said for check in _CHECKS.get(questionnaire.id, ()) for said in check(facts, chart, reader, now)
    ]
    return [Problem(*place(questionnaire, one.fact, one.field), one.text, one.args) for one in found]


def place(questionnaire: Questionnaire, fact: Yielded, field: str) -> tuple[str, str]:
    """Path and linkId of the question that a field of a fact was asked by; of the fact's first question where none."""
    item = next((one for one in items_of(questionnaire.item) if fact.path and one.link_id == fact.link), None)
    if item is not None and item.is_question:
        return fact.path, item.link_id
    above, _, last = fact.path.rpartition("/")
    before = f"{fact.path}/" if last.endswith("]") else f"{above}/" if above else ""
    parts = field.split(".")
    number = next((one for one in parts if one.isdigit()), "0")
    named = ".".join(one for one in parts if not one.isdigit())
    asked = list(_asked(item.item if item else questionnaire.item, before, "", number))
    fitting = (one for one in asked if (one[1].is_when if field == "when" else _fits(one[2], named)))
    found = next(fitting, asked[0] if asked else None)
    return (found[0], found[1].link_id) if found else (fact.path, fact.link)


def _fits(asked: str, field: str) -> bool:
    return bool(field) and (asked == field or asked.startswith(f"{field}.") or field.startswith(f"{asked}."))


def _asked(items: Iterable[Item], before: str, value: str, number: str) -> Iterator[tuple[str, Item, str]]:
    """The questions of one fact with their paths and fields; of a group that repeats within it, those of one time."""
    for item in items:
        name = component(item.link_id)
        if item.is_question:
            yield f"{before}{name}", item, f"{value}{item.field}" if item.field else ""
        if not item.fact:
            inside = f"{before}{name}[{number}]/" if item.type == "group" and item.repeats else before
            within = f"{value}{item.field}." if item.is_value else value
            yield from _asked(item.item, inside, within, number)


BEFORE_BIRTH = N_("This is before the patient was born. See that the date is right.")
AFTER_THE_DEATH = N_("This is after the patient died. See that the date is right.")


def _untimely(facts: Sequence[Yielded], chart: Chart, born: str) -> Iterable[Objection]:
    """Nothing occurred before birth, and after death only what may; no day that a fact tells of is before birth."""
    death = chart.one("death")
    died = day(instant(death.occurred_from)).isoformat() if death and death.occurred_from else ""
    for one in facts:
        for name, value in one.fact:
            if isinstance(value, date) and born and value.isoformat()[: len(born)] < born:
                yield Objection(one, name, BEFORE_BIRTH)
        if one.when.start is None:
            continue
        occurred = day(one.when.start).isoformat()
        if born and occurred[: len(born)] < born:
            yield Objection(one, "when", BEFORE_BIRTH)
        if died and occurred > died and one.fact.kind not in AFTER_DEATH:
            yield Objection(one, "when", AFTER_THE_DEATH)
