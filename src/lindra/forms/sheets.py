"""A form being filled in: what was known or typed, what is wrong with it, and what the page needs to show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from lindra.forms import library, options, passes, queries, writer
from lindra.forms.answers import Answers, Control, Problem, controls, parse
from lindra.forms.fields import Beside, Field
from lindra.forms.models import Draft
from lindra.forms.places import Filled
from lindra.forms.questionnaire import description_of, items_of, licence_of, source_of, title_of
from lindra.forms.structs import Item, Questionnaire
from lindra.forms.yields import prefill
from lindra.frame import texts
from lindra.ids import new_id
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart

Posted = Mapping[str, list[str]]
OWN = "q:"
"""How the names of a form's controls begin."""
COUNT, MORE, LESS, CLEAR, FETCH = "n:", "more", "less", "clear", "fetch"
"""Names of what else a form sends: how many of a group are shown; one more; one less; an answer taken back; what is
known of the one that was chosen."""
MOST_REPEATED = 50
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Sheet:
    """One form of one patient with what stands in it; ``answer`` is the entry corrected, empty for a new one."""

    questionnaire: Questionnaire
    answers: Answers
    seen: int
    key: str
    answer: str = ""
    problems: list[Problem] = field(default_factory=list)
    repetitions: dict[str, int] = field(default_factory=dict)
    draft: Draft | None = None
    besides: Mapping[str, Beside] = field(default_factory=dict)
    """What a room shows with questions and groups, by linkId."""

    def context(self, reader: Reader, patient: str) -> dict[str, Any]:
        """What the templates need."""
        lang = texts.language()
        shown = controls(self.questionnaire, self.answers, lang, self.repetitions)
        told = _by_path(self.problems)
        fields = [Field(one, told, self.besides) for one in shown]
        return {
            "title": title_of(self.questionnaire, lang),
            "lead": description_of(self.questionnaire, lang),
            "blocks": _blocks(fields),
            "general": told.get("", []) + _nowhere(told, fields),
            "named": [(one.anchor, text) for each in fields for one in each.walk() for text in one.problems],
            "seen": self.seen,
            "key": self.key,
            "form": self.questionnaire,
            "licence": licence_of(self.questionnaire, lang),
            "source": source_of(self.questionnaire, lang),
            "pass": passes.give(reader, patient, self.questionnaire.id, self.answer),
            "draft": self.draft,
            "counts": _counts(shown),
        }


def begun(
    opened: Opened, reader: Reader, questionnaire: Questionnaire, known: Answers, answer: str = ""
) -> Sheet:
    """The form as it is opened: what this reader had begun, or else what is known."""
    draft = queries.draft(reader, opened.patient, questionnaire.id, answer)
    if draft is None:
        return Sheet(questionnaire, known, opened.seq, new_id(), answer)
    questionnaire = _version(questionnaire, draft.version)
    sheet = Sheet(questionnaire, {}, draft.seen, draft.key, answer, draft=draft)
    return _read(sheet, draft.body)


def known(
    opened: Opened, reader: Reader, questionnaire: Questionnaire, given: Answers | None = None
) -> Answers:
    """What the chart says of what the form asks, and who writes: nothing known is asked again.

    ``given`` is what has been answered already, if anything; of that, only what tells which fact is meant stays, and
    what is never known beforehand.
    """
    places = Filled(questionnaire, given or {}).places
    kept = {one.path: given[one.path] for one in places if given and one.path in given and _stays(one.item)}
    return writer.fill(questionnaire, prefill(questionnaire, statements(opened.chart), kept), reader)


def _stays(item: Item) -> bool:
    return item.is_key or item.fresh


def may_fetch(opened: Opened, sheet: Sheet) -> bool:
    """Whether there are facts of the kind that a form asks for, of which one can be chosen to change."""
    form = sheet.questionnaire
    keyed = form.fact and any(item.is_key for item in items_of(form.item))
    return bool(keyed and statements(opened.chart).get(form.fact) and not form.fresh and not sheet.answer)


