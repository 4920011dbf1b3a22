"""The plan of an opened patient: computed from what this reader may see, and put in words with names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lindra.care.plan import words
from lindra.care.plan.compute import plan
from lindra.care.plan.model import Line, Plan
from lindra.care.plan.shown import Shown
from lindra.care.queries import unit_names
from lindra.people import staff
from lindra.people.details import Relative
from lindra.people.patients import Person
from lindra.privacy.door import Opened
from lindra.record.chart import Chart


def read(opened: Opened, at: datetime) -> tuple[Plan, Shown]:
    """The plan at an instant, as values and in words."""
    return told(plan(opened.chart, at), opened.person, partly=partly(opened))


def partly(opened: Opened) -> bool:
    """Whether there are entries that the reader may know of and not see."""
    return not opened.sight.whole and bool(opened.sight.held())


def sees_all(opened: Opened) -> bool:
    """Whether the reader sees everything a plan is made of; where people live, and what is aside, is no part of it."""
    sight = opened.sight
    return sight.whole or all(
        sight.of(one).allowed for one in sight.known.origins if not one.endswith(BESIDE)
    )


BESIDE = ("|address", "|aside")


def told(computed: Plan, person: Person, *, partly: bool = False) -> tuple[Plan, Shown]:
    """A computed plan with its words."""
    return computed, words.shown(computed, person, names(computed, person), partly=partly)


def of_chart(opened: Opened, chart: Chart, at: datetime) -> tuple[Plan, Shown]:
    """The plan of a chart of another time."""
    return told(plan(chart, at), opened.person, partly=partly(opened))


def names(computed: Plan, person: Person) -> words.Names:
    """Every name that the plan needs, in two reads."""
    stated = [line.statement for line in _lines(computed) if line.statement is not None]
    signed = [line.signature for line in _lines(computed) if line.signature is not None]
    relatives = {
        one.ref: one.name for one in person.details.get(Relative.kind, ()) if isinstance(one, Relative)
    }
    return words.Names(
        unit_names(one.unit for one in stated),
        staff.names(one.author for one in (*stated, *signed) if one.author),
        relatives,
    )


def _lines(computed: Plan) -> Iterator[Line]:
    for part in computed.parts:
        yield from part.lines
