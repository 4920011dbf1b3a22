"""The page of payment: months of each municipality, and behind every number its stays with the paragraphs.

For follow-up of one's own provider's stays (SFS 2008:355 2 kap. 4 §); each stay is judged by the rule of its region.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.discharge.months import Judged, Month, Months, judge
from lindra.discharge.paying import words
from lindra.discharge.rulefile import Rule
from lindra.discharge.statistics import queries, shown
from lindra.discharge.statistics.choices import choices
from lindra.discharge.statistics.control import months
from lindra.frame import charts, texts
from lindra.frame.numbers import number
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import reader_required

NOT_FOR_THIS = 403
Found = Sequence[tuple[queries.Ended, Judged]]


@reader_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Who pays for which months; with a month and a municipality, the stays behind them."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose is not Purpose.FOLLOWUP:
        return render(request, "discharge/paying/page.html", {"not_for_this": True}, status=NOT_FOR_THIS)
    now = clock.now()
    found = [(one, judge(one.story, one.rule, now)) for one in queries.ended(reader, _since(clock.today()))]
    month, municipality = request.GET.get("month", ""), request.GET.get("municipality")
    if month and municipality is not None:
        return _stays(
            request, reader, [one for one in found if _is(one[1], month, municipality)], month, municipality
        )
    rows = _months(found)
    context = {
        "provider": reader.assignment.provider_name, "table": _table(rows), "figure": _figure(rows),
        "rules": [rule for rule, _ in rows], "whys": _whys(rows),
    }  # fmt: skip
    return render(request, "discharge/paying/page.html", context)


def _since(today: date) -> date:
    """The first day of the months that are shown: as many as those of statistics."""
    first = today.year * 12 + today.month - choices(today).months
    return date.fromisoformat(months(f"{first // 12}-{first % 12 + 1:02}", today.isoformat()[:7])[0] + "-01")


def _is(one: Judged, month: str, municipality: str) -> bool:
    return one.month == month and one.municipality == municipality and one.track != "not_ready"


def _months(found: Found) -> list[tuple[Rule, list[Month]]]:
    """By rule, the months it gives, the latest first."""
    by_rule: dict[str, tuple[Rule, Months]] = {}
    for one, judged in found:
        by_rule.setdefault(one.rule.name, (one.rule, Months()))[1].add(judged)
    return [(rule, sorted(each.rows(rule), key=_latest_first)) for rule, each in by_rule.values()]


def _latest_first(one: Month) -> tuple[int, str]:
    year, month = map(int, one.month.split("-"))
    return -(year * 12 + month), one.municipality


def _table(rows: Iterable[tuple[Rule, list[Month]]]) -> Table:
    columns = [
        Column(_("Month")), Column(_("Municipality")), Column(_("Stays"), numeric=True),
        Column(_("Days ready, mean"), numeric=True), Column(_("Days to pay"), numeric=True),
        Column(_("Amount"), numeric=True),
    ]  # fmt: skip
    lines = [_line(one) for _rule, each in rows for one in each]
    return Table(_("Who pays, month by month"), columns, lines)


def _line(one: Month) -> list[Cell | str]:
    url = f"{reverse('discharge-payment')}?month={one.month}&municipality={one.municipality}"
    mean = "–" if one.mean_days is None else number(one.mean_days, 1, texts.language())
    days = (
        _("not known") if one.payable_days is None else number(float(one.payable_days), 0, texts.language())
    )
    return [
        Cell(one.month, url=url), shown.municipality(one.municipality), str(one.cases + one.singles), mean, days,
        words.amount(one),
    ]  # fmt: skip


def _figure(rows: Iterable[tuple[Rule, list[Month]]]) -> charts.Figure:
    """Days to pay of each municipality, over all the months; what is not known is left out and said."""
    days: dict[str, float] = defaultdict(float)
    for _rule, each in rows:
        for one in each:
            days[one.municipality] += float(one.payable_days or 0)
    bars = [
        charts.Bar(label=shown.municipality(where), value=value)
        for where, value in sorted(days.items(), key=lambda each: -each[1])
        if value
    ]
    return charts.Figure.bars(_("Days to pay, by municipality"), bars)


def _whys(rows: Iterable[tuple[Rule, list[Month]]]) -> list[str]:
    """Why amounts are not known, each once, in the words of the rules."""
    return sorted({one.amount_why for _rule, each in rows for one in each if one.amount_why})


def _stays(request: HttpRequest, reader: Reader, found: Found, month: str, municipality: str) -> HttpResponse:
    """The stays behind one number, those with days to pay first."""
    found = sorted(found, key=lambda one: -(one[1].found.payable_days or 0))
    context = {
        "provider": reader.assignment.provider_name, "month": month, "where": shown.municipality(municipality),
        "stays": [_stay(one, judged) for one, judged in found], "back": reverse("discharge-payment"),
    }  # fmt: skip
    return render(request, "discharge/paying/stays.html", context)


def _stay(one: queries.Ended, judged: Judged) -> dict[str, Any]:
    ready, person = one.story.ready, one.shown.person
    return {
        "name": person.name if person else "", "patient": one.shown.patient, "masked": one.shown.masked,
        "admitted": one.story.admitted, "ready": ready.told or ready.at if ready else None, "ended": one.story.ended,
        "rule": one.rule.title, **words.case(judged),
    }  # fmt: skip
