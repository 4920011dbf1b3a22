"""When a relative may be asked, what a code is, and of how many a number may be shown."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.registry.relatives import rules
from lindra.registry.relatives.rules import Death

DIED = date(2026, 4, 16)
TODAY = date(2026, 6, 15)


def on(day: date | None, *, protected: bool = False, today: date = TODAY) -> str | None:
    return rules.closed(Death(day, protected), today)


def test_nobody_is_asked_in_the_first_six_weeks_nor_after_half_a_year() -> None:
    verdicts = {days: on(DIED, today=DIED + timedelta(days)) for days in (0, 41, 42, 180, 181)}
    assert verdicts == {0: "early", 41: "early", 42: None, 180: None, 181: "late"}


def test_of_the_living_and_of_those_who_died_on_no_known_day_nobody_is_asked() -> None:
    assert rules.closed(None, TODAY) == "alive"
    assert on(None) == "day_unknown"


def test_no_letter_goes_where_the_identity_is_protected() -> None:
    assert on(DIED, protected=True) == "protected"
    assert on(None, protected=True) == "protected"


@pytest.mark.parametrize(
    ("states", "child", "why"),
    [
        ([], False, None),
        (["revoked", "expired"], False, None),
        (["open"], False, "asked"),
        (["answered"], False, "answered"),
        (["revoked", "declined"], False, "declined"),
        (["open", "declined"], False, "declined"),
        ([], True, "child"),
    ],
)
def test_who_declined_or_answered_is_not_asked_again(
    states: list[rules.State], child: bool, why: str | None
) -> None:
    assert rules.refused(states, child=child) == why


def test_a_number_is_the_one_that_holds_on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (("least", 5, date(2026, 1, 1)), ("least", 10, date(2026, 9, 1)), ("other", 1, date(2026, 1, 1)))
    monkeypatch.setattr(rules, "_rows", lambda: rows)
    days = (date(2025, 12, 31), TODAY, date(2026, 9, 1))
    assert [rules.number("least", day) for day in days] == [5, 5, 10]


def test_each_number_says_that_it_is_our_own() -> None:
    lines = (rules.DATA / "asking.csv").read_text().splitlines()[1:]
    assert lines
    assert [line for line in lines if "Our own choice" not in line] == []


# Codes


def test_codes_are_long_easily_told_apart_and_no_words() -> None:
    assert not set(rules.SIGNS) & set("0O1IL" + "AEUY")
    assert len(rules.SIGNS) ** rules.LENGTH > 2**57
    drawn = {rules.drawn(secrets.choice) for _ in range(500)}
    assert len(drawn) == 500
    assert set("".join(drawn)) == set(rules.SIGNS), "every sign is drawn"


@given(st.text(rules.SIGNS, min_size=12, max_size=12), st.sampled_from(["-", " ", "", " – ", "\u00a0", "_"]))
def test_a_code_is_read_however_it_is_typed(code: str, between: str) -> None:
    typed = between.join([code[:4].lower(), code[4:8], code[8:]])
    assert rules.read_code(f"  {typed} \n") == code
    assert rules.read_code(rules.pieces(code)) == code


@given(st.text(max_size=40))
def test_what_is_read_is_a_code_or_nothing(text: str) -> None:
    found = rules.read_code(text)
    assert found == "" or (len(found) == 12 and set(found) <= set(rules.SIGNS))


# Of how many


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30), max_size=6))
def test_no_few_can_be_had_by_subtraction(counts: dict[str, int]) -> None:
    shown = rules.shown_alone(counts, TODAY)
    assert all(counts[unit] >= 5 for unit in shown)
    if shown:
        rest = sum(counts.values()) - sum(counts[unit] for unit in shown)
        assert rest == 0 or rest >= 5


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9}, ["a"]),
        ({"a": 4}, []),
        ({"a": 9, "b": 4}, []),
        ({"a": 9, "b": 5}, ["a", "b"]),
        ({"a": 9, "b": 6, "c": 1}, ["a"]),
        ({"a": 9, "b": 3, "c": 3}, ["a"]),
    ],
)
def test_units_are_shown_alone_where_the_rest_is_of_many_too(
    counts: dict[str, int], shown: list[str]
) -> None:
    assert rules.shown_alone(counts, TODAY) == shown
