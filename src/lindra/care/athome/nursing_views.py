"""Enrolment in home nursing: a unit's page with the criteria and who stands where, and the page of one patient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.areas import geography
from lindra.areas import queries as areas
from lindra.care.athome import criteria, labels
from lindra.care.athome.criteria import Rule
from lindra.care.athome.views import name_of
from lindra.care.pages import ways
from lindra.care.plan import lines, reading
from lindra.care.plan.views import badges, who
from lindra.care.queries import unit_names
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.people import staff
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.sharing import notice
from lindra.privacy.web import denied, reader_required
from lindra.record.envelope import Event, instant

MOST = 500
"""Patients that the list shows of each sort."""
COURSE = ("home_nursing_assessed", "enrolled", "enrolment_ended")
ENTRIES = 100
"""Entries about one patient's home nursing that are shown, the latest."""


@reader_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The municipality's criteria, and who is enrolled, who is not and why, who is to be assessed again.

    Names and numbers are those of one's own unit, for follow-up of one's own provider: no number is withheld.
    """
    reader: Reader = request.reader  # type: ignore[attr-defined]
    counts = _counts(reader)
    asked = request.GET.get("show", "")
    chosen = (
        asked if asked in labels.NURSING else next((one for one in labels.NURSING if counts[one]), "later")
    )
    rows = _rows(reader, chosen)
    here = areas.unit(reader.assignment.unit).municipality
    return render(
        request,
        "care/athome/nursing.html",
        {
            "criteria": shown_criteria(here, clock.today()),
            "tabs": [
                {"url": f"?show={state}", "label": label, "current": state == chosen, "count": counts[state]}
                for state, (_tone, label) in labels.NURSING.items()
            ],
            "table": _table(chosen, rows, here),
            "reasons": _reasons(rows, here) if chosen in ("not_enrolled", "later") and rows else None,
            "most": MOST if len(rows) == MOST else 0,
        },
    )


def _counts(reader: Reader) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, number in door.counts("home_nursing", reader).items():
        found[key.split("|")[0]] += number
    return found


def _rows(reader: Reader, state: str) -> list[tuple[door.Visible, door.Item]]:
    """Those whom this reader may see, and of whom what may be seen still says so."""
    rows = door.rows("home_nursing", reader, state=state, limit=MOST)
    return [
        (one, one.row) for one in rows
        if one.person is not None and isinstance(one.row, door.Item) and one.row.key.startswith(f"{state}|")
    ]  # fmt: skip


def shown_criteria(municipality: str, on: date) -> dict[str, Any]:
    """A municipality's criteria on a day, in words with their sources."""
    return {
        "place": _place(municipality),
        "lines": [
            {"label": labels.CRITERIA[one.criterion], "how": labels.HOW[one.how], "source": one.source,
             "first": texts.instant(one.first) if one.first else "", "name": one.criterion}
            for one in criteria.valid(municipality, on)
        ],
    }  # fmt: skip


def _place(code: str) -> str:
    try:
        return geography.municipality(code).name
    except geography.UnknownArea:
        return code


def _valid(seen: door.Visible, at: str, here: str) -> tuple[Rule, ...]:
    """The criteria of the patient's own municipality (of the unit's, where that is not known) on that day."""
    code = seen.person.municipality if seen.person is not None else ""
    return criteria.valid(code or here, clock.day(instant(at)) if at else clock.today())


def _lacking(seen: door.Visible, item: door.Item, here: str) -> tuple[str, ...] | None:
    found = criteria.judged(_valid(seen, item.at, here), item.data["criteria"])
    return found.lacking if found else None


def said(names: Iterable[str]) -> str:
    """Criteria in words."""
    return "; ".join(str(labels.CRITERIA[one]) for one in names)


def _table(state: str, rows: list[tuple[door.Visible, door.Item]], here: str) -> Table:
    caption = str(labels.NURSING[state][1])
    if state == "unassessed":
        columns = [Column(_("Patient")), Column(_("Enrolled since"), whole=True)]
        return Table(caption, columns, [[name_of(one, PAGE), _day(item.data["since"])] for one, item in rows])
    columns = [Column(_("Patient")), Column(_("Assessed"), whole=True), Column(_("Criteria met")),
               Column(_("Criteria lacking"))]  # fmt: skip
    if state in ("enrolled", "to_enrol"):
        columns.append(Column(_("Enrolled since"), whole=True))
        return Table(caption, columns, [
            [*_assessed(one, item, here), _day(item.data["since"]) if item.data["since"] else _("Not written")]
            for one, item in rows
        ])  # fmt: skip
    columns += [Column(_("Why not")), Column(_("Told to the patient"))]
    return Table(caption, columns, [
        [*_assessed(one, item, here), item.data["reason"] or _("Not written"),
         _("Yes") if item.data["informed"] else Cell(_("Not written"), tone="warning", icon="warning")]
        for one, item in rows
    ])  # fmt: skip


