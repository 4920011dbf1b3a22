"""The six national indicators, by signed reports and by the record: what was written, and what counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame.tables import Cell
from lindra.measures import rules
from lindra.measures.cases.opening import Compared, Where
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.release import release
from lindra.measures.national import present as national_present
from lindra.measures.national.pairs import TITLES, pairs
from lindra.measures.targets import target
from measures.cubes import NOW, ON, cube_of, named, one
from measures.last_year import Row, died, export_of, row

DEATH = "2026-03-10 14:00"
PAIRS = pairs(ON)
BY_KEY = {pair.key: pair for pair in PAIRS}


def report(patient: str, *answers: str, expected: str = "yes", **rest: object) -> Row:
    """A report signed two days after the death."""
    told = "|".join((f"expected={expected}", *answers))
    return row(patient, DEATH, "death_reported", "2026-03-12 09:00", answers=f"|{told}|", **rest)


def death(patient: str, expected: str = "yes", at: str = DEATH) -> Row:
    return died(patient, at, status=expected)


def test_the_six_are_measures_of_the_catalogue_in_the_version_in_force() -> None:
    assert tuple(BY_KEY) == tuple(TITLES)
    for pair in PAIRS:
        assert (pair.reported.key, pair.recorded.key) == (f"{pair.key}-reported@1", f"{pair.key}-recorded@1")
        assert pair.reported.goal == pair.recorded.goal == pair.key
        for each in (pair.reported, pair.recorded):
            assert each.register
            assert not each.trial
            assert each.title.sv.startswith(pair.title.sv)


def test_the_conversation_that_is_on_trial_is_not_in_the_pair() -> None:
    later = {pair.key: pair for pair in pairs(date(2026, 12, 1))}
    assert later["conversation"].reported.version == 1


def people() -> list[Row]:
    """Seven expected deaths, of which reports and record say unlike things of the mouth."""
    mouth = {"code_system": "ROAG", "code": "ROAG"}
    looked = [row(each, DEATH, "measured", "2026-03-08 10:00", **mouth) for each in "abcf"]
    return [
        *(death(each) for each in "abcdef"), death("g", "no"), *looked,
        report("a", "mouth=yes"), report("b", "mouth=yes"), report("c", "mouth=no"), report("d", "mouth=yes"),
        report("e", "mouth=unknown"), report("g", "mouth=yes"),
    ]  # fmt: skip


def test_the_two_are_compared_person_by_person() -> None:
    with export_of(people()) as export:
        found = export.compare(BY_KEY["mouth"])
        nobody = export.compare(BY_KEY["mouth"], Where(municipality="0180"))
    assert found == Compared(both=2, only_report=1, only_record=1, neither=1, unreported=1, only_reported=1)
    assert nobody == Compared(0, 0, 0, 0, 0, 0)


def test_the_comparison_adds_up_to_what_the_cube_counts() -> None:
    with (
        export_of(people()) as export,
        cube_of(people(), [m for p in PAIRS for m in (p.reported, p.recorded)]) as cube,
    ):
        for pair in PAIRS:
            found, reported, recorded = (
                export.compare(pair),
                one(cube, pair.reported),
                one(cube, pair.recorded),
            )
            of_both = found.both + found.only_report + found.only_record + found.neither
            assert reported.of == of_both + found.only_reported
            assert recorded.of == of_both + found.unreported
            assert reported.met is not None
            assert (
                found.both + found.only_report
                <= reported.met
                <= found.both + found.only_report + found.only_reported
            )


# The page.


MEASURES = [*(each for pair in PAIRS for each in (pair.reported, pair.recorded)), named("coverage")]


def both(rows: list[Row], where: Where) -> list[national_present.Both]:
    with export_of(rows) as export, cube_of(rows, MEASURES) as cube:
        return national_present.counted(cube, export, where, ON)


def test_the_page_takes_its_numbers_from_the_cube_and_tells_the_gap_in_people() -> None:
    found = both(people(), Where())
    mouth = national_present.shown(found, "en")[0]
    assert mouth.slug == "mouth-reported"
    assert mouth.gap == "For the target of 90% it is lacking for 2 of 6."
    assert "1 expected deaths of the record have no report" in mouth.aside
    assert "1 were reported as expected" in mouth.aside
    assert mouth.why is not None
    told = national_present.shown(found, "sv")[0].gap
    assert " ".join(told.split()) == "För målet 90 % saknas det hos 2 av 6."


def test_of_nobody_there_is_no_number_and_no_gap() -> None:
    found = national_present.shown(both(people(), Where(municipality="0180")), "en")
    assert [each.gap for each in found] == [""] * 6


def test_where_a_number_is_withheld_nothing_is_compared(tmp_path: Path) -> None:
    """A reader who is signed in and does not follow up sees the released cube: of few dead, nothing at all."""
    rows = [death("a"), report("a", "mouth=yes")]
    with export_of(rows) as export, cube_of(rows, MEASURES) as own:
        release(own.folder, tmp_path / "inside", "test", NOW, level="inside")
        with Cube(tmp_path / "inside") as cube:
            found = national_present.counted(cube, export, Where(), ON)
    for each in found:
        assert each.reported.withheld
        assert each.compared is None
        [shown] = national_present.shown([each], "en")
        assert (shown.gap, shown.why, shown.aside) == ("", None, "")
        [told] = national_present.table([each], "en").rows
        assert [(cell.text, cell.note) for cell in told[2:] if isinstance(cell, Cell)] == [
            ("–", "too few")
        ] * 2


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
