"""The register's rules: who registers, until when, who may. Sources: ``registry/data/SOURCES.md``."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.registry import rules
from lindra.registry.rules import Responsible, Verdict
from lindra.registry.situation import Place, Situation

DAY = date(2026, 5, 4)


# Who registers (plus.rjl.se/svenskapalliativregistret)


@pytest.mark.parametrize(
    ("place", "expected", "unit", "why"),
    [
        ("inpatient", "no", "there", "stay"),
        ("emergency", "no", "there", "emergency"),
        ("home", "unknown", "there", "home"),
        ("own_home", "no", "practice", "practice"),
        ("own_home", "yes", "team", "team"),
        ("own_home", "unknown", "team", "team"),
    ],
)
def test_the_unit_where_the_person_died_and_at_home_by_whether_it_was_expected(place, expected, unit, why):
    found = Situation(place, expected, "there", "team", "nursing", "practice")
    assert rules.registrant(found, DAY) == Responsible(unit, why)


def test_expected_at_home_without_a_team_it_is_home_nursing_and_else_the_practice():
    assert rules.registrant(Situation("own_home", "yes", "", "", "n", "p"), DAY) == Responsible(
        "n", "nursing"
    )
    assert rules.registrant(Situation("own_home", "yes", "", "", "", "p"), DAY) == Responsible(
        "p", "practice"
    )


def test_an_unexpected_death_at_home_of_one_listed_nowhere_is_nobodys_though_a_team_is_known():
    assert rules.registrant(Situation("own_home", "no", "", "t", "n", ""), DAY) == rules.NOBODY


units = st.sampled_from(["", "a", "b"])


@given(
    st.builds(
        Situation, st.sampled_from(["inpatient", "emergency", "home", "own_home"]),
        st.sampled_from(["yes", "no", "unknown"]), units, units, units, units,
    ),
    st.dates(date(2005, 1, 1), date(2100, 1, 1)),
)  # fmt: skip
def test_it_is_a_unit_that_had_the_person_or_nobody(found: Situation, on: date) -> None:
    who = rules.registrant(found, on)
    had = {"there": found.there, "team": found.team, "nursing": found.nursing, "practice": found.practice}
    assert who.unit in {*had.values(), ""}
    assert (who.unit == "") == (who.why == "nobody")
    if found.place != "own_home":
        assert who.unit == found.there


def test_every_place_has_a_rule_for_every_expectation() -> None:
    for place in Place.__args__:  # type: ignore[attr-defined]
        for expected in ("yes", "no", "unknown"):
            assert rules.registrant(Situation(place, expected, "x", "x", "x", "x"), DAY).unit == "x"


# Until when


def test_the_general_limit_is_a_week_and_the_countys_own_three_in_varmland() -> None:
    """RCC, cancer of unknown primary, ch. 15; joint audit of Värmland 2021–22 (DOMAIN 1.2)."""
    died = date(2026, 5, 4)
    assert rules.windows(died).due == date(2026, 5, 11)
    assert rules.windows(died, region="17").due == rules.windows(died, region="1780").due == date(2026, 5, 25)
    assert rules.windows(died, region="0580").due == date(2026, 5, 11)
    assert "Värmland" in rules.windows(died, region="1780").source


def test_a_limit_holds_for_deaths_from_its_first_day_on() -> None:
    assert rules.windows(date(2020, 12, 31), region="17").due == date(2021, 1, 7)
    assert rules.windows(date(2021, 1, 1), region="17").due == date(2021, 1, 22)


@pytest.mark.parametrize(
    ("died", "last"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 10, 25), date(2027, 4, 25)),  # the day the clocks go back
    ],
)
def test_it_can_be_registered_until_six_months_after(died: date, last: date) -> None:
    assert rules.windows(died).last == last


def test_it_can_be_changed_for_ten_days_after_it_was_registered() -> None:
    assert rules.windows(date(2026, 3, 1)).editable_until is None
    assert rules.windows(date(2026, 3, 1), date(2026, 3, 20)).editable_until == date(2026, 3, 30)


days = st.dates(date(2005, 1, 1), date(2090, 1, 1))


@given(days, st.sampled_from(["", "17", "1780", "0580", "01"]))
def test_a_report_is_due_before_it_is_too_late(died: date, region: str) -> None:
    found = rules.windows(died, region=region)
    assert died < found.due <= found.last
    assert 181 <= (found.last - died).days <= 184


@given(days)
def test_the_first_day_that_can_be_reported_is_the_first(today: date) -> None:
    first = rules.first_reportable(today)
    assert rules.windows(first).last >= today
    assert rules.windows(first - timedelta(days=1)).last < today


@given(days, days)
def test_a_later_death_can_be_reported_at_least_as_long(one: date, other: date) -> None:
    first, later = sorted((one, other))
    assert rules.windows(first).last <= rules.windows(later).last


@given(days, st.integers(-30, 30))
def test_months_go_and_come_back_to_the_same_month(day: date, months: int) -> None:
    there = rules.months_after(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day <= day.day
    assert rules.months_after(there, -months).replace(day=1) == day.replace(day=1)


# Who may

NURSE = {"profession": "nurse", "purpose": "care", "unit": "own", "on": date(2026, 5, 20)}


@pytest.mark.parametrize(
    ("about", "verdict"),
    [
        ({}, Verdict(True)),
        ({"responsible": "own"}, Verdict(True)),
        ({"responsible": "other"}, Verdict(True, "another_unit")),
        ({"profession": "physician"}, Verdict(True)),
        ({"profession": "assistant_nurse"}, Verdict(False, "profession")),
        ({"profession": "other"}, Verdict(False, "profession")),
        ({"purpose": "followup"}, Verdict(False, "purpose")),
        ({"dead": False}, Verdict(False, "alive")),
        ({"reported": True}, Verdict(False, "reported")),
        ({"opted_out": True}, Verdict(False, "opted_out")),
        ({"opted_out": True, "reported": True}, Verdict(False, "opted_out")),
        ({"died": date(2025, 11, 20)}, Verdict(True)),
        ({"died": date(2025, 11, 19)}, Verdict(False, "closed")),
        ({"died": None}, Verdict(True)),
    ],
)
def test_who_may_report_and_why_not(about, verdict):
    assert rules.may_report(**(NURSE | {"died": DAY} | about)) == verdict


@pytest.mark.parametrize(
    ("about", "verdict"),
    [
        ({}, Verdict(True)),
        ({"reported": date(2026, 5, 10)}, Verdict(True)),
        ({"reported": date(2026, 5, 9)}, Verdict(False, "closed")),
        ({"reported": None}, Verdict(False, "not_reported")),
        ({"written_by": "other"}, Verdict(False, "another_unit")),
        ({"profession": "assistant_nurse"}, Verdict(False, "profession")),
        ({"purpose": "admin"}, Verdict(False, "purpose")),
        ({"opted_out": True}, Verdict(False, "opted_out")),
    ],
)
def test_who_may_change_a_report_and_why_not(about, verdict):
    known = NURSE | {"written_by": "own", "reported": date(2026, 5, 15)}
    assert rules.may_edit(**(known | about)) == verdict


# The data


@pytest.mark.parametrize("name", ["responsible.csv", "limits.csv", "times.csv", "authorised.csv"])
def test_every_row_has_its_day_and_its_source(name: str) -> None:
    with (rules.DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert date.fromisoformat(row["valid_from"])
        assert len(row["source"]) > 20
    assert f"`{name}`" in (rules.DATA / "SOURCES.md").read_text(encoding="utf-8")


def test_what_was_computed_with_other_data_is_computed_anew(tmp_path, monkeypatch) -> None:
    before = rules.version(1)
    assert rules.version(2) != before
    for path in rules.DATA.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(rules, "DATA", tmp_path)
    assert rules.version(1) == before
    (tmp_path / "limits.csv").write_text((tmp_path / "limits.csv").read_text() + "05,14,2026-01-01,x\n")
    assert rules.version(1) != before
