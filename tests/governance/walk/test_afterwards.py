"""The same indicator afterwards, held against numbers that were reckoned by hand from the deaths of ``gapped``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from math import comb, sqrt
from typing import Any

import pytest

from governance.commitments.given import did, made
from governance.walk.conftest import Counted
from governance.walk.gapped import AFTER, AT_HOME, BEFORE, DONE, HOME, LATER, MEASURE, NOW, WARD
from lindra.governance.models import Commitment
from lindra.governance.walk import afterwards as after
from lindra.governance.walk.afterwards import Afterwards, afterwards, place_of, scope_of
from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cube
from lindra.measures.pagesets.reading import Reading
from lindra.measures.pagesets.scope import Scope

At = Callable[[datetime], datetime]
KEY = f"{MEASURE}@1"


def an_action(walked: Counted, place: str, **told: Any) -> Commitment:
    """An action on the gap of a place, started the day it was made."""
    one = made(walked.of.ward, measure=KEY, place=place, origin="gap", **told)
    return did(one, walked.of.ward, "start")


def carried_out(one: Commitment, walked: Counted) -> Commitment:
    return did(one, walked.of.ward, "finish", on=DONE)


def seen(one: Commitment, walked: Counted, level: str = "own", on: date | None = None) -> Afterwards:
    with Cube(walked.world.home / "cubes" / level) as cube:
        found = afterwards(one, Reading(cube), on or LATER.date())
    assert found is not None
    return found


def mid_p(met_a: int, of_a: int, met_b: int, of_b: int) -> float:
    """The two-sided mid-p by counting ways, in whole numbers: nothing shared with ``honest``."""
    met, of = met_a + met_b, of_a + of_b
    ways = {a: comb(met, a) * comb(of - met, of_a - a) for a in range(max(0, met - of_b), min(met, of_a) + 1)}
    here, whole = ways[met_a], comb(of, of_a)
    less, alike = sum(w for w in ways.values() if w < here), sum(w for w in ways.values() if w == here)
    return float(Fraction(2 * less + alike, 2 * whole))


def newcombe(met_a: int, of_a: int, met_b: int, of_b: int) -> tuple[float, float]:
    """Newcombe's interval (method 10) of b less a, written out."""

    def wilson(met: int, of: int) -> tuple[float, float]:
        z, p = 1.959963984540054, met / of
        middle, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
        return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)

    a, b = met_a / of_a, met_b / of_b
    (al, ah), (bl, bh) = wilson(met_a, of_a), wilson(met_b, of_b)
    return b - a - sqrt((b - bl) ** 2 + (ah - a) ** 2), b - a + sqrt((bh - b) ** 2 + (a - al) ** 2)


def test_before_and_after_of_a_municipality_by_month(walked: Counted, clock_at: At) -> None:
    """Before: twelve months of 20 + 10 deaths, 12 + 9 met. After: September to February, 14 + 9 met."""
    one = an_action(walked, "municipality=1780")
    clock_at(LATER)
    one = carried_out(one, walked)
    walked.count_later()
    found = seen(one, walked)
    assert found.why == ""
    assert found.change is not None
    before, later = found.change.before, found.change.after
    assert (before.met, before.of) == (12 * (BEFORE + AT_HOME), 12 * (WARD + HOME)) == (252, 360)
    assert (later.met, later.of) == (6 * (AFTER + AT_HOME), 6 * (WARD + HOME)) == (138, 180)
    assert before.definition == later.definition == KEY
    assert found.change.difference == pytest.approx(138 / 180 - 252 / 360)
    assert (found.change.low, found.change.high) == pytest.approx(newcombe(252, 360, 138, 180))
    assert found.change.luck == pytest.approx(mid_p(252, 360, 138, 180))
    assert found.change.people == 12  # 180 × 6.67 percentage points
    assert (found.sides.months_before, found.sides.months_after, found.sides.seasons) == (12, 6, True)


def test_before_and_after_of_a_unit_by_quarter(walked: Counted, clock_at: At) -> None:
    """Before: April 2025 to March 2026, four whole quarters. After: October to December; the next is not over."""
    one = an_action(walked, f"unit={walked.of.ward.unit}")
    clock_at(LATER)
    one = carried_out(one, walked)
    walked.count_later()
    found = seen(one, walked)
    assert found.change is not None
    assert (found.change.before.met, found.change.before.of) == (12 * BEFORE, 12 * WARD)
    assert (found.change.after.met, found.change.after.of) == (3 * AFTER, 3 * WARD)
    assert found.change.luck == pytest.approx(mid_p(144, 240, 42, 60))


