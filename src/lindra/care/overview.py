"""What a unit sees first: how many patients it has now, and where they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lindra.care import labels
from lindra.privacy import door
from lindra.privacy.reader import Reader


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a unit's patients (of a provider's, for follow-up)."""

    living: int
    dead: int
    places: list[tuple[str, int]]


def unit_overview(reader: Reader) -> Overview:
    """The living by where they are, and the dead, among the patients this reader has: counts only, nobody is shown."""
    places: Counter[str] = Counter()
    dead = 0
    for key, count in door.counts("patients", reader).items():
        life, place = key.split("|")
        if life == "dead":
            dead += count
        else:
            places[place] += count
    named = [(_name(place), count) for place, count in places.most_common()]
    return Overview(places.total(), dead, named)


def _name(place: str) -> str:
    """A place in words; of those whom not everything may be seen of, only that they are there."""
    return labels.upper(labels.form(place)) if place else _("Not shown")
