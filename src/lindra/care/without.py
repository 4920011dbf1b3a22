"""Patients who should have a plan and a conversation and lack one or both: a part of the page *patients*.

For who takes part in the care, and for follow-up; for administration there are numbers only, since that somebody
should have a plan says how ill they are.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lindra.care.plan.owed import MISSING, NAME, State
from lindra.care.plan.words import number
from lindra.care.queries import unit_names
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import door, own
from lindra.privacy import rules as privacy
from lindra.privacy.door import Item
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied, reader_required
from lindra.record.envelope import instant

FOR = (Purpose.CARE, Purpose.FOLLOWUP)
LABELS: dict[str, Any] = {
    "neither": gettext_lazy("Neither plan nor conversation"),
    "no_plan": gettext_lazy("No plan"),
    "no_talk": gettext_lazy("No conversation"),
}
WHY: dict[str, Any] = {
    "need_identified": gettext_lazy("Palliative needs found"),
    "phase_noted": gettext_lazy("Phase of illness noted"),
    "enrolled": gettext_lazy("Enrolled in specialised palliative care"),
    "admitted": gettext_lazy("In palliative inpatient care"),
    "moved": gettext_lazy("Lives in a hospice"),
}
"""What first says that a person should have a plan."""


def counted(reader: Reader) -> Counter[str]:
    """How many of the reader's unit (for follow-up: provider) are in each state."""
    found: Counter[str] = Counter()
    for (_unit, state, _day), count in own.tally(NAME, reader).items():
        found[state] += count
    return found


@reader_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Who lacks what, who has waited longest first; those whose reasons are hidden are rows without a name."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose not in FOR:
        return denied(request, privacy.law("PDL 4:2"))
    asked = request.GET.get("lacks", "")
    states = (asked,) if asked in MISSING else MISSING
    counts = counted(reader)
    listed = _Listed(reader, states, sum(counts[state] for state in states))
    pages: Paginator[Any] = Paginator(listed, door.PAGE)  # type: ignore[arg-type]
    shown = pages.get_page(request.GET.get("page"))
    return render(request, "care/without.html", {
        "page": shown, "table": _table(list(shown)), "tabs": _tabs(asked, counts),
        "of": sum(counts.values()), "count": listed.count,
    })  # fmt: skip


class _Listed:
    """What a paginator pages through: only the page that is shown is fetched, and logged."""

    def __init__(self, reader: Reader, states: tuple[State | str, ...], count: int) -> None:
        self.reader, self.states, self.count = reader, states, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: slice) -> list[door.Visible]:
        return own.rows(
            NAME, self.reader, states=self.states, start=part.start, limit=part.stop - part.start,
            earliest=True,
        )  # fmt: skip


def _tabs(asked: str, counts: Counter[str]) -> list[dict[str, Any]]:
    here = reverse("patients-without")
    every = {
        "url": here,
        "label": _("All"),
        "count": sum(counts[one] for one in MISSING),
        "current": asked not in MISSING,
    }
    return [every] + [
        {"url": f"{here}?lacks={one}", "label": LABELS[one], "count": counts[one], "current": asked == one}
        for one in MISSING
    ]  # fmt: skip


def _table(found: list[door.Visible]) -> Table:
    units = unit_names({one.row.data.get("unit", "") for one in found if isinstance(one.row, Item)})
    columns = [
        Column(_("Name")), Column(_("Identity number"), whole=True), Column(_("Lacks")),
        Column(_("Should have it because")), Column(_("Since"), whole=True), Column(_("Unit")),
    ]  # fmt: skip
    return Table(_("Patients without plan or conversation"), columns, [_row(one, units) for one in found])


def _row(seen: door.Visible, units: dict[str, str]) -> list[Cell | str]:
    row = seen.row
    if seen.person is None or not isinstance(row, Item) or not row.key:
        return [_("Not shown"), "", "", "", "", ""]
    name = Cell(seen.person.name or _("Name not known"), url=reverse("plan", args=[seen.patient]),
                note=_("Protected identity") if seen.person.protected else "")  # fmt: skip
    return [
        name, number(seen.person), str(LABELS.get(row.key.partition("|")[0], "")), str(WHY.get(row.data["why"], "")),
        texts.stamp(instant(row.at), "day") if row.at else "", units.get(row.data["unit"], ""),
    ]  # fmt: skip
