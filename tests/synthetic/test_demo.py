"""The demo on the command line: loaded once, told who may be tried, never in production."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import RequestFactory

from helpers import worlds
from helpers.worlds import World
from lindra.people.models import Patient, Staff
from lindra.registry.relatives import rules, survey
from lindra.registry.relatives.models import RelativeAnswer
from lindra.registry.relatives.queries import by_code
from lindra.synthetic import demo, relatives, truth
from lindra.synthetic.cli import commands
from lindra.synthetic.generator import SEED, UNTIL, county


def run(*arguments: str) -> Result:
    named = {command.name: command for command in commands}
    return CliRunner().invoke(named[arguments[0]], list(arguments[1:]))


@pytest.fixture(scope="module")
def county_home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with a small county, which stays open for the tests here."""
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("demo") / "home") as world:
        assert demo.load(SEED, UNTIL, 12) == 12
        yield world


@pytest.fixture
def loaded(county_home: World, clock_at: Callable[[datetime], datetime]) -> World:
    """That world, at its county's last moment."""
    clock_at(UNTIL)
    return county_home


def test_the_demo_is_loaded_and_exported_once(loaded: World) -> None:
    assert list((loaded.home / "export" / "last_year").glob("death_month=*/*.parquet"))
    again = run("demo", "load", "--patients", "12")
    assert (again.exit_code, again.stderr.strip()) == (0, "the county is here already")
    assert Patient.objects.count() == 12


@pytest.mark.parametrize("other", [("--seed", "7"), ("--until", "2026-06-14T03:00:00+02:00")])
def test_another_county_is_not_mixed_with_the_one_that_is_here(loaded: World, other: tuple[str, str]) -> None:
    refused = run("demo", "load", "--patients", "12", *other)
    assert refused.exit_code == 1
    assert "another seed or another end" in refused.stderr
    assert Patient.objects.count() == 12


def test_a_larger_county_adds_those_who_are_missing(loaded: World) -> None:
    before = Patient.objects.count()
    assert demo.load(SEED, UNTIL, before + 3) == 3
    assert Patient.objects.count() == before + 3


def test_relatives_of_the_dead_have_answered_and_one_may_be_tried(loaded: World) -> None:
    left: list[relatives.Left] = []
    assert len(list(relatives.noted(county(SEED, UNTIL, 80), left))) == 80
    answered = relatives.plant(left, UNTIL)
    held = RelativeAnswer.objects.count()
    assert held >= answered > 5
    assert relatives.plant(left, UNTIL) == answered
    assert RelativeAnswer.objects.count() == held, "once"
    assert rules.read_code(relatives.CODE) == relatives.CODE
    found = by_code(relatives.CODE)
    assert found is not None
    assert found.state(UNTIL.date()) == "open"
    assert rules.pieces(relatives.CODE) in run("demo", "who").stdout


def test_what_a_made_up_relative_answers_is_an_answer_to_each_question() -> None:
    odds = relatives._told()["odds"]
    offered = {
        item.link_id: {one.key for one in item.answer_option} for item in survey.questions(survey.latest())
    }
    assert {question: set(answers) for question, answers in odds.items()} == offered


def test_the_demo_is_refused_in_production(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    refused = run("demo", "load", "--patients", "2")
    assert refused.exit_code != 0
    with pytest.raises(demo.Refused, match="refused in production"):
        demo.load(2026, UNTIL, 2)
    assert not Patient.objects.exists()
    assert not Staff.objects.exists()


def test_who_tells_accounts_that_work(loaded: World) -> None:
    told = json.loads(run("demo", "who", "--json").stdout)
    assert len(told) >= 8
    for account in told:
        user = authenticate(
            RequestFactory().post("/"), username=account["username"], password=account["password"]
        )
        assert user is not None
        assert Staff.objects.get(user=user).hsa_id == account["hsa_id"]
    words = run("demo", "who").stdout
    assert all(account["name"] in words and account["username"] in words for account in told)


def test_before_the_county_there_is_nobody_to_sign_in_as(world: World) -> None:
    assert demo.accounts() == []
    assert "lindra demo load" in run("demo", "who").stderr


def test_the_end_is_told_with_its_offset(world: World) -> None:
    assert run("demo", "until").stdout == "2026-06-15T03:00:00+02:00\n"


@pytest.mark.parametrize("until", ["2026-06-15T03:00:00", "midsummer"])
def test_an_end_without_offset_is_wrong_usage(world: World, until: str) -> None:
    wrong = run("synthetic", "truth", "--until", until)
    assert wrong.exit_code == 2
    assert "as in 2026-06-15T03:00:00+02:00" in wrong.stderr


def test_the_truth_is_told_as_json(world: World) -> None:
    told = json.loads(run("synthetic", "truth", "--patients", "30", "--people").stdout)
    answers = [truth.answer(story.patient, story.plan) for story in county(patients=30) if story.plan.dead]
    assert told["indicators"] == truth.collected(answers, 30)["indicators"]
    assert [person["patient"] for person in told["people"]] == [answer.patient for answer in answers]


def test_parquet_is_written_from_the_command_line(world: World, tmp_path: Path) -> None:
    told = json.loads(
        run("synthetic", "parquet", str(tmp_path), "--patients", "10", "--no-log", "--json").stdout
    )
    assert told["patients"] == 10
    assert len(list(tmp_path.glob("last_year/*/*.parquet"))) == told["months"] > 0
