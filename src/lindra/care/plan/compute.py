"""The plan computed from a chart: eight sections, each line with its provenance. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from lindra.care import rules
from lindra.care.events import decisions, nursing, people, situation
from lindra.care.events import medicines as told_of
from lindra.care.events.plan import SECTIONS, Section
from lindra.care.identification.rules import DIAGNOSIS_GROUPS
from lindra.care.plan import calling, freshness, needed
from lindra.care.plan.model import Line, Part, Plan, State
from lindra.clock import day
from lindra.record.chart import Chart, Statement
from lindra.record.clinical import ALLERGIES, DEVICES
from lindra.record.envelope import instant, stamp
from lindra.record.facts import DIAGNOSES
from lindra.record.plans import GOALS

KIDNEY = ("33914-3", "62238-1", "69405-9", "48642-3", "48643-1", "98979-8", "eGFR", "NPU28842")
"""LOINC and NPU codes of estimated glomerular filtration rate."""
FIRST_LIMITS = ("resuscitation", "hospital")
"""Always said, also where nobody has decided."""


def plan(chart: Chart, at: datetime) -> Plan:
    """The plan as this chart has it, at an instant."""
    phase = chart.one(situation.PHASE)
    name = str(phase.value["phase"]) if phase else ""
    parts = tuple(_part(section, chart, at, name) for section in SECTIONS)
    return Plan(at, parts, chart.one("death"), name)


def _part(section: Section, chart: Chart, at: datetime, phase: str) -> Part:
    lines = tuple(_with_signature(chart, line) for line in LINES[section](chart, at))
    confirmed = freshness.confirmation(chart, section)
    until = freshness.until(confirmed, section, phase) if confirmed else None
    dead = chart.one("death") is not None
    written = [line.statement.recorded_at for line in lines if line.statement is not None]
    return Part(
        section=section,
        lines=lines,
        confirmed=confirmed,
        since=freshness.since(chart, section, confirmed, lines) if confirmed and not dead else (),
        until=until,
        overdue=bool(until and day(at) > until and not dead),
        told=instant(max(written)) if written else None,
    )


def _with_signature(chart: Chart, line: Line) -> Line:
    signature = chart.signature(line.statement) if line.statement else None
    return replace(line, signature=signature) if signature else line


def _line(topic: str, statement: Statement, **worked_out: Any) -> Line:
    known = statement.value.get("known", "yes")
    state: State = known if known in ("no", "unknown") else "stated"
    return Line(topic, state, statement.value, statement, worked_out)


def _stated(chart: Chart, slot: str) -> list[Statement]:
    return [row["stated"] for row in chart.rows(slot) if "stated" in row]


def _asked(chart: Chart, topic: str) -> Statement | None:
    slot = chart.slots.get(situation.ASKED)
    return slot.rows.get(topic, {}).get("stated") if slot else None


def _about(
    chart: Chart, topic: str, statements: Iterable[Statement], *, grave: bool = False
) -> Iterator[Line]:
    """What is stated of a topic; or that there is none, that it is not known, or that nobody has asked.

    *Asked: none* takes away what was stated before it, but never where it is ``grave``: then both are said. That it
    could not be known takes nothing away.
    """
    found, asked = list(statements), _asked(chart, topic)
    none = asked is not None and asked.value["known"] == "no"
    if none and asked is not None and all(asked.order > one.order for one in found) and not grave:
        found = []
    yield from (_line(topic, one) for one in found)
    if asked is not None and (not found or (none and all(asked.order > one.order for one in found))):
        yield Line(topic, asked.value["known"], asked.value, asked)
    elif not found:
        yield Line(topic, "not_asked")


def _person(chart: Chart, at: datetime) -> Iterator[Line]:
    where = rules.whereabouts(chart)
    if where.since is None:
        yield Line("where", "not_asked", facts={"form": where.form})
    else:
        yield Line(
            "where", "stated", where.since.value, where.since, {"form": where.form, "stay": where.open_stay}
        )
    keys = [one for one in _stated(chart, people.RELATIVES_NOTED) if one.value.get("key") == "yes"]
    yield from _about(chart, "key", keys)


def _decisions(chart: Chart, at: datetime) -> Iterator[Line]:
    limits = {_treatment(one): one for one in reversed(_stated(chart, decisions.LIMITS))}
    for treatment in FIRST_LIMITS:
        found = limits.pop((treatment, ""), None)
        yield decided(found, at) if found else Line(treatment, "not_asked")
    expected = chart.one(decisions.EXPECTED)
    yield decided(expected, at) if expected else Line("death_expected", "not_asked")
    for one in sorted(limits.values(), key=lambda one: one.order, reverse=True):
        yield decided(one, at)


def _treatment(limit: Statement) -> tuple[str, str]:
    return str(limit.value["treatment"]), str(limit.value.get("other", ""))


def decided(statement: Statement, at: datetime) -> Line:
    """The line of a physician's decision: a limit of treatment, or whether death is expected."""
    topic = str(statement.value.get("treatment", statement.kind))
    return _line(topic, statement, review_past=_past(statement, at))


