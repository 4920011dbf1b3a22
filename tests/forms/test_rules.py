"""Scores are what their instruments publish, and say what is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lindra.forms.rules import SCORES, OutOfRange, Score, grade, score


def all_of(name: str, number: int) -> dict[str, int]:
    return dict.fromkeys(SCORES[name].items, number)


@pytest.mark.parametrize(
    ("name", "items", "least", "most"),
    [
        # BMC Palliat Care 2024, s12904-024-01630-0, table 2: 17 items, of which 10, 4 and 3; each 0–4.
        ("symptoms-all", 17, 0, 68),
        ("symptoms", 10, 0, 40),
        ("symptoms-emotional", 4, 0, 16),
        ("symptoms-practical", 3, 0, 12),
        # J Pain Symptom Manage 2016; 51:262, abstract: scores out of 60, 20 and 90.
        ("esas-physical", 6, 0, 60),
        ("esas-emotional", 2, 0, 20),
        ("esas", 9, 0, 90),
        # Triage Quick Reference Guide, Abbey pain scale: six items, each 0–3.
        ("abbey", 6, 0, 18),
        # Spec Care Dentist 2002; 22:181: eight areas, graded 1–3.
        ("mouth", 8, 8, 24),
        ("mouth-worst", 8, 1, 3),
    ],
)
def test_a_sum_has_the_items_and_the_range_that_are_published(
    name: str, items: int, least: int, most: int
) -> None:
    rule = SCORES[name]
    assert len(set(rule.items)) == items
    ends = [score(name, all_of(name, number)).value for number in (rule.least, rule.most)]
    assert ends == [least, most]


@pytest.mark.parametrize(
    ("value", "meaning"),
    [  # Triage Quick Reference Guide: 0–2 no pain, 3–7 mild, 8–13 moderate, 14+ severe.
        (0, "No pain"),
        (2, "No pain"),
        (3, "Mild pain"),
        (7, "Mild pain"),
        (8, "Moderate pain"),
        (13, "Moderate pain"),
        (14, "Severe pain"),
        (18, "Severe pain"),
    ],
)
def test_the_abbey_scale_means_what_its_guide_says(value: int, meaning: str) -> None:
    numbers = dict(zip(SCORES["abbey"].items, [3] * (value // 3) + [value % 3] + [0] * 6, strict=False))
    assert score("abbey", numbers) == Score(Decimal(value), True, (), meaning)


def test_the_worst_area_of_the_mouth_counts() -> None:
    found = score("mouth-worst", {**all_of("mouth", 1), "lips": 2})
    assert (found.value, found.grade) == (2, "Moderate deviation")


def test_a_sum_that_lacks_an_item_has_no_value_and_says_which() -> None:
    numbers = {**all_of("symptoms", 1), "elsewhere": 99}
    del numbers["mouth"], numbers["pain"]
    assert score("symptoms", numbers) == Score(None, False, ("pain", "mouth"))


@pytest.mark.parametrize("number", [-1, 4, Decimal("3.5")])
def test_a_number_that_the_instrument_does_not_have_is_refused(number: Decimal) -> None:
    with pytest.raises(OutOfRange, match="face"):
        score("abbey", {**all_of("abbey", 0), "face": number})


def test_an_instrument_that_says_nothing_of_a_value_is_not_given_words() -> None:
    assert grade("esas", 90) == ""
    assert all(rule.source for rule in SCORES.values())
