"""What each indicator means, as small tables: a death, what went on around it, and what that counts as."""

from __future__ import annotations

from datetime import date

import pytest
from measures.last_year import Row, died, export_of, row

from lindra.measures.definitions import BY_SLUG, INDICATORS
from lindra.measures.engine import Where

DEATH = "2026-03-10 14:00"
Around = tuple[str, str, str | None, str]  # kind, start, end, form


def value_of(
    slug: str, death: str, around: list[Around], palliative: bool = False
) -> bool | str | float | None:
    """The value of one patient, or None where the patient is not in the denominator."""
    rows = [died("a", death)]
    rows += [
        row("a", death, k, start, end, form=form, palliative=palliative) for k, start, end, form in around
    ]
    with export_of(rows) as export:
        found = export.cases(BY_SLUG[slug], "p")
        counted = export.count(BY_SLUG[slug])
    assert sum(result.n for result in counted) <= 1
    return found[0].value if found else None


HOSPITAL = ("admitted", "2026-03-08 09:00", None, "hospital")
CARE_HOME = ("moved", "2024-01-01 12:00", None, "care_home")


@pytest.mark.parametrize(
    ("death", "around", "place"),
    [
        pytest.param(DEATH, [HOSPITAL], "hospital", id="a stay without an end goes on"),
        pytest.param(DEATH, [("admitted", "2026-03-08 09:00", DEATH, "hospital")], "hospital", id="a stay that ends at death"),
        pytest.param(DEATH, [("admitted", "2026-03-08 09:00", "2026-03-10 13:59", "hospital")], "not_known", id="a stay that ended a minute before"),
        pytest.param(DEATH, [("admitted", DEATH, "2026-03-10 15:00", "hospital")], "not_known", id="a stay that began at the moment of death"),
        pytest.param(DEATH, [("admitted", "2026-03-10 15:00", None, "hospital"), CARE_HOME], "care_home", id="a stay that began after"),
        pytest.param(DEATH, [("admitted", "2026-03-08 09:00", None, "palliative")], "palliative", id="a palliative ward"),
        pytest.param(DEATH, [("admitted", "2026-03-08 09:00", None, "short_stay")], "short_stay", id="admitted to short stay"),
        pytest.param(DEATH, [HOSPITAL, ("admitted", "2026-03-09 09:00", None, "palliative")], "palliative", id="of two stays the one that began last"),
        pytest.param(DEATH, [("contact", "2026-03-10 12:00", "2026-03-10 16:00", "emergency"), CARE_HOME], "emergency", id="an emergency visit before the home"),
        pytest.param(DEATH, [("contact", "2026-03-10 12:00", "2026-03-10 16:00", "emergency"), HOSPITAL], "hospital", id="a stay before an emergency visit"),
        pytest.param(DEATH, [("contact", "2026-03-10 12:00", "2026-03-10 13:00", "emergency"), CARE_HOME], "care_home", id="an emergency visit that had ended"),
        pytest.param(DEATH, [("contact", "2026-03-10 12:00", "2026-03-10 16:00", "outpatient"), CARE_HOME], "care_home", id="an ambulatory visit never counts"),
        pytest.param(DEATH, [("contact", "2026-03-10 12:00", None, "home_visit")], "not_known", id="nor does a visit to certify the death"),
        pytest.param(DEATH, [CARE_HOME], "care_home", id="a home without an end"),
        pytest.param(DEATH, [("moved", "2020-01-01", "2024-01-01", "own_home"), CARE_HOME], "care_home", id="the home moved to last"),
        pytest.param(DEATH, [("moved", "2026-03-01 12:00", None, "hospice")], "palliative", id="living in a hospice"),
        pytest.param(DEATH, [("moved", "2026-03-01 12:00", None, "unknown")], "not_known", id="a home that is not known"),
        pytest.param(DEATH, [CARE_HOME, ("moved", "2026-03-09 12:00", None, "ward")], "care_home", id="a move between wards is no home"),
        pytest.param(DEATH, [], "not_known", id="nothing is known"),
        pytest.param("2026-03-10", [("admitted", "2026-03-10 20:00", None, "hospital")], "hospital", id="death known to the day, stay from that evening"),
        pytest.param("2026-03-10", [("admitted", "2026-03-08 09:00", "2026-03-10 08:00", "hospital")], "hospital", id="death known to the day, stay until that morning"),
        pytest.param("2026-03-10", [("admitted", "2026-03-08 09:00", "2026-03-09 23:00", "hospital")], "not_known", id="death known to the day, stay until the evening before"),
        pytest.param("2026-03-10", [("admitted", "2026-03-11 00:30", None, "hospital")], "not_known", id="death known to the day, stay from the next"),
        pytest.param("2026-02", [("admitted", "2026-02-28 09:00", None, "hospital")], "hospital", id="death known to the month, stay from its last day"),
        pytest.param("2026-02", [("admitted", "2026-03-01 00:00", None, "hospital")], "not_known", id="death known to the month, stay from the next"),
        pytest.param("2026", [("admitted", "2026-12-31 23:00", None, "hospital")], "hospital", id="death known to the year, stay from its last day"),
        pytest.param("2026", [("admitted", "2025-12-01 09:00", "2025-12-31 23:59", "hospital")], "not_known", id="death known to the year, stay in the year before"),
    ],
)  # fmt: skip
def test_place_of_death(death: str, around: list[Around], place: str) -> None:
    assert value_of("place-of-death", death, around) == place