def _past(statement: Statement, at: datetime) -> bool:
    review = statement.value.get("review")
    return bool(review) and str(review) < day(at).isoformat()


def _hazards(chart: Chart, at: datetime) -> Iterator[Line]:
    allergies = [one for one in _stated(chart, ALLERGIES) if _active(one)]
    yield from _about(chart, "hypersensitivity", allergies, grave=True)
    implants = [one for one in _stated(chart, nursing.IMPLANTS) if not one.value.get("removed")]
    yield from _about(chart, "implants", implants, grave=True)
    infections = [one for one in _stated(chart, nursing.INFECTIONS) if not one.value.get("over")]
    yield from _about(chart, "infection", infections, grave=True)
    yield from _about(chart, "kidney", _kidney(chart))


UNTRUE = ("refuted", "entered-in-error")
"""Verification of what turned out not to be so (HL7 FHIR R4, condition-ver-status)."""


def _active(statement: Statement) -> bool:
    """Whether it is so now, as far as its source says: active, come back, or not told."""
    status, sure = statement.value.get("status", ""), statement.value.get("verification", "")
    return status in ("", "active", "recurrence", "relapse") and sure not in UNTRUE


def _main_diagnosis(chart: Chart) -> Statement | None:
    """The latest active diagnosis of a group that leads to palliative care, else the latest active."""
    active = [one for one in _stated(chart, DIAGNOSES) if _active(one)]
    grave = [
        one for one in active if one.value.get("code", {}).get("code", "").replace(".", "").startswith(GRAVE)
    ]
    return next(iter(grave or active), None)


GRAVE = tuple(code for codes in DIAGNOSIS_GROUPS.values() for code in codes)


def _kidney(chart: Chart) -> list[Statement]:
    found = [one for one in _stated(chart, "measures") if one.value.get("code", {}).get("code") in KIDNEY]
    return found[:1]


def _situation(chart: Chart, at: datetime) -> Iterator[Line]:
    phase = chart.one(situation.PHASE)
    yield _line("phase", phase) if phase else Line("phase", "not_asked")
    diagnosis = _main_diagnosis(chart)
    yield _line("diagnosis", diagnosis) if diagnosis else Line("diagnosis", "not_asked")
    status = rules.latest(chart, rules.AKPS)
    yield _line("functional_status", status) if status else Line("functional_status", "not_asked")
    nutrition = chart.one(nursing.NUTRITION)
    if nutrition:
        yield _line("nutrition", nutrition)
    yield from (_line("infusion", one) for one in _stated(chart, nursing.INFUSIONS))
    skin = [row["stated"] for row in chart.rows(nursing.SKIN)][:1]
    yield from _about(chart, "skin", skin)
    mouth = rules.latest(chart, "ROAG")
    yield from _about(chart, "mouth", [mouth] if mouth else [])
    aids = [one for one in _stated(chart, DEVICES) if one.value.get("status") in ("", None, "active")]
    yield from _about(chart, "equipment", aids)


