"""What stands first on the page: each section in a line or two, so that a telephone shows all without scrolling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lindra.care.events.plan import Section
from lindra.care.plan.shown import Shown, ShownLine, ShownPart

MOST_STEPS, MOST_MEDICINES, MOST_CALLS = 3, 6, 2
"""Lines of a section that stand first; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Said:
    """One short text of a row; ``strong`` what is looked for, ``text`` what is found."""

    strong: str
    text: str
    tone: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One section at a glance; ``more`` lines stand further down only."""

    section: Section
    label: str
    said: tuple[Said, ...]
    uncertain: bool
    more: int = 0


def rows(shown: Shown) -> list[Row]:
    """The seven sections after *who and where*, which stands in the page's head."""
    return [
        _row(shown.part("decisions"), _DECISIONS, _short_decision),
        _row(shown.part("hazards"), _HAZARDS, _plain),
        _row(shown.part("situation"), ("phase",), _situation),
        _row(shown.part("steps"), ("step",), _step, MOST_STEPS),
        _row(shown.part("medicines"), ("as_needed", "opioid", "pump"), _medicine, MOST_MEDICINES),
        _row(_calling(shown.part("call")), ("contact",), _call, MOST_CALLS),
        _row(shown.part("matters"), ("what_matters", "preferred_place_death", "conversation"), _plain),
    ]


_DECISIONS = ("resuscitation", "hospital", "death_expected")
_HAZARDS = ("hypersensitivity", "implants", "infection", "kidney")


def _row(part: ShownPart, topics: Sequence[str], say: Callable[[ShownLine], Said], most: int = 9) -> Row:
    chosen = [line for line in part.lines if line.topic in topics]
    return Row(
        section=part.section,
        label=part.title,
        said=tuple(say(line) for line in chosen[:most]),
        uncertain=part.validity != "holds" and bool(part.stamp),
        more=max(0, len(chosen) - most),
    )


def _calling(part: ShownPart) -> ShownPart:
    """Only the numbers that answer at this hour; where there is none, that is said."""
    answering = tuple(line for line in part.lines if line.now)
    if answering or not any(line.event for line in part.lines):
        return replace(part, lines=answering or part.lines)
    nobody = ShownLine("contact", "", _("No number answers at this hour"), tone="warning")
    return replace(part, lines=(nobody,))


def _plain(line: ShownLine) -> Said:
    return Said(line.label, line.text, line.tone)


def _short_decision(line: ShownLine) -> Said:
    return Said(line.label, line.short or line.text, line.tone)


def _situation(line: ShownLine) -> Said:
    return Said(line.text, " ".join(line.more[:1]), line.tone)


def _step(line: ShownLine) -> Said:
    return Said(line.label, line.text, line.tone)


def _medicine(line: ShownLine) -> Said:
    return Said(line.label, line.short or line.text, line.tone)


def _call(line: ShownLine) -> Said:
    return Said(line.label, line.more[0] if line.more else line.text, line.tone, line.phone)
