"""What is not complete, because reports may still come: hollow in charts and no signal; low coverage is not yet low."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame import texts
from lindra.measures import catalogue
from lindra.measures.measure import Measure
from lindra.measures.pagesets import late, over_time
from lindra.measures.settling import at_most, by_reports, complete, last_day
from lindra.registry.coverage.counts import still
from measures.pages.conftest import Visitor
from measures.pages.stub import ON, Counts, Written, look

COVERAGE, TALK = "coverage", "conversation-reported"
MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(30)]
"""To June 2026, in which the cube was made."""


def measure(id: str) -> Measure:
    found = catalogue.in_force(id, ON)
    assert found is not None
    return found


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_period_is_complete_when_nobody_who_died_in_it_can_still_be_reported(day: date, after: int) -> None:
    """As coverage tells by the day: ``registry.coverage.counts.still``."""
    on = day + timedelta(days=after)
    for period in (
        f"{day:%Y-%m}",
        f"{day:%Y}-Q{(day.month + 2) // 3}",
        f"{day:%Y}Q{(day.month + 2) // 3}",
        f"{day:%Y}",
    ):
        for id in (COVERAGE, TALK):
            assert complete(measure(id), period, on) is not still(last_day(period).isoformat(), on)
        assert complete(measure("conversation-recorded"), period, on)
        assert complete(measure("place-of-death"), period, on)


def test_what_had_to_come_within_three_weeks_is_complete_sooner() -> None:
    soon = measure("reported-in-three-weeks")
    assert not complete(soon, "2026-05", date(2026, 6, 21))
    assert complete(soon, "2026-05", date(2026, 6, 22))
    assert not complete(measure(COVERAGE), "2026-05", date(2026, 11, 30))
    assert complete(measure(COVERAGE), "2026-05", date(2026, 12, 1))


def test_every_measure_that_is_told_by_reports_is_known_to_be() -> None:
    """Its definition asks for the report, and it is of the register."""
    asking = {
        one.id for one in catalogue.current(ON) if "death_reported" in repr(one.population) and one.register
    }
    assert asking == {one.id for one in catalogue.current(ON) if by_reports(one)}


def reported(counts: Callable[[int], Counts]) -> Written:
    """Coverage by month."""
    return Written({
        (COVERAGE, (), "month"): {(month,): counts(n) for n, month in enumerate(MONTHS)},
        (COVERAGE, (), "year"): {("2024",): (1, 1), ("2025",): (1, 1), ("2026",): (1, 1)},
    })  # fmt: skip


def test_the_last_months_of_coverage_are_hollow_and_no_signal() -> None:
    """Nine in ten of every month are reported in time, and half so far of the last seven."""
    told = look(reported(lambda n: (45, 50) if n < 23 else (25, 50)), COVERAGE)
    found = over_time.chart(told)
    assert found.points[-1].period == "2025-11", "reports of December may come until the last of June"
    assert found.signals == {}
    with translation.override("en"):
        figure = over_time.run_chart(told)
        said = over_time.said(told)
        assert figure is not None
        rows = [[cell.text for _column, cell in row] for row in figure.table(texts.words()).cells()]
    assert [row[0].endswith("(not yet complete)") for row in rows] == [False] * 23 + [True] * 7
    assert said == [
        "No signal: the periods differ no more than chance has it.",
        "From Dec 2025 on, reports may still come: not yet complete, and no signal.",
    ]


def test_a_month_that_is_complete_is_still_a_signal() -> None:
    found = over_time.chart(look(reported(lambda n: (25, 50) if n == 20 else (44 + n % 2 * 2, 50)), COVERAGE))
    assert found.signals == {"2025-09": "outside"}


def test_what_is_told_by_the_record_is_complete_at_once() -> None:
    counts = {(month,): ((10, 50) if n == 29 else (43 + n % 2 * 2, 50)) for n, month in enumerate(MONTHS)}
    told = look(Written({("conversation-recorded", (), "month"): counts}), "conversation-recorded")
    assert over_time.chart(told).signals == {"2026-06": "outside"}
    with translation.override("en"):
        assert "may still come" not in " ".join(over_time.said(told))


def test_a_day_among_months_that_are_not_complete_is_marked_and_cuts_nothing() -> None:
    told = look(reported(lambda _n: (45, 50)), COVERAGE, day=date(2026, 2, 10))
    assert over_time.chart(told).change is None
    with translation.override("en"):
        figure = over_time.run_chart(told)
        assert figure is not None
        rows = [[cell.text for _column, cell in row] for row in figure.table(texts.words()).cells()]
    assert [row[0] for row in rows if row[-1] != "–"] == ["Feb 2026 (not yet complete)"]


# Coverage that is low, or only so far.


def state(year: str, whole: Counts, months: dict[str, Counts], made: str = "2026-06-15") -> late.State:
    told = Written(
        {(COVERAGE, (), "year"): {(year,): whole}, (COVERAGE, (), "month"): {(m,): c for m, c in months.items()}}, made
    )  # fmt: skip
    return late.coverage(look(told, COVERAGE, year=year))


def test_coverage_is_low_when_no_report_that_may_still_come_can_help() -> None:
    months: dict[str, Counts] = {f"2025-{n:02}": (6, 10) for n in range(1, 13)}
    assert state("2025", (72, 120), months) == "low", "with all of December 76 of 120, 63 %"
    assert state("2025", (82, 120), months | {"2025-12": (3, 10)}) == "late", (
        "with all of December 89 of 120, 74 %"
    )
    assert state("2025", (82, 120), months | {"2025-12": (3, 10)}, "2026-07-01") == "low", (
        "it is too late now"
    )
    assert state("2025", (90, 120), months) == ""


def test_a_year_that_goes_on_is_not_warned_of_and_what_is_withheld_cannot_tell() -> None:
    assert state("2026", (10, 50), {f"2026-{n:02}": (2, 10) for n in range(1, 6)}) == "late"
    assert state("2025", (60, 120), {"2025-12": None}) == "late"
    assert state("2025", (60, 120), {}) == "late"
    assert state("2025", None, {}) == ""


@given(st.integers(1, 50).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.data())
def test_at_most_everybody_who_can_still_be_reported_is(whole: tuple[int, int], data: st.DataObject) -> None:
    met, of = whole
    met_late = data.draw(st.integers(0, met))
    of_late = data.draw(st.integers(met_late, met_late + of - met))
    most = at_most(whole, (met_late, of_late))
    assert met / of <= most <= 1
    assert (most == 1) == (of_late - met_late == of - met)


def test_the_page_says_that_reports_may_still_come(visit: Callable[..., Visitor]) -> None:
    page = visit().text("/indicators/region/06/")
    assert "Reports may still come" in page
    assert "Too few deaths are reported" not in page
    for address in (
        "/indicators/measure/conversation-reported/",
        "/indicators/measure/conversation-reported/gap/",
    ):
        assert "Reports may still come" in visit().text(f"{address}?region=06")
        assert "Too few deaths are reported" in visit().text(f"{address}?region=06&year=2025")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_not_complete_is_said_in_the_language(visit: Callable[..., Visitor], language: str) -> None:
    page = visit(language=language).text("/indicators/measure/coverage/?region=17")
    assert ("inte komplett än" if language == "sv" else "not yet complete") in page
