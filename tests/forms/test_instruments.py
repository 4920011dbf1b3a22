"""The instruments that are shipped: their codes, their words, and that answers go all the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies

from lindra.forms import library
from lindra.forms.answers import (
    answered,
    check,
    complete,
    controls,
    of_answered,
    of_response,
    parse,
    response,
)
from lindra.forms.questionnaire import Questionnaire, items_of
from lindra.forms.structs import Item
from lindra.forms.texts import licence_of, source_of, translations
from lindra.forms.yields import facts
from lindra.record.facts import Measured
from lindra.synthetic import telling

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
NAMES = (
    "abbey",
    "akps",
    "clinical-frailty-scale",
    "esas",
    "oral-assessment",
    "pain-nrs",
    "phase",
    "symptom-profile",
)


@pytest.fixture(params=NAMES)
def form(request: pytest.FixtureRequest) -> Questionnaire:
    return shipped(request.param)


def shipped(name: str) -> Questionnaire:
    return library.shipped()[name, "1.0.0"]


def questions(form: Questionnaire) -> list[Item]:
    return [item for item in items_of(form.item) if item.is_question]


def test_every_word_is_there_in_both_languages_with_licence_and_source(form: Questionnaire) -> None:
    assert form.language == "sv"
    for item in items_of(form.item):
        assert item.text
        assert translations(item.text_extended).keys() == {"en"}, item.link_id
        for option in item.answer_option:
            assert option.value_coding is not None
            assert translations(option.value_coding.display_extended).keys() == {"en"}, option.key
    for lang in ("sv", "en"):
        assert licence_of(form, lang)
        assert source_of(form, lang)
    assert licence_of(form, "sv") != licence_of(form, "en")


def test_no_two_measurements_of_all_instruments_have_one_code() -> None:
    codes = [item.code[0] for name in NAMES for item in questions(shipped(name)) if item.measured]
    assert len({(code.system, code.code) for code in codes}) == len(codes) > 40


def test_the_codes_unite_with_those_of_the_simulated_county() -> None:
    ours = {
        (item.code[0].system, item.code[0].code, item.code[0].display)
        for name in NAMES
        for item in questions(shipped(name))
        if item.measured
    }
    told = [("ESAS", item, f"ESAS {text}") for item, text in telling.ESAS]
    told += [("IPOS", item, f"IPOS {text}") for item, text in telling.IPOS]
    told += [(code.system, code.code, code.text) for code in (telling.MOUTH, telling.PAIN, telling.AKPS)]
    assert set(told) <= ours


def test_the_symptom_profile_is_answered_by_eleven_taps_and_no_typing() -> None:
    form = shipped("symptom-profile")
    first = controls(form, {}, "sv")[0].children
    assert [control.look for control in first] == ["radio"] * 11
    sent = {control.name: [control.choices[2].key] for control in first}
    answers, problems = parse(form, sent)
    found, wrong = facts(form, answers, NOW)
    assert (problems, check(form, answers, NOW), wrong) == ([], [], [])
    values = {
        one.path: one.fact.value.number for one in found if isinstance(one.fact, Measured) and one.fact.value
    }
    assert len(values) == 12
    assert (values["pain"], values["sum-symptoms"]) == (2, 20)
    assert "sum-all" not in values, "six are not answered"


def test_what_cannot_be_judged_is_said_and_not_counted() -> None:
    form = shipped("oral-assessment")
    areas = [item.link_id for item in questions(form) if not item.score]
    answers, _ = parse(form, {f"q:{area}": ["1"] for area in areas} | {"q:lips": ["x"]})
    by_path = {one.path: one.fact for one in facts(form, answers, NOW)[0]}
    assert by_path["lips"].dump()["absent"] == "not-assessable"
    assert "sum" not in by_path


def test_the_phase_is_a_fact_of_its_own() -> None:
    form = shipped("phase")
    answers, _ = parse(form, {"q:phase": ["dying"], "q:line": ["Sover mest."]})
    (found,), problems = facts(form, answers, NOW)
    assert (found.fact.kind, found.fact.dump(), problems) == (
        "phase_noted",
        {"phase": "dying", "line": "Sover mest."},
        [],
    )


def drawn(item: Item) -> strategies.SearchStrategy[list[str]]:
    """Something that may be sent for a question, now and then nothing."""
    if item.answer_option:
        one = strategies.sampled_from([option.key for option in item.answer_option])
    else:
        one = (
            strategies.integers(0, 10).map(str)
            if item.type == "integer"
            else strategies.text("abå 1", max_size=20)
        )
    return strategies.lists(one, max_size=1)


def sendings() -> Iterator[strategies.SearchStrategy[tuple[str, dict[str, Any]]]]:
    for name in NAMES:
        fields = {f"q:{item.link_id}": drawn(item) for item in questions(shipped(name))}
        yield strategies.tuples(strategies.just(name), strategies.fixed_dictionaries(fields))


@given(strategies.data())
def test_whatever_is_answered_is_kept_read_back_and_gives_the_same_facts(data: strategies.DataObject) -> None:
    name, sent = data.draw(strategies.one_of(*sendings()))
    form = shipped(name)
    answers, problems = parse(form, sent)
    assert problems == []
    whole = complete(form, answers)
    again = of_answered(form, answered(form, answers, "en", "ref"))
    assert again == whole
    by_response, wrong = of_response(form, response(form, answers, "sv", NOW))
    assert wrong == []
    told = facts(form, answers, NOW)
    assert facts(form, again, NOW) == told
    assert facts(form, by_response, NOW) == told
    assert len({one.path for one in told[0]}) == len(told[0])