def _steps(chart: Chart, at: datetime) -> Iterator[Line]:
    planned = [one for one in _stated(chart, nursing.STEPS) if not one.value.get("ended")]
    yield from (_line("step", one) for one in planned)
    if not planned:
        yield Line("step", "not_asked")


def _medicines(chart: Chart, at: datetime) -> Iterator[Line]:
    orders = needed.ordered(chart)
    for order in orders:
        given = needed.doses(chart, order, at)
        why, sure = needed.indication(order)
        yield Line("as_needed", "stated", order.value, order, {
            "at": stamp(at), "indication": why, "presumed": not sure, "spent": given.spent,
            "given": given.last is not None, "last_given": given.last.occurred_from if given.last else None,
            "precision": given.last.precision if given.last else "unknown", "of_another": given.of_another,
            "given_for": needed.indication(given.other)[0] if given.other else "", "untimed": given.untimed,
            "in_24_hours": given.in_24_hours, "at_least": given.at_least,
            "again_from": stamp(given.again_from) if given.again_from else None,
        })  # fmt: skip
    if not orders:
        yield from _about(chart, "as_needed", [])
    yield from _about(chart, "kept", _stated(chart, told_of.KEPT))
    yield from _opioids(chart)
    pump = chart.one(told_of.PUMP)
    if pump is not None and pump.value["running"] != "yes":
        yield Line("pump", pump.value["running"], pump.value, pump)
    else:
        yield from _about(chart, "pump", [pump] if pump else [])


def _opioids(chart: Chart) -> Iterator[Line]:
    """The regular opioids; that there is none is never said beside an order in force."""
    found = _regular_opioids(chart)
    if any(one.kind == "medicine_ordered" for one in found):
        yield from (_line("opioid", one) for one in found)
    else:
        yield from _about(chart, "opioid", found)


def _regular_opioids(chart: Chart) -> list[Statement]:
    """Regular opioids: the orders in force, then what was copied; *none* only where no order says otherwise."""
    read = [
        one for one in rules.medicines(chart) if freshness.is_opioid(one) and not one.value.get("as_needed")
    ]
    noted = _stated(chart, told_of.OPIOID)
    copied = [one for one in noted if one.value.get("known", "yes") == "yes"]
    if read or not noted:
        return read + copied
    none_at_all = noted[0].value.get("known") == "no" and noted[0].value.get("substance") is None
    return copied if copied and not none_at_all else noted[:1]


def _call(chart: Chart, at: datetime) -> Iterator[Line]:
    answering = {one.event for one in calling.call_now(chart, at)}
    named = calling.contacts(chart)
    yield from (_line("contact", one, now=one.event in answering) for one in named)
    if not named:
        yield Line("contact", "not_asked")


def _matters(chart: Chart, at: datetime) -> Iterator[Line]:
    yield from _about(chart, "what_matters", _stated(chart, situation.MATTERS))
    chosen = {str(one.value["about"]): one for one in _stated(chart, situation.PREFERENCES)}
    for about in ("care", "death"):
        topic = f"preferred_place_{about}"
        yield _line(topic, chosen[about]) if about in chosen else Line(topic, "not_asked")
    relatives = _stated(chart, people.RELATIVES_NOTED)
    yield from _about(chart, "relatives", relatives)
    if _asked(chart, "children") is not None:
        yield from _about(chart, "children", [one for one in relatives if one.value.get("child")])
    yield from _talks(chart)
    goals = [
        one for one in _stated(chart, GOALS) if one.value.get("status") in ("", None, "active", "accepted")
    ]
    yield from (_line("goal", one) for one in goals)


def _talks(chart: Chart) -> Iterator[Line]:
    held, coded = _stated(chart, situation.TALKS), rules.conversations(chart)
    if held:
        yield _line("conversation", held[0])
    elif coded:
        yield _line("conversation", coded[0])
    else:
        yield Line("conversation", "not_asked")


LINES: dict[Section, Callable[[Chart, datetime], Iterable[Line]]] = {
    "person": _person,
    "decisions": _decisions,
    "hazards": _hazards,
    "situation": _situation,
    "steps": _steps,
    "medicines": _medicines,
    "call": _call,
    "matters": _matters,
}
