"""What the record answers as plain JSON values, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lindra.care.queries import unit_names
from lindra.forms import library
from lindra.forms.questionnaire import items_of
from lindra.forms.structs import Item, Questionnaire
from lindra.forms.texts import label_of, text_of
from lindra.record.chart import Statement
from lindra.registry.claims import Claim, Evidence
from lindra.registry.prefill import words

FORM = "death-report"


def told(
    claims: tuple[Claim, ...], died: Statement, deaths: Sequence[Statement], language: str, *, partly: bool
) -> dict[str, Any]:
    """Every question: number, text, answers in codes and words, certainty, evidence, why.

    ``deaths`` are entries by which the patient died on different days, if any.
    """
    form = library.get(FORM)
    stated = [*deaths, *(one.statement for claim in claims for one in _entries(claim))]
    units = unit_names(one.unit for one in stated)
    return {
        "form": form.id,
        "version": form.version,
        "died": died.occurred_from,
        "precision": died.precision,
        "deaths": [_evidence(Evidence(one, "died"), units) for one in deaths],
        "partly": partly,
        "questions": [_question(form, claim, units, language) for claim in claims],
    }


def _entries(claim: Claim) -> Iterator[Evidence]:
    yield from (*claim.evidence, *claim.near, *(one for _, one in claim.against))


def _question(form: Questionnaire, claim: Claim, units: dict[str, str], language: str) -> dict[str, Any]:
    item = next(one for one in items_of(form.item) if one.field == claim.question)
    return {
        "question": claim.question,
        "number": item.prefix,
        "text": text_of(item, language),
        "certainty": claim.certainty,
        "certainty_text": words.certainty(claim),
        "answers": [{"code": one, "text": answer(item, one, language)} for one in claim.answers],
        "why": words.why(claim),
        "evidence": [_evidence(one, units) for one in claim.evidence],
        "against": [
            {"code": one, "text": answer(item, one, language) if one else "", **_evidence(evidence, units)}
            for one, evidence in claim.against
        ],
        "near": [_evidence(one, units) for one in claim.near],
    }


def answer(item: Item, code: str, language: str) -> str:
    """An answer in words: what the option says; a date or free text as it is."""
    option = item.option(code)
    return label_of(option, language) if option else code


def _evidence(evidence: Evidence, units: dict[str, str]) -> dict[str, Any]:
    said, statement = words.told(evidence, units), evidence.statement
    return {
        "entry": said.event,
        "occurred": statement.occurred_from,
        "precision": statement.precision,
        "recorded": statement.recorded_at,
        "when": said.when,
        "unit": statement.unit,
        "unit_name": said.unit,
        "says": said.says,
    }


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The same as text: each question with its answer or why there is none, and the entries behind it."""
    if told["deaths"]:
        yield _("The record has different days of death")
    for one in told["deaths"]:
        yield _entry(one)
    for one in told["questions"]:
        answers = ", ".join(each["text"] for each in one["answers"])
        yield f"{one['number']:>2} {one['text']}: {answers or '–'}  [{one['certainty_text']}]"
        if one["why"]:
            yield f"     {one['why']}"
        for each in (*one["evidence"], *one["against"], *one["near"]):
            yield _entry(each)


def _entry(told: dict[str, Any]) -> str:
    where = f", {told['unit_name']}" if told["unit_name"] else ""
    return f"     · {told['when']}{where}: {told['says']}"