@pytest.mark.parametrize(
    ("death", "around", "met"),
    [
        pytest.param(DEATH, [("admitted", "2026-02-08 00:01", None, "hospital")], True, id="30 calendar days before, early"),
        pytest.param(DEATH, [("admitted", "2026-02-07 23:59", None, "hospital")], False, id="31 days before, late"),
        pytest.param(DEATH, [("admitted", DEATH, None, "hospital")], True, id="at the moment of death"),
        pytest.param(DEATH, [("admitted", "2026-03-10 14:01", None, "hospital")], False, id="later on the day of death"),
        pytest.param("2026-03-10 00:30", [("admitted", "2026-02-08 12:00", None, "hospital")], True, id="days are of the calendar in Stockholm"),
        pytest.param(DEATH, [("admitted", "2026-03-01 12:00", None, "palliative")], True, id="palliative inpatient care is inpatient care"),
        pytest.param(DEATH, [("contact", "2026-03-01 12:00", None, "emergency")], False, id="an emergency visit is no admission"),
        pytest.param("2026-03-10", [("admitted", "2026-03-10 23:00", None, "hospital")], True, id="death known to the day, admitted that day"),
        pytest.param("2026-03", [("admitted", "2026-02-20 12:00", None, "hospital")], None, id="death known to the month is left out"),
        pytest.param(DEATH, [], False, id="no stay"),
    ],
)  # fmt: skip
def test_admitted_in_the_last_30_days(death: str, around: list[Around], met: bool | None) -> None:
    assert value_of("admitted-last-30-days", death, around) is met


@pytest.mark.parametrize(
    ("around", "met"),
    [
        pytest.param([HOSPITAL, ("admitted", "2026-02-10 09:00", "2026-02-12 09:00", "hospital")], True, id="two within 30 days"),
        pytest.param([HOSPITAL, ("admitted", "2026-02-01 09:00", "2026-02-12 09:00", "hospital")], False, id="one began before"),
        pytest.param([HOSPITAL, ("moved", "2026-03-09 09:00", None, "ward")], False, id="a move between wards is one stay"),
    ],
)  # fmt: skip
def test_admitted_twice_in_the_last_30_days(around: list[Around], met: bool) -> None:
    assert value_of("admitted-twice-last-30-days", DEATH, around) is met


@pytest.mark.parametrize(
    ("around", "met"),
    [
        pytest.param([("contact", "2026-02-08 09:00", "2026-02-08 12:00", "emergency")], True, id="30 days before"),
        pytest.param([("contact", "2026-02-07 09:00", "2026-02-08 12:00", "emergency")], False, id="31 days before"),
        pytest.param([("contact", "2026-03-01 09:00", "2026-03-01 12:00", "outpatient")], False, id="another visit"),
    ],
)  # fmt: skip
def test_emergency_visit_in_the_last_30_days(around: list[Around], met: bool) -> None:
    assert value_of("emergency-last-30-days", DEATH, around) is met


