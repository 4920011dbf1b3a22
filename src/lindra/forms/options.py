"""Answers to choose that no form can say beforehand: the patient's relatives, the orders in force.

A question with the extension ``options`` names them; a room registers where they come from, in its ``apps.ready``::

    options.register("orders", in_force)

    def in_force(opened: Opened, kept: Collection[str]) -> Iterable[Option]:
        return [Option(value_coding=Coding(code=order, display=title)) for …]

``kept`` are codes that were chosen in answers now corrected: those are still to choose, also where no longer in force.
What else the choice tells of the fact stands in the option's ``fixed`` constants: :func:`fixed`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from lindra.forms.questionnaire import items_of
from lindra.forms.structs import FIXED, Coding, Extension, Item, Option, Questionnaire
from lindra.privacy.door import Opened
from lindra.record import clinical
from lindra.record.clinical import Answered

Source = Callable[[Opened, Collection[str]], Iterable[Option]]
Found = Mapping[str, tuple[Option, ...]]
"""Options by the name of their source."""
_SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Say where the options of this name come from; the latest said stands."""
    _SOURCES[name] = source


def fixed(path: str, value: str | bool | Decimal) -> Extension:
    """A constant of the fact where an option is chosen."""
    if isinstance(value, bool):
        held = Extension(url="value", value_boolean=value)
    elif isinstance(value, Decimal):
        held = Extension(url="value", value_decimal=value)
    else:
        held = Extension(url="value", value_string=value)
    return Extension(url=FIXED, extension=(Extension(url="path", value_string=path), held))


def for_patient(
    questionnaire: Questionnaire, opened: Opened, answered: Answered | None = None
) -> Questionnaire:
    """The form with this patient's options in it; ``answered`` is what is corrected, if anything."""
    asked = {item.link_id: item.options for item in items_of(questionnaire.item) if item.options}
    chosen: dict[str, dict[str, Coding]] = {name: {} for name in asked.values()}
    for link, code in _chosen(answered.items if answered else ()):
        if link in asked:
            chosen[asked[link]][code.code] = code
    return resolved(questionnaire, {name: _options(name, opened, kept) for name, kept in chosen.items()})


def _options(name: str, opened: Opened, kept: Mapping[str, Coding]) -> tuple[Option, ...]:
    found = tuple(_SOURCES[name](opened, kept.keys()))
    there = {one.key for one in found}
    return (*found, *(Option(value_coding=one) for code, one in kept.items() if code not in there))


def as_in(questionnaire: Questionnaire, other: Questionnaire) -> Questionnaire:
    """A form with the options that another version of it has for this patient."""
    return resolved(
        questionnaire, {item.options: item.answer_option for item in items_of(other.item) if item.options}
    )


def resolved(questionnaire: Questionnaire, found: Found) -> Questionnaire:
    """The form with these options. What has nothing to choose from is left out: a question that need not be answered,
    and a group one of whose questions must."""
    return replace(questionnaire, item=tuple(_items(questionnaire.item, found)))


def _items(items: Iterable[Item], found: Found) -> Iterator[Item]:
    for item in items:
        options = found.get(item.options, ()) if item.options else item.answer_option
        below = tuple(_items(item.item, found))
        empty = bool(item.options) and not options
        lacking = item.type == "group" and any(_lacks(one) for one in below)
        if (
            not (empty and not item.required)
            and not lacking
            and not (item.item and not below and not item.is_question)
        ):
            yield replace(item, answer_option=options, item=below)


def _lacks(item: Item) -> bool:
    return bool(item.options) and item.required and not item.answer_option


def _chosen(items: Iterable[clinical.Item]) -> Iterator[tuple[str, Coding]]:
    """Every code that was answered, with its question and the words it was shown in."""
    for item in items:
        for answer in item.answers:
            if answer.value is not None and answer.value.code is not None:
                code = answer.value.code
                yield item.link, Coding(code.code, code.system, code.text)
            yield from _chosen(answer.items)
        yield from _chosen(item.items)
