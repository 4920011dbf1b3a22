"""From a plan to words in the page's language: what was decided is in ``compute``, here is how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from lindra.care import labels as kinds
from lindra.care.plan import lines
from lindra.care.plan.labels import PROFESSIONS, SECTIONS, TRIGGERS
from lindra.care.plan.model import Line, Part, Plan, Since
from lindra.care.plan.shown import Shown, ShownLine, ShownPart
from lindra.clock import day
from lindra.frame import dates, texts
from lindra.people.details import Address, Telecom
from lindra.people.patients import Person
from lindra.record.chart import Statement
from lindra.record.envelope import instant


@dataclass(frozen=True, slots=True)
class Names:
    """Names of units by id, of staff by HSA-id, and of relatives by reference."""

    units: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)
    relatives: Mapping[str, str] = field(default_factory=dict)


def shown(plan: Plan, person: Person, names: Names, *, partly: bool = False) -> Shown:
    """The plan in words; ``partly`` where there are entries that the reader may know of and not see."""
    address = person.first(Address)
    return Shown(
        patient=person.id,
        name=person.name or _("Name not known"),
        number=number(person),
        age=_age(person, plan),
        address=(*address.lines, f"{address.postal_code} {address.city}".strip()) if address else (),
        entry=tuple(one.value for one in _telecoms(person) if one.use == "entry"),
        where=_where(plan),
        validity=plan.validity,
        stamp=stamp_of(plan, partly=partly),
        parts=tuple(_part(part, plan, names, partly=partly) for part in plan.parts),
        protected=person.protected,
        died=texts.instant(instant(plan.dead.occurred_from), "day")
        if plan.dead and plan.dead.occurred_from
        else "",
        partly=partly,
    )


def number(person: Person) -> str:
    """The identity number as people write it."""
    digits = person.number
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == 12 and digits.isdigit() else digits


def _age(person: Person, plan: Plan) -> str:
    if len(person.born) != len("2000-01-01"):
        return ""
    until = day(instant(plan.dead.occurred_from)) if plan.dead and plan.dead.occurred_from else day(plan.at)
    return _("%(age)s years") % {"age": dates.years_between(date.fromisoformat(person.born), until)}


def _telecoms(person: Person) -> list[Telecom]:
    return [one for one in person.details.get(Telecom.kind, ()) if isinstance(one, Telecom)]


def _where(plan: Plan) -> str:
    line = plan.part("person").lines[0]
    statement = line.statement
    form = kinds.upper(kinds.form(line.facts.get("form", "unknown")))
    place = str(line.value.get("place", "")) if statement and statement.kind == "moved" else ""
    since = (
        texts.instant(instant(statement.occurred_from), "day")
        if statement and statement.occurred_from
        else ""
    )
    told = f"{form} ({place})" if place else form
    return _("%(where)s since %(when)s") % {"where": told, "when": since} if since else told


def stamp_of(plan: Plan, *, partly: bool = False) -> str:
    """Whether the whole plan holds: *holds – confirmed … by …*, or *uncertain – not confirmed since …*."""
    if plan.dead is not None:
        return _("The patient has died – the plan is no longer in force")
    if partly:
        return _("Uncertain – there are entries that you may not see")
    if plan.confirmed is None:
        return _("Uncertain – never confirmed")
    if plan.validity == "holds":
        return _holds(plan.confirmed)
    if plan.since:
        return _("Uncertain – not confirmed since %(what)s") % {"what": since_words(plan.since[0])}
    return _("Uncertain – not every part is confirmed, or its time has run out")


def _holds(confirmed: Statement) -> str:
    by = confirmed.value["by"]
    who = lines.joined(by["name"], PROFESSIONS[by["profession"]], by.get("unit"))
    when = texts.instant(instant(confirmed.occurred_from), "day") if confirmed.occurred_from else ""
    return _("Holds – confirmed %(when)s by %(who)s") % {"when": when, "who": who}


def since_words(one: Since) -> str:
    """What has happened, with its day."""
    start = one.statement.occurred_from or one.statement.recorded_at
    if one.trigger == "withdrawn":
        return str(TRIGGERS["withdrawn"])
    return str(TRIGGERS[one.trigger]) % {"when": texts.instant(instant(start), "day")}


def _part(part: Part, plan: Plan, names: Names, *, partly: bool) -> ShownPart:
    return ShownPart(
        section=part.section,
        title=str(SECTIONS[part.section]),
        lines=tuple(in_words(line, names, partly=partly) for line in part.lines if line.topic != "where"),
        validity=part.validity,
        stamp="" if plan.dead is not None else _part_stamp(part, partly=partly),
        since=tuple(since_words(one) for one in part.since),
        age=texts.ago(part.told) if part.told else "",
    )


def _part_stamp(part: Part, *, partly: bool) -> str:
    if part.confirmed is None:
        return _("Never confirmed") if not (part.empty or partly) else ""
    if part.since:
        return _("Uncertain – not confirmed since %(what)s") % {"what": since_words(part.since[0])}
    if part.review_past:
        return _("Uncertain – a decision should have been reviewed by now")
    if part.overdue and part.until is not None:
        return _("Uncertain – was to be confirmed by %(when)s") % {"when": texts.instant(part.until)}
    return _holds(part.confirmed)


def in_words(line: Line, names: Names, *, partly: bool = False) -> ShownLine:
    """One line of the plan; ``partly`` as of the whole."""
    said = lines.said(line, names.relatives, names.staff, partly=partly)
    return ShownLine(
        topic=line.topic,
        label=said.label,
        text=said.text,
        more=tuple(text for text in (*said.more, _copied(line)) if text),
        origin=origin(line.statement, names) if line.statement else "",
        tone=said.tone,
        event=line.statement.event if line.statement else "",
        phone=said.phone,
        now=bool(line.facts.get("now")),
        about=said.about,
        short=said.short,
        unsigned=line.unsigned,
        signature=lines.signature(line, names.staff, partly=partly),
    )


def origin(statement: Statement, names: Names) -> str:
    """Where a statement comes from: when it was so, who wrote it, and at which unit."""
    when = (
        texts.stamp(instant(statement.occurred_from), statement.precision) if statement.occurred_from else ""
    )
    return lines.joined(when, names.staff.get(statement.author), names.units.get(statement.unit), by=" · ")


def _copied(line: Line) -> str:
    """Of a medicine: copied from where and when, or which system it is read from."""
    if line.statement is None or line.topic not in ("as_needed", "opioid", "pump"):
        return ""
    source = str(line.value.get("copied_from", ""))
    if source:
        when = texts.stamp(instant(line.statement.recorded_at), "minute")
        return _("copied from %(source)s, %(when)s") % {"source": source, "when": when}
    system = line.statement.source.split("|")[0]
    return _("read from %(source)s") % {"source": system} if system and system != "form" else ""
