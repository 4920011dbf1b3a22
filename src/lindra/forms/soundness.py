"""Whether a form can be asked, and whether what it maps to exists. Pure.

The rules of FHIR are those of hl7.org/fhir/R4/questionnaire.html (que-1 … que-13) that matter when a form is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from lindra.forms import mapping
from lindra.forms.places import ORDERS
from lindra.forms.rules import SCORES
from lindra.forms.structs import (
    CHOICES,
    NUMBERS,
    OURS,
    OWN,
    READER,
    READER_PARTS,
    SAME,
    TYPES,
    Coding,
    EnableWhen,
    Extendable,
    Item,
    Quantity,
    Questionnaire,
)
from lindra.record.kinds import KINDS

NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
SORTABLE = (*NUMBERS, "date", "dateTime", "time", "quantity")
WITH_OPTIONS = (*CHOICES, "integer", "date", "time", "string")
"""que-5: only these may have options."""
INITIAL: dict[str, type | tuple[type, ...]] = {
    "boolean": bool, "integer": int, "decimal": (Decimal, int), "date": str, "dateTime": str, "time": str,
    "string": str, "text": str, "choice": (Coding, str, int), "open-choice": (Coding, str, int), "quantity": Quantity,
}  # fmt: skip
"""What an initial value, a bound or a condition of this type is."""
OWN_ACTS = frozenset({"signed", "withdrawn", "answered"})
"""Kinds that stand for what somebody does with entries: a form that gave them could sign or withdraw anything."""
MEASURABLE = ("integer", "decimal", "choice", "boolean", "quantity")


class FormError(ValueError):
    """A form that cannot be used: ``where`` (a linkId, or a place in the JSON) and ``what`` to put right."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.where, self.what = where, what


def items_of(items: Iterable[Item]) -> Iterator[Item]:
    """Items with all below them, in the order of the form."""
    for item in items:
        yield item
        yield from items_of(item.item)


def check(form: Questionnaire) -> None:
    """Raise :class:`FormError` at the first thing that is wrong."""
    _named(form)
    by_link: dict[str, Item] = {}
    for item in items_of(form.item):
        if not item.link_id:
            raise FormError(item.text or "item", "an item needs a linkId")
        if item.link_id in by_link:
            raise FormError(item.link_id, "two items have this linkId; give one of them another")
        by_link[item.link_id] = item
        for rule in (_type, _shape, _options, _bounds, _initial, _own_extensions):
            rule(item)
    if not any(item.is_question for item in by_link.values()):
        raise FormError("item", "the form asks nothing")
    for item in by_link.values():
        for condition in item.enable_when:
            _condition(item, condition, by_link)
    _no_circle(form)
    _mapping(form, by_link)


def _named(form: Questionnaire) -> None:
    if not NAME.fullmatch(form.id):
        raise FormError("id", "give the form an id of letters, digits and hyphens, 64 at the most")
    if not form.version or "|" in form.version:
        raise FormError(
            "version", "give the form a version (without |): answers say which one they were given to"
        )
    _own_extensions(form)


def _type(item: Item) -> None:
    if item.type not in TYPES:
        known = ", ".join(TYPES)
        raise FormError(item.link_id, f"items of type {item.type!r} cannot be asked here; use one of {known}")
    if item.answer_value_set:
        raise FormError(item.link_id, "value sets are not looked up; write the answers as answerOption")
    if item.is_question and not item.text and not item.hidden:
        raise FormError(item.link_id, "a question needs a text")


def _shape(item: Item) -> None:
    if item.type == "display":
        _refuse(item, bool(item.item), "a text (display) has nothing below it")
        _refuse(item, item.required or item.repeats, "a text (display) is neither required nor repeated")
    if item.type == "group":
        _refuse(item, bool(item.initial or item.answer_option), "a group has no answers of its own")
        _refuse(
            item, item.read_only or item.hidden, "a group that nobody fills in: mark its questions instead"
        )
    questions = any(one.is_question or one.type == "group" for one in item.item)
    if item.is_question and item.repeats:
        _refuse(
            item,
            questions,
            "a question that repeats has none of its own; put both in a group that repeats",
        )
        _refuse(
            item,
            item.type in ("boolean", "text"),
            f"a question of type {item.type} is not answered several times",
        )
    _refuse(
        item, item.max_length is not None and item.type not in ("string", "text", "open-choice"),
        "only texts have a maxLength",
    )  # fmt: skip
    _refuse(
        item,
        len(item.enable_when) > 1 and item.enable_behavior not in ("any", "all"),
        "say enableBehavior: any or all",
    )


def _refuse(item: Item, wrong: bool, what: str) -> None:
    if wrong:
        raise FormError(item.link_id, what)


