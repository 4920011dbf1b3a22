"""The page of admission notices that came late or never, of one's own unit; for follow-up of one's provider's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.care.plan.words import number
from lindra.care.queries import unit_names
from lindra.discharge.notices.readings import NAME, WRONG
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import door, own
from lindra.privacy import rules as privacy
from lindra.privacy.door import Item
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.tallies import Tally
from lindra.privacy.web import denied, reader_required
from lindra.record.envelope import instant, midnight, stamp

FOR = (Purpose.CARE, Purpose.FOLLOWUP)
WEEKS = 4
"""Whole weeks, today included, that are counted. Our own choice: enough to be more than chance, short enough to act."""
STATES: dict[str, Any] = {"late": gettext_lazy("Sent late"), "never": gettext_lazy("Never sent")}


def since() -> str:
    """The instant from which on notices are counted."""
    return stamp(midnight(clock.today() - timedelta(days=7 * WEEKS - 1)))


def tally(reader: Reader) -> Tally:
    """How many notices of the last weeks, by unit, state and day."""
    return own.tally(NAME, reader, since=since())


def wrong(found: Tally, states: Collection[str] = WRONG) -> int:
    """How many of them came late or never."""
    return sum(count for (_unit, state, _day), count in found.items() if state in states)


@reader_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Those of the last four weeks that came late or never, the latest first."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose not in FOR:
        return denied(request, privacy.law("PDL 4:1"))
    found = tally(reader)
    pages: Paginator[Any] = Paginator(_Listed(reader, wrong(found)), door.PAGE)  # type: ignore[arg-type]
    shown = pages.get_page(request.GET.get("page"))
    return render(request, "discharge/notices.html", {
        "page": shown, "table": _table(list(shown)), "count": wrong(found), "of": sum(found.values()),
        "first": texts.instant(instant(since()), "day"), "may_open": reader.purpose is Purpose.CARE,
    })  # fmt: skip


class _Listed:
    """What a paginator pages through."""

    def __init__(self, reader: Reader, count: int) -> None:
        self.reader, self.count, self.since = reader, count, since()

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: slice) -> list[door.Visible]:
        return own.rows(
            NAME, self.reader, states=WRONG, since=self.since, start=part.start, limit=part.stop - part.start
        )


def _table(found: list[door.Visible]) -> Table:
    units = unit_names({one.row.data.get("from", "") for one in found if isinstance(one.row, Item)})
    columns = [
        Column(_("Patient")), Column(_("Identity number"), whole=True), Column(_("From")), Column(_("Notice")),
        Column(_("Was due"), whole=True), Column(_("Sent"), whole=True), Column(_("Late by")),
    ]  # fmt: skip
    return Table(_("Admission notices late"), columns, [_row(one, units) for one in found])


def _row(seen: door.Visible, units: dict[str, str]) -> list[Cell | str]:
    row = seen.row
    if seen.person is None or not isinstance(row, Item) or not row.key:
        return [_("Not shown"), "", "", "", "", "", ""]
    due, sent = row.data["due"], row.data["sent"]
    return [
        Cell(seen.person.name or _("Name not known"), url=reverse("patient", args=[seen.patient])),
        number(seen.person), units.get(row.data["from"], ""), str(STATES.get(row.key.partition("|")[0], "")),
        texts.stamp(instant(due)), texts.stamp(instant(sent)) if sent else "–", _late(due, sent),
    ]  # fmt: skip


def _late(due: str, sent: str) -> str:
    """How late, in hours; days from three on."""
    if not sent:
        return "–"
    hours = max(round((instant(sent) - instant(due)).total_seconds() / 3600), 0)
    if hours < 72:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
