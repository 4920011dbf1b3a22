"""The board: every patient in the process that concerns one's unit, by stage, with deadlines in words and colour.

It is read anew every half minute without the page being loaded (``board.js``); without a script a link does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.geography import region_of
from lindra.care.queries import unit_names
from lindra.discharge import counties, labels, parties, story, words
from lindra.discharge.clocks import Clock, clocks
from lindra.discharge.readings import NAME, OPEN, OVER
from lindra.discharge.steps import OPEN_CARE, Step, put_together
from lindra.frame import texts
from lindra.people.patients import Person
from lindra.privacy import door, tallies
from lindra.privacy.door import BY_UNIT, Item, Visible
from lindra.privacy.reader import Reader
from lindra.privacy.web import reader_required
from lindra.record.envelope import instant

PAGE = 50
URGENT = {"critical": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Line:
    """One stay on the board."""

    patient: str
    person: Person | None
    url: str
    plan: str
    stage: str
    unit: str
    admitted: str
    estimate: str
    days_ready: int | None
    unread: int
    said: str
    clocks: tuple[words.Told, ...]


@reader_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The board, or with ``part`` only what changes."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    stage = request.GET.get("stage", "")
    stage = stage if stage in (*OPEN, "over") else ""
    start = _start(request.GET.get("start", ""))
    own = _own(reader)
    counted = tallies.by_state(NAME, reader, own) + tallies.by_state(OVER, reader, own) if own else None
    shown, more = _rows(reader, stage, start)
    lines = _lines(shown, reader)
    query = f"?stage={stage}" if stage else "?"
    context = {
        "lines": lines, "tabs": _tabs(counted, stage), "masked": sum(one.masked for one in shown), "stage": stage,
        "next": f"{query}&start={start + PAGE}" if more else "", "first": query if start else "",
        "part": f"{query}&start={start}&part=1", "now": clock.now(), "unread": sum(one.unread for one in lines),
    }  # fmt: skip
    return render(
        request, "discharge/_board.html" if request.GET.get("part") else "discharge/board.html", context
    )


def _start(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _own(reader: Reader) -> str:
    """Whose part in the stays the board shows: one's unit's; for follow-up every unit's of the provider."""
    return reader.assignment.unit if reader.purpose in BY_UNIT else ""


def _rows(reader: Reader, stage: str, start: int) -> tuple[list[Visible], bool]:
    """One page of stays, the latest changed first."""
    name, state = (OVER, "") if stage == "over" else (NAME, stage)
    found = door.rows(name, reader, state=state, unit=_own(reader), start=start, limit=PAGE + 1)
    return _each_once(found[:PAGE]), len(found) > PAGE


def _each_once(found: Iterable[Visible]) -> list[Visible]:
    """Stays in which several units have a part, once."""
    kept: dict[tuple[str, str], Visible] = {}
    for one in found:
        told = one.row.data.get("episode", "") if isinstance(one.row, Item) else ""
        kept.setdefault((one.patient, str(told)), one)
    return list(kept.values())


def _tabs(counted: Mapping[str, int] | None, stage: str) -> list[dict[str, Any]]:
    """By stage, with how many; for follow-up without: a stay of several units would count several times."""
    names: list[tuple[str, Any, Sequence[str]]] = [("", _("All in the process"), OPEN)]
    names += [(one, labels.STAGES[one], (one,)) for one in OPEN]
    names.append(("over", _("Over"), ("over",)))
    found = []
    for code, label, states in names:
        count = sum(counted.get(one, 0) for one in states) if counted is not None else ""
        if count != 0 or code in ("", stage):
            url = f"?stage={code}" if code else "?"
            found.append({"url": url, "label": label, "count": count, "current": code == stage})
    return found


def _lines(shown: Iterable[Visible], reader: Reader) -> list[Line]:
    known = [(one, one.row.data) for one in shown if isinstance(one.row, Item) and one.row.data]
    units = {str(data["unit"]) for _, data in known}
    told = {unit for _, data in known for _, _, value in data["steps"] for unit in value.split(";")}
    names, kinds = unit_names(units - {""}), areas.kinds((units | told) - {""})
    regions = {unit: region_of(areas.unit(unit).municipality).code for unit in units & set(kinds)}
    now = clock.now()
    return [_line(one, data, names, kinds, regions, reader, now) for one, data in known]


def _line(
    one: Visible, data: Mapping[str, Any], names: Mapping[str, str], kinds: Mapping[str, str],
    regions: Mapping[str, str], reader: Reader, now: datetime,
) -> Line:  # fmt: skip
    person = one.person
    found = _clocks(data, person, kinds, regions, now)
    urgent = sorted((words.clock(each, now) for each in found), key=lambda each: URGENT.get(each.tone, 3))
    where = reverse("discharge", args=[one.patient])
    return Line(
        one.patient, person, f"{where}?stay={data['episode']}" if data["episode"] else where,
        reverse("plan", args=[one.patient]), str(labels.STAGES[data["stage"]]), names.get(data["unit"], ""),
        texts.stamp(instant(data["admitted"])) if data["admitted"] else "", data["estimate"],
        (clock.day(now) - clock.day(instant(data["ready"]))).days if data["ready"] else None,
        int(data["unread"].get(reader.assignment.unit, 0)), str(labels.KINDS[data["last"]].title),
        tuple(each for each in urgent if each.left or each.tone in ("critical", "warning")),
    )  # fmt: skip


def _clocks(
    data: Mapping[str, Any], person: Person | None, kinds: Mapping[str, str], regions: Mapping[str, str], now: datetime
) -> list[Clock]:  # fmt: skip
    if not data["episode"]:
        return []
    where = person.municipality if person else ""
    rows = [(where, Step(event, instant(at), _sides(value, kinds))) for event, at, value in data["steps"]]
    if not rows:
        return []
    found, _findings = story.tell(put_together(data["episode"], rows, now=now)[0])
    return clocks(found, counties.rule(regions.get(data["unit"], "")), now) if found is not None else []


def _sides(value: str, kinds: Mapping[str, str]) -> str:
    """Recipients with the region's open care under its one name."""
    return ";".join(
        OPEN_CARE if parties.side(kinds.get(one, "")) == "open_care" else one for one in value.split(";")
    )
