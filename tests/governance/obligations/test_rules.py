"""Kept, broken, or undecidable with its reason: properties and worked examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lindra.access import hours
from lindra.governance.obligations import rules, words
from lindra.governance.obligations.kinds import HoursHeld, ReportBy, Share, Staffed
from lindra.governance.obligations.rules import Counted, Followed, Held, Month, Stated

OWED = Share("mouth-recorded@1", 0.9)
COUNTS = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
SHARES = st.integers(0, 100).map(lambda points: points / 100)


@given(COUNTS, SHARES)
def test_a_share_is_judged_by_its_value_and_nothing_else(counts: tuple[int, int], threshold: float) -> None:
    met, of = counts
    found = rules.share(Share("a@1", threshold), Counted(of=of, met=met))
    assert found.state == ("kept" if met / of >= threshold else "broken")
    low = rules.share(Share("a@1", threshold), Counted(of=of, met=met, low_is_good=True))
    assert low.state == ("kept" if met / of <= threshold else "broken")


@given(COUNTS, SHARES)
def test_more_who_met_it_never_breaks_it(counts: tuple[int, int], threshold: float) -> None:
    met, of = counts
    if met < of and rules.share(Share("a@1", threshold), Counted(of=of, met=met)).state == "kept":
        assert rules.share(Share("a@1", threshold), Counted(of=of, met=met + 1)).state == "kept"


@given(COUNTS, SHARES)
def test_so_many_are_missing_and_not_one_fewer(counts: tuple[int, int], threshold: float) -> None:
    met, of = counts
    missing = rules.share(Share("a@1", threshold), Counted(of=of, met=met)).told["missing"]
    assert (met + missing) / of >= threshold
    assert missing == 0 or (met + missing - 1) / of < threshold


@pytest.mark.parametrize(
    "lack", ["no_cube", "no_measure", "not_counted", "no_share", "too_short", "withheld"]
)
def test_without_numbers_nothing_is_guessed(lack: str) -> None:
    found = rules.share(OWED, Counted(lack, 100, 100))  # type: ignore[arg-type]
    assert (found.state, found.reason) == ("undecidable", lack)


def test_of_nobody_nothing_is_concluded() -> None:
    assert rules.share(OWED, Counted(of=0, met=0)).reason == "nobody"


@pytest.mark.parametrize(
    ("met", "of", "state", "chance"),
    [
        (19, 20, "kept", True),
        (17, 20, "broken", True),
        (200, 200, "kept", False),
        (100, 200, "broken", False),
    ],
)
def test_whether_chance_could_explain_it_is_told(met: int, of: int, state: str, chance: bool) -> None:
    """Wilson's 95 % interval: 19 of 20 is 76.4–99.1 %, 17 of 20 is 64.0–94.8 %, 100 of 200 is 43.1–56.9 %."""
    found = rules.share(OWED, Counted(of=of, met=met))
    assert (found.state, found.told["chance"]) == (state, chance)


def test_what_is_promised_of_everybody_and_done_for_everybody_is_not_chance() -> None:
    assert not rules.share(Share("a@1", 1.0), Counted(of=3, met=3)).told["chance"]


# Staffed


NIGHT = hours.mask(hours.parse("Sun 03-04"))


@given(st.dictionaries(st.sampled_from(["1780", "1715", "0680"]), st.integers(0, hours.ALL)))
def test_a_statement_never_shows_that_a_promise_was_kept_or_broken(stated: dict[str, int]) -> None:
    owed = Staffed("jourlinje_24_7", ("1780", "1715"), hours.ALL)
    assert rules.staffed(owed, Stated(stated)).state == "undecidable"


@pytest.mark.parametrize(
    ("stated", "reason", "silent", "partly"),
    [
        ({}, "not_stated", None, None),
        ({"0680": hours.ALL}, "not_stated", None, None),
        ({"1780": hours.ALL, "1715": hours.ALL}, "stated", [], []),
        ({"1780": hours.ALL}, "stated_in_part", ["1715"], []),
        ({"1780": hours.ALL, "1715": NIGHT}, "stated_in_part", [], ["1715"]),
    ],
)
def test_what_the_inventory_states_is_told(
    stated: dict[str, int], reason: str, silent: list[str] | None, partly: list[str] | None
) -> None:
    found = rules.staffed(Staffed("jourlinje_24_7", ("1780", "1715"), hours.ALL), Stated(stated))
    assert (found.reason, found.told.get("silent"), found.told.get("partly")) == (reason, silent, partly)


# Physician hours


PLACE = HoursHeld("municipality=1780")


def held(*months: tuple[int, int, str], units: int = 1, noted: bool = True) -> Held:
    """Months as (number, hours agreed, hours held) at so many units of two."""
    made = tuple(
        Month(date(2026, number, 1), Decimal(agreed), Decimal(given)) for number, agreed, given in months
    )
    return Held(made, sum((one.agreed for one in made), Decimal(0)), units, 2, noted)


