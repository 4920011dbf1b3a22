"""The true answers of the register's report: known without what fills it in, and what fills it in held against them."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from helpers.worlds import World
from lindra.registry.claims import Claim
from lindra.registry.events import CODED, DeathReported
from lindra.registry.prefill import QUESTIONS
from lindra.synthetic import ending, evaluate, report, truth
from lindra.synthetic.cli import commands
from lindra.synthetic.evaluate import Count
from lindra.synthetic.generator import county
from lindra.synthetic.plan import Plan
from lindra.synthetic.report import known
from lindra.synthetic.report.known import So
from lindra.synthetic.story import Story

PEOPLE = 1500
ENOUGH = 150
"""Claims of a question from which a share says something."""


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    """The dead of a county."""
    return [story for story in county(seed=17, patients=PEOPLE) if story.ending is not None]


@pytest.fixture(scope="module")
def reports(stories: list[Story]) -> list[dict[str, So]]:
    """What is true of each."""
    return [report.report(story) for story in stories]


@pytest.fixture(scope="module")
def counts(stories: list[Story]) -> dict[str, Count]:
    """What the record answers, held against it."""
    return evaluate.evaluated(stories)[1]


# The truth by itself.


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_the_truth_shares_nothing_with_what_fills_the_report_in() -> None:
    folder = Path(report.__file__).parent
    made = [*folder.glob("*.py"), folder.parent / "ending.py", folder.parent / "ending_telling.py"]
    assert len(made) >= 9
    for path in made:
        assert not [name for name in imports(path) if "registry" in name], path.name
    assert any("registry.prefill" in name for name in imports(folder.parent / "evaluate.py"))


def test_every_question_is_held_of_somebody_and_of_somebody_the_record_is_silent(
    reports: list[dict[str, So]],
) -> None:
    holds = {name: Counter(one[name].holds for one in reports if name in one) for name in QUESTIONS}
    for name in set(QUESTIONS) - {"expected", "diseases", "arrived"}:
        assert holds[name]["held"] > 0, name
        assert holds[name]["silent"] > 0, name
    assert sum(holds[name]["conflict"] > 0 for name in QUESTIONS) >= 4


def test_true_answers_are_those_that_the_report_takes(reports: list[dict[str, So]]) -> None:
    for one in reports:
        assert set(one) <= set(QUESTIONS)
        given = {name: so.answers for name, so in one.items() if name in CODED}
        several = {
            name: list(answers) for name, answers in given.items() if name in ("diseases", "consulted")
        }
        single = {name: answers[0] for name, answers in given.items() if name not in several}
        DeathReported.model_validate(
            {
                "answered_by": "one",
                "profession": "nurse",
                **single,
                **several,
                "place_other": "x",
                "disease_other": "x",
            }
        )


def test_the_place_is_that_of_the_other_truth(stories: list[Story], reports: list[dict[str, So]]) -> None:
    same = {"hospital": "hospital", "palliative": "palliative_inpatient", "emergency": "hospital", "other": "other",
            "care_home": "care_home", "short_stay": "short_stay"}  # fmt: skip
    for story, one in zip(stories, reports, strict=True):
        place = truth.answer(story.patient, story.plan).place
        if place in same:
            assert one["place"].answers == (same[place],)
        elif place == "own_home":
            assert one["place"].answers[0].startswith("own_home")


def test_answers_differ_between_people(reports: list[dict[str, So]]) -> None:
    for name in set(QUESTIONS) - {"place_other", "ulcer_documented"}:
        answers = {one[name].answers for one in reports if name in one}
        assert len(answers) >= 2, name
    assert {one["present"].answers[0] for one in reports} == {
        "relatives",
        "relatives_and_staff",
        "staff",
        "nobody",
    }


def test_what_was_never_told_is_not_held(stories: list[Story]) -> None:
    """With every entry but the death taken away, the truth is the same and the record silent."""
    some = [story for story in stories if story.plan.course == "care_home"][:20]
    for story in some:
        bare = tuple(
            replace(step, entries=tuple(entry for entry in step.entries if entry.fact.kind == "died"))
            for step in story.steps
        )
        before, after = report.report(story), report.report(replace(story, steps=bare))
        assert after["present"].answers == before["present"].answers
        assert {name for name, so in after.items() if so.holds == "held"} <= {
            "place",
            "arrived",
            "expected",
        }, "where they lived is planned, and told of everybody"


# The last days.


@given(st.integers(0, 10**6))
def test_last_days_are_possible(seed: int) -> None:
    [story] = county(seed, patients=1)
    plan: Plan = story.plan
    last = ending.ending(Random(seed), plan)
    for levels in last.levels.values():
        assert len(levels) == ending.DAYS
        assert all(0 <= level <= 10 for level in levels)
        assert levels[0] == levels[1] or max(levels) == levels[1], "as it is at the end, or it began then"
    assert last.lost is None or ending.minutes(last.lost) < plan.minute
    assert [worst for _, worst in last.ulcers] == sorted(worst for _, worst in last.ulcers), "none heals"
    assert last.ulcer((10_000, 0)) == 0
    assert not last.forensic or plan.expected == "no"
    assert last.fluid is None or ending.minutes(last.fluid[0]) < ending.minutes(last.fluid[1]) <= plan.minute


def test_an_ulcer_is_as_it_was_at_the_moment(stories: list[Story]) -> None:
    last = replace(stories[0].ending, ulcers=(((9, 600), 1), ((1, 600), 2)))  # type: ignore[type-var]
    assert [last.ulcer(at) for at in ((9, 599), (9, 600), (1, 599), (1, 600), (0, 0))] == [0, 1, 1, 2, 2]


# Held against it.


def test_what_is_claimed_is_right_and_nothing_is_claimed_where_the_record_is_silent(
    counts: dict[str, Count],
) -> None:
    together = evaluate.whole(counts)
    assert together.claimed > 8_000
    assert together.right / together.claimed >= 0.995
    assert together.certain_right / together.certain >= 0.998
    assert together.claimed_in_silence <= together.claimed / 1000
    for name, count in counts.items():
        if count.claimed >= ENOUGH:
            assert count.right / count.claimed >= 0.985, (name, count.wrong)


def test_what_the_record_holds_is_found(counts: dict[str, Count]) -> None:
    for name, count in counts.items():
        assert count.held == 0 or count.found / count.held >= 0.9, name
    assert evaluate.whole(counts).found / evaluate.whole(counts).held >= 0.99


def test_contradictions_are_shown_and_never_decided(counts: dict[str, Count]) -> None:
    together = evaluate.whole(counts)
    assert together.conflict > 20
    assert together.conflict_shown == together.conflict


def test_a_wrong_answer_and_one_out_of_nothing_are_counted(stories: list[Story]) -> None:
    story = stories[0]
    right = next(one for one in evaluate.filled_in(story) if one.question == "expected")
    for so, seen in (
        (So(("never",), "held"), {"claimed": 1, "right": 0, "found": 1}),
        (So(right.answers, "silent"), {"claimed": 1, "right": 1, "claimed_in_silence": 1}),
        (So(right.answers, "conflict"), {"claimed": 1, "conflict_shown": 0}),
    ):
        count = {"expected": Count()}
        evaluate._held_against(count, story, [right], {"expected": so})
        assert {name: getattr(count["expected"], name) for name in seen} == seen
        assert bool(count["expected"].wrong) == (so.answers == ("never",))


def test_several_answers_are_right_where_all_of_them_are_true() -> None:
    claim = Claim("diseases", "likely", ("heart", "lung"))
    assert evaluate.answers_of(claim) <= {"heart", "lung", "other"}
    assert not evaluate.answers_of(claim) <= {"heart"}
    assert evaluate.answers_of(Claim("disease_other", "likely", ("KOL; Njursvikt, stadium 5",))) == {
        "KOL", "Njursvikt, stadium 5",
    }  # fmt: skip


# On the command line.


def run(*arguments: str) -> str:
    group = {command.name: command for command in commands}["synthetic"]
    done = CliRunner().invoke(group, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_evaluation_is_a_table_and_json() -> None:
    told = json.loads(run("evaluate", "--patients", "30", "--json"))
    assert list(told["questions"]) == list(QUESTIONS)
    assert told["together"]["claimed"] == sum(one["claimed"] for one in told["questions"].values()) > 100
    lines = run("evaluate", "--patients", "30").splitlines()
    assert lines[0] == f"{told['deaths']} deaths"
    assert [line.split()[0] for line in lines[2:]] == [*QUESTIONS, "together"]


def test_the_true_answers_of_each_report_are_told(world: World) -> None:
    told = json.loads(run("truth", "--patients", "12", "--report"))
    dead = [story for story in county(patients=12) if story.plan.dead]
    assert [one["patient"] for one in told["people"]] == [story.patient for story in dead]
    for story, one in zip(dead, told["people"], strict=True):
        assert one["report"]["place"]["true"] == list(report.report(story)["place"].answers)
    assert "people" not in json.loads(run("truth", "--patients", "3"))


def test_nobody_alive_is_reported(stories: list[Story]) -> None:
    alive = next(story for story in county(patients=20) if not story.plan.dead)
    assert alive.ending is None
    with pytest.raises(AssertionError, match="nobody alive"):
        known.Known(alive)
