"""The one who writes: what is known of them where a form asks for it, what they may write, and what they sign.

A room says in its ``apps.ready`` which profession a role is (:func:`professions`), which professions may write or
withdraw a kind of fact (:func:`only`), and which facts this reader does not sign (:func:`signing`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from lindra.forms.places import Filled, Place
from lindra.forms.structs import Coding, Item, Questionnaire
from lindra.forms.values import Answers
from lindra.privacy.reader import Reader
from lindra.record.kinds import Fact

_profession: Callable[[str], str] = str
_ONLY: dict[str, tuple[frozenset[str], str]] = {}
_SIGNS: dict[str, Callable[[Fact, Reader], bool]] = {}


def professions(of: Callable[[str], str]) -> None:
    """Say how the role of an assignment becomes a profession."""
    global _profession
    _profession = of


def only(kind: str, allowed: Collection[str], text: str) -> None:
    """Let only some professions write, correct or withdraw a kind; ``text`` (a message id) tells others what to do."""
    _ONLY[kind] = (frozenset(allowed), text)


def signing(kind: str, signs: Callable[[Fact, Reader], bool]) -> None:
    """Say who signs a kind by writing it; what nobody says this of is signed by whoever writes it."""
    _SIGNS[kind] = signs


def refusal(kinds: Iterable[str], reader: Reader) -> str:
    """What to do instead (a message id), where this reader may not write or withdraw one of these kinds; else empty."""
    own = _profession(reader.assignment.role)
    told = (_ONLY[kind] for kind in kinds if kind in _ONLY)
    return next((text for allowed, text in told if own not in allowed), "")


def signs(fact: Fact, reader: Reader) -> bool:
    """Whether this reader signs a fact by writing it."""
    asked = _SIGNS.get(fact.kind)
    return asked is None or asked(fact, reader)


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
