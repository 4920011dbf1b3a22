"""What is used of FHIR R4 Questionnaire (hl7.org/fhir/R4/questionnaire.html) and of its extensions. Pure.

Field names are FHIR's, in Python's spelling. Our own extensions, under :data:`OURS`, say which facts the answers give:

=============  ====================  ================================================================================
extension      on                    meaning
=============  ====================  ================================================================================
``fact``       item, form            the answers below give one fact of this kind; on a repeating group one each time
``field``      question              where its answer goes in the nearest enclosing fact: ``review`` or ``dose.number``
``field``      group                 what is answered below is one value there; on a repeating group one each time
``fixed``      where ``fact`` is     a constant of that fact: nested ``path`` and ``value``; see below
``fixed``      option                the same, where this answer is chosen
``when``       date, dateTime        when the fact (outside any fact: the form's facts) occurred
``measured``   question, score       gives a ``measured`` fact of its own, coded by ``code[0]``
``score``      readOnly number       computed by the function of this name in :mod:`lindra.forms.rules`
``key``        question              tells which earlier fact of this kind is meant
``options``    choice                its answers are the patient's own (``relatives`` …): :mod:`lindra.forms.options`
``reader``     question              begins with what is known of the one who writes, where nothing else is: nested
                                     ``part`` (``name``, ``profession``, ``unit``, ``hsa_id``), and each ``profession``
                                     of which they must be one (none: any)
``fresh``      item, form            never filled in from what is known
``absent``     option                no value, and why: goes to ``measured.absent``
``licence``    form                  what may be done with its wording
``source``     form                  where its facts come from
=============  ====================  ================================================================================

Three constants stand for a reference: ``@answer`` for these answers, ``@item`` for this item of them (both the same
when the answers are corrected), and ``@same:code,route`` for what stands in these fields of the fact, so that the same
thing noted again is known as the same.

A sentence of help is FHIR's own: a ``display`` below the question or group, with item-control ``help``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

HL7 = "http://hl7.org/fhir/StructureDefinition/"
OURS = "https://lindra.invalid/fhir/"

TRANSLATION = HL7 + "translation"
MINIMUM, MAXIMUM = HL7 + "minValue", HL7 + "maxValue"
PLACES = HL7 + "maxDecimalPlaces"
UNIT, UNIT_OPTION = HL7 + "questionnaire-unit", HL7 + "questionnaire-unitOption"
LOOK = HL7 + "questionnaire-itemControl"
HIDDEN = HL7 + "questionnaire-hidden"
ORDINAL = HL7 + "ordinalValue"
WEIGHT = HL7 + "itemWeight"

FACT, FIELD, FIXED, WHEN = OURS + "fact", OURS + "field", OURS + "fixed", OURS + "when"
MEASURED, SCORE, KEY, FRESH = OURS + "measured", OURS + "score", OURS + "key", OURS + "fresh"
ABSENT, LICENCE, SOURCE = OURS + "absent", OURS + "licence", OURS + "source"
OPTIONS, READER = OURS + "options", OURS + "reader"
OWN = (FACT, FIELD, FIXED, WHEN, MEASURED, SCORE, KEY, FRESH, ABSENT, LICENCE, SOURCE, OPTIONS, READER)

ANSWER, ITEM, SAME = "@answer", "@item", "@same:"
"""Constants that stand for a reference."""
READER_PARTS = ("name", "profession", "unit", "hsa_id")
"""What may be known of the one who writes."""

GROUPS = ("group", "display")
NUMBERS = ("integer", "decimal")
CHOICES = ("choice", "open-choice")
TYPES = (*GROUPS, *NUMBERS, *CHOICES, "boolean", "date", "dateTime", "time", "string", "text", "quantity")
"""Item types that can be asked here."""


class Base(Struct, rename="camel", frozen=True, omit_defaults=True, repr_omit_defaults=True):
    """What all have in common: FHIR's spelling, and nothing changes it."""


class Coding(Base, frozen=True):
    """A code of a code system."""

    code: str = ""
    system: str = ""
    display: str = ""
    display_extended: Extended | None = msgspec.field(default=None, name="_display")


class Quantity(Base, frozen=True):
    """A number with its unit."""

    value: Decimal | None = None
    unit: str = ""
    system: str = ""
    code: str = ""


class CodeableConcept(Base, frozen=True):
    """The same said in several code systems, and in words."""

    coding: tuple[Coding, ...] = ()
    text: str = ""


