"""Kinds of event of which the whole export has nothing are told, with the measures that ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.measures import catalogue
from lindra.measures.counting import unheard
from lindra.measures.counting.run import run
from lindra.measures.measure import Measure
from measures.cubes import NOW
from measures.exports import written
from measures.last_year import Row, died, row

DEATH = "2026-03-10 14:00"
BOTH = [died("a", DEATH), died("b", DEATH)]
ADMITTED = row("a", DEATH, "admitted", "2026-02-01 10:00", "2026-02-03 10:00", form="hospital")


def named(*ids: str) -> list[Measure]:
    return [one for one in catalogue.measures() if one.id in ids]


def absent(folder: Path, rows: list[Row], *ids: str) -> tuple[str, ...]:
    written(folder / "export", rows)
    return run(folder / "export", folder / "cube", named(*ids), NOW).absent


CONTACTS = ("last_year: contact_named, asked for by continuity@1, continuity@2",)


def test_a_kind_that_was_never_sent_is_told(tmp_path: Path) -> None:
    assert absent(tmp_path, BOTH, "continuity") == CONTACTS


@pytest.mark.parametrize("form", ["fast_vardkontakt", "sip_lead"])
def test_a_kind_that_was_sent_is_not_told_though_nobody_meets_the_measure(tmp_path: Path, form: str) -> None:
    contact = row("a", DEATH, "contact_named", "2026-03-01 10:00", form=form)
    assert absent(tmp_path, [*BOTH, contact], "continuity") == ()


@pytest.mark.parametrize(
    ("id", "kind"), [("days-at-home-last-90-days", "admitted"), ("plan-to-death", "plan_confirmed")]
)
def test_a_mean_and_parts_that_are_alike_of_everybody_are_asked_after_too(
    tmp_path: Path, id: str, kind: str
) -> None:
    [told] = absent(tmp_path, BOTH, id)
    assert told.startswith(f"last_year: {kind}, asked for by {id}@")


def test_what_of_a_measure_was_sent_is_told_apart_from_what_was_not(tmp_path: Path) -> None:
    assert absent(tmp_path, [*BOTH, ADMITTED], "enrolled") == (
        "last_year: enrolled, asked for by enrolled@1", "last_year: moved, asked for by enrolled@1",
    )  # fmt: skip


def test_rows_are_not_asked_where_people_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> set[str]:
        raise AssertionError("the rows were asked")

    monkeypatch.setattr(unheard, "_held", refuse)
    rows = [*BOTH, row("a", DEATH, "admitted", "2026-03-01 10:00", "2026-03-03 10:00", form="hospital")]
    assert absent(tmp_path / "differ", rows, "admitted-last-30-days", "days-at-home-last-90-days") == ()
    with pytest.raises(AssertionError, match="the rows were asked"):
        absent(tmp_path / "alike", BOTH, "admitted-last-30-days")


def test_an_export_without_any_deaths_tells_nothing_of_kinds(tmp_path: Path) -> None:
    assert absent(tmp_path, [], "continuity") == ()


@given(st.lists(st.integers(0, 90), max_size=6))
def test_a_mean_is_alike_just_where_all_its_numbers_are(values: list[int]) -> None:
    [mean] = named("days-at-home-last-90-days")
    counts = {"of": len(values), "sum": sum(values), "squares": sum(each * each for each in values)}
    assert unheard.alike(mean, counts) is (len(set(values)) <= 1)
