"""When something is promised: the phrases of 2026 one by one, the grammar, and what is no day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.access import inventory
from lindra.governance.campaigns import loading, when
from lindra.governance.campaigns.when import read

ASKED = inventory.ASKED


@pytest.mark.parametrize(
    ("said", "due", "precision"),
    [
        ("hösten 2026", "2026-11-30", "season"),
        ("under hösten 2026", "2026-11-30", "season"),
        ("autumn 2026", "2026-11-30", "season"),
        ("hösten 2026 eller senast våren 2027", "2027-05-31", "season"),
        ("sommaren 2028", "2028-08-31", "season"),
        ("juni respektive september 2026", "2026-09-30", "month"),
        ("juni och september 2026", "2026-09-30", "month"),
        ("by March 2027", "2027-03-31", "month"),
        ("februari 2028", "2028-02-29", "month"),
        ("första halvåret 2027", "2027-06-30", "month"),
        ("under året (2026)", "2026-12-31", "year"),
        ("före årets slut 2026", "2026-12-31", "year"),
        ("från 2027", "2027-12-31", "year"),
        ("from 2027", "2027-12-31", "year"),
        ("2026–2028", "2028-12-31", "year"),
        ("2026-2028", "2028-12-31", "year"),
        ("årsskiftet 2026/2027", "2026-12-31", "year"),
        ("2026-09-15", "2026-09-15", "day"),
        ("senast 2026-09-15, helst juni 2026", "2026-09-15", "day"),
    ],
)
def test_the_last_day_of_the_latest_period_that_is_named(said: str, due: str, precision: str) -> None:
    found = read(said, ASKED)
    assert (found.reads, str(found.due), found.precision) == ("due", due, precision)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "löpande",
        "nu",
        "på sikt",
        "inom kort",
        "när måtten finns",
        "vintern",
        "2026-02-30",
        "hösten",
        "rum 20264",
    ],
)
def test_whoever_names_no_period_has_said_no_day(said: str) -> None:
    assert (read(said, ASKED).reads, read(said, ASKED).due) == ("none", None)


@pytest.mark.parametrize("said", ["2018 och 2021", "maj 2024", "2025-02-12", "april 2026", "hösten 2025"])
def test_what_ended_before_the_question_is_no_last_day(said: str) -> None:
    assert (read(said, ASKED).reads, read(said, ASKED).due) == ("happened", None)


OWN = {"nyligen", "slutet av 2025 och 2026", "till maj 2026", "våren 2026"}
"""Where the table goes before the grammar: what was said there to have been done or begun already."""


def test_every_phrase_of_2026_stands_in_the_table_and_the_grammar_agrees_but_for_four() -> None:
    said = {one.when for one in inventory.answers() if one.when and loading.acts(one.status)}
    table = when.table_2026()
    assert said == set(table)
    differ = {
        one
        for one in said
        if (read(one, ASKED).reads, read(one, ASKED).due) != (table[one].reads, table[one].due)
    }
    assert differ == OWN
    assert all(table[one].reads == "happened" and table[one].due is None for one in OWN)


def test_a_day_stands_just_where_something_is_due() -> None:
    for found in when.table_2026().values():
        assert (found.due is not None) == (found.reads == "due")
        assert found.due is None or found.due >= ASKED
        assert found.why


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_day_is_read_as_itself_and_is_due_if_it_has_not_passed(said: date, asked: date) -> None:
    found = read(f"senast {said}", asked)
    assert found.reads == ("due" if said >= asked else "happened")
    assert found.due == (said if said >= asked else None)


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_without_a_fault(said: str) -> None:
    found = read(said, ASKED)
    assert (found.due is not None) == (found.reads == "due")


@given(st.integers(2027, 2099), st.sampled_from(sorted(when.MONTHS | when.SEASONS)), st.text(max_size=10))
def test_a_named_period_ends_within_its_year(year: int, name: str, around: str) -> None:
    found = read(f"{name} {year}", ASKED)
    assert found.due is not None
    assert found.due.year == year
