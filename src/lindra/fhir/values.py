"""FHIR's values in the record's words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lindra.fhir.datatypes import (
    Annotation,
    CodeableConcept,
    Coding,
    Dosage,
    Quantity,
    Range,
    Ratio,
    Reference,
    Timing,
)
from lindra.fhir.references import Scope
from lindra.fhir.resources.base import AnyValue, Concepts, References
from lindra.record.clinical import Planned
from lindra.record.facts import Actor, Amount, Code

PERSONS_KEPT_APART = ("Patient", "RelatedPerson")
"""What is displayed of these is a name, which is never payload."""


def of_coding(coding: Coding, text: str = "") -> Code:
    """A code, with the words of the whole or its own."""
    return Code(code=coding.code, system=coding.system, text=text or coding.display)


def code(concept: CodeableConcept | None) -> Code | None:
    """The code that was chosen, or the first, with the text it was given; ``None`` where nothing is said."""
    if concept is None:
        return None
    chosen = _chosen(concept)
    if chosen is not None:
        return of_coding(chosen, concept.text)
    return Code(text=concept.text) if concept.text else None


def others(concept: CodeableConcept | None) -> tuple[Code, ...]:
    """The same in the other code systems."""
    if concept is None or len(concept.coding) < 2:
        return ()
    chosen = _chosen(concept)
    return tuple(of_coding(coding) for coding in concept.coding if coding is not chosen)


def _chosen(concept: CodeableConcept) -> Coding | None:
    marked = (coding for coding in concept.coding if coding.user_selected)
    return next(marked, concept.coding[0] if concept.coding else None)


def codes(concepts: Concepts) -> tuple[Code, ...]:
    """One code of each."""
    return tuple(found for concept in concepts if (found := code(concept)))


def plain(concept: CodeableConcept | None) -> str:
    """Just the code of a status and the like, or its words."""
    found = code(concept)
    return (found.code or found.text) if found else ""


def words(concept: CodeableConcept | None) -> str:
    """Just the words."""
    found = code(concept)
    return (found.text or found.code) if found else ""


def amount(quantity: Quantity | None) -> Amount | None:
    """A measured amount; the unit as written, else as coded."""
    if quantity is None:
        return None
    unit = quantity.unit or quantity.code
    return Amount(number=quantity.value, comparator=quantity.comparator, unit=unit)


def value(given: AnyValue) -> Amount | None:
    """``value[x]`` as an amount, a code, a text or a yes/no; ``None`` where there is none."""
    if given.value_quantity is not None:
        return amount(given.value_quantity)
    if given.value_codeable_concept is not None:
        concept = given.value_codeable_concept
        return Amount(code=code(concept)) if concept.coding else Amount(text=concept.text)
    if given.value_coding is not None:
        return Amount(code=of_coding(given.value_coding))
    if given.value_boolean is not None:
        return Amount(yes=given.value_boolean)
    number = given.value_integer if given.value_decimal is None else given.value_decimal
    if number is not None:
        return Amount(number=Decimal(number))
    text = _text(given)
    return Amount(text=text) if text is not None else None


def _text(given: AnyValue) -> str | None:
    for plain_text in (
        given.value_string, given.value_date, given.value_time, given.value_date_time, given.value_uri,
    ):  # fmt: skip
        if plain_text is not None:
            return plain_text
    if given.value_range is not None:
        return range_text(given.value_range)
    if given.value_ratio is not None:
        return ratio_text(given.value_ratio)
    if given.value_sampled_data is not None:
        return given.value_sampled_data.data
    if given.value_period is not None:
        return f"{given.value_period.start}–{given.value_period.end}"
    if given.value_attachment is not None:
        return given.value_attachment.title or given.value_attachment.url
    return None


def quantity_text(quantity: Quantity | None) -> str:
    """An amount in words."""
    if quantity is None:
        return ""
    number = "" if quantity.value is None else f"{quantity.comparator}{quantity.value}"
    return f"{number} {quantity.unit or quantity.code}".strip()


def range_text(given: Range) -> str:
    """Between two amounts, in words."""
    return f"{quantity_text(given.low)}–{quantity_text(given.high)}"


def ratio_text(given: Ratio) -> str:
    """An amount per another, in words."""
    return f"{quantity_text(given.numerator)}/{quantity_text(given.denominator)}"


def actor(reference: Reference | None, scope: Scope, role: str = "") -> Actor | None:
    """A person or organisation of elsewhere; names of patients and relatives are left out."""
    if reference is None:
        return None
    written = scope.written(reference)
    name = reference.display or _contained_name(reference.reference, scope)
    name = "" if is_kept_apart(reference, written) else name
    return Actor(role=role, reference=written, name=name) if written or name else None


def is_kept_apart(reference: Reference, written: str) -> bool:
    """Whether a reference is to a patient or relative, whose name stands in ``people``."""
    return reference.type in PERSONS_KEPT_APART or any(f"{kind}/" in written for kind in PERSONS_KEPT_APART)


def display(reference: Reference | None, scope: Scope) -> str:
    """What a reference is displayed as, but for names of patients and relatives."""
    if reference is None or is_kept_apart(reference, scope.written(reference)):
        return ""
    return reference.display


def _contained_name(reference: str, scope: Scope) -> str:
    """The name of a practitioner or organisation held inside the resource itself."""
    held = scope.contained.get(reference.removeprefix("#")) if reference.startswith("#") else None
    if held is None or held.get("resourceType") in PERSONS_KEPT_APART:
        return ""
    name = held.get("name")
    if isinstance(name, list) and name and isinstance(name[0], dict):
        first = name[0]
        return str(first.get("text") or " ".join([*first.get("given", ()), first.get("family", "")]).strip())
    return name if isinstance(name, str) else ""


def actors(scope: Scope, *roles: tuple[str, Reference | References | None]) -> tuple[Actor, ...]:
    """All who took part, each with a role, in the order told."""
    found = []
    for role, given in roles:
        for reference in given if isinstance(given, tuple) else (given,):
            if known := actor(reference, scope, role):
                found.append(known)
    return tuple(found)


def written(references: Iterable[Reference | None], scope: Scope, expected: str = "") -> tuple[str, ...]:
    """References as the record writes them."""
    return tuple(text for reference in references if (text := scope.written(reference, expected)))


def notes(annotations: Iterable[Annotation]) -> str:
    """Notes as one text, each with its time where it has one."""
    return "\n\n".join(f"{note.time} {note.text}".strip() for note in annotations if note.text)


def timing_text(timing: Timing | None) -> str:
    """How often, in words."""
    if timing is None:
        return ""
    if timing.code is not None and (said := words(timing.code)):
        return said
    repeat = timing.repeat
    if repeat is None:
        return ", ".join(timing.event)
    often = f"{repeat.frequency or 1} × / {repeat.period} {repeat.period_unit}" if repeat.period else ""
    parts = (often, f"{repeat.count} ×" if repeat.count else "",
             *repeat.day_of_week, *repeat.time_of_day, *repeat.when)  # fmt: skip
    return ", ".join(part for part in parts if part)


def planned_by(timing: Timing | None) -> Planned | None:
    """A timing as a plan."""
    if timing is None:
        return None
    bounds = timing.repeat.bounds_period if timing.repeat else None
    days = sorted(timing.event)
    return planned(
        bounds.start if bounds else "".join(days[:1]), bounds.end if bounds else "", timing_text(timing)
    )


def planned(start: str, end: str = "", text: str = "") -> Planned | None:
    """A plan, where anything is said of it."""
    return Planned(start=start, end=end, text=text) if start or end or text else None


def dosage_text(dosages: Iterable[Dosage]) -> str:
    """How a medicine is to be taken, in words."""
    return "; ".join(text for dosage in dosages if (text := _one_dosage(dosage)))


def _one_dosage(dosage: Dosage) -> str:
    doses = [quantity_text(dosage.dose)]
    for dose in dosage.dose_and_rate:
        doses.append(
            quantity_text(dose.dose_quantity) or (range_text(dose.dose_range) if dose.dose_range else "")
        )
        doses.append(
            quantity_text(dose.rate_quantity) or (ratio_text(dose.rate_ratio) if dose.rate_ratio else "")
        )
    told = [*doses, timing_text(dosage.timing)] if not dosage.text else [dosage.text]
    told += [words(instruction) for instruction in dosage.additional_instruction]
    told += [dosage.patient_instruction, words(dosage.site), words(dosage.method)]
    if dosage.as_needed_codeable_concept is not None:
        told.append(words(dosage.as_needed_codeable_concept))
    return ", ".join(part for part in told if part)


def route(dosages: Iterable[Dosage]) -> str:
    """The first way of giving that is told."""
    return next((words(dosage.route) for dosage in dosages if dosage.route), "")


def as_needed(dosages: Iterable[Dosage]) -> bool:
    """Whether a medicine is to be taken only when needed (vid behov)."""
    return any(
        dosage.as_needed_boolean or dosage.as_needed_codeable_concept is not None for dosage in dosages
    )
