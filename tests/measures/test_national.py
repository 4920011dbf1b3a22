"""The six national indicators, by signed reports and by the record: what was written, and what counts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.measures import rules
from lindra.measures.engine import Compared, Where
from lindra.measures.national import PAIRS, Pair
from lindra.measures.targets import target
from measures.last_year import Row, died, export_of, row

DEATH = "2026-03-10 14:00"
BY_KEY = {pair.key: pair for pair in PAIRS}


def report(patient: str, *answers: str, expected: str = "yes", **rest: object) -> Row:
    """A report signed two days after the death."""
    told = "|".join((f"expected={expected}", *answers))
    return row(patient, DEATH, "death_reported", "2026-03-12 09:00", answers=f"|{told}|", **rest)


def death(patient: str, expected: str = "yes", at: str = DEATH) -> Row:
    return died(patient, at, status=expected)


def measured(system: str, code: str, start: str = "2026-03-08 10:00") -> Row:
    return row("a", DEATH, "measured", start, code_system=system, code=code, number=3.0)


def ordered(
    form: str = "pain", code: str = "N02AA01", start: str = "2026-03-08 10:00", end: str | None = None
) -> Row:
    return row("a", DEATH, "medicine_ordered", start, end, form=form, code=code)


def skin(worst: float | None, start: str) -> Row:
    return row("a", DEATH, "skin_checked", start, number=worst)


def talk(kind: str = "procedure", start: str = "2026-02-01 10:00", **rest: object) -> Row:
    return row("a", DEATH, kind, start, **rest)


REPORTED = [
    ("mouth", ["mouth=yes"], True), ("mouth", ["mouth=no"], False), ("mouth", ["mouth=unknown"], False),
    ("mouth", [], False), ("mouth", ["mouth_deviation=yes"], False), ("pain", ["pain_rated=yes"], True),
    ("pain", ["pain=yes"], False), ("opioid", ["order_pain=yes"], True), ("opioid", ["order_anxiety=yes"], False),
    ("anxiety", ["order_anxiety=yes"], True), ("ulcer", ["ulcer_death=none"], True), ("ulcer", ["ulcer_death=1"], True),
    ("ulcer", ["ulcer_death=2"], False), ("ulcer", ["ulcer_death=unknown"], False),
    ("ulcer", ["ulcer_arrival=none"], False), ("conversation", ["talk_patient=yes"], True),
    ("conversation", ["talk_relatives=yes"], False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answers", "met"), REPORTED)
def test_what_a_report_answers_counts(key: str, answers: list[str], met: bool) -> None:
    with export_of([death("a"), report("a", *answers)]) as export:
        [result] = export.count(BY_KEY[key].reported)
    assert (result.n, result.denominator) == (int(met), 1)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.key)
def test_only_reports_of_expected_deaths_are_counted(pair: Pair) -> None:
    rows = [death("a"), report("a", expected="no"), death("b"), report("b", expected="unknown"), death("c")]
    with export_of(rows) as export:
        [result] = export.count(pair.reported)
    assert (result.denominator, result.left_out) == (0, 3)


RECORDED = [
    ("mouth", [measured("ROAG", "ROAG")], True), ("mouth", [measured("ROAG", "lips", "2026-03-03 00:00")], True),
    ("mouth", [measured("ROAG", "ROAG", "2026-03-02 23:59")], False), ("mouth", [measured("NRS", "NRS")], False),
    ("mouth", [measured("ROAG", "ROAG", "2026-03-10 15:00")], False), ("mouth", [], False),
    ("pain", [measured("NRS", "NRS")], True), ("pain", [measured("ABBEY", "face")], True),
    ("pain", [measured("ESAS", "pain")], True), ("pain", [measured("ESAS", "nausea")], False),
    ("pain", [measured("IPOS", "pain")], True), ("pain", [measured("IPOS", "appetite")], False),
    ("opioid", [ordered()], True), ("opioid", [ordered("as_needed", "N02AA01")], True),
    ("opioid", [ordered("as_needed", "N05BA01")], False), ("opioid", [ordered("anxiety", "N02AA01")], False),
    ("opioid", [ordered(start="2026-03-09 23:59")], True), ("opioid", [ordered(start="2026-03-10 00:00")], False),
    ("opioid", [ordered(end="2026-03-09 10:00")], False), ("opioid", [ordered(end="2026-03-10 15:00")], True),
    ("opioid", [row("a", DEATH, "medicine_ordered", "2026-03-01 10:00", code="N02AA01")], False),
    ("anxiety", [ordered("anxiety", "N05CD08")], True), ("anxiety", [ordered("as_needed", "N05CD08")], True),
    ("ulcer", [skin(0, "2026-03-08 10:00")], True), ("ulcer", [skin(1, "2026-03-08 10:00")], True),
    ("ulcer", [skin(2, "2026-03-08 10:00")], False), ("ulcer", [skin(None, "2026-03-08 10:00")], False),
    ("ulcer", [skin(3, "2026-03-05 10:00"), skin(1, "2026-03-08 10:00")], True),
    ("ulcer", [skin(1, "2026-03-05 10:00"), skin(3, "2026-03-08 10:00")], False),
    ("ulcer", [skin(0, "2026-02-01 10:00")], False), ("ulcer", [], False),
    ("conversation", [talk(code="XV018")], True), ("conversation", [talk(code="XV028")], False),
    ("conversation", [talk("conversation_held", form="turning_point", status="with_patient")], True),
    ("conversation", [talk("conversation_held", form="turning_point")], False),
    ("conversation", [talk("conversation_held", form="serious_illness", status="with_patient")], False),
    ("conversation", [talk(code="XV018", start="2026-03-10 14:30")], False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "rows", "met"), RECORDED)
def test_what_the_record_says_counts(key: str, rows: list[Row], met: bool) -> None:
    with export_of([death("a"), *rows]) as export:
        [result] = export.count(BY_KEY[key].recorded)
    assert (result.n, result.denominator) == (int(met), 1)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.key)
def test_the_record_is_asked_of_expected_deaths_whose_day_is_known(pair: Pair) -> None:
    rows = [death("a", "no"), death("b", "unknown"), death("c", at="2026-03"), death("d", at="2026-03-10")]
    with export_of(rows) as export:
        [result] = export.count(pair.recorded)
    assert (result.denominator, result.left_out) == (1, 3)


def test_the_two_are_compared_person_by_person() -> None:
    mouth = {"code_system": "ROAG", "code": "ROAG"}
    looked = [row(each, DEATH, "measured", "2026-03-08 10:00", **mouth) for each in "abcf"]
    rows = [
        *(death(each) for each in "abcdef"), death("g", "no"), *looked,
        report("a", "mouth=yes"), report("b", "mouth=yes"), report("c", "mouth=no"), report("d", "mouth=yes"),
        report("e", "mouth=unknown"), report("g", "mouth=yes"),
    ]  # fmt: skip
    with export_of(rows) as export:
        found = export.compare(BY_KEY["mouth"])
        nobody = export.compare(BY_KEY["mouth"], Where(municipality="0180"))
    assert found == Compared(both=2, only_report=1, only_record=1, neither=1, unreported=1, only_reported=1)
    assert nobody == Compared(0, 0, 0, 0, 0, 0)


def test_who_opted_out_is_in_neither() -> None:
    rows = [each | {"register_opt_out": True} for each in (death("a"), report("a", "mouth=yes"))]
    with export_of([*rows, death("b")]) as export:
        found = export.compare(BY_KEY["mouth"])
    assert found == Compared(0, 0, 0, 0, 1, 0)


def test_the_targets_are_those_of_october_2017() -> None:
    on = date(2026, 6, 15)
    found = {pair.key: pair.target(on) for pair in PAIRS}
    assert {key: one.share for key, one in found.items() if one} == {
        "mouth": 0.90, "pain": 1.00, "opioid": 0.98, "anxiety": 0.98, "ulcer": 0.90, "conversation": 0.98,
    }  # fmt: skip
    assert target("mouth", date(2017, 9, 30)) is None


@pytest.mark.parametrize(
    ("cases", "of", "share", "lacking"),
    [
        (84, 100, 0.98, 14),
        (98, 100, 0.98, 0),
        (0, 0, 0.98, 0),
        (9, 10, 0.9, 0),
        (8, 10, 0.9, 1),
        (1, 1, 1.0, 0),
    ],
)
def test_the_gap_is_told_in_people(cases: int, of: int, share: float, lacking: int) -> None:
    assert rules.missing(cases, of, share) == lacking


@given(st.integers(0, 5000), st.integers(0, 10_000), st.integers(1, 100))
def test_with_so_many_more_the_target_is_reached_and_with_one_less_it_is_not(
    cases: int, more: int, percent: int
) -> None:
    of = cases + more
    lacking = rules.missing(cases, of, percent / 100)
    assert (cases + lacking) * 100 >= percent * of
    assert lacking == 0 or (cases + lacking - 1) * 100 < percent * of


# What the record answers, question by question.


def compared(patient: str, *told: str, **rest: object) -> Row:
    return row(patient, DEATH, "register_judged", "2026-03-12 09:00", answers=f"|{'|'.join(told)}|", **rest)


def test_questions_that_the_record_answers_least_stand_first() -> None:
    rows = [
        death("a"), compared("a", "mouth=confirmed", "present=answered", "place=confirmed"),
        death("b"), compared("b", "mouth=corrected", "present=answered", "place=confirmed", unit="v"),
        death("c"), compared("c", "mouth=confirmed", "expected=chosen", "place=confirmed"),
    ]  # fmt: skip
    with export_of(rows) as export:
        every, own = export.documented(), export.documented(unit="v")
        nobody = export.documented(Where(year="2025"))
    assert [(one.question, one.confirmed, one.corrected, one.answered, one.chosen) for one in every] == [
        ("present", 0, 0, 2, 0), ("expected", 0, 0, 0, 1), ("mouth", 2, 1, 0, 0), ("place", 3, 0, 0, 0),
    ]  # fmt: skip
    assert {one.question: one.asked for one in own} == {"mouth": 1, "present": 1, "place": 1}
    assert nobody == []


def test_of_who_opted_out_nothing_is_compared() -> None:
    rows = [each | {"register_opt_out": True} for each in (death("a"), compared("a", "mouth=confirmed"))]
    with export_of(rows) as export:
        assert export.documented() == []
