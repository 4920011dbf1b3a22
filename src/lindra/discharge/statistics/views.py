"""The page of statistics: for follow-up of one's own provider's stays, pictures first, every number with its n."""

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
from lindra.discharge.statistics import queries, shown
from lindra.discharge.statistics.choices import Choices, choices
from lindra.discharge.statistics.control import months
from lindra.discharge.statistics.report import Tally
from lindra.discharge.statistics.stays import Stay
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import reader_required

NOT_FOR_THIS = 403


class Filter(forms.Form):
    """Which stays are counted; everything is optional, and what is wrong is told and not asked for."""

    first = forms.ChoiceField(label=gettext_lazy("From month"), required=False)
    last = forms.ChoiceField(label=gettext_lazy("To month"), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    hospital = forms.ChoiceField(label=gettext_lazy("Hospital unit"), required=False)
    change = forms.DateField(
        label=gettext_lazy("A change, on the day"), required=False,
        help_text=gettext_lazy("Before and after this day are then counted apart."),
        error_messages={"invalid": gettext_lazy("Write a day as 2026-03-14.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"],
    )  # fmt: skip
    publish = forms.BooleanField(
        label=gettext_lazy("To be passed on"), required=False,
        help_text=gettext_lazy("Withholds what is about few, so that it cannot be worked out."),
    )  # fmt: skip

    def __init__(self, data: Any, known: list[str]) -> None:
        """Offer the months that can be asked for."""
        super().__init__(data)
        named = [(month, shown.month_name(month)) for month in reversed(known)]
        self.known = known
        for name in ("first", "last"):
            self.fields[name].choices = [("", _("As usual")), *named]  # type: ignore[attr-defined]

    def offer(self, stays: list[Stay]) -> None:
        """Offer the municipalities and hospital units of what was read."""
        for name, found in (
            ("municipality", {one.municipality: shown.municipality(one.municipality) for one in stays}),
            ("hospital", shown.units({one.hospital for one in stays})),
        ):
            named = sorted(((key, label) for key, label in found.items() if key), key=lambda one: one[1])
            self.fields[name].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The first month is not after the last."""
        told = super().clean() or {}
        if told.get("first") and told.get("last") and told["first"] > told["last"]:
            self.add_error("last", _("This month is before the first."))
        return told

    def value(self, name: str) -> Any:
        """What was asked for, if it is sound; else nothing."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


@reader_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Days ready, what came late, and months with control limits; for another purpose that it is for follow-up."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose is not Purpose.FOLLOWUP:
        return render(request, "discharge/statistics/page.html", {"not_for_this": True}, status=NOT_FOR_THIS)
    today = clock.today()
    choice = choices(today)
    known = _months_back(today, choice.months * 2)
    form = Filter(request.GET, known)
    earliest, latest = _period(request.GET, known, choice)
    found = queries.read(reader, date.fromisoformat(f"{earliest}-01"), choice)
    form.offer(found.stays)
    stays = [one for one in found.stays if one.month <= latest and _asked(form, one)]
    tally = Tally(form.value("change"))
    for one in stays:
        tally.add(one)
    publish = bool(form.value("publish"))
    context = {
        "form": form, "provider": reader.assignment.provider_name, "publish": publish,
        "period": (shown.month_name(earliest), shown.month_name(latest)), "masked": found.masked,
        "contradictory": found.contradictory, "least": choice.least_shown,
        **shown.page(tally, found.rules.values(), choice, publish=publish),
    }  # fmt: skip
    return render(request, "discharge/statistics/page.html", context)


def _asked(form: Filter, one: Stay) -> bool:
    municipality, hospital = form.value("municipality"), form.value("hospital")
    return municipality in (None, one.municipality) and hospital in (None, one.hospital)


def _months_back(today: date, count: int) -> list[str]:
    """So many months up to this one, in order."""
    first = today.year * 12 + today.month - count
    return months(f"{first // 12}-{first % 12 + 1:02}", today.isoformat()[:7])


def _period(asked: Any, known: list[str], choice: Choices) -> tuple[str, str]:
    """The months asked for, where they can be and are in order; else the usual ones."""
    first, last = asked.get("first", ""), asked.get("last", "")
    last = last if last in known else known[-1]
    if first in known and first <= last:
        return first, last
    usual = known[max(known.index(last) + 1 - choice.months, 0)]
    return usual, last
