"""Measurements over time, from events: one series for each thing measured, oldest first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from lindra.forms.questionnaire import items_of, text_of
from lindra.forms.structs import Item, Questionnaire
from lindra.record.envelope import Event

SYSTEMS_FIRST = ("IPOS", "ESAS", "NRS", "AKPS")
"""Scales in the order in which they are looked for; others follow by name."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: when (text form of an instant), how precisely that is known, and the entry it comes from."""

    at: str
    precision: str
    number: Decimal
    event: str


@dataclass(slots=True)
class Series:
    """Everything measured under one code; ``text`` is what the latest entry calls it."""

    system: str
    code: str
    text: str = ""
    unit: str = ""
    values: list[Value] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What it is known by: ``system|code``."""
        return f"{self.system}|{self.code}"


def series(events: Iterable[Event]) -> list[Series]:
    """Series of the measured numbers among events in force, scales in their order, things in the order met."""
    found: dict[str, Series] = {}
    for event in sorted(events, key=lambda one: (one.occurred_from or "", one.recorded_at, one.id)):
        told = _number(event)
        if told is None or event.occurred_from is None:
            continue
        code, number, unit = told
        key = f"{code.get('system', '')}|{code.get('code') or code.get('text', '')}"
        one = found.setdefault(key, Series(code.get("system", ""), code.get("code") or code.get("text", "")))
        one.text, one.unit = code.get("text", "") or one.text, unit or one.unit
        one.values.append(Value(event.occurred_from, event.precision, number, event.id))
    return sorted(found.values(), key=lambda one: _rank(one.system))


def _number(event: Event) -> tuple[Mapping[str, Any], Decimal, str] | None:
    payload = event.payload or {}
    value = payload.get("value") or {}
    if event.kind != "measured" or value.get("number") is None or value.get("comparator"):
        return None
    try:
        return payload.get("code") or {}, Decimal(str(value["number"])), str(value.get("unit", ""))
    except InvalidOperation:
        return None


def _rank(system: str) -> tuple[int, str]:
    known = SYSTEMS_FIRST.index(system) if system in SYSTEMS_FIRST else len(SYSTEMS_FIRST)
    return known, system


def by_system(every: Iterable[Series]) -> dict[str, list[Series]]:
    """The same, gathered by scale."""
    found: dict[str, list[Series]] = {}
    for one in every:
        found.setdefault(one.system, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Scale:
    """What a thing measured is called in a language, and between which values it lies."""

    text: str
    low: float | None = None
    high: float | None = None


def scales(forms: Iterable[Questionnaire], lang: str) -> dict[str, Scale]:
    """By ``system|code``, from the forms that measure it."""
    found: dict[str, Scale] = {}
    for form in forms:
        for item in items_of(form.item):
            if item.measured and item.code:
                low, high = _ends(item)
                found.setdefault(
                    f"{item.code[0].system}|{item.code[0].code}", Scale(text_of(item, lang), low, high)
                )
    return found


def _ends(item: Item) -> tuple[float | None, float | None]:
    numbers = [float(one.ordinal) for one in item.answer_option if one.ordinal is not None]
    if numbers:
        return min(numbers), max(numbers)
    low, high = item.minimum, item.maximum
    return (float(low), float(high)) if low is not None and high is not None else (None, None)
