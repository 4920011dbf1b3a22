"""The page of reports to the register: those to write, and coverage of one's own units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import reader_required
from lindra.registry import rules
from lindra.registry.coverage import counts, queries, shown
from lindra.registry.coverage.counts import Counted

FOR = (Purpose.CARE, Purpose.FOLLOWUP)
MONTHS = 12
"""Whole months of which coverage is shown first, besides the present one."""


class Period(forms.Form):
    """Deaths of which time coverage is of."""

    period = forms.ChoiceField(label=gettext_lazy("Deaths in"), required=False)

    def __init__(self, data: Any, years: list[str]) -> None:
        """Offer the years in which anybody died."""
        super().__init__(data)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The last 12 months")), *((year, year) for year in years)]

    def days(self, today: date) -> tuple[str, str]:
        """The first and the last day."""
        year = self.cleaned_data.get("period", "") if self.is_valid() else ""
        if year:
            return f"{year}-01-01", f"{year}-12-31"
        return rules.months_after(today.replace(day=1), -MONTHS).isoformat(), today.isoformat()


@reader_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Reports to write now, and coverage of the reader's unit (for follow-up: of the provider's units), lowest first.

    Numbers are those of one's own units: none is withheld.
    """
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose not in FOR:
        return render(request, "registry/coverage.html", {"not_for_this": True}, status=403)
    own, today = queries.units(reader), clock.today()
    found, tally = queries.to_write(reader, own), queries.tally(reader, own)
    open_ones = counts.total(counts.coverage(tally, lambda unit, day: unit, today)).open
    return render(request, "registry/coverage.html", {
        "groups": shown.groups(found, own, today),
        "tiles": _tiles(found, open_ones, today),
        "elsewhere": 0 if len(found) == queries.MOST else max(open_ones - len(found), 0),
        "most": queries.MOST if len(found) == queries.MOST else 0,
        "wrong": _wrong(queries.contradictions(reader, own)),
        "several": len(own) > 1,
        **_coverage(request, tally, own, today),
    })  # fmt: skip


def _tiles(found: list[queries.ToWrite], every: int, today: date) -> list[tuple[int, str, str]]:
    """How many are late, and so on; where not all are listed, how many there are."""
    if len(found) == queries.MOST:
        return [(every, _("Can still be reported"), "warning")]
    whens = [rules.when(one.due, today) for one in found]
    return [
        (whens.count(when), str(shown.TITLES[when]), shown.TONES[when] if when in whens else "")
        for when in ("late", "week", "later")
    ]


def _wrong(found: list[door.Visible]) -> Table | None:
    """Reports without a death: the one or the other is wrong."""
    rows = [
        [Cell((one.person.name if one.person else "") or _("Name not known"), url=shown.page_of(one.patient))]
        for one in found
    ]
    return (
        Table(_("Reported, and no death stands in the record"), [Column(_("Patient"))], rows)
        if rows
        else None
    )


def _coverage(
    request: HttpRequest, tally: counts.Tally, own: dict[str, CareUnit], today: date
) -> dict[str, Any]:
    years = sorted({day[:4] for _unit, _state, day in tally if day}, reverse=True)
    form = Period(request.GET, years)
    first, last = form.days(today)
    kept = counts.within(tally, first, last)
    offered = _groupings(own)
    by = request.GET.get("by", "")
    by = by if by in offered else next(iter(offered))
    found = _counted(kept, by, own, today)
    names = {"unit": _("Coverage by unit, the lowest first"), "month": _("Coverage by month"),
             "municipality": _("Coverage by municipality, the lowest first")}  # fmt: skip
    return {
        "form": form,
        "by": by,
        "period": form.cleaned_data.get("period", ""),
        "tabs": [{"url": _address(request, name), "label": label, "current": name == by}
                 for name, label in offered.items()],
        "figure": shown.figure(names[by], found, shown.name_of(by, own)) if found else None,
        "total": counts.total(found),
    }  # fmt: skip


def _groupings(own: dict[str, CareUnit]) -> dict[str, str]:
    """How the deaths can be grouped: by municipality where the units lie in several."""
    offered = {"unit": _("Unit by unit"), "municipality": _("By municipality"), "month": _("By month")}
    if len({unit.municipality for unit in own.values()}) < 2:
        del offered["municipality"]
    return offered


def _counted(tally: counts.Tally, by: str, own: dict[str, CareUnit], today: date) -> list[Counted]:
    if by == "month":
        return sorted(counts.coverage(tally, lambda unit, day: day[:7], today), key=lambda one: one.key)
    if by == "municipality":
        return counts.coverage(tally, lambda unit, day: own[unit].municipality if unit else "", today)
    return counts.coverage(tally, lambda unit, day: unit, today)


def _address(request: HttpRequest, by: str) -> str:
    query = request.GET.copy()
    query["by"] = by
    return f"?{query.urlencode()}"