def _options(item: Item) -> None:
    options = item.answer_option
    if item.type in CHOICES and not options and not item.options:
        raise FormError(item.link_id, "give the answers to choose from (answerOption)")
    _refuse(
        item,
        bool(item.options) and (bool(options) or item.type != "choice"),
        "options, the patient's own answers, belong to a choice without answerOption",
    )
    _refuse(
        item,
        bool(options) and item.type not in WITH_OPTIONS,
        f"a question of type {item.type} has no answerOption",
    )
    keys = [one.key for one in options]
    _refuse(item, "" in keys, "an answerOption needs a code, or a text, a whole number, a date or a time")
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FormError(item.link_id, f"two answers have the code {twice!r}")
    for option in options:
        _own_extensions(option, item.link_id)
        _refuse(
            item, item.type not in CHOICES and not _is_one(item.type, option.value),
            f"the answer {option.key!r} is not of type {item.type}",
        )  # fmt: skip


def _is_one(type_: str, value: Any) -> bool:
    return isinstance(value, INITIAL[type_]) and isinstance(value, bool) is (type_ == "boolean")


def _bounds(item: Item) -> None:
    for value in (item.minimum, item.maximum):
        if value is None:
            continue
        _refuse(
            item, item.type not in SORTABLE, f"a question of type {item.type} has no least or greatest answer"
        )
        fits = isinstance(value, (int, Decimal)) if item.type == "quantity" else _is_one(item.type, value)
        _refuse(item, not fits, f"its least or greatest answer is not of type {item.type}")


def _initial(item: Item) -> None:
    starts = item.starts
    _refuse(
        item, len(starts) > 1 and not item.repeats, "a question that does not repeat has one initial value"
    )
    for value in starts:
        _refuse(item, item.type in ("group", "display"), "only questions have an initial value")
        _refuse(item, not _is_one(item.type, value), f"its initial value is not of type {item.type}")
        known = item.option(value.code if isinstance(value, Coding) else str(value))
        _refuse(item, item.type == "choice" and known is None, "its initial value is not one of its answers")


def _own_extensions(holder: Extendable, where: str = "") -> None:
    for one in holder.extension:
        if one.url.startswith(OURS) and one.url not in OWN:
            link = holder.link_id if isinstance(holder, Item) else where or "extension"
            raise FormError(link, f"there is no extension {one.url}")


def _condition(item: Item, condition: EnableWhen, by_link: dict[str, Item]) -> None:
    where = item.link_id
    source = by_link.get(condition.question)
    if source is None or not source.is_question:
        raise FormError(
            where, f"enableWhen names {condition.question!r}, which is not a question of this form"
        )
    if source.score:
        raise FormError(
            where, f"enableWhen depends on {condition.question!r}, which is computed; ask of its questions"
        )
    if condition.operator == "exists":
        _refuse(item, condition.answer_boolean is None, "enableWhen exists needs answerBoolean")
        return
    if condition.operator not in ORDERS:
        raise FormError(where, f"enableWhen has no operator {condition.operator!r}")
    if condition.operator not in ("=", "!=") and source.type not in SORTABLE:
        raise FormError(where, f"{condition.question!r} has no order; use = or !=")
    if not _is_one(source.type, condition.answer):
        raise FormError(
            where, f"enableWhen compares {condition.question!r} with what is not of type {source.type}"
        )
    key = condition.answer.code if isinstance(condition.answer, Coding) else str(condition.answer)
    if source.type == "choice" and source.option(key) is None:
        raise FormError(where, f"{key!r} is not one of the answers to {condition.question!r}")


def _no_circle(form: Questionnaire) -> None:
    """No question may depend on whether it is asked itself, by way of others or of the group it is in."""
    needs: dict[str, set[str]] = {}

    def note(items: Iterable[Item], above: str) -> None:
        for item in items:
            needs[item.link_id] = {one.question for one in item.enable_when} | ({above} if above else set())
            note(item.item, item.link_id)

    note(form.item, "")
    done: set[str] = set()

    def visit(link: str, path: tuple[str, ...]) -> None:
        if link in path:
            raise FormError(
                link, "whether it is asked depends on its own answer (enableWhen goes round in a circle)"
            )
        if link not in done:
            for need in needs[link]:
                visit(need, (*path, link))
            done.add(link)

    for link in needs:
        visit(link, ())


# What the answers become.


def _mapping(form: Questionnaire, by_link: dict[str, Item]) -> None:
    _kind(form, "extension")
    _mapped(form.item, form.fact, by_link)


Within = str | type[BaseModel]
"""What a field belongs to: a kind of fact (empty: none), or a value inside one."""


def _mapped(items: Iterable[Item], kind: Within, by_link: dict[str, Item]) -> None:
    for item in items:
        _kind(item, item.link_id)
        own = item.fact or kind
        inside = _field(item, own)
        _reader(item)
        _when(item, inside)
        _measured(item)
        _score(item, by_link)
        for option in item.answer_option:
            for path in option.fixed:
                _refuse(
                    item,
                    not isinstance(own, str) or not own,
                    "what an answer fixes belongs to a fact around it",
                )
                _lookup(item.link_id, own, path)
        _mapped(item.item, inside, by_link)


