"""What is known of the one who writes, where a form asks for it and nothing else is known.

Which profession a role is, a room says in its ``apps.ready``: :func:`professions`.
"""

from __future__ import annotations

from collections.abc import Callable

from lindra.forms.places import Filled, Place
from lindra.forms.structs import Coding, Item, Questionnaire
from lindra.forms.values import Answers
from lindra.privacy.reader import Reader

_profession: Callable[[str], str] = str


def professions(of: Callable[[str], str]) -> None:
    """Say how the role of an assignment becomes a profession."""
    global _profession
    _profession = of


def fill(questionnaire: Questionnaire, answers: Answers, reader: Reader) -> Answers:
    """The answers with the one who writes where that is asked for, and their profession fits.

    Where anything is known of somebody (``physician.name``), nothing of another is put beside it.
    """
    filled = Filled(questionnaire, answers, least=1)
    asked = [place for place in filled.places if place.item.reader[0]]
    taken = {_whom(place) for place in asked if answers.get(place.path)}
    profession = _profession(reader.assignment.role)
    found = dict(answers)
    for place in asked:
        part, only = place.item.reader
        answer = _answer(place.item, _part(reader, part, profession))
        if answer is not None and _whom(place) not in taken and (not only or profession in only):
            found[place.path] = [answer]
    return found


def _whom(place: Place) -> str:
    """Whom a question is about: where its answers go, without the last part."""
    return f"{place.within}{place.item.field.rpartition('.')[0]}"


def _part(reader: Reader, part: str, profession: str) -> str:
    known = {
        "name": reader.staff.name,
        "unit": reader.assignment.unit_name,
        "hsa_id": reader.staff.hsa_id,
        "profession": profession,
    }
    return known[part]


def _answer(item: Item, text: str) -> Coding | int | str | None:
    option = item.option(text)
    if item.answer_option:
        return option.value if option else None
    return text or None
