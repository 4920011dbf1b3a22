"""What became of each gap and of what was promised about it, in the inventory that came next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lindra.governance.campaigns import inventories, words
from lindra.governance.campaigns.inventories import Later
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.models import Commitment

CHANGES: dict[str, tuple[str, str | Promise]] = {
    "new": ("critical", gettext_lazy("New gap")),
    "remains": ("warning", gettext_lazy("Remains")),
    "contested": ("neutral", gettext_lazy("Disputed")),
    "not_mentioned": ("unknown", gettext_lazy("Not mentioned again: says nothing")),
    "closed_in_part": ("info", gettext_lazy("Closed in part")),
    "closed": ("ok", gettext_lazy("Closed wholly")),
}
"""Tone and words, in the order in which they want somebody to do something."""


@dataclass(frozen=True, slots=True)
class Became:
    """A function in a region: what became of it, and what had been promised about it."""

    region: str
    function: str
    change: str
    tone: str
    text: str
    promises: tuple[Commitment, ...]


def became(whole: Whole, later: Later, asked: Asked | None = None) -> list[Became]:
    """What became of every gap of the regions asked, or of one; what is new and what remains first."""
    found = [row for one in ([asked] if asked else whole.asked) for row in _of(one, later)]
    order = list(CHANGES)
    return sorted(found, key=lambda row: order.index(row.change))


def _of(asked: Asked, later: Later) -> list[Became]:
    promised = {one.pk: one for one in asked.promises}
    rows = []
    for function, change in later.of(asked.body.area).items():
        about = tuple(
            promised[point.promise]
            for replied in asked.replies
            for point in replied.points
            if point.function == function and point.promise in promised
        )
        tone, text = CHANGES[change]
        rows.append(Became(asked.body.name, words.function(function), change, tone, str(text), about))
    return rows


def counts(found: list[Became]) -> list[tuple[str, str, int]]:
    """Tone, words and number of each change that occurs."""
    return [
        (tone, str(text), number)
        for change, (tone, text) in CHANGES.items()
        if (number := sum(row.change == change for row in found))
    ]


def later(whole: Whole) -> Later | None:
    """The inventory that came after the one the question rests on; None while there is none."""
    return inventories.later(whole.campaign.inventory)
