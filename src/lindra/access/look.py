"""What a page of access looks at: which inventory, which hour, which way of reaching care. It stays in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from lindra import clock
from lindra.access import coverage, functions, queries, statements
from lindra.access.summaries import NIGHT

DEFAULT_WAY: functions.Way = "call"


@dataclass(frozen=True, slots=True)
class Look:
    """The choices; what is not offered becomes what stands first."""

    inventory: str
    hour: int
    way: functions.Way

    @property
    def query(self) -> str:
        """The choices that are not the first ones, as the end of an address."""
        told: dict[str, str | int] = {}
        if self.inventory != statements.ID:
            told["inventory"] = self.inventory
        if self.hour != NIGHT:
            told |= {"day": self.hour // 24, "hour": self.hour % 24}
        if self.way != DEFAULT_WAY:
            told["way"] = self.way
        return f"?{urlencode(told)}" if told else ""

    def but(self, **changed: object) -> str:
        """The end of the address with something else chosen."""
        return replace(self, **changed).query or "?"  # type: ignore[arg-type]

    def coverage(self) -> coverage.Coverage:
        """The coverage that is looked at."""
        return coverage.compute(queries.inventory(self.inventory, clock.today()))


def look(request: HttpRequest, known: list[str]) -> Look:
    """What the address asks for."""
    told = request.GET
    wanted = told.get("inventory", "")
    day, hour = _number(told.get("day", ""), 7), _number(told.get("hour", ""), 24)
    way = told.get("way", "")
    return Look(
        wanted if wanted in known else statements.ID,
        NIGHT if day is None or hour is None else day * 24 + hour,
        way if way in functions.ASKED_AT_ANY_HOUR else DEFAULT_WAY,
    )


def _number(text: str, below: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < below else None