class Value(Base, frozen=True):
    """``value[x]`` as far as it can stand in a form."""

    value_boolean: bool | None = None
    value_integer: int | None = None
    value_decimal: Decimal | None = None
    value_date: str | None = None
    value_date_time: str | None = None
    value_time: str | None = None
    value_string: str | None = None
    value_coding: Coding | None = None
    value_quantity: Quantity | None = None

    @property
    def value(self) -> Any:
        """Whatever it says: a bool, int, Decimal, str, Coding or Quantity; ``None`` when nothing."""
        found = (
            self.value_boolean, self.value_integer, self.value_decimal, self.value_date, self.value_date_time,
            self.value_time, self.value_string, self.value_coding, self.value_quantity,
        )  # fmt: skip
        return next((one for one in found if one is not None), None)


class Extension(Value, frozen=True):
    """What a profile adds."""

    url: str = ""
    value_code: str | None = None
    value_markdown: str | None = None
    value_uri: str | None = None
    value_string_extended: Extended | None = msgspec.field(default=None, name="_valueString")
    value_codeable_concept: CodeableConcept | None = None
    extension: tuple[Extension, ...] = ()

    @property
    def value(self) -> Any:
        """Whatever it says; of a concept its first code."""
        if (plain := super().value) is not None:
            return plain
        concept = self.value_codeable_concept
        if concept is not None and concept.coding:
            return concept.coding[0]
        found = (self.value_code, self.value_markdown, self.value_uri)
        return next((one for one in found if one is not None), None)


class Extended(Base, frozen=True):
    """Extensions of a plain value: its translations."""

    extension: tuple[Extension, ...] = ()


class Extendable(Base, frozen=True):
    """What may carry extensions."""

    extension: tuple[Extension, ...] = ()

    def said(self, url: str) -> Any:
        """What the first extension of this url says; ``None`` when there is none."""
        return next((one.value for one in self.extension if one.url == url), None)

    def all_said(self, url: str) -> tuple[Any, ...]:
        """What each extension of this url says."""
        return tuple(one.value for one in self.extension if one.url == url)

    @property
    def fact(self) -> str:
        """The kind of fact that the answers below give; empty when none."""
        return str(self.said(FACT) or "")

    @property
    def fixed(self) -> dict[str, Any]:
        """Constants of that fact: value by path."""
        return {str(_part(one, "path")): _part(one, "value") for one in self.extension if one.url == FIXED}

    @property
    def fresh(self) -> bool:
        """Whether it is never filled in from what is known."""
        return bool(self.said(FRESH))


def _part(extension: Extension, name: str) -> Any:
    return next((one.value for one in extension.extension if one.url == name), None)


class Option(Extendable, frozen=True):
    """One answer to choose."""

    value_integer: int | None = None
    value_date: str | None = None
    value_time: str | None = None
    value_string: str | None = None
    value_string_extended: Extended | None = msgspec.field(default=None, name="_valueString")
    value_coding: Coding | None = None
    initial_selected: bool = False

    @property
    def value(self) -> Coding | int | str:
        """The answer it is."""
        if self.value_coding is not None:
            return self.value_coding
        return next(
            one for one in (self.value_integer, self.value_date, self.value_time, self.value_string, "")
            if one is not None
        )  # fmt: skip

    @property
    def key(self) -> str:
        """What a form control sends for it: the code, or the value as text."""
        value = self.value
        return value.code if isinstance(value, Coding) else str(value)

    @property
    def ordinal(self) -> Decimal | None:
        """The number it counts as in a score; for whole numbers the number itself."""
        inner = self.value_coding.display_extended if self.value_coding else None
        said = next((one for one in (self.said(ORDINAL), self.said(WEIGHT)) if one is not None), None)
        if said is None and inner is not None:
            said = next((one.value for one in inner.extension if one.url == ORDINAL), None)
        return Decimal(said) if said is not None else (
            Decimal(self.value_integer) if self.value_integer is not None else None
        )  # fmt: skip

    @property
    def absent(self) -> str:
        """Why there is no value, for an option such as *cannot be judged*."""
        return str(self.said(ABSENT) or "")


class EnableWhen(Base, frozen=True):
    """A condition for asking: what another question was answered."""

    question: str
    operator: str
    answer_boolean: bool | None = None
    answer_integer: int | None = None
    answer_decimal: Decimal | None = None
    answer_date: str | None = None
    answer_date_time: str | None = None
    answer_time: str | None = None
    answer_string: str | None = None
    answer_coding: Coding | None = None
    answer_quantity: Quantity | None = None

    @property
    def answer(self) -> Any:
        """What the answer is held against."""
        found = (
            self.answer_boolean, self.answer_integer, self.answer_decimal, self.answer_date,
            self.answer_date_time, self.answer_time, self.answer_string, self.answer_coding, self.answer_quantity,
        )  # fmt: skip
        return next((one for one in found if one is not None), None)


