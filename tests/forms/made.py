"""Small forms, made up to ask one thing at a time."""

from __future__ import annotations

from typing import Any

from lindra.forms.questionnaire import Questionnaire, read
from lindra.forms.structs import HL7, OURS


def own(**said: Any) -> list[dict[str, Any]]:
    """Our own extensions: ``own(fact="died", measured=True)``; ``fixed`` is a dict of constants by path."""
    found: list[dict[str, Any]] = []
    for name, value in said.items():
        if name == "fixed":
            for path, constant in value.items():
                parts = [{"url": "path", "valueString": path}, {"url": "value", **_value(constant)}]
                found.append({"url": OURS + "fixed", "extension": parts})
        else:
            found.append({"url": OURS + name, **_value(value)})
    return found


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"valueCoding": value}
    return {{bool: "valueBoolean", int: "valueInteger", str: "valueString"}[type(value)]: value}


def bounds(least: int, most: int) -> list[dict[str, Any]]:
    """The least and the greatest whole number."""
    return [{"url": HL7 + "minValue", "valueInteger": least}, {"url": HL7 + "maxValue", "valueInteger": most}]


def look(code: str) -> list[dict[str, Any]]:
    """How an item wants to be shown."""
    return [{"url": HL7 + "questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": code}]}}]


def unit(code: str) -> list[dict[str, Any]]:
    """The unit of a number."""
    return [{"url": HL7 + "questionnaire-unit", "valueCoding": {"code": code, "display": code}}]


def in_english(text: str) -> dict[str, Any]:
    """The English translation of a text."""
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": HL7 + "translation", "extension": parts}]}


def options(*codes: str, **numbered: int) -> list[dict[str, Any]]:
    """Answers to choose, some of which count as a number."""
    plain = [{"valueCoding": {"code": code, "display": code.title()}} for code in codes]
    scored = [
        {
            "extension": [{"url": HL7 + "ordinalValue", "valueDecimal": number}],
            "valueCoding": {"code": code, "display": code.title()},
        }
        for code, number in numbered.items()
    ]
    return plain + scored


def when(question: str, operator: str = "=", behaviour: str = "", **answer: Any) -> dict[str, Any]:
    """Asked on one condition."""
    return {"enableWhen": [{"question": question, "operator": operator, **answer}]}


def item(link: str, kind: str = "string", *below: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A question, or a group with what stands below it."""
    found = {"linkId": link, "type": kind, "text": link.title(), **more}
    return {**found, "item": list(below)} if below else found


def given(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form as JSON."""
    return {
        "resourceType": "Questionnaire", "id": "made-up", "version": "1.0.0", "language": "sv", "title": "Made up",
        **more, "item": list(items),
    }  # fmt: skip


def form(*items: dict[str, Any], **more: Any) -> Questionnaire:
    """A form that is right."""
    return read(given(*items, **more))


def posted(**answers: str | list[str]) -> dict[str, list[str]]:
    """What the controls of a form send."""
    return {f"q:{path}": [one] if isinstance(one, str) else one for path, one in answers.items()}
