"""The need of an area as a page says it: every step of the arithmetic, and what a document prints."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from lindra.access import rules
from lindra.access.rules import Need, Step, Term
from lindra.frame import numbers, texts


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the page writes it, and what it counts; ``about`` when it is rounded."""

    text: str
    what: str
    about: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a calculation."""

    left: Number
    sign: str
    right: Number
    result: Number


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need with its steps; ``printed`` is what a document prints, where that is another number."""

    title: str
    people: str
    lines: tuple[Line, ...]
    printed: str
    note: str


def need_shown(need: Need, *, nation: bool) -> NeedShown:
    """A need with its arithmetic."""
    title = {
        "all_deaths": gettext("A share of all who die"),
        "expected_deaths": gettext("A share of the expected deaths"),
    }[need.way]
    printed = _number(need.printed, nation).text if need.printed and need.differs else ""
    return NeedShown(
        title, people(need), tuple(_line(step, nation) for step in need.steps), printed, _note(need, nation)
    )


def people(need: Need) -> str:
    """The people of a need, whole."""
    return numbers.number(rules.whole(need.people), 0, texts.language())


def _line(step: Step, nation: bool) -> Line:
    return Line(
        _number(step.left, nation), step.sign, _number(step.right, nation), _number(step.result, nation)
    )


def _number(term: Term, nation: bool) -> Number:
    if term.unit == "share":
        decimals = 0 if (term.value * 100).is_integer() else 1
        about = round(term.value * 100, decimals) != term.value * 100
        text = numbers.percent(term.value, decimals, texts.language())
    else:
        about = rules.whole(term.value) != term.value
        text = numbers.number(rules.whole(term.value), 0, texts.language())
    return Number(text, _what(term, nation), about)


def _what(term: Term, nation: bool) -> str:
    period = {"period": term.period}
    return {
        "deaths": gettext("deaths in Sweden %(period)s (SCB)") % period
        if nation
        else gettext("deaths in the region %(period)s (SCB)") % period,
        "deaths_nation": gettext("deaths in Sweden %(period)s (SCB)") % period,
        "need_share": gettext("who need specialised palliative care (document 002)"),
        "part": gettext("of all deaths"),
        "expected_deaths": gettext("expected deaths in Sweden, about (document 003)"),
        "expected_deaths_area": gettext("expected deaths in the region, if they are as common everywhere"),
        "expected_need_share": gettext("with complex needs, about (document 003)"),
        "expected_need_printed": gettext("as printed (document 003)"),
        "need": gettext("people a year"),
    }[term.what]


def _note(need: Need, nation: bool) -> str:
    if need.way == "all_deaths":
        return gettext("Actual deaths of the latest year that is known for every region.")
    if nation:
        return gettext("The document prints another number than its own figures give. Both are shown.")
    return gettext(
        "Document 003 speaks of the nation only. Dividing its figure is our own calculation: the region gets "
        "as large a part of the expected deaths as it has of all deaths, though nobody has shown that deaths "
        "are expected as often everywhere."
    )
