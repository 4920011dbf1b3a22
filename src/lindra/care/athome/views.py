"""Death at home: the page of one patient, and a unit's list of those whose death is expected."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.care import labels as kinds
from lindra.care.athome import labels, rules, words
from lindra.care.athome.steps import steps
from lindra.care.events.home import ESTABLISHED
from lindra.care.events.medicines import KEPT
from lindra.care.pages import ways
from lindra.care.plan import labels as plan
from lindra.care.plan import reading
from lindra.care.plan.shown import Shown
from lindra.care.plan.views import badges, who
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.sharing import notice
from lindra.privacy.web import denied, reader_required
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant

MOST = 500
"""Patients that a list shows of each sort."""


@reader_required
@require_GET
def page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """What was decided beforehand, what to do when the patient dies, and what is left afterwards."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "death at home")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    shown = reading.read(opened, reader.at)[1]
    return render(
        request,
        "care/athome/death.html",
        {
            "patient": opened.patient,
            "plan": shown,
            "who": who(shown),
            "badges": badges(shown),
            "more": notice.shown(opened),
            "ways": ways(opened.patient, reader, "death-at-home"),
            "may_write": reader.purpose is Purpose.CARE,
            **_beforehand(opened.chart, reader, shown),
            **_after(opened),
        },
    )


def _beforehand(chart: Chart, reader: Reader, shown: Shown) -> dict[str, Any]:
    """What was decided (of the dead: as it stood on the day of death), and the steps that follow from it.

    The steps of an expected death are shown only where a physician has decided that it is.
    """
    death, kept = chart.one("death"), chart.one(KEPT)
    on = clock.day(instant(death.occurred_from)) if death and death.occurred_from else clock.day(reader.at)
    found = rules.beforehand(chart, on)
    others: tuple[rules.Path, ...] = () if found.path == "not_expected" else ("not_expected",)
    return {
        "decided": _decided(found, shown),
        "doubt": labels.PASSED if found.passed else labels.NO_REVIEW if found.path == "ask_first" else "",
        "gaps": [labels.GAPS[gap] for gap in rules.gaps(chart, found)],
        "dying": death is None and rules.dying_undecided(chart) is not None,
        "inpatient": death is None and not rules.at_home(chart),
        "medicines": words.medicines(rules.prescribed(chart)),
        "kept": kept.value.get("place", "") if kept else "",
        "paths": [
            {"name": path, "title": labels.PATHS[path], "steps": words.shown(steps(path, chart, found, reader.at))}
            for path in (found.path, *others)
        ],
    }  # fmt: skip


def _decided(found: rules.Beforehand, shown: Shown) -> dict[str, Any]:
    """What was decided; where somebody else wrote it down for the physician, also whether it is signed."""
    tone, text = labels.DECIDED[found.decided]
    lines = shown.part("decisions").lines if found.statement else ()
    signed = [
        (_("Signature"), one.signature) for one in lines if one.signature and one.topic == "death_expected"
    ]
    return {
        "tone": "warning" if found.path == "ask_first" else tone,
        "text": text,
        "facts": words.facts(found) + signed,
    }


def _after(opened: door.Opened) -> dict[str, Any]:
    """What is written of the death, and what is left; nothing of the living."""
    chart = opened.chart
    if chart.one("death") is None:
        return {"dead": False}
    written = chart.one(ESTABLISHED)
    told = []
    if written is not None:
        examined = written.value["examined_by"]
        told = [
            (_("Established by"), words.physician(written.value)),
            (_("Examined by"), f"{examined['name']}, {plan.PROFESSIONS[examined['profession']]}"),
            (_("Expected"), _("Yes") if written.value["expected"] else _("No")),
        ]
    wrong = rules.mismatch(chart)
    return {
        "dead": True,
        "tasks": words.tasks(rules.tasks(chart)),
        "written": told,
        "answers": _answers(opened, written),
        "mismatch": labels.MISMATCH[wrong] if wrong else "",
    }


def _answers(opened: door.Opened, written: Statement | None) -> str:
    """The answers that the death was written with, where they can be corrected; empty where there are none."""
    system, _sign, rest = (written.source if written is not None else "").partition("|")
    if system != "form":
        return ""
    ref = rest.split("|")[0]
    found = opened.timeline(kinds=("answered",))
    event = next((one.id for one in found if (one.payload or {}).get("ref") == ref), "")
    return reverse("form-answer", args=[opened.patient, event]) if event else ""


