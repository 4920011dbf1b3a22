"""The questions that relatives are asked: their versions and languages, the parts they are shown in, the answers. Pure.

They are no form that staff fill in, and therefore not in the library of those. Every version stays, so that what was
answered can be read; a new one is a new file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lindra import clock
from lindra.forms.answers import (
    Answers,
    Control,
    Problem,
    check,
    code_of,
    controls,
    of_response,
    parse,
    response,
    shown,
)
from lindra.forms.questionnaire import items_of, read, text_of
from lindra.forms.structs import CHOICES, Item, Questionnaire

LANGUAGES = Path(__file__).with_name("data") / "languages.csv"

Typed = Mapping[str, list[str]]
"""What stands in the form controls, by their names."""


@cache
def versions() -> dict[str, Questionnaire]:
    """Every version, by id and version, the oldest first."""
    folder = files("lindra.registry.relatives") / "forms"
    found = [read(path.read_bytes()) for path in folder.iterdir() if path.name.endswith(".json")]
    return {one.named: one for one in sorted(found, key=_numbers)}


def _numbers(form: Questionnaire) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", form.version)]


def latest() -> Questionnaire:
    """The questions that are asked now."""
    return list(versions().values())[-1]


@cache
def languages() -> dict[str, str]:
    """The languages in which one can answer, each in its own name."""
    with LANGUAGES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def questions(form: Questionnaire) -> tuple[Item, ...]:
    """The questions answered by a code, in their order."""
    return tuple(item for item in items_of(form.item) if item.type in CHOICES)


def said(form: Questionnaire, answers: Answers) -> dict[str, str]:
    """Of each question that was answered by a code, the code."""
    links = [item.link_id for item in questions(form)]
    return {link: code_of(answers[link][0]) for link in links if answers.get(link)}


def labels(form: Questionnaire, lang: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Of each such question its words and those of its answers."""
    return {
        item.link_id: (
            text_of(item, lang), {one.key: shown(item, one.value, lang) for one in item.answer_option}
        )
        for item in questions(form)
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the questions, on one page; ``number`` from 1 of ``of``."""

    number: int
    of: int
    control: Control
    problems: tuple[Problem, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its controls."""
        return tuple(one.name for one in self.control.children)


def parts(form: Questionnaire, typed: Typed, lang: str) -> list[Part]:
    """The questions in their parts, with what has been typed in them and what is wrong with it."""
    answers, problems = read_typed(form, typed)
    asked = [one for one in controls(form, answers, lang) if one.look == "group"]
    return [Part(number, len(asked), one, _within(one, problems)) for number, one in enumerate(asked, 1)]


def _within(group: Control, problems: list[Problem]) -> tuple[Problem, ...]:
    paths = {one.path for one in group.children}
    return tuple(one for one in problems if one.path in paths)


def read_typed(form: Questionnaire, typed: Typed) -> tuple[Answers, list[Problem]]:
    """Answers from what stands in the controls, and what is wrong with them. Nothing has to be answered."""
    answers, unread = parse(form, {name: given[:1] for name, given in typed.items()})
    told = {one.path for one in unread}
    wrong = [one for one in check(form, answers, clock.now()) if one.path and one.path not in told]
    return answers, [*unread, *wrong]


def told(form: Questionnaire, answers: Answers, lang: str) -> list[tuple[str, str]]:
    """Each question of the form in a language, with the answer; empty where it was left out."""
    return [
        (text_of(item, lang), ", ".join(shown(item, one, lang) for one in answers.get(item.link_id, ())))
        for item in items_of(form.item)
        if item.is_question
    ]


def verbatim(form: Questionnaire, answers: Answers, lang: str, at: datetime) -> dict[str, Any]:
    """The answers as they are kept: a FHIR QuestionnaireResponse, with the words in which they were asked."""
    return response(form, answers, lang, at)


def of_verbatim(form: Questionnaire, kept: Mapping[str, Any]) -> Answers:
    """The answers of what was kept."""
    return of_response(form, kept)[0]
