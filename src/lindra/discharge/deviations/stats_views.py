"""Numbers of deviations: for everybody with few withheld; for who follows up, one's own provider's, unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.areas import queries as areas
from lindra.discharge.deviations import counts, queries, rules, words
from lindra.discharge.deviations.counts import Counted
from lindra.frame import dates, texts
from lindra.frame.charts import Bar, Figure, Part
from lindra.frame.numbers import number, percent
from lindra.frame.shares import FEW
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied, reader_required

MOST_SHOWN = 8
"""Receivers that each have a picture."""


@require_GET
@reader_required
def statistics(request: HttpRequest) -> HttpResponse:
    """Of everybody's deviations how many there are: of nobody's alone."""
    found = [Counted(*row) for row in queries.everybodys()]
    least = rules.number("least", clock.today())
    enough = len(found) >= least
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return render(request, "discharge/deviations/statistics.html", {
        "least": least, "enough": enough, "facts": _facts(counts.whole(found, least), len(found)),
        "figures": [one for one in _figures(found, least) if one] if enough else [],
        "few": FEW if len(found) < FEW else 0,
        "own": reverse("deviation-followup") if may_follow_up(reader) else "",
    })  # fmt: skip


def _figures(found: list[Counted], least: int) -> list[Figure | None]:
    """By what went wrong, whom it concerns, harm, and month."""
    names = areas.provider_names({one.about for one in found})
    months = counts.shown(found, lambda one: one.month, least)
    return [
        _bars(_("What went wrong"), _largest(counts.shown(found, lambda one: one.category, least)), words.category),
        _bars(_("Organisation it concerns"), _largest(counts.shown(found, lambda one: one.about, least)),
              lambda code: names.get(code, code)),
        _bars(_("Harm"), counts.shown(found, lambda one: one.harm, least), lambda code: str(words.HARMS[code][1])),
        _bars(_("Month of writing"), {code: months[code] for code in sorted(months)}, _month),
    ]  # fmt: skip


def _largest(shown: Mapping[str, int | None]) -> dict[str, int | None]:
    return dict(sorted(shown.items(), key=lambda pair: -(pair[1] or 0)))


def _month(code: str) -> str:
    return dates.written(date.fromisoformat(f"{code}-01"), "month", get_language() or "sv")


def _facts(whole: counts.Whole, of: int) -> list[tuple[str, str]]:
    """How many, the share that was sent, how long an answer takes; of few, that it is not shown."""
    hidden = _("not shown")
    share = percent(whole.sent / of, 0, texts.language()) if whole.sent is not None and of else hidden
    return [
        (
            _("Deviations"),
            number(whole.written, 0, texts.language()) if whole.written is not None else hidden,
        ),
        (_("Share sent"), share),
        (
            _("Days to an answer, median"),
            number(whole.days, language=texts.language()) if whole.days is not None else hidden,
        ),
    ]


def _bars(title: str, shown: Mapping[str, int | None], label: Callable[[str], str]) -> Figure | None:
    """A picture; none where all of it is withheld."""
    if all(count is None for count in shown.values()):
        return None
    return Figure.bars(
        title, [Bar(label=label(code), value=count) for code, count in shown.items()], name=title
    )


# One's own provider


def may_follow_up(reader: Reader) -> bool:
    """Whether a reader follows up the provider's own: each case may be seen behind these numbers."""
    return reader.purpose is Purpose.FOLLOWUP and rules.scope(reader.side.duty, reader.purpose) == "provider"


@require_GET
@reader_required
def followup(request: HttpRequest) -> HttpResponse:
    """What one's provider wrote, unit by unit, and what it concerns; what others wrote of it."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if not may_follow_up(reader):
        return denied(request, privacy.law("PDL 2:4"))
    provider = reader.assignment.provider
    every = [_counted(one) for one in queries.everything_of(reader) if one.state != "withdrawn"]
    own = [one for one in every if one.provider == provider]
    got = [one for one in every if one.provider != provider]
    names = areas.provider_names({one.about for one in own} | {one.provider for one in got})
    return render(request, "discharge/deviations/followup.html", {
        "provider": reader.assignment.provider_name, "table": _units(own, provider) if own else None,
        "facts": _facts(counts.whole(own), len(own)),
        "wrote": _stacked(own, lambda one: one.about, names), "got": _stacked(got, lambda one: one.provider, names),
    })  # fmt: skip


def _counted(one: Any) -> Counted:
    return Counted(
        one.category,
        one.about_provider,
        one.harm,
        one.written_at,
        one.sent_at,
        one.answered_at,
        one.unit,
        one.provider,
    )


def _units(found: list[Counted], provider: str) -> Table:
    rows = counts.units(found, provider)
    names = areas.names([row.unit for row in rows])
    columns = [Column(_("Unit")), Column(_("Deviations written"), numeric=True),
               Column(_("Of these not sent"), numeric=True),
               Column(_("Days to an answer, median"), numeric=True)]  # fmt: skip
    return Table(_("Unit by unit"), columns, [
        [
            Cell(names.get(row.unit, row.unit), url=f"{reverse('deviations')}?unit={row.unit}"), str(row.written),
            Cell(str(row.unsent), tone="warning" if row.unsent else "", icon="warning" if row.unsent else ""),
            number(row.days, language=texts.language()) if row.days is not None else "–",
        ]
        for row in rows
    ])  # fmt: skip


def _stacked(found: list[Counted], key: Callable[[Counted], str], names: Mapping[str, str]) -> list[Figure]:
    """For each organisation, the parts of what went wrong; the largest first."""
    many = counts.by(found, key)
    pictures = []
    for organisation, count in many.most_common(MOST_SHOWN):
        parts: Counter[str] = counts.by(
            (one for one in found if key(one) == organisation), lambda one: one.category
        )
        title = f"{names.get(organisation, organisation)} ({count})"
        rows = [Part(label=words.category(code), value=value) for code, value in parts.most_common()]
        pictures.append(Figure.stacked_share(title, rows, name=_("What went wrong")))
    return pictures
