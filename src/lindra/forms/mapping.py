"""Where in a fact an answer goes, and in which shape: read from the fact's own types. Pure."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from lindra.clock import STOCKHOLM
from lindra.forms.scoring import number_of
from lindra.forms.structs import ANSWER, ITEM, SAME, Coding, Item, Quantity
from lindra.record.envelope import instant, stamp
from lindra.record.facts import Amount, Code
from lindra.record.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Target:
    """What stands at a path of a fact: one or ``many`` of a ``model``, or of a plain value where that is ``None``."""

    many: bool
    model: type[BaseModel] | None


def target(within: str | type[BaseModel], path: str) -> Target:
    """What stands at ``path`` in facts of a kind, or in a value. Raises ``LookupError``: it says what is not there."""
    if isinstance(within, str) and within not in KINDS:
        raise LookupError(f"there is no kind of fact called {within!r}")
    found = Target(False, KINDS[within] if isinstance(within, str) else within)
    so_far = within if isinstance(within, str) else within.__name__
    for part in path.split("."):
        if found.model is None or found.many or part not in found.model.model_fields:
            raise LookupError(f"{so_far} has no field {part!r}")
        found = _target(found.model.model_fields[part].annotation)
        so_far += f".{part}"
    return found


def _target(annotation: Any) -> Target:
    many, model = False, None
    for one in _parts(annotation):
        if get_origin(one) in (tuple, list, frozenset, set):
            many = True
            model = model or next((inner.model for inner in map(_target, get_args(one)) if inner.model), None)
        elif isinstance(one, type) and issubclass(one, BaseModel):
            model = one
    return Target(many, model)


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, or the one type."""
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def put(payload: dict[str, Any], path: str, value: Any) -> None:
    """Set what stands at a path."""
    *above, last = path.split(".")
    for part in above:
        payload = payload.setdefault(part, {})
    payload[last] = value


def held(payload: Mapping[str, Any], path: str) -> Any:
    """What was put at a path; ``None`` where nothing was."""
    found: Any = payload
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def constant(value: Any, payload: Mapping[str, Any], ref: str, path: str) -> Any:
    """A constant as it is written: a code of the record, or the reference that it stands for.

    ``payload`` is the fact in the making, ``ref`` the reference of the answers, ``path`` that of the fact in them.
    """
    if value == ANSWER:
        return ref
    if value == ITEM:
        return f"{ref}/{path}" if path else ref
    if isinstance(value, str) and value.startswith(SAME):
        return "|".join(_words(held(payload, one)) for one in value.removeprefix(SAME).split(","))
    return code(value) if isinstance(value, Coding) else value


def is_reference(value: Any) -> bool:
    """Whether a constant stands for a reference, which no earlier fact need have."""
    return isinstance(value, str) and (value in (ANSWER, ITEM) or value.startswith(SAME))


def _words(value: Any) -> str:
    """What was answered as it is compared: a code, or else the words, however they are written."""
    if isinstance(value, Mapping):
        value = value.get("code") or value.get("text")
    return " ".join(str("" if value is None else value).casefold().split())


def take(fact: Any, path: str) -> Any:
    """What stands at a path of a fact; ``None`` where nothing does."""
    for part in path.split("."):
        fact = getattr(fact, part, None)
    return fact


def as_payload(item: Item, answers: list[Any], where: Target) -> Any:
    """Answers in the shape of the place they go to."""
    found = [_one(item, answer, where.model) for answer in answers]
    return found if where.many else found[0]


def _one(item: Item, answer: Any, model: type[BaseModel] | None) -> Any:
    if model is Code:
        return code(answer)
    if model is Amount:
        return amount(item, answer)
    if isinstance(answer, Coding):
        return answer.code
    if item.type in ("time", "dateTime"):
        return _moment(answer)
    return answer.value if isinstance(answer, Quantity) else answer


def _moment(answer: str) -> str:
    """A time of day without seconds that are none; an instant as the record writes it. A day stays a day."""
    if "T" in answer:
        return stamp(datetime.fromisoformat(answer))
    return answer.removesuffix(":00") if answer.count(":") == 2 else answer


def code(answer: Any) -> dict[str, Any]:
    """An answer as a code of the record."""
    if isinstance(answer, Coding):
        return {"code": answer.code, "system": answer.system, "text": answer.display}
    return {"text": str(answer)}


def amount(item: Item, answer: Any) -> dict[str, Any]:
    """An answer as a value of the record: of a choice its code, and its number where it has one."""
    if isinstance(answer, bool):
        return {"yes": answer}
    if isinstance(answer, Quantity):
        return {"number": answer.value, "unit": answer.code or answer.unit}
    unit = {"unit": item.units[0].code} if item.units else {}
    number = number_of(item, answer)
    numbers: Mapping[str, Any] = {} if number is None else {"number": number, **unit}
    if isinstance(answer, (int, Decimal)):
        return dict(numbers)
    return {**numbers, "code": code(answer)} if isinstance(answer, Coding) else {**numbers, "text": answer}


def as_answers(item: Item, value: Any) -> list[Any]:
    """What stands in a fact as answers to a question; none where the question has no such answer."""
    values = value if isinstance(value, (tuple, list)) else (value,)
    found = [answer for one in values if (answer := _answer(item, one)) is not None]
    return found if item.repeats else found[:1]


def _answer(item: Item, value: Any) -> Any:
    if isinstance(value, Amount):
        parts = (value.code, value.yes, value.text or None)
        if item.type == "quantity" and value.number is not None:
            unit = next((one for one in item.units if value.unit in (one.code, one.display)), None)
            if unit is None:
                return Quantity(value.number, value.unit)
            return Quantity(value.number, unit.display or unit.code, unit.system, unit.code)
        value = next((one for one in (value.number, *parts) if one is not None), None)
    if value is None or value == "":
        return None
    if item.answer_option:
        key = value.code if isinstance(value, Code) else str(value)
        option = item.option(key)
        if option is None and item.type == "open-choice":
            return value.text if isinstance(value, Code) else key
        return option.value if option else None
    return _plain(item, value.text if isinstance(value, Code) else value)


def _plain(item: Item, value: Any) -> Any:
    """A plain value as an answer of the question's type."""
    if item.type == "boolean":
        return value if isinstance(value, bool) else None
    if item.type == "integer":
        return int(value) if isinstance(value, (int, Decimal)) and value == int(value) else None
    if item.type in ("decimal", "quantity"):
        if not isinstance(value, (int, Decimal)):
            return None
        number = Decimal(value)
        return number if item.type == "decimal" else _in_first_unit(item, number)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if item.type == "time":
        return time.fromisoformat(text).isoformat(timespec="seconds")
    if item.type == "dateTime" and text.endswith("Z"):
        return instant(text).astimezone(STOCKHOLM).isoformat(timespec="seconds")
    return text


def _in_first_unit(item: Item, number: Decimal) -> Quantity:
    unit = item.units[0] if item.units else Coding()
    return Quantity(number, unit=unit.display or unit.code, system=unit.system, code=unit.code)