def test_one_that_goes_on_is_compared_since_it_started_and_says_so(walked: Counted, clock_at: At) -> None:
    one = an_action(walked, "municipality=1780")
    clock_at(LATER)
    walked.count_later()
    found = seen(one, walked)
    assert (found.turn.by, found.sides.after[0], found.sides.months_after) == ("started", "2026-07", 8)


def test_too_short_a_time_is_said_with_the_day_it_can_be_seen(walked: Counted) -> None:
    found = seen(an_action(walked, "municipality=1780"), walked, on=NOW.date())
    assert (found.why, found.from_day, found.change) == ("short", date(2026, 10, 1), None)


def test_one_that_has_not_started_is_not_compared(walked: Counted) -> None:
    assert seen(made(walked.of.ward, measure=KEY), walked).why == "not_started"


def test_one_without_an_indicator_has_no_afterwards(walked: Counted) -> None:
    with Cube(walked.world.home / "cubes" / "own") as cube:
        assert afterwards(made(walked.of.ward), Reading(cube), NOW.date()) is None


def test_what_is_not_counted_is_not_compared(walked: Counted, clock_at: At) -> None:
    clock_at(LATER)
    one = did(
        made(walked.of.ward, measure="mouth-recorded@1", at=NOW), walked.of.ward, "start", on=NOW.date()
    )
    assert seen(one, walked).why == "not_counted"


def test_a_definition_that_has_changed_since_is_not_compared(
    walked: Counted, clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = an_action(walked, "municipality=1780")
    clock_at(LATER)
    one = carried_out(one, walked)
    walked.count_later()
    old = catalogue.keyed(KEY)
    assert old is not None
    renewed = replace(old, version=2, valid_from=date(2027, 1, 1))
    real = catalogue.in_force

    def in_force(id: str, on: date) -> Any:
        return renewed if id == MEASURE and on >= renewed.valid_from else real(id, on)

    monkeypatch.setattr(after.catalogue, "in_force", in_force)
    found = seen(one, walked)
    assert (found.why, found.change) == ("redefined", None)
    assert (found.measure, found.now) == (old, renewed)
    assert seen(one, walked, on=date(2026, 12, 31)).why == ""
    assert (
        seen(did(made(walked.of.ward, measure="gone@1", at=NOW), walked.of.ward, "start"), walked).why
        == "redefined"
    )


def test_nothing_is_compared_where_a_count_is_withheld(
    walked: Counted, clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = an_action(walked, "municipality=1780")
    clock_at(LATER)
    one = carried_out(one, walked)
    walked.count_later()
    real = after.by_period

    def withheld(*asked: Any) -> dict[str, tuple[int, int] | None]:
        return {**real(*asked), "2026-11": None}

    monkeypatch.setattr(after, "by_period", withheld)
    assert seen(one, walked).why == "withheld"


def test_nobody_before_and_nobody_at_all_are_said(walked: Counted, clock_at: At) -> None:
    clock_at(LATER)
    walked.count_later()
    early = made(walked.of.ward, measure=KEY, at=datetime.fromisoformat("2025-01-10T08:00:00+00:00"))
    assert seen(did(early, walked.of.ward, "start", on=date(2025, 1, 10)), walked).why == "nothing_before"
    nowhere = made(walked.of.ward, measure=KEY, place="municipality=1715", at=NOW)
    assert seen(did(nowhere, walked.of.ward, "start", on=NOW.date()), walked).why == "short"


@pytest.mark.parametrize(
    "scope", [Scope(), Scope("region", "17"), Scope("municipality", "1780"), Scope("unit", "u")]
)
def test_a_place_is_kept_and_found_again(scope: Scope) -> None:
    assert scope_of(place_of(scope)) == scope


@pytest.mark.parametrize("place", ["hello", "county=17", "region=", "="])
def test_a_place_that_is_none_is_the_whole(place: str) -> None:
    assert scope_of(place) == Scope()
