"""What each indicator means, as tables: what went on around a death, and what that counts as.

A line says in words what it shows, then what went on (kind and form, start – end; the year is 2026 where none
stands), then the value. Without another word, death was on 10 March 2026 at 14.00.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from lindra.measures.definitions import BY_SLUG, INDICATORS, OWN
from lindra.measures.engine import Where
from measures.last_year import Row, died, export_of, row

DEATH = "2026-03-10 14:00"
AROUND = re.compile(
    r"(?P<kind>\w+) (?P<form>\w+)(?P<palliative> palliative)? (?P<start>[-\d: ]+\d)(?: – (?P<end>.+))?"
)


def rows_of(death: str, told: str) -> list[Row]:
    """A death, and what a table tells of what went on."""
    rows = [died("a", death)]
    for each in filter(None, map(str.strip, told.split(";"))):
        found = AROUND.fullmatch(each)
        assert found, f"cannot be read: {each}"
        start, end = (_dated(found[name]) for name in ("start", "end"))
        assert start
        rows.append(
            row(
                "a",
                death,
                found["kind"],
                start,
                end,
                form=found["form"],
                palliative=bool(found["palliative"]),
            )
        )
    return rows


def _dated(text: str | None) -> str | None:
    return text if text is None or re.match(r"\d{4}", text) else f"2026-{text}"


def value_of(slug: str, rows: list[Row]) -> str:
    """The value of the one patient, as the tables write it; *left out* when not in the denominator."""
    with export_of(rows) as export:
        cases = export.cases(BY_SLUG[slug], "p")
        counted = export.count(BY_SLUG[slug])
    if not cases:
        assert {result.left_out for result in counted} == {1}
        return "left out"
    value = cases[0].value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.replace("_", " ") if isinstance(value, str) else f"{value:.2f}"


def table(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The lines of a table as parameters: the death where there are four columns, what is told, the value."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    names = ["told", "expected"] if len(lines[0]) == 3 else ["death", "told", "expected"]
    return pytest.mark.parametrize(names, [pytest.param(*cells, id=name) for name, *cells in lines])


@table(
    """
    a stay without an end goes on          | admitted hospital 03-08 09:00                        | hospital
    a stay that ends at death              | admitted hospital 03-08 09:00 – 03-10 14:00          | hospital
    a stay that ended a minute before      | admitted hospital 03-08 09:00 – 03-10 13:59          | not known
    a stay that began at death             | admitted hospital 03-10 14:00 – 03-10 15:00          | not known
    a palliative ward                      | admitted palliative 03-08 09:00                      | palliative
    admitted to a short stay               | admitted short_stay 03-08 09:00                      | short stay
    an emergency visit                     | contact emergency 03-10 12:00 – 03-10 16:00          | emergency
    an emergency visit that had ended      | contact emergency 03-10 12:00 – 03-10 13:00          | not known
    an ambulatory visit never counts       | contact outpatient 03-10 12:00 – 03-10 16:00         | not known
    nor does a visit to certify the death  | contact home_visit 03-10 12:00                       | not known
    a home without an end                  | moved care_home 2024-01-01 12:00                     | care home
    living in a hospice                    | moved hospice 03-01 12:00                            | palliative
    another home                           | moved other 2024-01-01 12:00                         | other
    a home that is not known               | moved unknown 03-01 12:00                            | not known
    a move between wards is no home        | moved ward 03-09 12:00                               | not known
    nothing is known                       |                                                      | not known
    a home when the stay began afterwards  | moved own_home 2024-01-01; admitted hospital 03-10 15:00 | own home
    a stay before an emergency visit       | contact emergency 03-10 12:00; admitted hospital 03-10 13:00 | hospital
    an emergency visit before the home     | moved own_home 2024-01-01; contact emergency 03-10 12:00 | emergency
    of two stays the one that began last   | admitted palliative 03-09 09:00; admitted hospital 03-08 09:00 | palliative
    of two homes the one moved to last     | moved care_home 2024-01-01; moved own_home 2020-01-01 – 2024-01-01 | care home
    """  # noqa: E501 - a row is a row
)
def test_place_of_death(told: str, expected: str) -> None:
    assert value_of("place-of-death", rows_of(DEATH, told)) == expected


@table(
    """
    known to the day, stay from that evening       | 2026-03-10 | admitted hospital 03-10 20:00 | hospital
    known to the day, stay from the next           | 2026-03-10 | admitted hospital 03-11 00:30 | not known
    known to the day, stay until that morning      | 2026-03-10 | admitted hospital 03-08 09:00 – 03-10 08:00 | hospital
    known to the day, stay until the evening before | 2026-03-10 | admitted hospital 03-08 09:00 – 03-09 23:00 | not known
    known to the month, stay from its last day     | 2026-02 | admitted hospital 02-28 09:00 | hospital
    known to the month, stay from the next         | 2026-02 | admitted hospital 03-01 00:00 | not known
    known to the year, stay from its last day      | 2026 | admitted hospital 12-31 23:00 | hospital
    known to the year, stay from the next          | 2026 | admitted hospital 2027-01-01 00:00 | not known
    known to the year, stay in the year before     | 2026 | admitted hospital 2025-12-01 – 2025-12-31 23:59 | not known
    """  # noqa: E501 - a row is a row
)
def test_place_of_a_death_whose_time_is_not_known(death: str, told: str, expected: str) -> None:
    assert value_of("place-of-death", rows_of(death, told)) == expected


@table(
    """
    30 calendar days before, early             | 2026-03-10 14:00 | admitted hospital 02-08 00:01   | yes
    31 calendar days before, late              | 2026-03-10 14:00 | admitted hospital 02-07 23:59   | no
    the calendar is Stockholm's                | 2026-03-10 00:30 | admitted hospital 02-08 00:01   | yes
    at the moment of death                     | 2026-03-10 14:00 | admitted hospital 03-10 14:00   | yes
    later on the day of death                  | 2026-03-10 14:00 | admitted hospital 03-10 14:01   | no
    palliative inpatient care is inpatient care | 2026-03-10 14:00 | admitted palliative 03-01 12:00 | yes
    an emergency visit is no admission         | 2026-03-10 14:00 | contact emergency 03-01 12:00   | no
    no stay                                    | 2026-03-10 14:00 |                                 | no
    death known to the day, admitted that day  | 2026-03-10       | admitted hospital 03-10 23:00   | yes
    death known to the month                   | 2026-03          | admitted hospital 02-20 12:00   | left out
    death known to the year                    | 2026             |                                 | left out
    """
)
def test_admitted_in_the_last_30_days(death: str, told: str, expected: str) -> None:
    assert value_of("admitted-last-30-days", rows_of(death, told)) == expected


@table(
    """
    two within 30 days              | admitted hospital 02-10 09:00 – 02-12 09:00; admitted hospital 03-08 09:00 | yes
    one began before                | admitted hospital 02-01 09:00 – 02-12 09:00; admitted hospital 03-08 09:00 | no
    a move between wards is no stay | admitted hospital 03-08 09:00; moved ward 03-09 09:00                       | no
    """
)
def test_admitted_twice_in_the_last_30_days(told: str, expected: str) -> None:
    assert value_of("admitted-twice-last-30-days", rows_of(DEATH, told)) == expected


@table(
    """
    30 days before | contact emergency 02-08 09:00 – 02-08 12:00  | yes
    31 days before | contact emergency 02-07 09:00 – 02-08 12:00  | no
    another visit  | contact outpatient 03-01 09:00 – 03-01 12:00 | no
    """
)
def test_emergency_visit_in_the_last_30_days(told: str, expected: str) -> None:
    assert value_of("emergency-last-30-days", rows_of(DEATH, told)) == expected


@table(
    """
    no stay                        | 2026-03-10 14:00 |                                                 | 90.00
    the last two days              | 2026-03-10 14:00 | admitted hospital 03-08 14:00                   | 88.00
    thirty hours                   | 2026-03-10 14:00 | admitted hospital 02-01 12:00 – 02-02 18:00     | 88.75
    the whole time                 | 2026-03-10 14:00 | admitted hospital 2025-06-01 12:00              | 0.00
    a stay long before             | 2026-03-10 14:00 | admitted hospital 2025-06-01 – 2025-07-01       | 90.00
    what goes on after death       | 2026-03-10 14:00 | admitted hospital 03-09 14:00 – 03-20 12:00     | 89.00
    the clocks go forward          | 2026-04-02 12:00 | admitted hospital 03-28 12:00 – 03-29 12:00     | 89.04
    a short-stay home is home      | 2026-03-10 14:00 | moved short_stay 01-01 12:00                    | 90.00
    what overlaps counts once      | 2026-03-10 14:00 | admitted hospital 02-01 – 02-03; admitted hospital 02-02 – 02-04 | 87.00
    so does what lies within       | 2026-03-10 14:00 | admitted hospital 02-01 – 02-05; admitted hospital 02-02 – 02-03; admitted hospital 02-04 – 02-06 | 85.00
    death known to the month       | 2026-03          | admitted hospital 02-08 14:00                   | left out
    """  # noqa: E501
)
def test_days_at_home(death: str, told: str, expected: str) -> None:
    assert value_of("days-at-home-last-90-days", rows_of(death, told)) == expected


@table(
    """
    a visit by a palliative team           | contact home_visit palliative 01-10 10:00                     | yes
    a visit by somebody else               | contact home_visit 01-10 10:00                                | no
    a call with relatives afterwards       | contact telephone palliative 04-10 10:00                      | no
    enrolled, and ended                    | enrolled consult_team 2025-01-10 10:00 – 2025-12-01 10:00     | yes
    municipal home nursing                 | enrolled home_nursing 01-10 10:00                             | no
    palliative inpatient care, at the last | admitted palliative 03-10 13:00                               | yes
    living in a hospice                    | moved hospice 03-01 13:00                                     | yes
    a hospital ward                        | admitted hospital 03-01 13:00                                 | no
    """
)
def test_specialised_palliative_care_before_death(told: str, expected: str) -> None:
    assert value_of("palliative-contact", rows_of(DEATH, told)) == expected


def test_who_has_not_died_is_not_counted() -> None:
    living = row("b", DEATH, "admitted", "2026-03-08 09:00", form="hospital")
    with export_of([died("a", DEATH), living]) as export:
        for indicator in OWN:
            assert export.count(indicator)[0].denominator == 1, indicator.slug


def test_every_indicator_is_told_in_both_languages_and_dated() -> None:
    for indicator in OWN:
        titles = [category.title for category in indicator.categories]
        for text in (indicator.title, indicator.definition, indicator.source, *titles):
            assert text.said("sv") == text.sv != ""
            assert text.said("en-gb") == text.en != ""
            assert text.sv != text.en
        assert indicator.version >= 1
        assert indicator.effective <= date(2026, 6, 15)
    assert len(BY_SLUG) == len(INDICATORS)


def test_an_empty_export_counts_nothing_and_says_so() -> None:
    with export_of([]) as export:
        for indicator in OWN:
            for result in export.count(indicator, "all", Where(region="17")):
                assert (result.n, result.denominator, result.value, result.note) == (0, 0, None, "none")
