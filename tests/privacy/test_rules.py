"""The decision against its table, row by row of the full product, and what must hold whatever the question."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import reduce
from itertools import product
from operator import or_
from pathlib import Path

import pytest

from lindra.privacy.rules import DIMENSIONS, Answer, Decision, Emergency, Question, decide, law

TABLE = Path(__file__).with_name("decision_table.csv")


def every(**where: str) -> Iterator[Question]:
    """All questions there are, or those with some values given."""
    values = ([values(where[name])] if name in where else list(values) for name, values in DIMENSIONS.items())
    return map(Question._make, product(*values))


def read(path: Path = TABLE) -> list[tuple[dict[str, str], Decision]]:
    """The rules in order: what each asks of the dimensions it does not leave open, and its answer."""
    with path.open() as file:
        return [
            ({name: row[name] for name in DIMENSIONS if row[name] != "any"},
             Decision(Answer(row["answer"]), row["who"] == "yes", law(row["right"])))
            for row in csv.DictReader(file)
        ]  # fmt: skip


BITS = {
    (name, value): 1 << place
    for place, (name, value) in enumerate(
        (name, value.value) for name, values in DIMENSIONS.items() for value in values
    )
}


def mask(wanted: dict[str, str]) -> int:
    """The values a rule lets pass, a bit each."""
    return reduce(
        or_,
        (BITS[name, v.value] for name, values in DIMENSIONS.items() for v in values
         if wanted.get(name, v.value) == v.value),
    )  # fmt: skip


def differing(rules: list[tuple[dict[str, str], Decision]]) -> tuple[list[Question], set[int]]:
    """The questions that table and function answer differently, and the rules that were used."""
    masks = [mask(wanted) for wanted, _ in rules]
    wrong, used = [], set()
    bits = product(*([BITS[name, value.value] for value in values] for name, values in DIMENSIONS.items()))
    for question, those in zip(every(), map(sum, bits), strict=True):
        number = 0
        while those & masks[number] != those:
            number += 1
        used.add(number)
        if decide.__wrapped__(question) != rules[number][1]:
            wrong.append(question)
    return wrong, used


def test_every_dimension_has_at_most_six_values():
    assert all(2 <= len(values) <= 6 for values in DIMENSIONS.values())
    assert list(DIMENSIONS) == list(Question._fields)


def test_the_function_answers_as_the_table_for_every_question_there_is():
    rules = read()
    wrong, used = differing(rules)
    assert wrong == []
    idle = [rules[number] for number in range(len(rules) - 1) if number not in used]
    assert idle == [], "rows of the table that no question reaches"


def test_a_row_changed_in_the_table_is_noticed():
    rules = read()
    place = next(n for n, (_, answer) in enumerate(rules) if answer.right == law("SVOD 3:6"))
    rules[place] = (rules[place][0], Decision(Answer.YES, True, law("SVOD 3:6")))
    wrong, _ = differing(rules)
    assert wrong
    assert {(q.emergency, q.attitude) for q in wrong} == {("none", "unobtainable")}


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("other duties open nothing", {"role": "other"}),
        ("checking the log opens no record", {"purpose": "review"}),
        ("without a relation nothing is opened", {"relation": "none"}),
        ("in care, a relation of another unit opens nothing", {"purpose": "care", "relation": "provider"}),
        ("what the patient was not told may be shared is not", {"place": "elsewhere", "sharing": "uninformed"}),
        ("another provider's blocked entries are never shown", {"place": "elsewhere", "sharing": "blocked"}),
        ("follow-up stays with one's own provider", {"purpose": "followup", "place": "elsewhere"}),
        ("social care has no emergency", {"reader": "social", "entry": "health", "attitude": "unobtainable"}),
        ("who refuses is not overruled", {"entry": "health", "place": "elsewhere", "attitude": "refuses"}),
    ],
)  # fmt: skip
def test_whatever_else(told, where):
    shown = [q for q in every(**where) if q.matter != "identity" and decide.__wrapped__(q).allowed]
    assert shown == [], told


def test_an_emergency_opens_nothing_that_was_not_first_possible():
    for question in every(emergency="opened", purpose="care"):
        if decide.__wrapped__(question).allowed:
            before = decide.__wrapped__(question._replace(emergency=Emergency.DECLARED))
            assert before.answer in (Answer.YES, Answer.EMERGENCY)
            assert before.allowed or before.who, "who holds data is shown before what"
