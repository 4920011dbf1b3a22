"""Definitions that cannot be counted are refused, and it is said why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lindra.measures import catalogue
from lindra.measures.catalogue.common import answered
from lindra.measures.counting import compiled, subjects
from lindra.measures.language import (
    BEGUN,
    EVERYBODY,
    Age,
    Count,
    First,
    Foremost,
    Is,
    Not,
    Rows,
    events,
    in_last_days,
)
from lindra.measures.measure import Measure, Text, Unsound

SAID = Text("sv", "en")
PAIN, SEEN = events("measured"), events("contact").exist()


def measure(**fields: Any) -> Measure:
    told = {
        "id": "made-up", "version": 1, "valid_from": date(2026, 6, 15), "topic": "record", "title": SAID,
        "meaning": SAID, "source": SAID, "mark": "?", "good": "high",
    }  # fmt: skip
    return Measure(**(told | fields))


@pytest.mark.parametrize("fields", [
    {"population": SEEN, "numerator": ~SEEN},
    {"population": ~SEEN, "numerator": SEEN},
    {"population": SEEN & PAIN.exist(), "numerator": ~SEEN},
    {"population": SEEN, "numerator": ~SEEN & PAIN.exist()},
    {"population": answered("expected", "yes"), "numerator": answered("expected", "no")},
    {"population": SEEN, "exclusions": PAIN.exist(), "numerator": PAIN.exist()},
    {"of": (PAIN & BEGUN).count(), "met": PAIN.count()},
    {"of": PAIN.count(), "met": events("contact").count()},
    {"of": PAIN.count(), "met": (PAIN | events("contact")).count()},
    {"met": PAIN.count()},
])  # fmt: skip
def test_a_numerator_outside_its_population(fields: dict[str, Any]) -> None:
    with pytest.raises(Unsound, match=r"made-up@1: the numerator is outside the population"):
        measure(**fields)


def test_a_numerator_of_rows_that_are_among_those_of_the_population() -> None:
    made = measure(of=PAIN.count(), met=(PAIN & BEGUN & in_last_days(3)).count())
    assert made.kind == "share"


@pytest.mark.parametrize("keys", [("one",), ("one", "other", "third"), ("one", "another")])
def test_parts_that_are_not_those_of_the_choice(keys: tuple[str, ...]) -> None:
    with pytest.raises(Unsound, match=r"its parts are not those of its choice: \['one', 'other'\]"):
        measure(choice=First((("one", SEEN),), "other"), parts=tuple((key, SAID) for key in keys))


@pytest.mark.parametrize("fields", [
    {},
    {"numerator": SEEN, "mean": Age()},
    {"numerator": SEEN, "choice": First((), "one"), "parts": (("one", SAID),)},
    {"numerator": SEEN, "of": PAIN.count(), "met": PAIN.count(), "mean": Age()},
])  # fmt: skip
def test_none_or_several_things_to_count(fields: dict[str, Any]) -> None:
    with pytest.raises(
        Unsound, match=r"give one of numerator, met \(with of\), choice and mean; \d are given"
    ):
        measure(**fields)


def test_two_of_one_id_and_version() -> None:
    one, two = measure(numerator=SEEN), measure(numerator=EVERYBODY)
    with pytest.raises(Unsound, match=r"defined twice: made-up@1; a changed definition is a new version"):
        catalogue.ordered([one, two])
    assert catalogue.ordered([one, measure(numerator=SEEN, version=2)])


@pytest.mark.parametrize("rows", [
    BEGUN, in_last_days(7), Is("form", ("hospital",)), Not(PAIN), PAIN | in_last_days(7), ~PAIN & BEGUN,
])  # fmt: skip
def test_a_condition_that_names_no_kind_of_event(rows: Rows) -> None:
    for asked in (
        {"numerator": rows.exist()},
        {"numerator": rows.count() >= 2},  # type: ignore[operator]
        {"numerator": rows.earliest().known()},
        {"mean": rows.nights(9)},
        {"mean": rows.last_number()},
        {"of": Count(rows), "met": Count(rows & BEGUN)},
        {"choice": Foremost((rows,), "form", (("a", "a"),), "b"), "parts": (("a", SAID), ("b", SAID))},
    ):
        with pytest.raises(Unsound, match=r"names no kind of event; begin it with events\(…\)"):
            compiled.asked(subjects.asked_by([measure(**asked)]))


def test_nights_further_back_than_can_be_looked_at() -> None:
    for days in (0, 91):
        with pytest.raises(ValueError, match=f"at most, not {days}"):
            PAIN.nights(days)


def test_no_definition_of_the_catalogue_is_refused() -> None:
    for subject in ("deaths", "stays"):
        own = [one for one in catalogue.measures() if one.subject == subject]
        compiled.asked(subjects.asked_by(own))
