"""A commitment and a list of them, in words: rows of the list, key facts, what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lindra import clock
from lindra.areas import queries as areas
from lindra.frame import texts, timeline
from lindra.governance import bodies
from lindra.governance.commitments import origins, queries, states, words
from lindra.governance.commitments.states import Said
from lindra.governance.models import Commitment
from lindra.governance.walk import words as causes
from lindra.measures import catalogue, pages
from lindra.measures.pagesets.overview import short_title
from lindra.record.envelope import instant


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    one: Commitment
    url: str
    origin: str
    body: str
    owner: tuple[str, str]
    gone: str
    """Who owned it and works here no longer."""
    until: tuple[str, str]
    day: str
    """The last day, or what was said, beside how late it is."""
    moved: str
    state: tuple[str, Any]
    measure: str


def rows(some: Sequence[Commitment], today: date) -> list[Row]:
    """The lines of a list; names are looked up once for all of them."""
    named, gone = (
        bodies.bodies({one.body for one in some}),
        queries.gone((one.owner_staff for one in some), today),
    )
    return [_row(one, named, gone, today) for one in some]


def _row(one: Commitment, named: Mapping[str, bodies.Body], gone: set[str], today: date) -> Row:
    until = words.until(one, today)
    said = one.due_said if one.due is None else texts.stamp(one.due, "day") if until[0] == "critical" else ""
    return Row(
        one, reverse("governance:action", args=[one.pk]), str(words.ORIGINS[one.origin]),
        named[one.body].name if one.body in named else one.body, words.owner(one, gone), words.left(one, gone), until,
        said, words.moved(states.standing(one.acts).moved), words.STATES[one.state], measure_title(one.measure),
    )  # fmt: skip


def measure_title(key: str) -> str:
    """The short title of a definition; its key where it is no longer known."""
    found = catalogue.keyed(key) if key else None
    return short_title(found, pages.language()) if found else key


def facts(one: Commitment, today: date) -> list[tuple[Any, ...]]:
    """Who, until when, where, why."""
    now, gone = states.standing(one.acts), queries.gone([one.owner_staff], today)
    named = bodies.bodies([one.body])
    rows: list[tuple[Any, ...]] = [
        (_("Who sees to it"), words.owner(one, gone)[1], words.left(one, gone)),
        (_("To be done by"), *_due(one, now.earlier)),
        (_("Where it is done"), named[one.body].name if one.body in named else one.body),
        (_("Undertaken"), texts.stamp(one.made_on, "day")),
    ]
    if one.started_on:
        rows.append((_("Started"), texts.stamp(one.started_on, "day")))
    if one.ended_on:
        rows.append((words.STATES[one.state][1], texts.stamp(one.ended_on, "day")))
    if one.cause_kind or one.cause:
        kind = causes.cause(one.cause_kind)
        rows.append((_("Cause"), kind or one.cause, one.cause if kind else ""))
    if one.source:
        rows.append((_("Stands in"), one.source))
    return rows


def _due(one: Commitment, earlier: Collection[states.Day]) -> tuple[str, str]:
    """The last day, and every day it was to be before."""
    day = texts.stamp(one.due, "day") if one.due else _("No day said")
    if one.due is None and one.due_said:
        day = _("No day said: “%(said)s”") % {"said": one.due_said}
    if not earlier:
        return day, ""
    before = ", ".join(each.day or each.said or _("no day") for each in earlier)
    return day, f"{words.moved(len(earlier)).capitalize()}: {before}"


def history(one: Commitment) -> list[timeline.Entry]:
    """What was done with it, by whom, in whose name."""
    units = areas.names(str(said.get("unit", "")) for said in one.acts)
    providers = areas.provider_names(str(said.get("provider", "")) for said in one.acts)
    return [_entry(said, units, providers) for said in one.acts]


def _entry(said: Said, units: Mapping[str, str], providers: Mapping[str, str]) -> timeline.Entry:
    icon, label = words.ACTS[str(said["act"])]
    at, on = instant(str(said["at"])), date.fromisoformat(str(said["on"]))
    where = (units.get(str(said.get("unit", "")), ""), providers.get(str(said.get("provider", "")), ""))
    meta = [str(said.get("name", "")), *where]
    title = str(label)
    if on != clock.day(at):
        title = _("%(what)s on %(day)s") % {"what": title, "day": texts.stamp(on, "day")}
    return timeline.Entry(
        at=at, title=title, kind=icon, detail=_detail(said), meta=", ".join(filter(None, meta))
    )


def _detail(said: Said) -> str:
    told = [str(said.get(name, "")) for name in ("reason", "note")]
    match said["act"]:
        case "move":
            told.insert(0, _("To %(day)s.") % {"day": str(said.get("due") or said.get("due_said", ""))})
        case "hand_over":
            told.insert(0, _("To %(owner)s.") % {"owner": said["owner"]})
        case "change":
            told.insert(0, str(said["title"]))
        case "make":
            told = [_make(said)]
    return " ".join(filter(None, told))


def _make(said: Said) -> str:
    due = str(said.get("due") or said.get("due_said", ""))
    told = [str(said.get("owner", "")), _("to be done by %(day)s") % {"day": due} if due else ""]
    return ", ".join(filter(None, told))


def way_back(one: Commitment) -> tuple[str, str] | None:
    """What it came from, and the way back there."""
    return origins.back(one)
