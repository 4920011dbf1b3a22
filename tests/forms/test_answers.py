"""What is typed becomes answers, or stands there still with a message that says what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies

from forms.made import bounds, form, item, options, own, posted, unit, when
from lindra.forms.answers import Coding, Quantity, Unread, check, complete, parse
from lindra.forms.structs import HL7

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)  # three at night in Sweden
TYPES = (
    "boolean",
    "integer",
    "decimal",
    "date",
    "dateTime",
    "time",
    "string",
    "text",
    "quantity",
)


def read_one(kind: str, text: str, **more: Any) -> Any:
    answers, problems = parse(form(item("x", kind, **more)), posted(x=text))
    (answer,) = answers["x"]
    assert isinstance(answer, Unread) == bool(problems)
    return answer


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("integer", " 1 000 ", 1000),
        ("integer", "−3", -3),
        ("decimal", "2,5", Decimal("2.5")),
        ("decimal", "1\u00a0000.50", Decimal("1000.50")),
        ("date", "2026-06-15", "2026-06-15"),
        ("date", "20260615", "2026-06-15"),
        ("dateTime", "2026-06-15T03:00", "2026-06-15T03:00:00+02:00"),
        ("dateTime", "2026-01-15 03:00", "2026-01-15T03:00:00+01:00"),
        ("dateTime", "2026-06-15", "2026-06-15"),
        ("time", "3:00".zfill(5), "03:00:00"),
        ("string", " two   words\n", "two words"),
        ("text", "one\r\ntwo\x00", "one\ntwo"),
        ("choice", "a", Coding("a", display="A")),
        ("open-choice", "mine", "mine"),
    ],
)
def test_an_answer_is_read_as_people_write_it(kind: str, text: str, answer: Any) -> None:
    more = {"answerOption": options("a")} if "choice" in kind else {}
    assert read_one(kind, text, **more) == answer


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("boolean", "yes"),
        ("integer", "2,5"),
        ("integer", "٣"),
        ("integer", "1e3"),
        ("decimal", "1.000,5"),
        ("decimal", "nan"),
        ("decimal", "9" * 400),
        ("date", "2026-02-30"),
        ("date", "15/6 2026"),
        ("dateTime", "2026-03-29T02:30"),
        ("dateTime", "now"),
        ("time", "25:00"),
        ("quantity", "much"),
        ("choice", "z"),
    ],
)
def test_what_cannot_be_read_is_still_there(kind: str, text: str) -> None:
    assert read_one(kind, text, **({"answerOption": options("a")} if kind == "choice" else {})) == Unread(
        text
    )


@drawn(strategies.sampled_from(TYPES), strategies.text(max_size=40))
def test_nothing_typed_breaks_a_form(kind: str, text: str) -> None:
    made = form(item("x", kind))
    answers, problems = parse(made, posted(x=text))
    check(made, answers, NOW)
    assert bool(problems) == any(isinstance(one, Unread) for one in answers.get("x", []))


def test_a_number_has_the_unit_that_was_chosen_or_the_usual_one() -> None:
    other = [{"url": HL7 + "questionnaire-unitOption", "valueCoding": {"code": "ug", "display": "mikrogram"}}]
    made = form(item("dose", "quantity", extension=[*unit("mg"), *other]))
    assert parse(made, posted(dose="2,5"))[0]["dose"] == [Quantity(Decimal("2.5"), unit="mg", code="mg")]
    chosen = parse(made, {"q:dose": ["25"], "q:dose#unit": ["ug"]})[0]["dose"]
    assert chosen == [Quantity(Decimal(25), unit="mikrogram", code="ug")]


def test_repetitions_close_up_and_what_a_form_began_with_is_no_answer() -> None:
    role = item(
        "role",
        "choice",
        answerOption=options("son", "wife"),
        initial=[{"valueCoding": {"code": "son", "display": "Son"}}],
    )
    made = form(item("contact", "group", item("name"), role, repeats=True))
    sent = {
        "q:contact[0]/role": ["son"],
        "q:contact[1]/name": ["B"],
        "q:contact[1]/role": ["son"],
        "q:contact[7]/name": ["H"],
        "q:contact[7]/role": ["wife"],
        "q:contact[99999999999]/name": ["no"],
        "q:contact[-1]/name": ["no"],
        "csrfmiddlewaretoken": ["x"],
        "name": ["no"],
    }
    answers, problems = parse(made, sent)
    assert {path: one for path, one in answers.items() if path.endswith("name")} == {
        "contact[0]/name": ["B"],
        "contact[1]/name": ["H"],
    }
    assert not problems


def test_what_nobody_fills_in_is_never_taken_from_what_was_sent() -> None:
    fixed = item("fixed", "integer", readOnly=True, initial=[{"valueInteger": 3}])
    hidden = item(
        "hidden",
        extension=[{"url": HL7 + "questionnaire-hidden", "valueBoolean": True}],
        initial=[{"valueString": "h"}],
    )
    made = form(item("x"), fixed, hidden)
    answers, _ = parse(made, posted(x="x", fixed="4", hidden="other"))
    assert complete(made, answers) == {"x": ["x"], "fixed": [3], "hidden": ["h"]}


# What is asked.


@pytest.mark.parametrize(
    ("condition", "answers", "asked"),
    [
        (when("n", "exists", answerBoolean=True), {}, False),
        (when("n", "exists", answerBoolean=False), {}, True),
        (when("n", "=", answerInteger=3), {"n": [3]}, True),
        (when("n", "!=", answerInteger=3), {"n": [4]}, True),
        (when("n", "!=", answerInteger=3), {}, False),
        (when("n", ">", answerInteger=3), {"n": [3]}, False),
        (when("n", ">=", answerInteger=3), {"n": [3]}, True),
        (when("n", "<", answerInteger=3), {"n": [2]}, True),
        (when("n", "<=", answerInteger=3), {"n": [4]}, False),
        (when("n", "=", answerInteger=3), {"n": [Unread("3?")]}, False),
        (when("c", "=", answerCoding={"code": "a"}), {"c": [Coding("a")]}, True),
        (when("c", "=", answerCoding={"code": "a"}), {"c": [Coding("b")]}, False),
    ],
)
def test_a_question_is_asked_on_its_condition(
    condition: dict[str, Any], answers: dict[str, Any], asked: bool
) -> None:
    made = form(
        item("n", "integer"), item("c", "choice", answerOption=options("a", "b")), item("x", **condition)
    )
    assert ("x" in complete(made, {**answers, "x": ["kept"]})) is asked


def test_any_or_all_of_the_conditions_and_those_of_the_group_above() -> None:
    both = {**when("a", answerBoolean=True), "enableBehavior": "all"}
    both["enableWhen"] = [*both["enableWhen"], *when("b", answerBoolean=True)["enableWhen"]]
    either = {**both, "enableBehavior": "any"}
    made = form(
        item("a", "boolean"),
        item("b", "boolean"),
        item("all", **both),
        item(
            "g",
            "group",
            item("any", **either),
            item("child", "string", item("grandchild")),
            **when("a", "exists", answerBoolean=True),
        ),
    )
    rest = {"all": ["x"], "any": ["x"], "grandchild": ["x"]}
    assert complete(made, {"a": [True], "b": [False], **rest}).keys() == {"a", "b", "any"}
    assert complete(made, {"b": [True], **rest}).keys() == {"b"}, "a condition above is not met"
    assert complete(made, {"a": [True], "b": [True], "child": ["x"], **rest}).keys() == {
        "a",
        "b",
        *rest,
        "child",
    }


def test_a_condition_looks_within_its_own_repetition() -> None:
    made = form(
        item(
            "g",
            "group",
            item("a", "boolean"),
            item("x", required=True, **when("a", answerBoolean=True)),
            repeats=True,
        )
    )
    answers = {"g[0]/a": [True], "g[1]/a": [False], "g[1]/x": ["hidden"]}
    assert [problem.path for problem in check(made, answers, NOW)] == ["g[0]/x"]
    assert "g[1]/x" not in complete(made, answers)


def test_what_is_not_asked_is_neither_checked_nor_complained_of() -> None:
    made = form(item("a", "boolean"), item("n", "integer", required=True, **when("a", answerBoolean=True)))
    answers, problems = parse(made, posted(a="false", n="many"))
    assert (problems, check(made, answers, NOW)) == ([], [])
    answers, problems = parse(made, posted(a="true", n="many"))
    assert [problem.path for problem in problems] == ["n"]


# What is wrong.


@pytest.mark.parametrize(
    ("asked", "answers", "message"),
    [
        (item("x", required=True), {"y": ["y"]}, "Answer this question."),
        (item("x", "choice", answerOption=options("a"), required=True), {"y": ["y"]}, "Choose an answer."),
        (item("x", "choice", answerOption=options("a")), {"x": [Coding("b")]}, "Choose one of the answers."),
        (item("x"), {"x": ["a", "b"]}, "Give one answer only."),
        (item("x", repeats=True), {"x": ["a", "a"]}, "The same answer is given twice."),
        (item("x", "integer", extension=bounds(0, 4)), {"x": [5]}, "Give a number from 0 to 4."),
        (item("x", "integer", extension=bounds(0, 4)[:1]), {"x": [-1]}, "Give 0 or more."),
        (item("x", "decimal", extension=bounds(0, 4)[1:]), {"x": [Decimal("4.1")]}, "Give 4 or less."),
        (item("x", "integer"), {"x": [True]}, "Write a whole number, such as 4."),
        (item("x", maxLength=3), {"x": ["four"]}, "This is 4 characters. Shorten it to 3 at the most."),
        (
            item("x", "text"),
            {"x": ["x" * 20_001]},
            "This is 20001 characters. Shorten it to 20000 at the most.",
        ),
        (
            item("x", "date", extension=[{"url": HL7 + "minValue", "valueDate": "2026-01-01"}]),
            {"x": ["2025-12-31"]},
            "Give 2026-01-01 or later.",
        ),
        (
            item("x", "date", extension=own(when=True)),
            {"x": ["2026-06-16"]},
            "This lies ahead. Give a time that has passed.",
        ),
        (
            item("x", "dateTime", extension=own(when=True)),
            {"x": ["2026-06-15T03:01:00+02:00"]},
            "This lies ahead. Give a time that has passed.",
        ),
        (
            item("x", "decimal", extension=[{"url": HL7 + "maxDecimalPlaces", "valueInteger": 1}]),
            {"x": [Decimal("1.25")]},
            "Give 1 decimals at the most.",
        ),
        (
            item("x", "quantity", extension=unit("mg")),
            {"x": [Quantity(Decimal(1), code="kg")]},
            "Write a number, such as 2.5.",
        ),
    ],
)
def test_a_wrong_answer_is_told_with_what_to_do(
    asked: dict[str, Any], answers: dict[str, Any], message: str
) -> None:
    (problem,) = check(form(asked, item("y")), answers, NOW)
    assert (problem.path, str(problem)) == ("x", message)


def test_right_answers_have_no_problem_at_the_edges() -> None:
    made = form(
        item("n", "integer", extension=bounds(0, 4)),
        item("day", "date", extension=own(when=True)),
        item("at", "dateTime", extension=own(when=True)),
        item("many", repeats=True),
    )
    answers = {"n": [4], "day": ["2026-06-15"], "at": ["2026-06-15T03:00:00+02:00"], "many": ["a", "b"]}
    assert check(made, answers, NOW) == []


def test_a_form_with_nothing_in_it_is_not_sent_in() -> None:
    made = form(item("x"), item("fixed", readOnly=True, initial=[{"valueString": "f"}]))
    assert [(problem.path, problem.text) for problem in check(made, {}, NOW)] == [
        ("", "Nothing has been answered yet.")
    ]


def test_a_required_group_is_answered_once_at_the_least() -> None:
    who = item("who", "group", item("name", required=True), repeats=True, required=True)
    made = form(item("x"), who)
    assert [problem.path for problem in check(made, {"x": ["x"]}, NOW)] == ["who[0]/name"]
    assert check(made, {"x": ["x"], "who[0]/name": ["A"]}, NOW) == []
    assert check(form(item("x"), {**who, "required": False}), {"x": ["x"]}, NOW) == []
