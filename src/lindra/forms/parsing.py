"""Answers from what form controls send: texts, in the ways that people write numbers and dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from lindra.clock import STOCKHOLM
from lindra.forms.places import REPEATED, Filled, component
from lindra.forms.structs import Item, Quantity, Questionnaire
from lindra.forms.values import N_, Answers, Problem, Unread, code_of

CONTROL = "q:"
"""What the names of a form's controls begin with."""
OTHER, UNIT = "#other", "#unit"
"""What the names of the controls beside a control end with."""
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SPACES = re.compile(r"[\s\u00a0\u202f]")
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")

MESSAGES = {
    "boolean": N_("Choose yes or no."),
    "integer": N_("Write a whole number, such as 4."),
    "decimal": N_("Write a number, such as 2.5."),
    "quantity": N_("Write a number, such as 2.5."),
    "date": N_("Write a date as year, month and day, such as 2026-06-15."),
    "dateTime": N_("Write a date and a time, such as 2026-06-15 14:30."),
    "time": N_("Write a time, such as 14:30."),
    "choice": N_("Choose one of the answers."),
}
"""What to do where an answer of this type cannot be read."""

Texts = dict[str, list[str]]


def parse(questionnaire: Questionnaire, posted: Mapping[str, list[str]]) -> tuple[Answers, list[Problem]]:
    """Answers from form controls (``dict(request.POST.lists())`` as it is: other names are left alone).

    Numbers with comma or point. What cannot be read is a problem, and stays as :class:`Unread`. Repetitions with no
    answer are left out and the others closed up. Read-only items are never taken from what was sent.
    """
    texts = {
        name.removeprefix(CONTROL): kept
        for name, given in posted.items()
        if name.startswith(CONTROL) and (kept := [text for one in given if (text := tidy(one))])
    }
    answers: Answers = {}
    _read_items(questionnaire.item, texts, "", "", answers)
    filled = Filled(questionnaire, answers)
    problems = [
        Problem(place.path, place.item.link_id, MESSAGES[place.item.type])
        for place in filled.places
        if any(isinstance(one, Unread) for one in filled.given(place))
    ]
    return answers, problems


def tidy(text: str) -> str:
    """A text without what cannot be seen, and without spaces around it."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_text(item: Item, text: str) -> Any:
    """One answer to a question, from a text; :class:`Unread` where it is none."""
    reader = READERS.get(item.type)
    if reader is None:
        option = item.option(text)
        return option.value if option else Unread(text)
    try:
        return reader(text)
    except ValueError:
        return Unread(text)


def _read_items(items: Iterable[Item], texts: Texts, sent: str, within: str, answers: Answers) -> None:
    """Read the questions whose controls are named ``sent…`` as answers of paths ``within…``."""
    for item in items:
        path = component(item.link_id)
        if item.type == "group" and item.repeats:
            kept = (n for n in _numbers(texts, sent + path) if not _blank(item, texts, f"{sent}{path}[{n}]/"))
            for number, old in enumerate(kept):
                _read_items(item.item, texts, f"{sent}{path}[{old}]/", f"{within}{path}[{number}]/", answers)
            continue
        if item.is_question and not item.is_given and (found := _read(item, texts, sent + path)):
            answers[within + path] = found
        _read_items(item.item, texts, sent, within, answers)


def _numbers(texts: Texts, group: str) -> list[int]:
    """Which repetitions of a group something was sent for."""
    heads = (path[: path.index("]", len(group)) + 1] for path in texts if path.startswith(group + "["))
    found = (REPEATED.fullmatch(head[head.rfind("/") + 1 :]) for head in heads)
    return sorted({int(one["number"]) for one in found if one})


def _blank(group: Item, texts: Texts, sent: str) -> bool:
    """Whether nobody wrote anything in a repetition: what it began with is no answer."""
    sent_here = {path: given for path, given in texts.items() if path.startswith(sent) and UNIT not in path}
    starts = {}

    def gather(items: Iterable[Item]) -> None:
        for item in items:
            starts[sent + component(item.link_id)] = [code_of(start) for start in item.starts]
            gather(item.item)

    gather(group.item)
    return all(starts.get(path) == given for path, given in sent_here.items())


def _read(item: Item, texts: Texts, path: str) -> list[Any]:
    found = [read_text(item, text) for text in texts.get(path, [])]
    if item.type == "open-choice":
        found = [one.text if isinstance(one, Unread) else one for one in found]
        found += texts.get(path + OTHER, [])
    if item.type == "quantity":
        return [_with_unit(item, one, "".join(texts.get(path + UNIT, [])[:1])) for one in found]
    return found


def _with_unit(item: Item, answer: Any, key: str) -> Any:
    """A number with the unit that was chosen, or the first."""
    if not isinstance(answer, Decimal):
        return answer
    unit = next((one for one in item.units if one.code == key), item.units[0] if item.units else None)
    if unit is None:
        return Quantity(answer)
    return Quantity(answer, unit=unit.display or unit.code, system=unit.system, code=unit.code)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text] if text in {"true", "false"} else _no()


def _no() -> Any:
    raise ValueError


def _digits(text: str) -> str:
    return SPACES.sub("", text).replace("\u2212", "-").replace(",", ".")


def _integer(text: str) -> int:
    return int(text) if WHOLE.fullmatch(text := _digits(text)) else _no()


def _decimal(text: str) -> Decimal:
    return Decimal(text) if NUMBER.fullmatch(text := _digits(text)) else _no()


def _date(text: str) -> str:
    parts = DAY.fullmatch(text)
    return date(*map(int, parts.groups())).isoformat() if parts else _no()


def _instant(text: str) -> str:
    """A moment; without an offset it is Swedish time. A day alone is known as a day."""
    if DAY.fullmatch(text):
        return _date(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        local = moment.replace(tzinfo=STOCKHOLM)
        if local.astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) != moment:
            raise ValueError("the clocks went forward over it")
        moment = local
    return moment.isoformat(timespec="seconds")


def _time(text: str) -> str:
    moment = time.fromisoformat(text)
    return moment.isoformat(timespec="seconds") if moment.tzinfo is None else _no()


READERS: Mapping[str, Callable[[str], Any]] = {
    "boolean": _boolean, "integer": _integer, "decimal": _decimal, "quantity": _decimal, "date": _date,
    "dateTime": _instant, "time": _time, "string": lambda text: " ".join(text.split()), "text": str,
}  # fmt: skip
"""From text to answer, by item type; choices are read by their options."""
