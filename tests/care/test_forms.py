"""Every form of care: what is answered gives the facts that the plan reads, and what is known is not asked again."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.worked import OWN, REF, WORKED, Worked, bare, form
from lindra import care
from lindra.forms import options
from lindra.forms.answers import Answers, check, complete
from lindra.forms.places import Filled, Place
from lindra.forms.questionnaire import description_of, items_of, label_of, text_of, title_of
from lindra.forms.structs import Item, Quantity, Questionnaire
from lindra.forms.yields import facts, prefill

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
FOLDER = Path(care.__file__).parent / "forms"
FORMS = sorted(json.loads(path.read_text())["id"] for path in FOLDER.glob("*.json"))


def test_each_form_has_a_worked_answer() -> None:
    assert sorted(one.form for one in WORKED) == FORMS


@pytest.mark.parametrize("worked", WORKED, ids=lambda one: one.form)
def test_the_worked_answer_is_right_and_gives_its_facts(worked: Worked) -> None:
    made = form(worked.form)
    assert check(made, worked.answers, NOW) == []
    found, problems = facts(made, worked.answers, NOW, REF)
    assert problems == []
    assert [(one.fact.kind, one.fact.dump()) for one in found] == worked.facts


def test_a_visit_is_when_it_was_and_a_dose_when_it_was_given() -> None:
    visit = next(one for one in WORKED if one.form == "visit")
    found, _ = facts(form("visit"), visit.answers, NOW, REF)
    when = {one.fact.kind: one.when.start for one in found}
    assert when["phase_noted"] == when["contact"] == datetime(2026, 6, 14, 7, tzinfo=UTC)
    assert when["medicine_given"] == datetime(2026, 6, 14, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", FORMS)
def test_every_text_is_there_in_both_languages(name: str, lang: str) -> None:
    made = bare(name)
    said = [title_of(made, lang), description_of(made, lang)]
    for item in items_of(made.item):
        said += [text_of(item, lang), *(label_of(one, lang) for one in item.answer_option)]
    assert all(said)
    if lang == "en":
        swedish = [one for one in said if set(one.casefold()) & set("åäö")]
        assert [one for one in swedish if not one.startswith(("Fast ", "KVÅ"))] == []


@pytest.mark.parametrize("name", FORMS)
def test_what_the_patient_has_none_of_is_not_asked(name: str) -> None:
    made = bare(name)
    left = [item.link_id for item in items_of(options.resolved(made, {}).item) if item.options]
    needed = [item.link_id for item in items_of(made.item) if item.options and item.required]
    assert set(left) <= set(needed)
    assert {item.options for item in items_of(made.item) if item.options} <= set(OWN)


# What is known comes back.

WORDS = st.text("abcåäö 12", min_size=1, max_size=12).map(str.strip).filter(bool)
MOMENTS = st.datetimes(datetime(2026, 6, 1), datetime(2026, 6, 14)).map(
    lambda one: f"{one:%Y-%m-%dT%H:%M}:00+02:00"
)


def answer(item: Item) -> st.SearchStrategy[list[Any]]:
    """Answers that a question may have."""
    if item.answer_option:
        one = st.sampled_from([each.value for each in item.answer_option])
        return st.lists(one, min_size=1, unique_by=str) if item.repeats else one.map(lambda chosen: [chosen])
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(item.minimum or 0, item.maximum or 9)
        if item.type == "integer"
        else st.nothing(),
        "decimal": st.sampled_from([Decimal("0.5"), Decimal(40)]),
        "date": st.sampled_from(["2026-06-01", "2026-09-01"]),
        "dateTime": MOMENTS,
        "time": st.sampled_from(["07:00:00", "16:30:00"]),
        "quantity": st.sampled_from(item.units or (None,)).map(
            lambda unit: Quantity(Decimal("2.5"), unit.display, unit.system, unit.code) if unit else None
        ),
    }
    return kinds.get(item.type, WORDS).map(lambda one: [one])


@st.composite
def filled(draw: st.DrawFn, made: Questionnaire) -> Answers:
    """A form with an answer to everything required and to some of the rest."""
    answers: Answers = {}
    for place in Filled(made, {}, {"hours": 2}, least=1).places:
        if (
            place.item.is_question
            and not place.item.is_given
            and (place.item.required or draw(st.booleans()))
        ):
            answers[place.path] = draw(answer(place.item))
    return complete(made, answers)


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
def test_the_facts_of_any_answers_fill_the_form_with_the_same_answers(name: str, data: st.DataObject) -> None:
    made = form(name)
    answers = data.draw(filled(made))
    found, _ = facts(made, answers, NOW, REF)
    told: dict[str, list[Any]] = defaultdict(list)
    for one in found:
        told[one.fact.kind].append(one.fact.dump())
    places = [place for place in Filled(made, answers).places if place.path in answers]
    keys = {place.path: answers[place.path] for place in places if place.item.is_key}
    again = prefill(made, told, keys)
    one_is_meant = bool(keys) or not any(item.is_key for item in items_of(made.item))
    for place in places:
        if _comes_back(made, place):
            assert again.get(place.path) == (answers[place.path] if one_is_meant else None), place.path
        elif place.path not in keys:
            assert place.path not in again or place.item.starts, place.path


def _comes_back(made: Questionnaire, place: Place) -> bool:
    """Whether what is answered there is to be known when the form is opened again."""
    above: Place | None = place
    while above is not None:
        if above.item.fresh or above.item.is_when:
            return False
        above = above.parent
    return bool(place.item.field) and not made.fresh
