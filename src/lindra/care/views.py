"""The pages *patients* and *one patient*."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindra import clock
from lindra.areas import geography
from lindra.care import labels, present, rules
from lindra.care.pages import ways as ways_here
from lindra.care.queries import unit_names
from lindra.care.signing import words as signing
from lindra.clock import day
from lindra.frame import charts, dates
from lindra.frame.pieces import Glance
from lindra.frame.tables import Cell, Column, Table
from lindra.frame.timeline import Entry
from lindra.people.details import Relative
from lindra.people.patients import Person
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.sharing import asked, notice, ways
from lindra.privacy.web import denied, reader_required
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import Event, instant

TIMELINE_PAGE = 150
PLACE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]{15}Z)_([0-9a-f-]{36})")
COURSE = (
    "admitted", "moved", "discharged", "contact", "enrolled", "enrolment_ended", "died", "procedure", "diagnosis",
    "listed", "medicine_ordered", "medicine_stopped", "directive_noted", "agreement_noted", "care_plan_noted",
    "document_noted",
)  # fmt: skip
"""What the timeline shows first: the course, without measurements, reports and lists."""


@reader_required
@require_http_methods(["GET", "POST"])
def patients(request: HttpRequest) -> HttpResponse:
    """The patients of the reader's unit (of the provider, for follow-up); a search is a POST, never in the address."""
    question = asked.question(request)
    if isinstance(question, HttpResponse):
        return question
    sought = request.POST.get("sought", "").strip() if request.method == "POST" else ""
    chosen = request.GET.get("show", "living")
    listed = _Listed(request.reader, sought, chosen)  # type: ignore[attr-defined]
    pages: Paginator[Any] = Paginator(listed, door.MOST_FOUND if sought else door.PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    tabs = [
        {"url": f"?show={name}", "label": label, "current": name == chosen and not sought}
        for name, label in (("living", _("Living")), ("dead", _("Deceased")), ("all", _("All")))
    ]
    return render(
        request,
        "care/patients.html",
        {
            "page": page,
            "table": _table(list(page), sought),
            "sought": sought,
            "tabs": tabs,
            "nobody": bool(sought) and not len(page),
            "asked": question,
            "asking": asked.opens(question, found=len(page)),
        },
    )


class _Listed:
    """What a paginator pages through: only the page that is shown is fetched, and logged."""

    def __init__(self, reader: Reader, sought: str, chosen: str) -> None:
        self.reader = reader
        self.found = door.search(sought, reader, "patients") if sought else None
        self.state = chosen if chosen in ("living", "dead") else ""

    def __len__(self) -> int:
        if self.found is not None:
            return len(self.found)
        every = door.counts("patients", self.reader)
        return sum(
            count for key, count in every.items() if key.startswith(f"{self.state}|" if self.state else "")
        )

    def __getitem__(self, part: slice) -> list[door.Visible]:
        if self.found is not None:
            return self.found[part]
        return door.rows(
            "patients", self.reader, state=self.state, start=part.start, limit=part.stop - part.start
        )


def _data(seen: door.Visible) -> dict[str, Any]:
    return seen.row.data if isinstance(seen.row, door.Item) else {}


def _table(listed: list[door.Visible], sought: str) -> Table:
    columns = [
        Column(_("Name")), Column(_("Identity number"), whole=True), Column(_("Age"), numeric=True),
        Column(_("Where")), Column(_("Teams")), Column(_("Main diagnosis")), Column(_("Latest entry"), whole=True),
    ]  # fmt: skip
    return Table(_("Patients found") if sought else _("Patients"), columns, [_row(one) for one in listed])


def _row(seen: door.Visible) -> list[Cell | str]:
    if seen.person is None:
        return [_("Not shown"), "", "", "", "", "", ""]
    data, person = _data(seen), seen.person
    name = Cell(person.name or _("Name not known"), url=reverse("plan", args=[seen.patient]),
                note=_("Protected identity") if person.protected else "")  # fmt: skip
    place = Cell(labels.upper(labels.form(data["where"])), note=_since(data["since"], data["precision"]))
    latest = dates.stamp(instant(seen.row.at)) if isinstance(seen.row, door.Item) and seen.row.at else ""
    teams = ", ".join(labels.form(team) for team in data["teams"])
    return [
        name,
        number(person),
        _age(person, data["died"]),
        place,
        labels.upper(teams),
        data["diagnosis"],
        latest,
    ]


def _since(text: str | None, precision: str) -> str:
    """The day something began, no more precisely than it is known."""
    if not text:
        return ""
    return dates.written(
        instant(text), "day" if precision in ("second", "minute") else precision, get_language() or "sv"
    )


def number(person: Person) -> str:
    """The identity number as people write it."""
    digits = person.number
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == 12 and digits.isdigit() else digits


def _age(person: Person, died: str | None) -> str:
    if len(person.born) != len("2000-01-01"):
        return ""
    on = day(instant(died)) if died else clock.today()
    born = date.fromisoformat(person.born)
    return str(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


@reader_required
@require_GET
def patient(request: HttpRequest, patient: UUID) -> HttpResponse:
    """One patient: who, where, what is known, and the timeline."""
    opened = door.open(str(patient), request.reader)  # type: ignore[attr-defined]
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    everything, choosing = request.GET.get("show") == "everything", "wrong" in request.GET
    may_dispute = ways.may_dispute(opened.sight).allowed
    before = _place(request.GET.get("before", ""))
    events = opened.timeline(before, TIMELINE_PAGE, () if everything else COURSE)
    more, last = len(events) == TIMELINE_PAGE, events[-1] if events else None
    if not more and everything:
        events += opened.undated()
    units = unit_names({event.unit for event in events} | _units(opened.chart))
    show = "everything" if everything else "course"
    return render(
        request,
        "care/patient.html",
        {
            "patient": opened.patient,
            **_about(opened.person, opened.chart, units),
            "more": notice.shown(opened),
            "ways": ways_here(opened.patient, request.reader, "patient"),  # type: ignore[attr-defined]
            "entries": _entries(events, units, opened, choosing=choosing and may_dispute),
            "wrong": _wrong(show, chosen=choosing) if may_dispute else {},
            "older": _older(show, last, choosing) if more and last else "",
            "tabs": _tabs(everything),
            "year": _year(opened.chart),
            "known": _known(opened.chart, units),
            "measures": _measures(opened.chart, units),
            "waiting": len(rules.unsigned(opened.chart)),
            "relatives": opened.person.details.get(Relative.kind, ()),
        },
    )


def _entries(
    events: list[Event], units: dict[str, str], opened: door.Opened, *, choosing: bool
) -> list[Entry]:
    """The timeline's lines, each with what the patient holds of it, also of what has been corrected since."""
    views, signed = present.views(opened.chart), signing.signed_later(events, opened)
    return [
        present.entry(
            event,
            units,
            views.get(event.id) or views.get(event.corrects or "", ""),
            _way(event, opened) if choosing else signing.way(event, opened.patient),
            signed.get(event.id, ""),
        )
        for event in events
    ]


def _way(event: Event, opened: door.Opened) -> tuple[str, str] | None:
    """To the form for the patient's view of an entry; each provider takes that up of what it wrote itself."""
    if event.kind == "disputed" or event.provider != opened.sight.side.provider:
        return None
    name = _("Note that the patient holds this to be wrong")
    return reverse("sharing-dispute", args=[event.patient, event.id]), name


def _wrong(show: str, *, chosen: bool) -> dict[str, Any]:
    """Ways into and out of choosing the entry that the patient holds to be wrong."""
    return {"chosen": chosen, "url": f"?show={show}&wrong=#timeline", "leave": f"?show={show}#timeline"}


def _older(show: str, last: Event, choosing: bool) -> str:
    return f"?show={show}{'&wrong=' if choosing else ''}&before={last.occurred_from}_{last.id}"


def _place(text: str) -> tuple[str, str]:
    """Where in the timeline an older page begins."""
    return (found[1], found[2]) if (found := PLACE.fullmatch(text)) else door.END


def _tabs(everything: bool) -> list[dict[str, Any]]:
    return [
        {"url": "?show=course#timeline", "label": _("The course"), "current": not everything},
        {"url": "?show=everything#timeline", "label": _("Everything"), "current": everything},
    ]


def _units(chart: Chart) -> set[str]:
    return {s.unit for slot in chart.slots.values() for row in slot.rows.values() for s in row.values()}


def _about(person: Person, chart: Chart, units: dict[str, str]) -> dict[str, Any]:
    death = chart.one("death")
    badges = []
    if person.protected:
        badges.append(("critical", _("Protected identity")))
    if death is not None:
        when = _since(death.occurred_from, death.precision)
        badges.append(("neutral", _("Died %(when)s") % {"when": when} if when else _("Died")))
    age = _age(person, death.occurred_from if death else None)
    return {
        "name": person.name or _("Name not known"),
        "number": number(person),
        "age": _("%(age)s years") % {"age": age} if age else "",
        "who": [(label, value) for label, value in _who(person) if value],
        "badges": badges,
        "glance": _glance(chart, units),
    }


def _who(person: Person) -> list[tuple[str, str]]:
    sex = {"female": _("Woman"), "male": _("Man"), "other": _("Other")}.get(person.sex, "")
    return [
        (_("Born"), person.born),
        (_("Sex"), sex),
        (_("Municipality"), _municipality(person.municipality)),
    ]


def _municipality(code: str) -> str:
    try:
        return geography.municipality(code).name if code else ""
    except geography.UnknownArea:
        return code


def _glance(chart: Chart, units: dict[str, str]) -> list[Glance]:
    where = rules.whereabouts(chart)
    talks, needed = rules.conversations(chart), rules.as_needed(chart)
    teams = rules.teams(chart)
    status = rules.latest(chart, rules.AKPS)
    nothing = _("not recorded")
    return [
        Glance(_("Where"), labels.upper(labels.form(where.form)), note=_told(where.since, units),
               icon="leaf" if where.form == "dead" else "place"),
        Glance(_("Teams"), labels.upper(", ".join(labels.form(t.value.get("form", "other")) for t in teams)) or nothing,
               note=_told(teams[0] if teams else None, units), icon="people"),
        Glance(_("Conversation at the turn of the illness"),
               _since(talks[0].occurred_from, talks[0].precision) if talks else nothing,
               note=_told(talks[0] if talks else None, units), icon="speech",
               tone="" if talks or where.form == "dead" else "warning"),
        Glance(_("As-needed medicines"), ", ".join(present.texts(needed)) or nothing,
               note=_told(needed[0] if needed else None, units), icon="pill"),
        Glance(_("Functional status (AKPS)"), present.amount(status.value) if status else nothing,
               note=_told(status, units), icon="pulse"),
    ]  # fmt: skip


def _told(statement: Statement | None, units: dict[str, str]) -> str:
    """Who said it and when: never a bare value."""
    if statement is None:
        return ""
    when = _since(statement.occurred_from, statement.precision)
    return " · ".join(part for part in (when, units.get(statement.unit, "")) if part)


def _year(chart: Chart) -> charts.Figure | None:
    """The year before death, or up to today, as a strip."""
    death = chart.one("death")
    end = day(instant(death.occurred_from)) if death and death.occurred_from else clock.today()
    start = end - timedelta(days=364)
    spans = [span for span in present.last_year(chart, end) if span.end >= start and span.start <= end]
    if not spans:
        return None
    title = _("The last year of life") if death else _("The last year")
    return charts.Figure.time_strip(
        title, spans, start=start, end=end, end_label=_("Died") if death else _("Today")
    )


def _known(chart: Chart, units: dict[str, str]) -> list[dict[str, Any]]:
    """What is known, slot by slot, each with its provenance."""
    groups = ((_("Diagnoses"), _stated(chart, "diagnoses")), (_("Allergies"), _stated(chart, "allergies")),
              (_("Medicines"), rules.medicines(chart)))  # fmt: skip
    shown = []
    for heading, statements in groups:
        lines = {present.code_text(one.value.get("code")): _told(one, units) for one in reversed(statements)}
        lines.pop("", None)
        if lines:
            shown.append({"heading": heading, "lines": list(reversed(lines.items()))})
    return shown


def _stated(chart: Chart, slot: str) -> list[Statement]:
    return [row["stated"] for row in chart.rows(slot) if "stated" in row]


def _measures(chart: Chart, units: dict[str, str]) -> Table | None:
    stated = [row["stated"] for row in chart.rows("measures") if "stated" in row][:24]
    rows = [
        [present.code_text(one.value.get("code")), present.amount(one.value), _since(one.occurred_from, one.precision),
         units.get(one.unit, "")]
        for one in stated
    ]  # fmt: skip
    columns = [
        Column(_("What")),
        Column(_("Latest value"), numeric=True),
        Column(_("When")),
        Column(_("Unit")),
    ]
    return Table(_("Latest measurements"), columns, rows) if rows else None
