"""What a chart tells of a patient, as little tables: what happened how many days ago, and what follows."""

from __future__ import annotations

import random

import pytest

from helpers.told import Told, chart
from lindra.care import rules
from lindra.record.facts import (
    Admitted,
    Amount,
    Code,
    Died,
    Discharged,
    Enrolled,
    EnrolmentEnded,
    Measured,
    MedicineOrdered,
    MedicineStopped,
    Moved,
    Procedure,
)
from lindra.record.kinds import Fact

HOME, CARE_HOME, HOSPICE = Moved(to="own_home"), Moved(to="care_home"), Moved(to="hospice")
WARD, OUT = Admitted(episode="one"), Discharged(episode="one")
PALLIATIVE_WARD = Admitted(episode="two", form="palliative")
OTHER_WARD = Moved(to="ward", episode="one")

WHERE: list[tuple[str, list[Told], str]] = [
    ("nothing is known", [], "unknown"),
    ("lives at home", [(900, HOME)], "own_home"),
    ("moved to a care home later", [(900, HOME), (90, CARE_HOME)], "care_home"),
    ("the later move stands also when it was written first", [(90, CARE_HOME), (900, HOME)], "care_home"),
    ("a move of which nobody knows when gives way to one that is dated", [(None, CARE_HOME), (900, HOME)], "own_home"),
    ("admitted", [(900, HOME), (3, WARD)], "hospital"),
    ("admitted, home not known", [(3, WARD)], "hospital"),
    ("admitted, then moved within the hospital", [(900, HOME), (3, WARD), (2, OTHER_WARD)], "hospital"),
    ("admitted to palliative care", [(900, HOME), (3, PALLIATIVE_WARD)], "palliative"),
    ("discharged again", [(900, HOME), (9, WARD), (3, OUT)], "own_home"),
    ("discharged, home not known", [(9, WARD), (3, OUT)], "unknown"),
    ("discharge written before the admission", [(900, HOME), (3, OUT), (9, WARD)], "own_home"),
    ("an earlier discharge of another stay", [(900, HOME), (3, PALLIATIVE_WARD), (9, OUT)], "palliative"),
    ("from one ward to another", [(9, WARD), (3, OUT), (3, PALLIATIVE_WARD)], "palliative"),
    ("a later move ends a stay of which no discharge was told", [(9, WARD), (3, HOSPICE)], "hospice"),
    ("a later stay that has ended does, too", [(900, HOME), (99, WARD), (9, PALLIATIVE_WARD),
     (3, Discharged(episode="two"))], "own_home"),
    ("of two open stays the later", [(99, WARD), (9, PALLIATIVE_WARD)], "palliative"),
    ("a stay of which nobody knows when it began", [(900, HOME), (None, WARD)], "hospital"),
    ("died at home", [(900, HOME), (1, Died())], "dead"),
    ("died in hospital", [(900, HOME), (9, WARD), (1, Died())], "dead"),
    ("died, nobody knows when", [(900, HOME), (None, Died())], "dead"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "form"), [row[1:] for row in WHERE], ids=[row[0] for row in WHERE])
def test_where_the_patient_is(told: list[Told], form: str) -> None:
    assert rules.whereabouts(chart(told)).form == form


@pytest.mark.parametrize(("told", "form"), [row[1:] for row in WHERE], ids=[row[0] for row in WHERE])
def test_where_the_patient_is_does_not_depend_on_the_order_of_writing(told: list[Told], form: str) -> None:
    shuffled = random.Random(form).sample(told, len(told))
    assert rules.whereabouts(chart(shuffled)).form == form


def test_where_comes_with_what_it_rests_on() -> None:
    where = rules.whereabouts(chart([(900, HOME), (3, WARD)]))
    assert where.open_stay
    assert where.since is not None
    assert where.since.kind == "admitted"
    home = rules.whereabouts(chart([(900, HOME)]))
    assert not home.open_stay
    assert home.since is not None
    assert home.since.kind == "moved"
    assert rules.whereabouts(chart([])).since is None


TEAM = Enrolled(enrolment="team", form="specialised_home_care")
NURSING = Enrolled(enrolment="nursing", form="home_nursing")