def statements(chart: Chart) -> dict[str, list[dict[str, Any]]]:
    """What is stated, by kind, the latest first."""
    found: dict[str, dict[str, tuple[Any, dict[str, Any]]]] = {}
    for slot in chart.slots.values():
        for parts in slot.rows.values():
            for one in parts.values():
                found.setdefault(one.kind, {})[one.event] = (one.order, one.value)
    return {
        kind: [value for _, value in sorted(told.values(), key=lambda one: one[0], reverse=True)]
        for kind, told in found.items()
    }


def sent(request: HttpRequest, questionnaire: Questionnaire, answer: str = "") -> Sheet:
    """The form as it was sent, in the version in which it was shown."""
    posted = dict(request.POST.lists())
    questionnaire = _version(questionnaire, request.POST.get("version", ""))
    sheet = Sheet(
        questionnaire, {}, number(request.POST.get("seen", "")), _id(request.POST.get("key", "")), answer
    )
    return _read(sheet, posted)


def _version(questionnaire: Questionnaire, version: str) -> Questionnaire:
    if version == questionnaire.version:
        return questionnaire
    try:
        return options.as_in(library.get(questionnaire.id, version), questionnaire)
    except library.NoForm:
        return questionnaire


def _read(sheet: Sheet, posted: Posted) -> Sheet:
    """What stands in the controls, with what was asked of the form itself done: one more, one less, taken back."""
    posted = _without(posted, [*posted.get(LESS, ()), *posted.get(CLEAR, ())])
    sheet.answers, sheet.problems = parse(sheet.questionnaire, posted)
    for name, values in posted.items():
        if name.startswith(COUNT):
            sheet.repetitions[name[len(COUNT) :]] = min(number(values[-1]), MOST_REPEATED)
    for group in posted.get(MORE, ()):
        sheet.repetitions[group] = min(sheet.repetitions.get(group, 1) + 1, MOST_REPEATED)
    for path in posted.get(LESS, ()):
        group = path.rpartition("[")[0]
        sheet.repetitions[group] = max(sheet.repetitions.get(group, 1) - 1, 0)
    return sheet


def _without(posted: Posted, paths: list[str]) -> dict[str, list[str]]:
    """Without the controls at or below some paths."""
    gone = tuple(f"{OWN}{path}" for path in paths if path)
    return {
        name: values
        for name, values in posted.items()
        if not (gone and any(name == one or name.startswith((f"{one}/", f"{one}#")) for one in gone))
    }


def is_saving(request: HttpRequest) -> bool:
    """Whether the form was sent to be saved, not for one more of something."""
    return not any(name in request.POST for name in (MORE, LESS, CLEAR, FETCH))


def number(text: str) -> int:
    """A number as sent by the page; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _id(text: str) -> str:
    return text if UUID.fullmatch(text) else new_id()


def _blocks(fields: list[Field]) -> list[list[Field]]:
    """What stands together on the page: each group by itself, and between them the questions that are in none."""
    found: list[list[Field]] = []
    for one in fields:
        if one.is_group or not found or found[-1][0].is_group:
            found.append([])
        found[-1].append(one)
    return found


def _counts(shown: list[Control]) -> list[tuple[str, int]]:
    """How many of each repeating group are on the page, by the group's path without its number."""
    found: dict[str, int] = {}
    for one in _every(shown):
        if one.repetition is not None:
            found[one.path.rpartition("[")[0]] = one.repetitions
    return [(f"{COUNT}{group}", count) for group, count in found.items()]


def _every(shown: list[Control] | tuple[Control, ...]) -> list[Control]:
    return [each for one in shown for each in (one, *_every(one.children))]


def _by_path(problems: list[Problem]) -> dict[str, list[str]]:
    """Translated, by the path they stand at."""
    found: dict[str, list[str]] = {}
    for one in problems:
        text = gettext(one.text)
        found.setdefault(one.path, []).append(text % one.args if one.args else text)
    return found


def _nowhere(told: dict[str, list[str]], fields: list[Field]) -> list[str]:
    """Problems of answers that the page does not show."""
    shown = {one.control.path for each in fields for one in each.walk()} | {""}
    return [text for path, found in told.items() if path not in shown for text in found]
