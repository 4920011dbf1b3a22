"""What an action should change, in words and pictures: the same indicator before and after, and over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra import clock
from lindra.frame import texts
from lindra.frame.charts import Figure
from lindra.governance.commitments.shown import measure_title
from lindra.governance.models import Commitment
from lindra.governance.walk.afterwards import Afterwards, afterwards, scope_of
from lindra.measures import pages
from lindra.measures.honest.periods import first_day, following
from lindra.measures.pagesets import names, over_time, shortfalls
from lindra.measures.pagesets.look import Look, look
from lindra.measures.pagesets.reading import Reading


def shown(request: HttpRequest, one: Commitment) -> dict[str, Any] | None:
    """What the page of a commitment shows of the indicator; none where it has none."""
    if not one.measure:
        return None
    scope = scope_of(one.place)
    with pages.own_cube(request, scope.code if scope.kind == "unit" else "") as cube:
        reading = Reading(cube) if cube is not None else None
        if reading is None or not reading.years:
            return _first(one) | {"why": _("Nothing has been counted yet.")}
        found = afterwards(one, reading, clock.today())
        assert found is not None
        return _first(one) | _told(request, reading, one, found)


def _first(one: Commitment) -> dict[str, Any]:
    """Which indicator, by which definition."""
    return {"measure": measure_title(one.measure), "definition": one.measure}


def _told(request: HttpRequest, reading: Reading, one: Commitment, found: Afterwards) -> dict[str, Any]:
    told: dict[str, Any] = {"where": names.Names().scope(found.scope), "why": why(found)}
    if found.measure is None or found.why in ("redefined", "not_counted"):
        return told
    seen = look(request, reading, found.scope, found.measure.id)
    seen = replace(seen, day=found.turn.start if found.turn.since else None)
    told["gap_url"] = _gap_url(found)
    told["run"] = over_time.run_chart(
        seen, chosen=_("Started %(day)s") % {"day": texts.stamp(found.turn.start, "day")}, marks=marks(one)
    )
    if found.change is not None:
        told |= {
            "change": _change(seen, found), "lines": shortfalls.change_told(found.change, seen.language),
            "going_on": found.turn.by == "started", "seasons": found.sides.seasons, "few": found.few,
            "months": found.sides.months_after, "months_before": found.sides.months_before,
        }  # fmt: skip
    return told


def _gap_url(found: Afterwards) -> str:
    assert found.measure is not None
    query = urlencode(found.scope.where)
    return reverse("measures:indicator-gap", args=[found.measure.id]) + (f"?{query}" if query else "")


def marks(one: Commitment) -> list[tuple[date, str]]:
    """The days that are marked in the picture: the last day, and the day it was carried out."""
    found: list[tuple[date, str]] = []
    if one.due is not None:
        found.append((one.due, _("To be done by %(day)s") % {"day": texts.stamp(one.due, "day")}))
    if one.state == "done" and one.ended_on is not None:
        found.append((one.ended_on, _("Carried out %(day)s") % {"day": texts.stamp(one.ended_on, "day")}))
    return found


def _change(seen: Look, found: Afterwards) -> Figure:
    assert found.change is not None
    heading = _("%(measure)s: before and after, %(scope)s") % {
        "measure": measure_title(found.change.before.definition), "scope": seen.names.scope(seen.scope),
    }  # fmt: skip
    before, after = _("Before"), _("After")
    labels = (f"{before}: {span(found.sides.before)}", f"{after}: {span(found.sides.after)}")
    note = _("By one definition, %(key)s. Whole periods only.") % {"key": found.change.before.definition}
    return shortfalls.change_drawn(found.change, heading, labels, note)


def span(periods: tuple[str, ...]) -> str:
    """From the first month to the last, as a reader says it."""
    language = pages.language()
    first, last = first_day(periods[0]), following(periods[-1])
    end = date(last.year - 1, 12, 1) if last.month == 1 else date(last.year, last.month - 1, 1)
    one, two = (names.period(f"{each:%Y-%m}", language) for each in (first, end))
    return one if one == two else f"{one} – {two}"


def why(found: Afterwards) -> str:
    """Why nothing is compared, and what to wait for; empty where something is."""
    match found.why:
        case "redefined":
            return _redefined(found)
        case "not_counted":
            return _("The indicator is not counted by this definition here.")
        case "not_started":
            return _(
                "It has not started. Before and after are shown when it has, and three months have passed."
            )
        case "short":
            assert found.from_day is not None
            return _(
                "Too little time has passed to say anything. Before and after can be compared from %(day)s, when at "
                "least three whole months have been counted."
            ) % {"day": texts.stamp(found.from_day, "day")}
        case "nothing_before":
            return _("Nothing was counted before it started, so there is nothing to compare with.")
        case "withheld":
            return _("Not compared: some of the counts are of so few that they are withheld from you.")
        case "nobody":
            return _("Nobody was counted on one of the sides.")
    return ""


def _redefined(found: Afterwards) -> str:
    if found.now is None or found.measure is None:
        return _("The definition is no longer known, so before and after are not compared.")
    told = {
        "old": found.measure.key, "new": found.now.key, "day": texts.stamp(found.now.valid_from, "day"),
    }  # fmt: skip
    return (
        _(
            "The definition has changed since: from %(old)s to %(new)s, which holds from %(day)s. What is counted "
            "otherwise is not compared."
        )
        % told
    )