# The list of a unit.


@reader_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Deaths expected at home, the dying of whom nothing is decided, and what is left after deaths at home."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = {state: _rows(reader, state) for state in ("undecided", "expected", "left")}
    return render(
        request,
        "care/athome/expected.html",
        {
            "undecided": _undecided(found["undecided"]),
            "expected": _expected(found["expected"]),
            "left": _left(found["left"]),
            "nobody": not any(found.values()),
            "most": MOST if any(len(rows) == MOST for rows in found.values()) else 0,
        },
    )


def _rows(reader: Reader, state: str) -> list[door.Visible]:
    """Those whom this reader may see, and of whom what may be seen still says so."""
    rows = door.rows("expected_at_home", reader, state=state, limit=MOST)
    return [
        one for one in rows
        if one.person is not None and isinstance(one.row, door.Item) and one.row.key.startswith(f"{state}|")
    ]  # fmt: skip


def _item(seen: door.Visible) -> tuple[str, dict[str, Any]]:
    assert isinstance(seen.row, door.Item)
    return seen.row.at, seen.row.data


def name_of(seen: door.Visible, page: str) -> Cell:
    """The patient's name, which leads to a page about them."""
    person = seen.person
    name = person.name if person is not None else ""
    protected = person is not None and person.protected
    return Cell(name or _("Name not known"), url=reverse(page, args=[seen.patient]),
                note=_("Protected identity") if protected else "")  # fmt: skip


def _day(at: str) -> str:
    return texts.stamp(instant(at) if at else None, "day")


def _undecided(found: list[door.Visible]) -> Table:
    columns = [Column(_("Patient")), Column(_("Where")), Column(_("Dying since"), whole=True)]
    return Table(
        _("Ask the responsible physician today."),
        columns,
        [
            [name_of(one, "death-at-home"), kinds.upper(kinds.form(data["where"])), _day(at)]
            for one in found
            for at, data in [_item(one)]
        ],
    )


def _expected(found: list[door.Visible]) -> Table:
    """Without a day of review first, then by that day: whose decision must be asked about stands above."""
    columns = [
        Column(_("Patient")), Column(_("Where")), Column(_("Decided by")), Column(_("Decided"), whole=True),
        Column(_("To be reviewed by"), whole=True), Column(_("A nurse may examine")),
        Column(_("Medicines missing")),
    ]  # fmt: skip
    rows = sorted(((one, *_item(one)) for one in found), key=lambda row: row[2]["review"])
    return Table(
        _("Those whose day of review comes first, or is not set, stand first."),
        columns,
        [
            [
                name_of(one, "death-at-home"), kinds.upper(kinds.form(data["where"])), data["physician"], _day(at),
                _review(data["review"]), _nurse(data["nurse"]), _missing(data["missing"]),
            ]
            for one, at, data in rows
        ],
    )  # fmt: skip


def _review(review: str) -> Cell:
    if not review:
        return Cell(_("Not set"), tone="warning", icon="warning")
    passed = date.fromisoformat(review) < clock.today()
    return Cell(review, tone="warning" if passed else "", icon="warning" if passed else "",
                note=_("The day has passed") if passed else "")  # fmt: skip


def _nurse(nurse: bool | None) -> str:
    return {True: _("Yes"), False: _("No"), None: _("Not written")}[nurse]


def _missing(missing: list[str]) -> Cell:
    text = ", ".join(str(plan.INDICATIONS[one]) for one in missing)
    return Cell(text or _("None"), tone="critical" if missing else "", icon="critical" if missing else "")


def _left(found: list[door.Visible]) -> Table:
    return Table(
        _("As it was written when death was established."),
        [Column(_("Patient")), Column(_("Died"), whole=True), Column(_("Left to do"))],
        [
            [
                name_of(one, "death-at-home"), _day(at),
                kinds.upper(", ".join(str(labels.LEFT[task]) for task in data["left"])),
            ]
            for one in found
            for at, data in [_item(one)]
        ],
    )  # fmt: skip
