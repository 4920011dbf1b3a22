"""What a unit sees first: how many patients it has now, and where they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

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
    """The living by where they are, and the dead, among the patients this reader has."""
    items = [seen.row.data for seen in door.rows("patients", reader) if isinstance(seen.row, door.Item)]
    places = Counter(str(data["where"]) for data in items if not data["dead"])
    named = [(labels.upper(labels.form(place)), count) for place, count in places.most_common()]
    return Overview(sum(places.values()), sum(1 for data in items if data["dead"]), named)
