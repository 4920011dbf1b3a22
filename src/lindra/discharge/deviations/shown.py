"""Deviations as pages show them: rows, history, what was answered and assessed; whom they are about, by the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra import clock
from lindra.areas import queries as areas
from lindra.clock import day
from lindra.discharge.deviations import queries, rules, words
from lindra.discharge.deviations.queries import Group
from lindra.discharge.deviations.states import Said, Standing
from lindra.discharge.models import Deviation
from lindra.frame import texts, timeline
from lindra.frame.tables import Cell, Column, Table
from lindra.people import staff
from lindra.people.patients import Person
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.sharing.pages import number
from lindra.record.envelope import instant


@dataclass(frozen=True, slots=True)
class Names:
    """Names of units and providers."""

    units: Mapping[str, str]
    providers: Mapping[str, str]

    def unit(self, identifier: str) -> str:
        """A unit's name."""
        return self.units.get(identifier) or _("a unit that is not known")

    def provider(self, identifier: str) -> str:
        """A provider's name."""
        return self.providers.get(identifier) or _("a provider that is not known")

    def both(self, unit: str, provider: str) -> str:
        """A unit and whose it is."""
        return f"{self.unit(unit)}, {self.provider(provider)}"


def names(some: Iterable[Deviation]) -> Names:
    """The names that some deviations need."""
    every = list(some)
    units = {unit for one in every for unit in (one.unit, one.about_unit, one.receiver) if unit}
    units |= {str(said.get("unit", "")) for one in every for said in one.acts}
    return Names(
        areas.names(units),
        areas.provider_names({who for one in every for who in (one.provider, one.about_provider)}),
    )


def people(some: Sequence[Deviation], reader: Reader, what: str) -> dict[str, Person]:
    """Whom deviations are about, of those the reader may know; by deviation. In the access log before it is shown."""
    linked = [one for one in some if one.patient]
    found = door.visible(linked, reader, what) if linked else []
    return {
        one.pk: seen.person
        for one, seen in zip(linked, found, strict=True)
        if not seen.masked and seen.person
    }


def whom(one: Deviation, known: Mapping[str, Person]) -> Cell:
    """The patient as a cell of a table."""
    person = known.get(one.pk)
    if person is None:
        return Cell(_("Not linked to a patient") if not one.patient else _("Not shown"))
    return Cell(
        person.name or _("Name not known"), url=reverse("patient", args=[one.patient]), note=number(person)
    )


def waited(one: Deviation, group: Group) -> Cell:
    """How long it has waited, or how it ended."""
    now = clock.now()
    if group in ("over", "answered"):
        tone, label = words.STATES[one.state]
        at = one.ended_at or one.answered_at
        return Cell(str(label), tone=tone, icon=tone, note=texts.stamp(instant(at), "day") if at else "")
    since = one.written_at if group == "written" else one.sent_at
    days = rules.days_since(since, now)
    said = ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("Since today")
    late = rules.late(
        Standing(state=queries.standing(one).state, written_at=one.written_at, sent_at=one.sent_at), now
    )
    if late:
        return Cell(str(words.LATE[late]), tone="warning", icon="warning", note=said)
    return Cell(said)


def table(group: Group, some: Sequence[Deviation], reader: Reader, known: Mapping[str, Person]) -> Table:
    """A group as a table."""
    named = names(some)
    columns = [
        Column(_("What went wrong")), Column(_("Patient")), Column(_("Written by")), Column(_("Concerns")),
        Column(_("Harm")), Column(_("Waited") if group not in ("over", "answered") else _("State")),
    ]  # fmt: skip
    rows = []
    for one in some:
        tone, harm = words.HARMS[one.harm]
        rows.append([
            Cell(words.category(one.category), url=reverse("deviation", args=[one.pk]),
                 note=f"{words.reference(one)} · {texts.stamp(instant(one.written_at), 'day')}"),
            whom(one, known), Cell(named.unit(one.unit), note=named.provider(one.provider)),
            Cell(named.unit(one.about_unit), note=named.provider(one.about_provider)),
            Cell(str(harm), tone=tone, icon=tone), waited(one, group),
        ])  # fmt: skip
    return Table(str(words.GROUPS[group]), columns, rows)


# One deviation