class Item(Extendable, frozen=True, kw_only=True):
    """A question, a group of them, or a text."""

    link_id: str
    type: str
    text: str = ""
    text_extended: Extended | None = msgspec.field(default=None, name="_text")
    prefix: str = ""
    code: tuple[Coding, ...] = ()
    definition: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    max_length: int | None = None
    enable_when: tuple[EnableWhen, ...] = ()
    enable_behavior: str = ""
    initial: tuple[Value, ...] = ()
    answer_option: tuple[Option, ...] = ()
    answer_value_set: str = ""
    item: tuple[Item, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether it has answers of its own."""
        return self.type not in GROUPS

    @property
    def is_help(self) -> bool:
        """Whether it is a sentence of help for the item above it."""
        return self.type == "display" and self.look == "help"

    @property
    def is_given(self) -> bool:
        """Whether nobody answers it: its initial value, or a computed score, is its answer."""
        return self.hidden or self.read_only

    @property
    def starts(self) -> tuple[Any, ...]:
        """Its initial answers."""
        chosen = tuple(one.value for one in self.answer_option if one.initial_selected)
        return chosen or tuple(one.value for one in self.initial)

    @property
    def hidden(self) -> bool:
        """Not shown; its initial value is its answer."""
        return bool(self.said(HIDDEN))

    @property
    def look(self) -> str:
        """How the form wants it shown (item-control): ``radio-button``, ``drop-down``, ``slider`` …"""
        said = self.said(LOOK)
        return said.code if isinstance(said, Coding) else ""

    @property
    def field(self) -> str:
        """Where its answer goes in the nearest enclosing fact."""
        return str(self.said(FIELD) or "")

    @property
    def is_value(self) -> bool:
        """Whether it is a group that makes a value inside a fact."""
        return self.type == "group" and bool(self.field)

    @property
    def gives(self) -> bool:
        """Whether its answer goes into the fact around it: to its field, or by what is fixed of the option chosen."""
        return self.is_question and (bool(self.field) or any(one.fixed for one in self.answer_option))

    @property
    def options(self) -> str:
        """Which answers of the patient's own it has; empty where the form says them all."""
        return str(self.said(OPTIONS) or "")

    @property
    def reader(self) -> tuple[str, tuple[str, ...]]:
        """What of the one who writes it begins with (empty: nothing), and of which professions that must be one."""
        said = next((one for one in self.extension if one.url == READER), None)
        if said is None:
            return "", ()
        professions = tuple(str(one.value) for one in said.extension if one.url == "profession")
        return str(_part(said, "part") or said.value or ""), professions

    @property
    def is_when(self) -> bool:
        """Whether it says when the fact occurred."""
        return bool(self.said(WHEN))

    @property
    def is_key(self) -> bool:
        """Whether it says which earlier fact is meant."""
        return bool(self.said(KEY))

    @property
    def measured(self) -> bool:
        """Whether its answer is a ``measured`` fact."""
        return bool(self.said(MEASURED))

    @property
    def score(self) -> str:
        """The function of :mod:`lindra.forms.rules` that computes it."""
        return str(self.said(SCORE) or "")

    @property
    def units(self) -> tuple[Coding, ...]:
        """The units it may be given in; the first is the usual one."""
        return tuple(
            one for url in (UNIT, UNIT_OPTION) for one in self.all_said(url) if isinstance(one, Coding)
        )

    @property
    def minimum(self) -> Any:
        """The least answer allowed: int, Decimal, or text of a date."""
        return self.said(MINIMUM)

    @property
    def maximum(self) -> Any:
        """The greatest answer allowed."""
        return self.said(MAXIMUM)

    def option(self, key: str) -> Option | None:
        """The option of this key."""
        return next((one for one in self.answer_option if one.key == key), None)


class Questionnaire(Extendable, frozen=True, kw_only=True):
    """A form."""

    resource_type: str
    id: str = ""
    url: str = ""
    version: str = ""
    name: str = ""
    title: str = ""
    title_extended: Extended | None = msgspec.field(default=None, name="_title")
    status: str = ""
    language: str = ""
    date: str = ""
    publisher: str = ""
    copyright: str = ""
    description: str = ""
    description_extended: Extended | None = msgspec.field(default=None, name="_description")
    code: tuple[Coding, ...] = ()
    item: tuple[Item, ...] = ()

    @property
    def named(self) -> str:
        """How an answer names it: ``id|version``."""
        return f"{self.id}|{self.version}"
