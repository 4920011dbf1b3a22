"""The answers are kept word for word and can be read back, in the log and as FHIR."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from forms.made import bounds, form, in_english, item, options, own, unit, when
from lindra.forms.answers import (
    Answers,
    Coding,
    Quantity,
    answered,
    complete,
    of_answered,
    of_response,
    response,
)
from lindra.record.clinical import Answered

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
MADE = form(
    item("yes", "boolean", item("why", text="Varför?", _text=in_english("Why?"))),
    item("n", "integer"),
    item("d", "decimal"),
    item("day", "date"),
    item("at", "dateTime"),
    item("clock", "time"),
    item("said", "text"),
    item("c", "choice", answerOption=options("a", "b", "true"), repeats=True),
    item("o", "open-choice", answerOption=options("a")),
    item("q", "quantity", extension=unit("mg")),
    item("s", "choice", answerOption=[{"valueString": "one"}, {"valueString": "two"}]),
    item("g", "group", item("x"), item("h", "group", item("y", "integer"), repeats=True), repeats=True),
    item("never", **when("n", answerInteger=0)),
    item("seen", "display"),
    url="https://example.org/made",
)
ANSWERS: Answers = {
    "yes": [False],
    "why": ["so"],
    "n": [3],
    "d": [Decimal("2.50")],
    "day": ["2026-06-15"],
    "at": ["2026-06-15T03:00:00+02:00"],
    "clock": ["03:00:00"],
    "said": ["one\ntwo"],
    "c": [Coding("a", display="A"), Coding("true", display="True")],
    "o": ["my own"],
    "q": [Quantity(Decimal("2.5"), "mg", "", "mg")],
    "s": ["two"],
    "g[0]/x": ["first"],
    "g[1]/h[0]/y": [1],
    "g[1]/h[1]/y": [2],
}


def test_what_is_kept_reads_back_as_it_was_answered() -> None:
    written = answered(MADE, ANSWERS, "en", "ref-1")
    again = Answered.model_validate(json.loads(json.dumps(written.dump())))
    assert again == written
    assert of_answered(MADE, again) == ANSWERS


def test_each_question_stands_as_it_was_asked_with_form_version_and_language() -> None:
    written = answered(MADE, {"yes": [True], "why": ["x"], "never": ["unasked"]}, "en", "ref-1")
    assert (written.ref, written.questionnaire, written.language, written.status) == (
        "ref-1",
        "made-up|1.0.0",
        "en",
        "completed",
    )
    links = [one.link for one in written.items]
    assert links == ["yes", "n", "d", "day", "at", "clock", "said", "c", "o", "q", "s"], (
        "asked, answered or not"
    )
    assert written.items[0].answers[0].items[0].text == "Why?"
    assert list(written.puts("unit")) == [], "read from the log; charts hold the facts"
    assert len(list(Answered(ref="r").puts("unit"))) == 1, "one of elsewhere stands in the chart"


def test_a_choice_is_kept_in_the_words_that_were_shown() -> None:
    option = {"valueCoding": {"code": "a", "display": "Ja", "_display": in_english("Yes")}}
    made = form(item("c", "choice", answerOption=[option]))
    kept = answered(made, {"c": [Coding("a", display="Ja")]}, "en", "r").items[0].answers[0].value
    assert kept is not None
    assert kept.code is not None
    assert kept.code.text == "Yes"


def test_a_response_reads_back_and_says_which_form() -> None:
    data = response(MADE, ANSWERS, "sv", NOW)
    assert (data["resourceType"], data["questionnaire"], data["status"]) == (
        "QuestionnaireResponse",
        "https://example.org/made|1.0.0",
        "completed",
    )
    again = json.loads(json.dumps(data, default=float), parse_float=Decimal)
    answers, problems = of_response(MADE, again)
    assert problems == []
    assert answers == {**ANSWERS, "d": [Decimal("2.5")]}


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ({"linkId": "none", "answer": [{"valueInteger": 1}]}, "none"),
        ({"linkId": "n", "answer": [{"valueString": "3"}]}, "n"),
        ({"linkId": "n", "answer": [{"valueInteger": "3"}, {}]}, "n"),
        ({"linkId": "c", "answer": [{"valueCoding": {"code": "z"}}]}, "c"),
        ({"linkId": "c", "answer": [{"valueCoding": {"code": "a", "system": "other"}}]}, "c"),
        ({"linkId": "q", "answer": [{"valueQuantity": {"unit": "mg"}}]}, "q"),
        ({"linkId": "x", "answer": [{"valueString": "outside its group"}]}, "x"),
    ],
)
def test_an_answer_without_its_place_in_the_form_is_told(given: dict[str, Any], link: str) -> None:
    _, problems = of_response(MADE, {"item": [given]})
    assert [problem.link for problem in problems] == [link]


@pytest.mark.parametrize(
    "data", [{}, {"item": None}, {"item": [1, {}]}, {"item": [{"linkId": "g", "item": 3}]}]
)
def test_no_response_breaks_the_reading(data: dict[str, Any]) -> None:
    answers, _ = of_response(MADE, data)
    assert answers == {}


def test_scores_and_constants_are_kept_with_the_answers() -> None:
    signs = ("vocalisation", "face", "body", "behaviour", "physiology", "physical")
    made = form(
        *(item(sign, "integer", extension=bounds(0, 3)) for sign in signs),
        item("sum", "integer", readOnly=True, extension=own(score="abbey")),
    )
    answers: Answers = {sign: [1] for sign in signs}
    assert complete(made, answers)["sum"] == [6]
    kept = answered(made, answers, "sv", "r").items[-1].answers[0].value
    assert kept is not None
    assert kept.number == 6
