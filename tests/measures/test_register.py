"""Who does not want to be in a quality register is in no measure of one, and in the providers' own follow-up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lindra.measures import present
from lindra.measures.definitions import BY_SLUG, INDICATORS, Indicator
from lindra.measures.engine import GROUPS, Where
from lindra.measures.national import PAIRS
from measures.last_year import Row, died, export_of, row

DEATH = "2026-03-10 14:00"
REGISTERS = {"place-of-death", *(one.slug for pair in PAIRS for one in (pair.reported, pair.recorded))}
"""Of those that exist: those whose source is the register's questionnaire."""


def person(patient: str, *, out: bool) -> list[Row]:
    """Somebody whose death in hospital was expected and reported, after an emergency visit and two admissions."""
    stays = (("2026-02-20 10:00", "2026-02-25 10:00"), ("2026-03-08 10:00", None))
    rows = [row(patient, DEATH, "admitted", start, end, form="hospital") for start, end in stays]
    rows.append(row(patient, DEATH, "contact", "2026-03-08 08:00", "2026-03-08 10:00", form="emergency"))
    rows.append(row(patient, DEATH, "death_reported", "2026-03-12 10:00", answers="|expected=yes|"))
    death = died(patient, DEATH, status="yes")
    return [each | {"register_opt_out": out} for each in (death, *rows)]


BOTH = [*person("in", out=False), *person("out", out=True)]


def test_which_measures_are_the_registers() -> None:
    assert {each.slug for each in INDICATORS if each.register} == REGISTERS


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.slug)
def test_who_opted_out_is_counted_in_follow_up_and_in_no_measure_of_a_register(indicator: Indicator) -> None:
    expected = ["in"] if indicator.register else ["in", "out"]
    with export_of(BOTH) as export:
        for by in GROUPS:
            assert {r.denominator + r.left_out for r in export.count(indicator, by)} == {len(expected)}, by
        for where in (Where(), Where(municipality="1780"), Where("17", "1780", "2026")):
            assert {r.denominator for r in export.count(indicator, "all", where)} == {len(expected)}
        assert sorted(case.pseudonym for case in export.cases(indicator, "p")) == expected


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.slug)
def test_any_measure_would_leave_them_out_were_it_a_registers(
    indicator: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine applies it, not the six definitions: a measure of a register that is added needs only say so."""
    slug = f"{indicator.slug}-of-a-register"
    ours = replace(indicator, slug=slug, register=True)
    monkeypatch.setitem(BY_SLUG, slug, ours)
    with export_of(BOTH) as export:
        assert {r.denominator for r in export.count(ours)} == {1}
        assert [case.pseudonym for case in export.cases(ours, "p")] == ["in"]


def test_of_whom_it_is_not_known_whether_they_opted_out_is_not_in_a_registers_measure() -> None:
    with export_of([each | {"register_opt_out": None} for each in person("a", out=False)]) as export:
        assert {r.denominator for r in export.count(BY_SLUG["place-of-death"])} == {0}
        assert {r.denominator for r in export.count(BY_SLUG["palliative-contact"])} == {1}


def test_all_who_opted_out_are_nobody_not_a_fault() -> None:
    with export_of(person("out", out=True)) as export:
        for result in export.count(BY_SLUG["place-of-death"]):
            assert (result.n, result.denominator, result.left_out, result.note) == (0, 0, 0, "none")


@pytest.mark.parametrize(
    ("language", "register", "follow_up"),
    [("en", "persons who do not want to be in the register are not counted", "all deaths count"),
     ("sv", "personer som inte vill vara med i registret räknas inte", "alla avlidna räknas")],
)  # fmt: skip
def test_the_page_says_who_is_counted(language: str, register: str, follow_up: str) -> None:
    for indicator in INDICATORS:
        told = " ".join(value for _, value in present.facts(indicator, language))
        assert (register in told) is indicator.register
        assert (follow_up in told) is not indicator.register
