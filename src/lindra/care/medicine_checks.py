"""What care asks of medicines before they are written: what for, copied from where, and as large as the order allows.

Lindra is no second list of prescriptions: what is read from its source is changed there. Pure but for the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from lindra.care import rules
from lindra.care.choices import read_elsewhere
from lindra.care.events.medicines import OPIOID
from lindra.care.plan.freshness import is_opioid
from lindra.care.plan.lines import exact
from lindra.care.plan.needed import of
from lindra.forms.checks import Objection
from lindra.forms.values import N_
from lindra.forms.yields import Yielded
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant

LOWER = N_("The highest dose is lower than the dose. See which is which.")
ONE_UNIT = N_("Give both doses in the same unit.")
ITS_SOURCE = N_(
    "This medicine is read from %(system)s. Change it there: Lindra is no second list of prescriptions."
)
NO_ORDER = N_("There is no such order in force. Choose one that stands in the plan.")
WHAT_TIME = N_("Give the time as well as the day. The next dose waits for it.")
NO_INDICATION = N_("Say what the medicine is for. No dose is given without an indication.")
NO_SOURCE = N_("Say where it is copied from. Lindra is no list of prescriptions.")
NO_DOSE = N_("Give the dose. It may be from %(low)s to %(high)s %(unit)s.")
OTHER_DOSE = N_("The order allows from %(low)s to %(high)s %(unit)s. See that the dose is right.")
ANOTHER_UNIT = N_("Give the dose in %(unit)s, as the order has it.")
STILL_THERE = N_("Something is noted of this. Say first that it no longer applies, or leave this out.")

Facts = Sequence[Yielded]


def as_needed(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """A copied order: what for, from where, doses in order, and never of a medicine that is read from its source."""
    read = [one for one in rules.medicines(chart) if read_elsewhere(one.source)]
    for one in facts:
        fact: Any = one.fact
        if not fact.copied_from:
            yield Objection(one, "copied_from", NO_SOURCE)
        yield from _its_source(one, "code", fact.code.code, read)
        if fact.terms is None:
            yield Objection(one, "terms.indication", NO_INDICATION)
            continue
        low, high = fact.terms.dose, fact.terms.dose_high
        if high is None or high.number is None or low.number is None:
            continue
        if high.unit != low.unit:
            yield Objection(one, "terms.dose_high.unit", ONE_UNIT)
        elif high.number < low.number:
            yield Objection(one, "terms.dose_high.number", LOWER)


def _its_source(one: Yielded, field: str, code: str, read: Iterable[Statement]) -> Iterator[Objection]:
    """A medicine of which an order is read from another system is changed there."""
    order = next((each for each in read if code and code.strip().upper() in of(each)), None)
    if order is not None:
        yield Objection(one, field, ITS_SOURCE, {"system": order.source.split("|")[0]})


def given(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """A dose belongs to an as-needed order that stood when it was given, and is as large as that allows."""
    rows = [row for row in chart.rows("medicines") if "ordered" in row]
    for one in facts:
        fact: Any = one.fact
        if one.when.precision not in ("minute", "second"):
            yield Objection(one, "when", WHAT_TIME)
        named = (row for row in rows if row["ordered"].value.get("order") == fact.order)
        row = next((each for each in named if each["ordered"].value.get("as_needed")), None)
        if row is None or _was_stopped(row, one.when.start):
            yield Objection(one, "order", NO_ORDER)
        elif terms := row["ordered"].value.get("terms"):
            yield from _as_large(one, fact.dose, terms)


def _was_stopped(row: dict[str, Statement], when: datetime | None) -> bool:
    """Whether an order had ended when a dose was given."""
    ordered, stopped = row["ordered"], row.get("stopped")
    if stopped is None:
        return not rules.in_force(row)
    if stopped.occurred_from is None or when is None:
        return not rules.in_force(row)
    began = instant(ordered.occurred_from).replace(second=0, microsecond=0) if ordered.occurred_from else None
    if rules.in_force(row) and (began is None or when >= began):
        return False
    return when >= instant(stopped.occurred_from)


def _as_large(one: Yielded, dose: Any, terms: dict[str, Any]) -> Iterator[Objection]:
    low, high = terms["dose"], terms.get("dose_high") or terms["dose"]
    if low.get("number") is None or high.get("number") is None:
        return
    about = {"low": _number(low), "high": _number(high), "unit": str(low.get("unit", ""))}
    if dose is None or dose.number is None:
        yield Objection(one, "dose.number", NO_DOSE, about)
    elif dose.unit != about["unit"]:
        yield Objection(one, "dose.unit", ANOTHER_UNIT, about)
    elif not Decimal(str(low["number"])) <= dose.number <= Decimal(str(high["number"])):
        yield Objection(one, "dose.number", OTHER_DOSE, about)


def _number(amount: dict[str, Any]) -> str:
    return exact(f"{Decimal(str(amount['number'])).normalize():f}")


def opioid(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """The regular opioid is copied from somewhere, and only where it cannot be read."""
    read = [one for one in rules.medicines(chart) if read_elsewhere(one.source) and is_opioid(one)]
    for one in facts:
        fact: Any = one.fact
        if fact.known != "yes":
            if fact.substance is None and any(_is_regular(row["stated"]) for row in chart.rows(OPIOID)):
                yield Objection(one, "known", STILL_THERE)
            continue
        if not fact.copied_from:
            yield Objection(one, "copied_from", NO_SOURCE)
        regular = [each for each in read if not each.value.get("as_needed")]
        yield from _its_source(one, "substance", fact.substance.code if fact.substance else "", regular)


def _is_regular(statement: Statement) -> bool:
    return str(statement.value.get("known", "yes")) == "yes"


def pump(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """What is in a pump is copied from somewhere."""
    yield from (
        Objection(one, "copied_from", NO_SOURCE)
        for one in facts
        if getattr(one.fact, "running", "") == "yes" and not getattr(one.fact, "copied_from", "")
    )
