"""The questions: our own, in three languages, each answer a code, and what of them staff answer too."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.forms import library
from lindra.forms.questionnaire import items_of
from lindra.forms.structs import OURS, Extended, Questionnaire
from lindra.forms.texts import licence_of, source_of, translations
from lindra.registry.events import DeathReported
from lindra.registry.relatives import comparison, rules, survey
from lindra.registry.relatives.comparison import Counted, counted, disclosed, of_staff

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
FORM = survey.latest()
LANGUAGES = ("sv", "en", "ar")


def texts(form: Questionnaire) -> list[tuple[str, Extended | None]]:
    """Every text of the form with its translations."""
    found = [(form.title, form.title_extended), (form.description, form.description_extended)]
    for item in items_of(form.item):
        found.append((item.text, item.text_extended))
        for option in item.answer_option:
            assert option.value_coding is not None
            found.append((option.value_coding.display, option.value_coding.display_extended))
    return found


def test_every_word_is_there_in_every_language() -> None:
    assert tuple(survey.languages()) == LANGUAGES
    for text, more in texts(FORM):
        told = {FORM.language: text} | translations(more)
        assert set(told) == set(LANGUAGES), text
        assert all(told.values())
        assert any("\u0600" <= sign <= "\u06ff" for sign in told["ar"]), text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_that_the_questions_are_our_own(lang: str) -> None:
    said = {licence_of(FORM, one) for one in LANGUAGES}
    assert len(said) == 3
    assert {"sv": "våra egna", "en": "our own", "ar": "من وضعنا"}[lang] in licence_of(FORM, lang)
    assert source_of(FORM, lang)


def test_there_are_eleven_questions_and_a_text_and_none_must_be_answered() -> None:
    assert len(survey.questions(FORM)) == 11
    (more,) = [item for item in items_of(FORM.item) if item.type == "text"]
    assert more.max_length == 2000
    assert not any(item.required for item in items_of(FORM.item))
    assert all("unknown" in {one.key for one in item.answer_option} for item in survey.questions(FORM))


def test_they_are_shown_in_parts_of_a_few() -> None:
    parts = survey.parts(FORM, {}, "ar")
    assert [len(part.names) for part in parts] == [3, 2, 4, 2, 1]
    assert parts[0].control.text == "الأسبوع الأخير"


def test_it_is_no_form_that_staff_fill_in() -> None:
    assert FORM.id not in {form for form, _ in library.shipped()}


# What staff answer too


def test_each_question_says_with_what_of_the_report_it_is_compared() -> None:
    said = {item.link_id: item.definition.removeprefix(f"{OURS}death_reported#") for item in survey.questions(FORM)
            if item.definition}  # fmt: skip
    compared = {question: next(iter(row.staff)) for row in comparison.same() if (question := row.question)}
    assert said == compared
    assert set(comparison.compared()) == set(said)


def test_what_is_compared_exists_on_both_sides() -> None:
    offered = {item.link_id: {one.key for one in item.answer_option} for item in survey.questions(FORM)}
    for row in comparison.same():
        assert row.answer in offered[row.question]
        for name, answer in row.staff.items():
            assert answer in codes(DeathReported.model_fields[name].annotation), (name, answer)
    for question in comparison.compared():
        told = {row.answer for row in comparison.same() if row.question == question}
        assert told == offered[question] - {"unknown"}, "each answer of a relative's has one of staff's"


def codes(annotation: object) -> set[str]:
    """The texts of a Literal, in whatever it stands."""
    inner = get_args(annotation)
    return {one for one in inner if isinstance(one, str)}.union(*map(codes, inner)) if inner else set()


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ({"pain": "yes", "pain_relief": "partly"}, {"pain": "partly"}),
        ({"pain": "no"}, {"pain": "none"}),
        ({"pain": "yes", "pain_relief": "unknown"}, {}),
        ({"pain": "unknown"}, {}),
        ({"present": "unknown", "wish_met": "no"}, {"place": "no"}),
        ({"bereavement": "no_relatives"}, {"follow_up": "no"}),
        ({}, {}),
    ],
)
def test_a_report_is_told_in_the_terms_of_the_questions(report: dict[str, str], said: dict[str, str]) -> None:
    assert of_staff(report) == said


def test_what_one_of_them_does_not_know_is_not_compared() -> None:
    both = [("full", "full"), ("not", "full"), ("unknown", "full"), ("full", ""), ("", "none")]
    pairs = [({"pain": one} if one else {}, {"pain": other} if other else {}) for one, other in both]
    (one,) = counted(["pain"], pairs)
    assert (one.agree, one.pairs) == (1, 2)
    assert one.relatives == {"full": 2, "not": 1, "unknown": 1}
    assert one.staff == {"full": 3, "none": 1}


def test_a_question_that_few_answered_is_not_told_where_others_are() -> None:
    units = {
        "a": Counted("pain", Counter(full=6)),
        "b": Counted("pain", Counter(full=2)),
        "c": Counted("pain"),
    }

    shown = partial(rules.shown_alone, on=NOW.date())
    assert disclosed(units, "", shown).relatives == {"full": 8}
    assert disclosed(units, "a", shown).relatives == {}, "else the two of the other unit could be told"
    assert disclosed(units | {"b": Counted("pain")}, "a", shown).relatives == {"full": 6}


# Answers


@given(st.data())
def test_whatever_is_answered_is_kept_word_for_word_and_read_back(data: st.DataObject) -> None:
    said = {item.link_id: data.draw(st.sampled_from([one.key for one in item.answer_option]))
            for item in survey.questions(FORM) if data.draw(st.booleans())}  # fmt: skip
    lang = data.draw(st.sampled_from(LANGUAGES))
    answers, problems = survey.read_typed(FORM, {f"q:{link}": [code] for link, code in said.items()})
    assert problems == []
    assert survey.said(FORM, answers) == said
    kept = survey.verbatim(FORM, answers, lang, NOW)
    assert survey.of_verbatim(FORM, kept) == answers
    assert kept["language"] == lang
    told = dict(survey.told(FORM, answers, lang))
    assert sum(bool(answer) for answer in told.values()) == len(said)
