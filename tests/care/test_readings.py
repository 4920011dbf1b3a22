"""The reading *patients*: what the list of patients shows of each, as a little table."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.told import Told, chart
from lindra.care.readings import patients
from lindra.record.facts import Admitted, Code, Diagnosis, Died, Enrolled, Moved, Procedure

CANCER, FAILURE = (
    Diagnosis(code=Code(code=code, text=text)) for code, text in (("C349", "Cancer"), ("I50", "Svikt"))
)
NURSING = Enrolled(enrolment="a", form="home_nursing")
CONSULT = Enrolled(enrolment="b", form="consult_team")
TALK = Procedure(code=Code(code="XV018", text="Brytpunktssamtal"))

ROWS: list[tuple[str, list[Told], dict[str, Any]]] = [
    ("nothing is known", [], {"where": "unknown", "since": None, "teams": [], "diagnosis": "", "died": None}),
    ("at home", [(10, Moved(to="own_home"))],
     {"where": "own_home", "since": "2026-06-05T01:00:00.000000Z", "unit": ""}),
    ("admitted, at a unit", [(10, Admitted(episode="a"))], {"where": "hospital", "unit": "unit-1"}),
    ("two teams", [(9, NURSING), (8, CONSULT)],
     {"teams": ["consult_team", "home_nursing"]}),
    ("the latest diagnosis", [(99, CANCER), (9, FAILURE)], {"diagnosis": "Svikt"}),
    ("talked with", [(9, TALK)], {"talked": "2026-06-06T01:00:00.000000Z"}),
    ("not talked with", [(9, CANCER)], {"talked": None}),
    ("dead", [(9, Died())], {"where": "dead", "died": "2026-06-06T01:00:00.000000Z"}),
]  # fmt: skip


@pytest.mark.parametrize(("told", "shown"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_is_shown_of_a_patient(told: list[Told], shown: dict[str, Any]) -> None:
    (row,) = patients(chart(told))
    assert {name: row.data[name] for name in shown} == shown


def test_a_patient_has_one_row_that_is_sorted_by_the_latest_that_happened() -> None:
    (row,) = patients(chart([(9, TALK), (99, CANCER)]))
    assert row.at == "2026-06-06T01:00:00.000000Z"


KEYS: list[tuple[str, list[Told], str]] = [
    ("nothing is known", [], "living|unknown"),
    ("at home", [(10, Moved(to="own_home"))], "living|own_home"),
    ("admitted", [(10, Admitted(episode="a"))], "living|hospital"),
    ("dead", [(10, Admitted(episode="a")), (9, Died())], "dead|dead"),
    ("dead, nobody knows when", [(None, Died())], "dead|dead"),
]


@pytest.mark.parametrize(("told", "key"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_the_key_tells_the_living_from_the_dead_and_where_they_are(told: list[Told], key: str) -> None:
    assert [row.key for row in patients(chart(told))] == [key]


def test_how_precisely_since_when_is_kept() -> None:
    (row,) = patients(chart([(None, Moved(to="own_home"))]))
    assert (row.data["since"], row.data["precision"]) == (None, "unknown")


def test_who_died_nobody_knows_when_is_dead_all_the_same() -> None:
    (row,) = patients(chart([(9, CANCER), (None, Died())]))
    assert row.data["where"] == "dead"
