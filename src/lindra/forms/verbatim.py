"""The answers as they are kept: word for word in the log, and as a FHIR QuestionnaireResponse. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from lindra.forms import mapping
from lindra.forms.checking import complete
from lindra.forms.parsing import MESSAGES, read_text
from lindra.forms.places import Filled, Place, component
from lindra.forms.scoring import option_of
from lindra.forms.structs import Coding, Item, Quantity, Questionnaire
from lindra.forms.texts import label_of, text_of
from lindra.forms.values import N_, Answers, Problem, Unread, code_of
from lindra.record import clinical
from lindra.record.facts import Amount, Code

VALUES = {
    "boolean": "valueBoolean", "integer": "valueInteger", "decimal": "valueDecimal", "date": "valueDate",
    "dateTime": "valueDateTime", "time": "valueTime", "string": "valueString", "text": "valueString",
}  # fmt: skip
"""Where a QuestionnaireResponse has an answer of this type."""


def answered(questionnaire: Questionnaire, answers: Answers, lang: str, ref: str) -> clinical.Answered:
    """The verbatim answers as they are written: every question that was asked, with the text it was asked in."""
    filled = Filled(questionnaire, complete(questionnaire, answers))

    def items(parent: Place | None) -> tuple[clinical.Item, ...]:
        return tuple(item(place) for place in filled.below(parent) if _is_kept(filled, place))

    def item(place: Place) -> clinical.Item:
        below = items(place)
        given = filled.given(place)
        texts = [clinical.Answer(value=_amount(place.item, one, lang)) for one in given]
        if place.item.is_question and below and texts:  # questions of a question stand under its answer
            texts[0] = clinical.Answer(value=texts[0].value, items=below)
        own = () if place.item.is_question else below
        return clinical.Item(
            link=place.item.link_id, text=text_of(place.item, lang), answers=tuple(texts), items=own
        )

    return clinical.Answered(
        ref=ref, status="completed", questionnaire=questionnaire.named, language=lang, items=items(None)
    )


def _is_kept(filled: Filled, place: Place) -> bool:
    """Every question and group that was asked, and what the form itself answered; not its mere texts."""
    item = place.item
    return item.type != "display" and filled.asked(place) and (not item.is_given or bool(filled.given(place)))


def _amount(item: Item, answer: Any, lang: str) -> Amount:
    """An answer as a value of the record, a choice in the words that were shown."""
    option = option_of(item, answer)
    if option is not None and isinstance(answer, Coding):
        return Amount(code=Code(code=answer.code, system=answer.system, text=label_of(option, lang)))
    if isinstance(answer, str):
        return Amount(text=answer)
    if isinstance(answer, Quantity):
        return Amount(number=answer.value, unit=answer.unit)
    return Amount.model_validate(mapping.amount(item, answer))


def of_answered(questionnaire: Questionnaire, written: clinical.Answered) -> Answers:
    """The answers of a form that was written, to be corrected."""
    found: Answers = {}
    for item, path, values in _walk(questionnaire.item, [_plain(one) for one in written.items], ""):
        if isinstance(item, Item) and (given := [_of_amount(item, one) for one in values]):
            found[path] = given
    return found


def _plain(item: clinical.Item) -> dict[str, Any]:
    """An item as the response has it, so that both are read alike."""
    return {
        "linkId": item.link,
        "item": [_plain(one) for one in item.items],
        "answer": [
            {"value": one.value, "item": [_plain(below) for below in one.items]} for one in item.answers
        ],
    }


def _of_amount(item: Item, answer: Mapping[str, Any]) -> Any:
    value = answer["value"] or Amount()
    if value.code is not None:
        option = item.option(value.code.code)
        return option.value if option else Coding(value.code.code, value.code.system, value.code.text)
    if item.type == "quantity":
        unit = next((one for one in item.units if value.unit in (one.display, one.code)), Coding())
        return Quantity(value.number, value.unit, unit.system, unit.code)
    if value.yes is not None:
        return value.yes
    if value.number is not None:
        return value.number if item.type == "decimal" else int(value.number)
    return value.text


def response(questionnaire: Questionnaire, answers: Answers, lang: str, authored: datetime) -> dict[str, Any]:
    """The answers as a FHIR R4 QuestionnaireResponse (JSON values; decimals stay ``Decimal``)."""
    filled = Filled(questionnaire, complete(questionnaire, answers))

    def items(parent: Place | None) -> list[dict[str, Any]]:
        return [found for place in filled.below(parent) if (found := item(place)) is not None]

    def item(place: Place) -> dict[str, Any] | None:
        below = items(place)
        found: dict[str, Any] = {"linkId": place.item.link_id}
        if text := text_of(place.item, lang):
            found["text"] = text
        if place.item.type == "group":
            return {**found, "item": below} if below else None
        given = [_value(place.item, one, lang) for one in filled.given(place)]
        if not given:
            return None
        if below:
            given[0]["item"] = below
        return {**found, "answer": given}

    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{questionnaire.url or questionnaire.id}|{questionnaire.version}",
        "language": lang,
        "status": "completed",
        "authored": authored.isoformat(),
        "item": items(None),
    }


def _value(item: Item, answer: Any, lang: str) -> dict[str, Any]:
    if isinstance(answer, Coding):
        option = option_of(item, answer)
        display = label_of(option, lang) if option else answer.display
        parts = {"system": answer.system, "code": answer.code, "display": display}
        return {"valueCoding": {name: part for name, part in parts.items() if part}}
    if isinstance(answer, Quantity):
        return {"valueQuantity": {name: one for name, one in msgspec.structs.asdict(answer).items() if one}}
    if item.type in VALUES:
        return {VALUES[item.type]: answer}
    return {"valueInteger" if isinstance(answer, int) else "valueString": answer}


def of_response(questionnaire: Questionnaire, data: Mapping[str, Any]) -> tuple[Answers, list[Problem]]:
    """Answers from a QuestionnaireResponse; a problem for each answer that the form has no place for."""
    found: Answers = {}
    problems: list[Problem] = []
    for item, path, values in _walk(questionnaire.item, data.get("item"), ""):
        if not isinstance(item, Item):
            problems.append(
                Problem(path, item, N_("There is no such question here: %(link)s."), {"link": item})
            )
            continue
        given = [_of_value(item, one) for one in values]
        if any(isinstance(one, Unread) for one in given):
            text = MESSAGES.get(item.type, N_("This is not an answer to this question."))
            problems.append(Problem(path, item.link_id, text))
        if given and not item.is_given:
            found[path] = given
    return found, problems


def _of_value(item: Item, answer: Mapping[str, Any]) -> Any:
    """One answer of a response; a code of another system, or a value of another type, is not an answer."""
    name, value = next(((name, one) for name, one in answer.items() if name.startswith("value")), ("", None))
    if isinstance(value, dict) and name == "valueCoding":
        option = item.option(str(value.get("code", "")))
        same = option is not None and isinstance(option.value, Coding) and (
            value.get("system", option.value.system) == option.value.system
        )  # fmt: skip
        return option.value if option and same else Unread(str(value.get("code", "")))
    if isinstance(value, dict) and name == "valueQuantity":
        number = read_text(item, str(value.get("value", "")))
        if not isinstance(number, Decimal):
            return Unread(str(value.get("value", "")))
        texts = {part: str(value.get(part, "")) for part in ("unit", "system", "code")}
        return Quantity(number, **texts)
    text = code_of(value) if isinstance(value, (bool, int, Decimal, str)) else ""
    fits = name == VALUES.get(item.type) or (
        bool(item.answer_option) and name in ("valueInteger", "valueString")
    )
    if not fits:
        return Unread(text)
    if item.type == "open-choice" and item.option(text) is None:
        return text
    return read_text(item, text)


def _walk(
    items: Iterable[Item], given: Any, within: str
) -> Iterator[tuple[Item | str, str, list[Mapping[str, Any]]]]:
    """Each item of a response with the form's item, its path and its answers; its linkId where the form has none."""
    known = {item.link_id: item for item in items}
    counts: dict[str, int] = {}
    for one in given if isinstance(given, list) else []:
        link = str(one.get("linkId", "")) if isinstance(one, Mapping) else ""
        item = known.get(link)
        if item is None or item.type == "display":
            if item is None:
                yield link, within + component(link), []
            continue
        path = within + component(link)
        if item.type == "group":
            inside = within
            if item.repeats:
                number = counts.get(link, 0)
                counts[link] = number + 1
                inside = f"{path}[{number}]/"
            yield from _walk(item.item, one.get("item"), inside)
            continue
        answers = [answer for answer in one.get("answer") or [] if isinstance(answer, Mapping)]
        yield item, path, answers
        for answer in answers:
            yield from _walk(item.item, answer.get("item"), within)
