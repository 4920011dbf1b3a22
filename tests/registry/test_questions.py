"""The register's questionnaire: a working model, of which every question has a field, and every answer a code."""

from __future__ import annotations

from typing import get_args

import pytest

from lindra.forms import library
from lindra.forms.answers import Answers
from lindra.forms.places import Filled
from lindra.forms.questionnaire import items_of, source_of
from lindra.forms.structs import Coding, Questionnaire
from lindra.registry.events import CODED, DeathReported


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    """The latest version that is shipped."""
    return library.shipped()["death-report", "6.0.0"]


def asked(form: Questionnaire, **given: str) -> set[str]:
    """Which questions are asked once these are answered."""
    by_link = {place.item.link_id: place for place in Filled(form, {}).places}
    told: Answers = {by_link[name].path: [Coding(code=code)] for name, code in given.items()}
    now = Filled(form, told)
    return {place.item.link_id for place in now.places if place.item.is_question and now.asked(place)}


def test_each_question_is_a_field_of_the_report_and_each_field_is_asked(form: Questionnaire) -> None:
    questions = {item.link_id: item.field for item in items_of(form.item) if item.is_question}
    assert questions == {name: name for name in DeathReported.model_fields}


def test_the_answers_to_choose_are_those_that_the_report_takes(form: Questionnaire) -> None:
    offered = {item.link_id: {one.key for one in item.answer_option} for item in items_of(form.item)}
    for name in CODED:
        assert offered[name] == codes(DeathReported.model_fields[name].annotation), name


def codes(annotation: object) -> set[str]:
    """The texts of a Literal, in whatever it stands."""
    inner = get_args(annotation)
    plain = {one for one in inner if isinstance(one, str)}
    return plain.union(*(codes(one) for one in inner if not isinstance(one, str))) if inner else set()


def test_an_unexpected_death_asks_little_and_a_forensic_examination_nothing_of_care(
    form: Questionnaire,
) -> None:
    every = asked(form, expected="yes", forensic="no")
    little = asked(form, expected="no", forensic="no")
    least = asked(form, expected="yes", forensic="yes")
    assert {"talk_patient", "mouth", "pain_rated", "order_pain", "present", "bereavement"} <= every
    assert little & CARE == {"present", "bereavement"}
    assert least & CARE == set()
    assert {"place", "diseases", "expected", "forensic", "answered_by"} <= least
    assert asked(form, expected="unknown", forensic="no") == every, "asked where nobody knows: our own choice"


CARE = set(CODED) - {"place", "diseases", "expected", "forensic"}


def test_it_says_that_it_is_a_working_model(form: Questionnaire) -> None:
    assert "inte bekräftade" in source_of(form, "sv")
    assert "not confirmed" in source_of(form, "en")


def test_coded_answers_leave_in_one_text() -> None:
    report = DeathReported(
        place="hospital", diseases=("cancer", "heart"), expected="yes", forensic="no", mouth="yes",
        answered_by="one", profession="nurse",
    )  # fmt: skip
    told = DeathReported.columns["answers"].read(report)
    assert told == "|place=hospital|diseases=cancer|diseases=heart|expected=yes|forensic=no|mouth=yes|"
