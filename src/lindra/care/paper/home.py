"""The home sheet: for the patient and those close, apart from the clinical paper. Nothing they have not been told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lindra.care import present
from lindra.care.athome import rules as athome
from lindra.care.events import decisions, medicines, nursing, people, situation
from lindra.care.paper import bedside, rules
from lindra.care.paper import home_words as words
from lindra.care.plan import calling, needed
from lindra.care.plan.labels import PLACES, ROLES
from lindra.care.plan.model import Plan
from lindra.clock import day
from lindra.frame import texts
from lindra.people.details import Relative
from lindra.people.patients import Person
from lindra.record.chart import Chart, Statement
from lindra.record.clinical import DEVICES
from lindra.record.facts import DIAGNOSES


@dataclass(frozen=True, slots=True)
class Wish:
    """What the patient wants printed: parts, contacts by their entries, and whether the identity number."""

    parts: tuple[str, ...]
    contacts: tuple[str, ...]
    number: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sheet: sentences, and what is general about it."""

    name: str
    title: str
    points: tuple[str, ...]
    note: str = ""


Number = tuple[str, str]
"""Who, and how to reach them."""


@dataclass(frozen=True, slots=True)
class Call:
    """One row of whom to call: the hours, and who answers then on workdays and on other days."""

    hours: str
    workdays: tuple[Number, ...]
    other_days: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The sheet in words."""

    title: str
    who: str
    made: str
    until: str
    """The last day on which it may be trusted."""
    calls: tuple[Call, ...]
    parts: tuple[Part, ...]
    at: datetime


def last_day(plan: Plan, wish: Wish, *, partly: bool = False) -> date:
    """The last day on which a sheet made now may be trusted, by what of the plan stands on it."""
    sections = {section for name in wish.parts for section in words.FROM[name]}
    return rules.not_after(plan, sections, partly=partly)


def sheet(chart: Chart, person: Person, number: str, wish: Wish, at: datetime, until: date) -> Home:
    """The sheet as the patient wishes it, in the present language; ``until`` is the last day of its trust."""
    points = {
        "agreed": tuple(_agreed(chart)), "expect": tuple(_expect(chart)), "box": tuple(_box(chart)),
        "practical": tuple(_practical(chart, person)), "last_days": tuple(_last_days(chart, at)),
    }  # fmt: skip
    nothing = (_("Nothing is written down yet. Ask us."),)
    general = {"expect": str(words.GENERAL), "last_days": str(words.GENERAL)}
    parts = [
        Part(name, str(words.PARTS[name][0]), said or nothing, general.get(name, ""))
        for name, said in points.items() if name in wish.parts
    ]  # fmt: skip
    return Home(
        title=_("At home: for you and those close to you"),
        who=", ".join(text for text in (person.name, number if wish.number else "") if text),
        made=_("Printed %(when)s. Ask for a new sheet when something has changed.")
        % {"when": texts.instant(at, "day")},
        until=_("Do not trust this paper after %(day)s") % {"day": texts.instant(until)},
        calls=tuple(_calls(chart, wish)) if "call" in wish.parts else (),
        parts=tuple(parts), at=at,
    )  # fmt: skip


def numbers(chart: Chart) -> list[tuple[str, str]]:
    """The contacts that may be printed: entry, and in words. Lines where staff ask other staff are not for patients."""
    return [
        (one.event, ": ".join(filter(None, _contact(one))))
        for one in calling.contacts(chart)
        if one.value["role"] != "advice_line"
    ]


def _contact(one: Statement) -> Number:
    value, role = one.value, str(ROLES[one.value["role"]])
    name = str(value.get("name") or value.get("unit") or "")
    who = f"{role} – {name}" if name and name.casefold() != role.casefold() else role
    return who, str(value.get("phone") or value.get("other_way", ""))


def _calls(chart: Chart, wish: Wish) -> Iterator[Call]:
    chosen = [one for one in calling.contacts(chart) if one.event in wish.contacts]
    for span in rules.hour_by_hour(chosen):
        yield Call(_hours(span), _answering(span.workdays), _answering(span.other_days))


def _hours(span: rules.Span) -> str:
    if span.start == span.end:
        return _("Round the clock")
    name = (
        _("Day")
        if "05:00" <= span.start < "16:00"
        else _("Evening")
        if "16:00" <= span.start < "21:00"
        else _("Night")
    )
    return f"{name} {span.start}–{span.end}"


def _answering(contacts: Sequence[Statement]) -> tuple[Number, ...]:
    return tuple(map(_contact, contacts)) or ((_("nobody named – ask us"), ""),)


def _stated(chart: Chart, slot: str) -> list[Statement]:
    return [row["stated"] for row in chart.rows(slot) if "stated" in row]


def _agreed(chart: Chart) -> Iterator[str]:
    """What the patient has said, has talked over with us, or has been told that a physician has decided."""
    for one in _stated(chart, situation.MATTERS):
        if one.value.get("said_by", "patient") == "patient":
            yield _("What matters most: %(text)s") % {"text": one.value["text"]}
    for one in _stated(chart, situation.PREFERENCES):
        yield from _preferred(one.value)
    for one in _stated(chart, situation.TALKS):
        if "patient" in one.value.get("took_part", ()) and one.value.get("decided"):
            yield _("From our conversation: %(text)s") % {"text": one.value["decided"]}
    for one in _stated(chart, decisions.LIMITS):
        if one.value.get("patient_told") == "yes":
            yield _decided(one.value)


def _preferred(value: Mapping[str, Any]) -> Iterator[str]:
    if value.get("said_by", "patient") != "patient" or not value.get("first"):
        return
    wish = (
        _("Wants to be cared for: %(place)s")
        if value["about"] == "care"
        else _("Wants to be at the end: %(place)s")
    )
    yield wish % {"place": PLACES[value["first"]]}


def _decided(value: Mapping[str, Any]) -> str:
    what = value.get("other") or str(words.TREATMENTS[value["treatment"]])
    return str(words.DECISIONS[value["decision"]]) % {"what": what, "condition": value.get("condition", "")}


def _expect(chart: Chart) -> Iterator[str]:
    """General words: for everybody, for an unstable phase, and for kinds of illness without naming them."""
    phase = chart.one(situation.PHASE)
    codes = [str(one.value.get("code", {}).get("code", "")) for one in _stated(chart, DIAGNOSES)]
    groups = [name for name, begins in words.GROUPS.items() if any(code.startswith(begins) for code in codes)]
    unstable = ["unstable"] if phase is not None and phase.value["phase"] == "unstable" else []
    for group in (*unstable, "", *groups):
        yield from map(str, words.EXPECT[group])


def _box(chart: Chart) -> Iterator[str]:
    kept = chart.one(medicines.KEPT)
    if kept is not None:
        yield _("The box lies here: %(place)s") % {"place": kept.value["place"]}
    for order in needed.ordered(chart):
        yield _medicine(order)


def _medicine(order: Statement) -> str:
    name = str(order.value.get("code", {}).get("text") or "") or _("A medicine whose name is missing here")
    why, sure = needed.indication(order)
    said = f"{name}: {words.FOR_WHAT[why if sure else '']}"
    givers = [str(words.GIVERS[one]) for one in (order.value.get("terms") or {}).get("may_give", ())]
    return (
        _("%(medicine)s. May be given by: %(who)s.") % {"medicine": said, "who": ", ".join(givers)}
        if givers
        else f"{said}."
    )


def _practical(chart: Chart, person: Person) -> Iterator[str]:
    aids = [one for one in _stated(chart, DEVICES) if one.value.get("status") in ("", None, "active")]
    if named := present.texts(aids):
        yield _("At home there is: %(what)s") % {"what": ", ".join(named)}
    pump = chart.one(medicines.PUMP)
    if pump is not None and pump.value["running"] == "yes":
        yield _("A pump gives medicine all the time. Call if it sounds an alarm or stops.")
    if keys := _keys(chart, person):
        yield _("Has a key: %(who)s") % {"who": ", ".join(keys)}


def _keys(chart: Chart, person: Person) -> list[str]:
    names = {one.ref: one.name for one in person.details.get(Relative.kind, ()) if isinstance(one, Relative)}
    having = [
        one.value["relative"]
        for one in _stated(chart, people.RELATIVES_NOTED)
        if one.value.get("key") == "yes"
    ]
    return [names[ref] for ref in having if names.get(ref)]


def _last_days(chart: Chart, at: datetime) -> Iterator[str]:
    """Chosen explicitly: what dying may look like, and what has been agreed for it.

    Of an expected death only while a physician's decision holds, and not where the heart is to be started again.
    """
    yield from map(str, words.LAST_DAYS)
    if any(
        one.value["form"] == "icd" and one.value.get("active") != "no" and not one.value.get("removed")
        for one in _stated(chart, nursing.IMPLANTS)
    ):
        yield str(words.DEFIBRILLATOR)
    found = athome.beforehand(chart, day(at))
    if found.path != "expected" or found.statement is None or athome.resuscitation(chart) == "give":
        return
    yield str(words.EXPECTED)
    value = found.statement.value
    if said := words.WAKE.get(value.get("wake", "")):
        yield str(said)
    if value.get("transport"):
        yield _("Afterwards: %(what)s") % {"what": value["transport"]}


def pdf(home: Home) -> bytes:
    """The sheet as tagged PDF (A4, PDF/UA-1), in the present language."""
    return bedside.typeset("home.typ", content(home), home.at)


def content(home: Home) -> dict[str, Any]:
    """Everything on the sheet."""
    return {
        "lang": texts.language(), "title": home.title, "who": home.who, "made": home.made, "until": home.until,
        "calling": str(words.PARTS["call"][0]), "columns": [_("When"), _("Workdays"), _("Weekends and holidays")],
        "calls": [[call.hours, call.workdays, call.other_days] for call in home.calls],
        "danger": danger(),
        "parts": [{"title": one.title, "points": list(one.points), "note": one.note} for one in home.parts],
    }  # fmt: skip


def danger() -> str:
    """The numbers that everybody in Sweden has."""
    return _("In danger to life: 112. Advice about illness, round the clock: 1177.")