PAGE = "patient-home-nursing"


def _assessed(seen: door.Visible, item: door.Item, here: str) -> list[Cell | str]:
    """Who, when (of those to be assessed again how long ago), which criteria are met, and which are lacking."""
    waits = item.data["outcome"] == "later" and item.at
    lacking = _lacking(seen, item, here)
    return [
        name_of(seen, PAGE),
        Cell(_day(item.at), note=texts.ago(instant(item.at)) if waits else ""),
        said(item.data["criteria"]) or _("None"),
        _("Criteria not known") if lacking is None else said(lacking) or _("None"),
    ]


def _day(at: str) -> str:
    return texts.stamp(instant(at) if at else None, "day")


def _reasons(rows: list[tuple[door.Visible, door.Item]], here: str) -> Table:
    """How many lack each criterion; somebody may lack several."""
    number: Counter[str] = Counter()
    for one, item in rows:
        lacking = _lacking(one, item, here)
        number.update(("unknown",) if lacking is None else lacking or ("met",))
    words = {
        **labels.CRITERIA,
        "met": _("None: the criteria are met, and something else decided"),
        "unknown": _("The municipality's criteria are not known"),
    }
    columns = [Column(_("Criterion lacking")), Column(_("Patients"), numeric=True)]
    return Table(
        _("Somebody may lack several."),
        columns,
        [[str(words[key]), str(n)] for key, n in number.most_common()],
    )


@reader_required
@require_GET
def page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """One patient: enrolled or not, what it means, the criteria, and the assessments in time."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "home nursing")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    shown = reading.read(opened, reader.at)[1]
    state = criteria.state(opened.chart)
    found, enrolled = criteria.assessment(opened.chart), criteria.enrolment(opened.chart)
    on = clock.day(instant(found.occurred_from)) if found and found.occurred_from else clock.today()
    code = opened.person.municipality or areas.unit(reader.assignment.unit).municipality
    met = found.value.get("criteria", []) if found else []
    return render(
        request,
        "care/athome/patient_nursing.html",
        {
            "patient": opened.patient,
            "plan": shown,
            "who": who(shown),
            "badges": badges(shown),
            "more": notice.shown(opened),
            "ways": ways(opened.patient, reader, PAGE),
            "may_write": reader.purpose is Purpose.CARE,
            "state": labels.NURSING[state] if state else None,
            "since": _day(enrolled.occurred_from or "") if enrolled else "",
            "to_enrol": state == "to_enrol",
            "means": found.value.get("means", "") if found else "",
            "criteria": shown_criteria(code, on),
            "met": met if found else None,
            "judged": criteria.judged(criteria.valid(code, on), met) if found else None,
            "entries": _entries(opened.timeline(limit=ENTRIES, kinds=COURSE)),
        },
    )


def _entries(events: list[Event]) -> list[dict[str, Any]]:
    """The assessments, and when home nursing began and ended, latest first."""
    own = {
        str((one.payload or {}).get("enrolment")) for one in events
        if one.kind == "enrolled" and (one.payload or {}).get("form") == "home_nursing"
    }  # fmt: skip
    kept = [
        one for one in events
        if one.kind == "home_nursing_assessed" or str((one.payload or {}).get("enrolment")) in own
    ]  # fmt: skip
    units, names = unit_names(one.unit for one in kept), staff.names(one.author for one in kept)
    return [_entry(one, units, names) for one in kept]


def _entry(event: Event, units: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    value = event.payload or {}
    at = instant(event.occurred_from) if event.occurred_from else None
    tone, text = {
        "enrolled": ("ok", _("Enrolled")), "enrolment_ended": ("neutral", _("Enrolment ended")),
    }.get(event.kind) or labels.OUTCOMES[value["outcome"]]  # fmt: skip
    return {
        "when": texts.stamp(at, "day"),
        "tone": tone,
        "text": text,
        "assessed": event.kind == "home_nursing_assessed",
        "criteria": said(value.get("criteria", ())),
        "reason": value.get("reason", ""),
        "means": value.get("means", ""),
        "rules": value.get("rules", ""),
        "informed": bool(value.get("informed")),
        "origin": lines.joined(names.get(event.author), units.get(event.unit), by=" · "),
    }