TEAMS: list[tuple[str, list[Told], list[str]]] = [
    ("no team", [], []),
    ("one team", [(30, TEAM)], ["specialised_home_care"]),
    ("two teams, the latest first", [(300, NURSING), (30, TEAM)], ["specialised_home_care", "home_nursing"]),
    ("one of two has ended", [(300, NURSING), (30, TEAM), (3, EnrolmentEnded(enrolment="team"))], ["home_nursing"]),
    ("an end of something else", [(30, TEAM), (3, EnrolmentEnded(enrolment="x"))], ["specialised_home_care"]),
    ("an end alone is no team", [(3, EnrolmentEnded(enrolment="team"))], []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "forms"), [row[1:] for row in TEAMS], ids=[row[0] for row in TEAMS])
def test_which_teams_the_patient_has(told: list[Told], forms: list[str]) -> None:
    assert [team.value["form"] for team in rules.teams(chart(told))] == forms


def talk(code: str, ref: str = "", status: str = "") -> Procedure:
    return Procedure(code=Code(code=code, system="KVÅ", text="samtal"), ref=ref, status=status)


TALKS: list[tuple[str, list[Told], int]] = [
    ("none", [], 0),
    ("a conversation at the turn of the illness", [(9, talk("XV018"))], 1),
    ("taking part in one", [(9, talk("XV028"))], 1),
    ("two, at different times", [(90, talk("XV018", "a")), (9, talk("XV018", "b"))], 2),
    ("another procedure", [(9, talk("AU124"))], 0),
    ("held, as another system says", [(9, talk("XV018", status="completed"))], 1),
    ("another system says that it was not held", [(9, talk("XV018", status="not-done"))], 0),
    ("another system says that it was an error", [(9, talk("XV018", status="entered-in-error"))], 0),
    ("planned", [(9, talk("XV018", status="preparation"))], 0),
]


@pytest.mark.parametrize(("told", "count"), [row[1:] for row in TALKS], ids=[row[0] for row in TALKS])
def test_which_conversations_have_been_held(told: list[Told], count: int) -> None:
    assert len(rules.conversations(chart(told))) == count


def test_the_latest_conversation_comes_first() -> None:
    held = rules.conversations(chart([(9, talk("XV028", "b")), (90, talk("XV018", "a"))]))
    assert [one.value["code"]["code"] for one in held] == ["XV028", "XV018"]


def order(name: str, as_needed: bool = True, status: str = "") -> MedicineOrdered:
    return MedicineOrdered(order=name, code=Code(text=name), as_needed=as_needed, status=status)


NEEDED: list[tuple[str, list[Told], list[str]]] = [
    ("nothing ordered", [], []),
    ("morphine as needed", [(9, order("morphine"))], ["morphine"]),
    ("a regular medicine", [(9, order("furosemide", as_needed=False))], []),
    ("stopped", [(9, order("morphine")), (3, MedicineStopped(order="morphine"))], []),
    ("stopped, then ordered again", [(9, order("morphine")), (3, MedicineStopped(order="morphine")),
     (1, order("morphine"))], ["morphine"]),
    ("stopped, nobody knows when", [(9, order("morphine")), (None, MedicineStopped(order="morphine"))], []),
    ("another is stopped", [(9, order("morphine")), (3, MedicineStopped(order="x"))], ["morphine"]),
    ("two, the latest first", [(9, order("morphine")), (3, order("haloperidol"))], ["haloperidol", "morphine"]),
    ("ended in another system, which says not when", [(9, order("morphine", status="stopped"))], []),
    ("cancelled in another system", [(9, order("morphine", status="cancelled"))], []),
    ("in force in another system", [(9, order("morphine", status="active"))], ["morphine"]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "names"), [row[1:] for row in NEEDED], ids=[row[0] for row in NEEDED])
def test_which_medicines_may_be_given_as_needed(told: list[Told], names: list[str]) -> None:
    assert [one.value["code"]["text"] for one in rules.as_needed(chart(told))] == names


def score(number: int, code: str = "AKPS") -> Fact:
    return Measured(code=Code(code=code, text=code), value=Amount(number=number))


def test_the_latest_score_is_the_one_that_was_set_last() -> None:
    found = rules.latest(chart([(9, score(40)), (90, score(70)), (1, score(3, "NRS"))]), rules.AKPS)
    assert found is not None
    assert found.value["value"]["number"] == "40"


def test_of_what_was_never_measured_there_is_no_latest() -> None:
    assert rules.latest(chart([(9, score(40))]), "NRS") is None