def facts(one: Deviation, known: Mapping[str, Person], named: Names) -> list[tuple[str, str]]:
    """What it is about, in short."""
    rows = [
        (_("Written by"), named.both(one.unit, one.provider)),
        (_("Concerns"), named.both(one.about_unit, one.about_provider)),
        (_("Harm"), str(words.HARMS[one.harm][1])),
    ]
    if beside := words.context(one):
        rows.append((_("Reported beside"), beside))
    if one.way:
        rows.append((_("Sent"), _way(one, named)))
    return rows


def _way(one: Deviation, named: Names) -> str:
    way = str(words.WAYS[one.way])
    return f"{way}: {named.unit(one.receiver)}" if one.way == "lindra" else way


def history(one: Deviation, reader: Reader, named: Names) -> list[timeline.Entry]:
    """What was done, by which unit; by whom is told of one's own provider's. Assessments are each provider's own."""
    own = reader.assignment.provider
    told = [said for said in one.acts if said["act"] not in ("assess", "report") or said["provider"] == own]
    who = staff.names({str(said["by"]) for said in told if said["provider"] == own})
    return [_entry(said, who, named) for said in told]


def _entry(said: Said, who: Mapping[str, str], named: Names) -> timeline.Entry:
    icon, label = words.ACTS[str(said["act"])]
    by = who.get(str(said["by"]), "")
    unit = named.unit(str(said["unit"]))
    return timeline.Entry(
        at=instant(str(said["at"])),
        title=str(label),
        kind=icon,
        detail=_detail(said),
        meta=f"{unit} – {by}" if by else unit,
    )


def _detail(said: Said) -> str:
    match said["act"]:
        case "write" | "judge" | "change":
            return str(words.HARMS[said["harm"]][1]) if "harm" in said else ""
        case "send":
            return str(words.WAYS[str(said["way"])])
        case "send_back" | "withdraw":
            return str(said.get("reason", ""))
        case "close":
            return str(said.get("change", ""))
        case "assess":
            return str(words.DECISIONS[str(said["decision"])][1])
        case "report":
            return " ".join(str(said[name]) for name in ("reported_on", "note") if name in said)
    return ""


def answer(now: Standing) -> dict[str, Any] | None:
    """The answer and its analysis, in words."""
    said = now.answer
    if said is None:
        return None
    due = date.fromisoformat(str(said["due"])) if said.get("due") else None
    rows = [
        (
            _("Why did it happen?"),
            ", ".join(str(words.CAUSES.get(code, code)) for code in said.get("causes", ())),
        )
    ]
    if said.get("change"):
        rows += [
            (_("What is changed?"), str(said["change"])),
            (_("Who sees to the change?"), str(said.get("owner", ""))),
            (_("When is the change to be done?"), texts.stamp(due, "day") if due else ""),
        ]
    late = due is not None and due < day(clock.now()) and not now.carried_out
    return {
        "text": str(said["answer"]), "at": instant(str(said["at"])), "rows": [row for row in rows if row[1]],
        "late": late, "carried_out": now.carried_out,
    }  # fmt: skip


def assessment(now: Standing, provider: str) -> dict[str, Any] | None:
    """The assessment of one's own provider, in words."""
    said = now.assessments.get(provider)
    if said is None:
        return None
    level, decision = words.LEVELS[str(said["level"])], words.DECISIONS[str(said["decision"])]
    reported = now.reports.get(provider)
    rows = [
        (_("How severe is, or could have been, the harm?"), str(words.SEVERITIES[int(said["severity"])])),
        (
            _("How often can it be expected to happen again?"),
            str(words.PROBABILITIES[int(said["probability"])]),
        ),
        (
            _("Has it caused, or could it have caused, a serious care injury?"),
            _("Yes") if said["serious"] else _("No"),
        ),
        (_("Reason for the decision"), str(said["reason"])),
    ]
    if reported:
        on = date.fromisoformat(str(reported["reported_on"]))
        rows.append(
            (_("Reported to IVO"), " ".join([texts.stamp(on, "day"), str(reported.get("note", ""))]).strip())
        )
    return {
        "level": level, "decision": decision, "at": instant(str(said["at"])), "rows": rows,
        "by": staff.names([str(said["by"])]).get(str(said["by"]), str(said["by"])),
        "unreported": said["decision"] == "report" and not reported,
    }  # fmt: skip
