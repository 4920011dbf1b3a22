"""What relatives answer, as a group: only of many, only for follow-up, beside what staff say of the same deaths."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.workplaces import Workplace, Workplaces
from lindra.people import actions as people
from lindra.privacy import accesslog
from lindra.privacy.events import Blocked
from lindra.record import log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft
from lindra.registry.cli import commands
from lindra.registry.relatives import group, rules, survey
from lindra.registry.relatives.comparison import counted, disclosed
from registry.relatives import bereft
from registry.relatives.bereft import NOW, answered, invited

Visit = Callable[..., Client]


def told(place: Workplace, report: dict[str, str] | None = None, more: str = "", **said: str) -> str:
    """Somebody who died at a workplace, what staff reported, and what a relative answered."""
    dead = bereft.patient(place)
    if report is not None:
        bereft.reported(dead, place, **report)
    answered(invited(dead, place), more=more, **said)
    return dead


def page(client: Client, unit: str = "", status: int = 200) -> str:
    answer = client.get("/register/relatives/", {"unit": unit} if unit else {})
    assert answer.status_code == status
    return str(answer.content.decode())


def test_below_five_answers_nothing_is_told(places: Workplaces, visit: Visit) -> None:
    for _ in range(4):
        told(places.ward, {"pain": "no"}, pain="none", present="nobody", more="Fjällsjö")
    shown = page(visit(places.ward, "followup"))
    assert "För få svar" in shown
    assert "minst 5 närstående" in shown
    assert not any(word in shown for word in ("Nej, inte ont", "100", "Fjällsjö"))
    found = group.of(places.ward.reader("followup"))
    assert (found.answers, found.outcomes, found.questions) == (None, {}, ())


def test_of_enough_it_is_told_how_often_relatives_and_staff_say_the_same(
    places: Workplaces, visit: Visit
) -> None:
    for number in range(6):
        told(places.ward, {"pain": "yes", "pain_relief": "full"}, pain="full" if number < 4 else "not",
             present="nobody" if number < 3 else "unknown", more="Fjällsjö")  # fmt: skip
    told(places.ward, None, pain="full")
    shown = page(visit(places.ward, "followup"))
    (pain,) = [one for one in group.of(places.ward.reader("followup")).questions if one.question == "pain"]
    assert (pain.agree, pain.pairs, dict(pain.relatives)) == (4, 6, {"full": 5, "not": 2})
    assert "67 %" in shown.replace("\u202f", " ")
    assert "Närstående och personal säger samma sak" in shown
    assert "Frågorna är våra egna" in shown
    assert not any(word in shown for word in ("Fjällsjö", bereft.NAME, "Åkerström", "Svar från"))


def test_who_gives_care_does_not_see_it_nor_somebody_elses_provider(places: Workplaces, visit: Visit) -> None:
    for _ in range(6):
        told(places.ward, pain="none")
    assert "Nej, inte ont" in page(visit(places.ward, "followup"))
    assert "Nej, inte ont" in page(visit(places.clinic, "followup")), "the same provider"
    page(visit(places.ward), status=403)
    assert "För få svar" in page(visit(places.home_nursing, "followup"))


def test_a_unit_is_shown_alone_only_where_the_rest_is_of_enough_too(places: Workplaces, visit: Visit) -> None:
    for place, number in ((places.ward, 6), (places.clinic, 2)):
        for _ in range(number):
            told(place, pain="none")
    client, reader = visit(places.ward, "followup"), places.ward.reader("followup")
    assert "?unit=" not in page(client)
    assert group.of(reader, places.ward.unit).unit == "", "asked for, it is the whole that is shown"
    assert group.of(reader, places.ward.unit).answers == 8
    for _ in range(3):
        told(places.clinic, pain="full")
    assert f"?unit={places.ward.unit}" in page(client)
    assert 'aria-current="page">Avdelning 5' in " ".join(page(client, places.ward.unit).split())
    found = group.of(reader, places.ward.unit)
    assert (found.unit, found.answers) == (places.ward.unit, 6)
    assert {one.question: dict(one.relatives) for one in found.questions}["pain"] == {"none": 6}


SAID, REPORTED = st.sampled_from(["", "full", "not", "unknown"]), st.sampled_from(["", "full", "none"])
ANSWERS = st.lists(st.tuples(st.sampled_from("abc"), SAID, REPORTED), max_size=40)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_of_no_question_few_can_be_had_by_subtraction(answers: list[tuple[str, str, str]]) -> None:
    by_unit = {
        unit: counted(
            ["pain"], [({"pain": one}, {"pain": other}) for each, one, other in answers if each == unit]
        )[0]
        for unit in "abc"
    }

    def shown(counts: Any) -> list[str]:
        return rules.shown_alone(counts, NOW.date())

    whole = disclosed(by_unit, "", shown)
    alone = [disclosed(by_unit, unit, shown) for unit in "abc"]
    for name in ("relatives", "staff", "agreed"):
        every = getattr(whole, name).total()
        parts = [getattr(one, name).total() for one in alone]
        assert every == 0 or every >= 5
        assert all(part == 0 or part >= 5 for part in parts)
        if every and any(parts):
            rest = every - sum(parts)
            assert rest == 0 or rest >= 5


def test_what_is_hidden_from_a_reader_is_not_counted(places: Workplaces) -> None:
    """A report that the patient has blocked to other units is not held against the answers there."""
    dead = [told(places.ward, {"pain": "no"}, pain="none") for _ in range(6)]
    block = Blocked(level="unit", provider=places.ward.provider, of=places.ward.unit)
    log.append(dead[0], [Draft(block, When.at(NOW))], places.ward.author, expected=ANY)

    def pairs(place: Workplace) -> int:
        found = group.of(place.reader("followup"))
        return next(one.pairs for one in found.questions if one.question == "pain")

    assert (pairs(places.ward), pairs(places.clinic)) == (6, 5)


def test_linked_records_are_compared_as_one_person(places: Workplaces) -> None:
    for number in range(5):
        dead = told(places.ward, None if number == 0 else {"pain": "no"}, pain="none")
        if number == 0:
            other = bereft.patient(places.ward)
            bereft.reported(other, places.ward, pain="no")
            people.link(dead, other, reason="same", by="test")
    found = group.of(places.ward.reader("followup"))
    assert next(one.pairs for one in found.questions if one.question == "pain") == 5


def test_that_numbers_were_asked_for_stands_in_the_access_log(places: Workplaces) -> None:
    told(places.ward, pain="none")
    group.of(places.ward.reader("followup"))
    row = next(row for row in accesslog.entries(limit=5) if row["what"] == "figures of said_by_staff")
    assert (row["outcome"], row["patients"], row["purpose"]) == ("counted", [], "followup")


def test_what_is_left_to_answer_is_counted(places: Workplaces, visit: Visit) -> None:
    for _ in range(5):
        told(places.ward, pain="none")
    dead = bereft.patient(places.ward)
    invited(dead, places.ward)
    reader = places.ward.reader()
    bereft.actions.declined(bereft.opened(dead, reader), reader, "r2")
    assert group.of(places.ward.reader("followup")).outcomes == {"asked": 1, "declined": 1}


# The commands


def run(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(commands[0], list(words))
    return done.exit_code, done.stdout


def test_the_command_tells_the_same_as_json(places: Workplaces) -> None:
    for _ in range(6):
        told(places.ward, {"pain": "no"}, pain="none", more="Fjällsjö")
    code, said = run("relatives", "--as", places.ward.staff.hsa_id, "--json")
    found = json.loads(said)
    assert (code, found["answers"], found["least"]) == (0, 6, 5)
    (pain,) = [one for one in found["questions"] if one["question"] == "pain"]
    assert pain == {
        "question": "pain",
        "relatives": {"none": 6},
        "staff": {"none": 6},
        "agree": 6,
        "pairs": 6,
    }
    assert not any(word in said for word in ("Fjällsjö", bereft.NAME, "Åkerström"))
    assert run("relatives", "--as", places.ward.staff.hsa_id, "--of", "SE2321000016-U2")[0] == 1
    assert run("relatives", "--as", "SE2321000016-S7")[0] == 2


def test_the_command_tells_nothing_of_few(places: Workplaces) -> None:
    told(places.ward, pain="none")
    code, said = run("relatives", "--as", places.ward.staff.hsa_id, "--json")
    assert (code, json.loads(said)["questions"], json.loads(said)["answers"]) == (0, [], None)


def test_what_is_no_longer_kept_is_removed_by_a_command(places: Workplaces) -> None:
    assert run("forget-relatives") == (0, "removed: 0\n")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_each_question_has_its_words(lang: str) -> None:
    assert len(survey.labels(survey.latest(), lang)) == 11