def _reader(item: Item) -> None:
    if not any(one.url == READER for one in item.extension):
        return
    part, _professions = item.reader
    parts = ", ".join(READER_PARTS)
    _refuse(item, part not in READER_PARTS, f"reader says which part of the one who writes: {parts}")
    _refuse(
        item,
        item.type not in ("string", "choice") or item.repeats or item.is_given,
        "reader belongs to a string or a choice that people answer",
    )


def _kind(holder: Extendable, where: str) -> None:
    if not holder.fact:
        if holder.fixed:
            raise FormError(where, "a fixed value belongs to a fact; say which with the extension fact")
        return
    if holder.fact not in KINDS:
        raise FormError(where, f"there is no kind of fact called {holder.fact!r}")
    if holder.fact in OWN_ACTS:
        raise FormError(where, f"no form gives {holder.fact!r}: that is an act of its own")
    if isinstance(holder, Item) and holder.type == "display":
        raise FormError(where, "a text (display) gives no fact")
    for path, value in holder.fixed.items():
        _lookup(where, holder.fact, path)
        _constant(where, holder.fact, path, value)


def _constant(where: str, kind: str, path: str, value: Any) -> None:
    """A constant that the fact would refuse is found when the form is read, not when it is sent in."""
    if value is None:
        raise FormError(where, f"the fixed value {path!r} is empty")
    if mapping.is_reference(value):
        for one in value.removeprefix(SAME).split(",") if value.startswith(SAME) else ():
            _lookup(where, kind, one)
    elif isinstance(value, str) and value.startswith("@"):
        raise FormError(where, f"there is no reference {value!r}")
    payload: dict[str, Any] = {}
    mapping.put(payload, path, mapping.constant(value, payload, "", ""))
    try:
        KINDS[kind].model_validate(payload)
    except ValidationError as error:
        for one in error.errors():
            if one["type"] != "missing" and ".".join(str(part) for part in one["loc"]).startswith(path):
                raise FormError(
                    where, f"the fixed value {path!r} is not possible in {kind}: {one['msg']}"
                ) from None


def _lookup(where: str, kind: Within, path: str) -> mapping.Target:
    try:
        return mapping.target(kind, path)
    except LookupError as error:
        raise FormError(where, str(error)) from None


def _field(item: Item, kind: Within) -> Within:
    """What the fields below belong to: the same, or the value that a group makes."""
    if not item.field:
        _refuse(item, item.is_key, "key belongs to a question with a field")
        return kind
    _refuse(item, item.type == "display", "only a question or a group has a field")
    _refuse(item, not kind, "a field needs a fact around it; say which kind with the extension fact")
    found = _lookup(item.link_id, kind, item.field)
    name = f"{kind if isinstance(kind, str) else kind.__name__}.{item.field}"
    _refuse(item, item.repeats and not found.many, f"it has several answers, and {name} is one value")
    if item.is_question:
        return kind
    _refuse(item, bool(item.fact), "a group gives a fact or makes a value of one, not both")
    if found.model is None:
        raise FormError(item.link_id, f"a group makes a value of several parts, and {name} has none")
    return found.model


def _when(item: Item, kind: Within) -> None:
    if item.is_when:
        _refuse(item, not isinstance(kind, str), "when belongs to the fact, not to a value inside it")
        _refuse(item, item.type not in ("date", "dateTime"), "when belongs to a date or a dateTime")
        _refuse(item, item.repeats, "something occurs once; a question marked when does not repeat")


def _measured(item: Item) -> None:
    if item.measured:
        _refuse(item, item.type not in MEASURABLE, f"a question of type {item.type} is not a measurement")
        _refuse(item, not item.code or not item.code[0].code, "a measurement needs a code")
        _refuse(item, item.repeats, "a measurement does not repeat; put it in a group that does")
        _refuse(
            item, bool(item.fact), "fact and measured on one item would be two facts of one name; use a group"
        )


def _score(item: Item, by_link: dict[str, Item]) -> None:
    if not item.score:
        return
    _refuse(item, item.score not in SCORES, f"there is no score called {item.score!r}")
    _refuse(item, item.type not in NUMBERS or not item.read_only, "a score is a readOnly integer or decimal")
    rule = SCORES[item.score]
    for link in rule.items:
        source = by_link.get(link)
        if source is None:
            raise FormError(
                item.link_id, f"the score {item.score!r} needs a question with the linkId {link!r}"
            )
        if not _counts(source, rule.least, rule.most):
            numbers = f"from {rule.least} to {rule.most}"
            raise FormError(
                link, f"the score {item.score!r} needs a number {numbers} of each answer (ordinalValue)"
            )


def _counts(item: Item, least: int, most: int) -> bool:
    """Whether each answer is a number in a range, or says why it is none."""
    if not item.answer_option:
        low, high = item.minimum, item.maximum
        return item.type in NUMBERS and low is not None and high is not None and least <= low <= high <= most
    numbers = (option.ordinal for option in item.answer_option if not option.absent)
    return all(number is not None and least <= number <= most for number in numbers)
