"""Answers give facts, and known facts are not asked for again."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest
from pydantic import model_validator

from forms.made import bounds, form, item, options, own, unit, when
from lindra.forms.answers import Answers, Coding, Quantity
from lindra.forms.questionnaire import Questionnaire
from lindra.forms.yields import facts, prefill
from lindra.record.envelope import When
from lindra.record.facts import Actor, Amount, Code, Value
from lindra.record.kinds import KINDS, Fact

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)


class Agreed(Fact):
    """A fact with something of each shape."""

    kind = "agreed"

    what: str
    decision: Literal["yes", "no", "unknown"]
    by: Actor | None = None
    reasons: tuple[Code, ...] = ()
    words: tuple[str, ...] = ()
    dose: Amount | None = None
    times: int | None = None
    sure: bool = False
    reviewed: str = ""

    @model_validator(mode="after")
    def _decided(self) -> Agreed:
        if self.decision == "no" and not self.reasons:
            raise ValueError("Say why not.")
        return self


@pytest.fixture(autouse=True)
def agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "agreed", Agreed)


def field(path: str, **more: Any) -> list[dict[str, Any]]:
    return own(field=path, **more)


def agreement() -> tuple[dict[str, Any], ...]:
    """The questions of one agreement."""
    return (
        item("what", extension=field("what", key=True)),
        item("decision", "choice", answerOption=options("yes", "no", "unknown"), extension=field("decision")),
        item("name", extension=field("by.name")),
        item(
            "reasons",
            "open-choice",
            answerOption=options("tired", "wish"),
            repeats=True,
            extension=field("reasons"),
        ),
        item("words", repeats=True, extension=field("words")),
        item("dose", "quantity", extension=[*field("dose"), *unit("mg")]),
        item("times", "integer", extension=field("times")),
        item("sure", "boolean", extension=field("sure")),
        item("reviewed", "date", extension=field("reviewed")),
    )


ANSWERS: Answers = {
    "what": ["hospital"],
    "decision": [Coding("no", display="No")],
    "name": ["Dr B"],
    "reasons": [Coding("wish", display="Wish"), "her own"],
    "words": ["a", "b"],
    "dose": [Quantity(Decimal("2.5"), "mg", "", "mg")],
    "times": [3],
    "sure": [True],
    "reviewed": ["2026-07-01"],
}
FACT = Agreed(
    what="hospital",
    decision="no",
    by=Actor(name="Dr B"),
    reasons=(Code(code="wish", text="Wish"), Code(text="her own")),
    words=("a", "b"),
    dose=Amount(number=Decimal("2.5"), unit="mg"),
    times=3,
    sure=True,
    reviewed="2026-07-01",
)


def told(questionnaire: Questionnaire, answers: Answers) -> list[tuple[str, Fact]]:
    found, problems = facts(questionnaire, answers, NOW)
    assert problems == []
    return [(one.path, one.fact) for one in found]


def test_answers_of_every_shape_go_where_the_form_says_and_come_back() -> None:
    made = form(*agreement(), extension=own(fact="agreed"))
    assert told(made, ANSWERS) == [("", FACT)]
    assert prefill(made, {"agreed": [FACT.dump()]}, {"what": ANSWERS["what"]}) == ANSWERS


def test_a_group_that_repeats_gives_one_fact_each_time() -> None:
    made = form(
        item(
            "g", "group", *agreement(), repeats=True, extension=own(fact="agreed", fixed={"by.role": "nurse"})
        )
    )
    answers = {f"g[{n}]/{path}": given for n in (0, 1) for path, given in ANSWERS.items()} | {
        "g[1]/what": ["icu"]
    }
    by = {"by": Actor(name="Dr B", role="nurse")}
    first, second = FACT.model_copy(update=by), FACT.model_copy(update={**by, "what": "icu"})
    assert told(made, answers) == [("g[0]", first), ("g[1]", second)]
    assert prefill(made, {"agreed": [first.dump(), FACT.dump(), second.dump()]}) == answers, (
        "only those of a nurse"
    )


def test_nothing_answered_is_no_fact_and_what_is_not_asked_is_in_none() -> None:
    asked = when("decision", answerCoding={"code": "no"})
    made = form(
        item(
            "g",
            "group",
            *agreement()[:2],
            item("why", extension=field("words"), **asked),
            extension=own(fact="agreed", fixed={"sure": True}),
        ),
        item("x"),
    )
    assert told(made, {"x": ["x"]}) == []
    yes = {"what": ["icu"], "decision": [Coding("yes", display="Yes")], "why": ["stale"]}
    assert told(made, yes) == [("g", Agreed(what="icu", decision="yes", sure=True))]


def test_what_the_form_says_itself_is_no_fact_alone() -> None:
    said = item("role", readOnly=True, initial=[{"valueString": "nurse"}], extension=field("by.role"))
    made = form(item("g", "group", *agreement()[:2], said, extension=own(fact="agreed")), item("x"))
    assert told(made, {"x": ["x"]}) == []
    ((_, fact),) = told(made, {"what": ["icu"], "decision": [Coding("yes", display="Yes")]})
    assert fact == Agreed(what="icu", decision="yes", by=Actor(role="nurse"))


def test_a_score_counts_the_numbers_of_its_own_repetition() -> None:
    feelings = [item(link, "integer", extension=bounds(0, 10)) for link in ("depression", "anxiety")]
    total = item(
        "sum",
        "integer",
        readOnly=True,
        extension=own(score="esas-emotional", measured=True),
        code=[{"code": "s"}],
    )
    made = form(item("g", "group", *feelings, total, repeats=True))
    answers: Answers = {
        "g[0]/depression": [1],
        "g[0]/anxiety": [2],
        "g[1]/depression": [4],
        "g[2]/depression": [5],
    }
    found = [
        (path, fact.dump()["value"]["number"]) for path, fact in told(made, answers | {"g[2]/anxiety": [5]})
    ]
    assert found == [("g[0]/sum", "3"), ("g[2]/sum", "10")]


@pytest.mark.parametrize(
    ("answers", "path", "text"),
    [
        ({"decision": [Coding("yes", display="Yes")]}, "what", "Answer this question."),
        ({"what": ["icu"], "decision": [Coding("no", display="No")]}, "", "Say why not."),
        ({"what": ["icu"], "decision": ["maybe"]}, "decision", "Choose one of the answers."),
    ],
)
def test_what_a_fact_does_not_allow_is_told_at_the_question(answers: Answers, path: str, text: str) -> None:
    found, problems = facts(form(*agreement(), extension=own(fact="agreed")), answers, NOW)
    assert [(one.path, one.text) for one in problems] == [(path, text)]
    assert found == []


def test_a_fact_in_a_fact_is_its_own() -> None:
    inner = item(
        "inner",
        "group",
        item("note", extension=field("note")),
        extension=own(fact="procedure", fixed={"code": {"code": "XV018", "system": "KVÅ"}}),
    )
    made = form(*agreement()[:2], inner, extension=own(fact="agreed"))
    answers = {"what": ["talk"], "decision": [Coding("yes", display="Yes")], "note": ["long"]}
    (_, outer), (path, procedure) = told(made, answers)
    assert outer == Agreed(what="talk", decision="yes")
    assert (path, procedure.dump()) == ("inner", {"code": {"code": "XV018", "system": "KVÅ"}, "note": "long"})


def test_the_nearest_time_asked_for_is_when_it_occurred() -> None:
    note = item("note", extension=field("note"))
    ref = item("ref", extension=field("ref"))
    at = item("at", "dateTime", extension=own(when=True))
    code = {"code": {"code": "x"}}
    made = form(
        item("day", "date", extension=own(when=True)),
        item("one", "group", note, extension=own(fact="procedure", fixed=code)),
        item("two", "group", ref, at, extension=own(fact="procedure", fixed=code)),
    )
    answers = {"note": ["n"], "ref": ["r"]}

    def times(more: Answers) -> list[When]:
        return [one.when for one in facts(made, answers | more, NOW)[0]]

    day, moment = When.on(datetime(2026, 6, 1, tzinfo=UTC).date()), "2026-06-14T20:30:00+02:00"
    assert times({}) == [When.at(NOW), When.at(NOW)]
    assert times({"day": ["2026-06-01"]}) == [day, day]
    assert times({"day": ["2026-06-01"], "at": [moment]}) == [
        day,
        When(datetime.fromisoformat(moment), None, "minute"),
    ]


def test_measurements_have_code_number_unit_and_words() -> None:
    def measured(link: str, kind: str, **more: Any) -> dict[str, Any]:
        return item(
            link,
            kind,
            **{
                **more,
                "extension": [*more.get("extension", []), *own(measured=True)],
                "code": [{"system": "S", "code": link, "display": f"S {link}"}],
            },
        )

    unknown = {"extension": own(absent="not-assessable"), "valueCoding": {"code": "x", "display": "?"}}
    made = form(
        measured("n", "integer"),
        measured("d", "decimal", extension=unit("kg")),
        measured("yes", "boolean"),
        measured("c", "choice", answerOption=[*options("bad", severe=3), unknown]),
        measured("q", "quantity", extension=unit("mg")),
        code=[{"code": "CAT"}],
    )

    def values(answers: Answers) -> list[Any]:
        found = [fact for _, fact in told(made, answers)]
        assert all(fact.category == "CAT" and fact.code.system == "S" for fact in found)  # type: ignore[attr-defined]
        return [fact.dump().get("value", fact.dump().get("absent")) for fact in found]

    answers: Answers = {
        "n": [0],
        "d": [Decimal("70.5")],
        "yes": [False],
        "q": [Quantity(Decimal(5), "mg", "", "mg")],
    }
    assert values(answers) == [
        {"number": "0"},
        {"number": "70.5", "unit": "kg"},
        {"yes": False},
        {"number": "5", "unit": "mg"},
    ]
    assert values({"c": [Coding("severe", display="Severe")]}) == [
        {"number": "3", "code": {"code": "severe", "text": "Severe"}}
    ]
    assert values({"c": [Coding("bad", display="Bad")]}) == [{"code": {"code": "bad", "text": "Bad"}}]
    assert values({"c": [Coding("x", display="?")]}) == ["not-assessable"]


# What is known.


def payload(what: str, **more: Any) -> dict[str, Any]:
    return Agreed(what=what, decision="yes", **more).dump()


def test_the_key_says_which_known_fact_is_shown() -> None:
    made = form(*agreement(), extension=own(fact="agreed"))
    known = {"agreed": [payload("icu", times=2), payload("hospital", times=1), payload("icu", times=0)]}
    assert prefill(made, known) == {}, "which one is not said"
    assert prefill(made, known, {"what": ["icu"]})["times"] == [2], "the latest of it"
    assert prefill(made, known, {"what": ["food"]}) == {"what": ["food"]}
    assert prefill(made, {"agreed": known["agreed"][:1]}) == {}, "what is noted now may be another"


def test_constants_say_which_known_fact_a_group_shows() -> None:
    groups = [
        item(
            what,
            "group",
            item(f"{what}-times", "integer", extension=field("times")),
            extension=own(fact="agreed", fixed={"what": what}),
        )
        for what in ("icu", "hospital", "food")
    ]
    known = {"agreed": [payload("hospital", times=1), payload("icu", times=2)]}
    assert prefill(form(*groups), known) == {"icu-times": [2], "hospital-times": [1]}


def test_what_is_fresh_a_time_or_of_another_version_is_not_filled_in() -> None:
    what, decision, *_ = agreement()
    made = form(
        what,
        {**decision, "extension": field("decision", fresh=True)},
        item("at", "date", extension=field("reviewed", when=True)),
        extension=own(fact="agreed"),
    )
    known = {"agreed": [{"who": "?"}, payload("icu", reviewed="2026-01-01")]}
    assert prefill(made, known, {"what": ["icu"]}) == {"what": ["icu"]}
    assert (
        prefill(form(*agreement(), extension=own(fact="agreed", fresh=True)), {"agreed": [payload("icu")]})
        == {}
    )


def test_a_form_begins_with_its_initial_values_unless_something_is_known() -> None:
    start = item("role", initial=[{"valueString": "nurse"}], extension=field("by.role"))
    made = form(start, agreement()[0], extension=own(fact="agreed"))
    assert prefill(made, {}) == {"role": ["nurse"]}
    known = {"agreed": [payload("icu", by=Actor(role="physician"))]}
    assert prefill(made, known, {"what": ["icu"]})["role"] == ["physician"]


def test_a_known_repetition_is_not_filled_up_with_what_a_form_begins_with() -> None:
    start = item("role", initial=[{"valueString": "nurse"}], extension=field("by.role"))
    made = form(item("g", "group", start, agreement()[0], repeats=True, extension=own(fact="agreed")))
    assert prefill(made, {}) == {"g[0]/role": ["nurse"]}
    assert prefill(made, {"agreed": [payload("icu")]}) == {"g[0]/what": ["icu"]}


# Values inside a fact, and references.


class Opening(Value):
    days: str
    start: str = "00:00"


class Line(Fact):
    kind = "line"
    ref: str = ""
    number: str = ""
    hours: tuple[Opening, ...] = (Opening(days="all"),)
    first: Opening | None = None


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "line", Line)


def opening(link: str, field_path: str, **more: Any) -> dict[str, Any]:
    inside = (
        item(f"{link}-days", extension=field("days")),
        item(f"{link}-start", "time", extension=field("start")),
    )
    return item(link, "group", *inside, extension=field(field_path), **more)


def a_line(**fixed: str) -> Questionnaire:
    number = item("number", extension=field("number"))
    hours, first = opening("hours", "hours", repeats=True), opening("first", "first")
    return form(number, hours, first, extension=own(fact="line", fixed=fixed))


def test_a_group_with_a_field_is_a_value_of_the_fact_and_comes_back(line: None) -> None:
    answers: Answers = {
        "number": ["112"], "hours[0]/hours-days": ["work"], "hours[0]/hours-start": ["08:00:00"],
        "hours[1]/hours-days": ["free"], "first-days": ["work"],
    }  # fmt: skip
    fact = Line(
        number="112",
        hours=(Opening(days="work", start="08:00"), Opening(days="free")),
        first=Opening(days="work"),
    )
    assert told(a_line(), answers) == [("", fact)]
    answers["hours[1]/hours-start"] = answers["first-start"] = ["00:00:00"]
    assert prefill(a_line(), {"line": [fact.dump()]}) == answers
    assert prefill(a_line(), {"line": [{"number": "112"}]}) == {"number": ["112"]}, "nobody said when"


def test_what_such_a_value_does_not_allow_is_told_at_its_own_question(line: None) -> None:
    answers: Answers = {"hours[0]/hours-days": ["work"], "hours[1]/hours-start": ["08:00:00"]}
    found, problems = facts(a_line(), answers, NOW)
    assert (found, [one.path for one in problems]) == ([], ["hours[1]/hours-days"])


def test_a_reference_is_that_of_the_answers_of_the_item_or_of_what_was_answered(line: None) -> None:
    def ref(constant: str, number: str = "112") -> str:
        [one], _ = facts(a_line(ref=constant), {"number": [number]}, NOW, "r1")
        return str(one.fact.dump()["ref"])

    assert ref("@answer") == ref("@item") == "r1"
    assert ref("@same:number", "Linjen  A") == ref("@same:number", "linjen a") == "linjen a"
    group = item(
        "g",
        "group",
        item("n", extension=field("number")),
        repeats=True,
        extension=own(fact="line", fixed={"ref": "@item"}),
    )
    several, _ = facts(form(group), {"g[0]/n": ["1"], "g[1]/n": ["2"]}, NOW, "r1")
    assert [one.fact.dump()["ref"] for one in several] == ["r1/g[0]", "r1/g[1]"]


def test_what_is_fixed_of_the_option_chosen_is_part_of_the_fact(line: None) -> None:
    chosen = options("a", "b")
    chosen[0]["extension"] = own(fixed={"number": "112", "ref": "A"})
    made = form(
        item("which", "choice", answerOption=chosen),
        item("n", extension=field("number")),
        extension=own(fact="line"),
    )
    assert told(made, {"which": [Coding("a", display="A")]}) == [("", Line(ref="A", number="112"))]
    assert told(made, {"which": [Coding("a", display="A")], "n": ["1177"]}) == [
        ("", Line(ref="A", number="1177"))
    ]