@pytest.mark.parametrize(
    ("found", "state", "reason"),
    [
        (Held(), "undecidable", "no_hours_agreed"),
        (held((1, 0, "4"), units=0), "undecidable", "no_hours_agreed"),
        (held((1, 20, "0"), noted=False), "undecidable", "no_hours_noted"),
        (held((1, 20, "20")), "kept", "hours"),
        (held((1, 20, "19.75")), "broken", "hours"),
        (held((1, 20, "10"), (2, 20, "30")), "kept", "hours"),
        (held((1, 20, "0"), (2, 20, "30")), "broken", "hours"),
    ],
)
def test_hours_are_held_against_what_was_agreed(found: Held, state: str, reason: str) -> None:
    verdict = rules.hours_held(PLACE, found)
    assert (verdict.state, verdict.reason) == (state, reason)


def test_what_units_that_noted_nothing_held_is_not_known() -> None:
    short, enough = (replace(held((1, 20, given), units=2), silent=1) for given in ("10", "20"))
    assert rules.hours_held(PLACE, short).reason == "hours_noted_in_part"
    assert rules.hours_held(PLACE, enough).state == "kept", "more hours could not break it"


def test_a_short_month_is_told_also_where_it_is_kept() -> None:
    assert rules.hours_held(PLACE, held((1, 20, "10"), (2, 20, "30"))).told["short"] == [date(2026, 1, 1)]


# By a day


BY = date(2026, 4, 30)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, DAYS)
def test_what_is_done_is_kept_in_time_and_broken_late_whatever_day_it_is_asked(
    done: date, today: date
) -> None:
    found = rules.report_by(ReportBy(BY), Followed("done", done), today)
    assert found.state == ("kept" if done <= BY else "broken")


@given(DAYS)
def test_nothing_is_concluded_from_nobody_having_noted_it(today: date) -> None:
    assert rules.report_by(ReportBy(BY), None, today).state == "undecidable"


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        ("ongoing", BY, ("undecidable", "not_due_yet")),
        ("ongoing", BY + timedelta(days=1), ("broken", "not_done")),
        ("abandoned", BY, ("broken", "abandoned")),
    ],
)
def test_what_is_not_done_yet(state: str, today: date, expected: tuple[str, str]) -> None:
    found = rules.report_by(ReportBy(BY), Followed(state), today)
    assert (found.state, found.reason) == expected


# In words


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_verdict_says_why_in_words(language: str) -> None:
    line = Staffed("jourlinje_24_7", ("1780", "1715"), hours.ALL)
    found = [
        *(rules.share(OWED, Counted(lack, first="2026-01", last="2026-05")) for lack in (
            "no_cube", "no_measure", "not_counted", "no_share", "too_short", "withheld")),  # type: ignore[arg-type]
        rules.share(OWED, Counted(first="2025", last="2025")),
        rules.share(OWED, Counted(of=20, met=17, first="2025-06", last="2026-05")),
        rules.share(OWED, Counted(of=20, met=17, first="2025", last="2025", low_is_good=True)),
        rules.staffed(line, Stated()),
        rules.staffed(line, Stated({"1780": hours.ALL, "1715": hours.ALL}, date(2026, 1, 1))),
        rules.staffed(line, Stated({"1780": NIGHT}, date(2026, 1, 1))),
        rules.hours_held(PLACE, Held()),
        rules.hours_held(PLACE, held((1, 20, "0"), noted=False)),
        rules.hours_held(PLACE, held((1, 20, "19"))),
        *(rules.report_by(ReportBy(BY), one, BY + timedelta(days=2)) for one in (
            None, Followed("done", BY), Followed("done", BY + timedelta(days=1)), Followed("ongoing"),
            Followed("abandoned"))),
        rules.undecidable("people_judge"), rules.undecidable("unclear", fields={"by": "no_day"}),
        *(rules.not_in_force(state, BY) for state in (
            "proposed", "coming", "expired", "replaced", "repealed", "own_days")),
    ]  # fmt: skip
    with translation.override(language):
        for one in found:
            for sentence in words.why(one):
                assert sentence.strip(), one
                assert sentence != one.reason, "a code is no reason"
                assert "%(" not in sentence


def test_a_broken_share_says_its_numbers_interval_period_and_definition() -> None:
    found = rules.share(OWED, Counted(of=200, met=100, first="2025-06", last="2026-05"))
    with translation.override("en"):
        assert words.why(found) == [
            "100 of 200: 50.0% (95% interval 43–57%), promised at least 90%.",
            "80 more would have had to meet it.",
            "Counted 2025-06 – 2026-05, by the definition mouth-recorded@1.",
        ]
