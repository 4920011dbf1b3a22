"""Worked cases: what a record holds, and what the form says of it and why (``cases/*.txt``, read by ``notation``)."""

from __future__ import annotations

import pytest
from django.utils import translation

from lindra.registry.events import CODED
from lindra.registry.prefill import QUESTIONS
from registry.notation import Case, Expected, pages, read, said

PAGES = pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_form_says_of_a_record_what_the_page_says(page: Case) -> None:
    with translation.override("en"):
        for expected in page.expected:
            check(page, expected)
    if page.others_silent:
        told = {one.question for one in page.expected}
        speaking = {name: claim for name, claim in page.claims.items() if claim.certainty != "silent"}
        assert set(speaking) <= told, f"not on the page: {sorted(set(speaking) - told)}"


def check(page: Case, expected: Expected) -> None:
    claim = page.claims[expected.question]
    assert claim.certainty == expected.certainty, f"{expected.question}: {claim.certainty} – {said(claim)}"
    if claim.certainty == "conflict":
        assert sorted({answer for answer, _ in claim.against if answer}) == sorted(expected.answers)
    elif claim.claims:
        assert claim.answers == expected.answers, expected.question
    assert expected.because in said(claim), f"{expected.question}: {said(claim)}"


# The pages together.

ALWAYS_YES = {"mouth", "ulcer_documented", "talk_patient", "pain_rated", "others_rated", "forensic", "present",
              "will_lost", "examined", "consulted", "arrived", "place", "place_other", "diseases",
              "disease_other"}  # fmt: skip
"""Questions of which no entry can say no, or whose answer is no yes or no."""
NO = {
    "ulcer_arrival": "none",
    "ulcer_death": "none",
    "talk_relatives": "no_relatives",
    "bereavement": "no_relatives",
}
NO |= {f"{name}_relief": "not" for name in ("pain", "anxiety")}
"""What stands for no where the question has another word."""
NEVER_NOT = {f"{name}_relief" for name in ("rattle", "nausea", "breathlessness", "confusion")}
"""Relief: that it was not relieved is shown of two symptoms; the rule is the same for all."""


def answers(question: str) -> set[str]:
    """Everything that pages claim of a question."""
    return {
        answer
        for page in PAGES
        for one in page.expected
        if one.question == question and one.certainty in ("certain", "likely")
        for answer in one.answers
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_has_a_page_that_answers_it_one_that_is_silent_and_where_it_can_be_one_that_says_no(
    question: str,
) -> None:
    claimed = answers(question)
    no = NO.get(question, "no")
    assert claimed - {"unknown"} - ({no} if no == "no" else set()), "never answered"
    assert any(page.claims[question].certainty == "silent" for page in PAGES), "never silent"
    if question not in ALWAYS_YES | NEVER_NOT:
        assert no in claimed, "never no"


def test_what_is_said_never_to_be_no_is_never_no() -> None:
    for page in PAGES:
        for question in ALWAYS_YES:
            assert "no" not in page.claims[question].answers


def test_there_are_pages_enough_and_conflicts_among_them() -> None:
    assert len(PAGES) >= 35
    assert len({one.question for page in PAGES for one in page.expected if one.certainty == "conflict"}) >= 8
    assert set(CODED) | {"arrived", "place_other", "disease_other"} == set(QUESTIONS)


@pytest.mark.parametrize(
    "line", ["2026-03-14 14:00  ward: swam", "2026-03-14 14:00  moon: died", "mouth yes", "mouth: yes"]
)
def test_a_line_that_cannot_be_understood_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"not an|nobody|how sure"):
        read("page", f"Title\n\n2026-03-14 14:00  ward: died\n{line}\n")


def test_a_page_that_says_something_else_fails() -> None:
    text = "Title\n\n2026-03-14 14:00  ward: died\n2026-03-13 14:00  ward: ROAG sum 12\n\n"
    for wrong in ("mouth: no, certain", "mouth: yes, likely", "mouth: silent", "others: silent"):
        with pytest.raises(AssertionError):
            test_the_form_says_of_a_record_what_the_page_says(read("page", text + wrong))