@pytest.mark.parametrize(
    ("death", "around", "days"),
    [
        pytest.param(DEATH, [], 90, id="no stay"),
        pytest.param(DEATH, [("admitted", "2026-03-08 14:00", None, "hospital")], 88, id="the last two days"),
        pytest.param(DEATH, [("admitted", "2026-02-01 12:00", "2026-02-02 18:00", "hospital")], 88.75, id="thirty hours"),
        pytest.param(DEATH, [("admitted", "2025-06-01 12:00", None, "hospital")], 0, id="the whole time"),
        pytest.param(DEATH, [("admitted", "2025-06-01 12:00", "2025-07-01 12:00", "hospital")], 90, id="a stay long before"),
        pytest.param(DEATH, [("admitted", "2026-02-01 12:00", "2026-02-03 12:00", "hospital"), ("admitted", "2026-02-02 12:00", "2026-02-04 12:00", "hospital")], 87, id="what overlaps counts once"),
        pytest.param(DEATH, [("admitted", "2026-02-01 12:00", "2026-02-05 12:00", "hospital"), ("admitted", "2026-02-02 12:00", "2026-02-03 12:00", "hospital"), ("admitted", "2026-02-04 12:00", "2026-02-06 12:00", "hospital")], 85, id="what lies within another counts once"),
        pytest.param(DEATH, [("admitted", "2026-03-09 14:00", "2026-03-20 12:00", "hospital")], 89, id="what goes on after death"),
        pytest.param("2026-04-02 12:00", [("admitted", "2026-03-28 12:00", "2026-03-29 12:00", "hospital")], 90 - 23 / 24, id="the night the clocks go forward has 23 hours"),
        pytest.param(DEATH, [("moved", "2026-01-01 12:00", None, "short_stay")], 90, id="a short-stay home is home"),
        pytest.param("2026-03", [HOSPITAL], None, id="death known to the month is left out"),
    ],
)  # fmt: skip
def test_days_at_home(death: str, around: list[Around], days: float | None) -> None:
    assert value_of("days-at-home-last-90-days", death, around) == pytest.approx(days)


@pytest.mark.parametrize(
    ("around", "specialised", "met"),
    [
        pytest.param([("contact", "2026-01-10 10:00", None, "home_visit")], True, True, id="a visit by a palliative team"),
        pytest.param([("contact", "2026-01-10 10:00", None, "home_visit")], False, False, id="a visit by somebody else"),
        pytest.param([("contact", "2026-04-10 10:00", None, "telephone")], True, False, id="a call with relatives afterwards"),
        pytest.param([("enrolled", "2025-01-10 10:00", "2025-12-01 10:00", "consult_team")], False, True, id="enrolled, and ended"),
        pytest.param([("enrolled", "2026-01-10 10:00", None, "home_nursing")], False, False, id="municipal home nursing"),
        pytest.param([("admitted", "2026-03-10 13:00", None, "palliative")], False, True, id="palliative inpatient care, the last hour"),
        pytest.param([("moved", "2026-03-01 13:00", None, "hospice")], False, True, id="living in a hospice"),
        pytest.param([HOSPITAL], False, False, id="a hospital ward"),
    ],
)  # fmt: skip
def test_specialised_palliative_care_before_death(around: list[Around], specialised: bool, met: bool) -> None:
    assert value_of("palliative-contact", DEATH, around, palliative=specialised) is met


def test_who_has_not_died_is_not_counted() -> None:
    living: list[Row] = [row("b", DEATH, "admitted", "2026-03-08 09:00", form="hospital")]
    with export_of([died("a", DEATH), *living]) as export:
        for indicator in INDICATORS:
            assert export.count(indicator)[0].denominator == 1, indicator.slug


def test_every_indicator_is_told_in_both_languages_and_dated() -> None:
    for indicator in INDICATORS:
        texts = (
            indicator.title,
            indicator.definition,
            indicator.source,
            *(c.title for c in indicator.categories),
        )
        for text in texts:
            assert text.sv
            assert text.en
            assert text.said("sv") != text.said("en-gb") or text.sv == "Hospice"
        assert indicator.version >= 1
        assert indicator.effective <= date(2026, 6, 15)
    assert len(BY_SLUG) == len(INDICATORS)


def test_an_empty_export_counts_nothing_and_says_so() -> None:
    with export_of([]) as export:
        for indicator in INDICATORS:
            for result in export.count(indicator, "all", Where(region="17")):
                assert (result.n, result.denominator, result.value, result.note) == (0, 0, None, "none")
