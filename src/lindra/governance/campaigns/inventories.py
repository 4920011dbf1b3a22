"""The inventories a question can rest on, what each says a body lacks, and what became of it in the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lindra import clock
from lindra.access import comparison, inventory, statements
from lindra.access import functions as defined
from lindra.access import queries as access
from lindra.access.comparison import Changed
from lindra.access.models import Said
from lindra.access.rules import Finding

FIRST = statements.ID
"""The name of the inventory of June 2026."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A function a region is said to lack, with what the inventory says of it. That of June 2026 has two lists."""

    region: str
    function: str
    summary: tuple[Finding, ...]
    appendix: tuple[Finding, ...]
    two_lists: bool = True

    @property
    def differ(self) -> bool:
        """Whether only one of two lists names it."""
        return self.two_lists and not (self.summary and self.appendix)


@dataclass(frozen=True, slots=True)
class Later:
    """The inventory that came next, and what became of each function in each region."""

    name: str
    dated: date
    changed: tuple[Changed, ...]

    def of(self, region: str) -> dict[str, str]:
        """What became of each function in a region."""
        return {one.function: one.change for one in self.changed if one.region == region}


def dated() -> dict[str, date]:
    """Every inventory somebody has made, by name, the oldest first; what this world says that it offers is none."""
    found = {}
    for name in access.inventories():
        on = None if name == access.OWN else access.inventory(name, clock.today()).dated
        if on is not None:
            found[name] = on
    return dict(sorted(found.items(), key=lambda one: (one[1], one[0])))


def later(name: str) -> Later | None:
    """The inventory that came next after one, held against it; None while there is none."""
    every = dated()
    if name not in every:
        return None
    found = next((each for each, on in every.items() if on > every[name]), None)
    if found is None:
        return None
    before, after = (access.inventory(each, clock.today()) for each in (name, found))
    return Later(found, every[found], tuple(comparison.compare(before, after)))


def gaps(name: str, region: str) -> list[Gap]:
    """What a region is said to lack, by function in the order of the matrix. Empty: nothing is named."""
    two = name == FIRST
    ours = [one for one in (inventory.findings() if two else _stored(name, region)) if one.region == region]
    return [
        Gap(region, function, _of(ours, function, "summary"), _of(ours, function, "appendix"), two)
        for function in defined.functions()
        if any(one.function == function for one in ours)
    ]


def _of(findings: Iterable[Finding], function: str, name: str) -> tuple[Finding, ...]:
    return tuple(one for one in findings if (one.function, one.list) == (function, name))


def _stored(name: str, region: str) -> list[Finding]:
    """What an inventory that was read in says is missing in a region, or in municipalities of it."""
    return [
        Finding(
            region, "summary", row.function, ", ".join(code for code in row.areas if code != region),
            row.limitation, "", row.source, 0,
        )
        for row in Said.objects.filter(inventory=name, says="missing").order_by("function", "id")
        if any(code[:2] == region for code in row.areas)
    ]  # fmt: skip


def ordered() -> tuple[str, ...]:
    """The classes that stand on one scale, from plans to none; *no answer* stands on no scale."""
    return tuple(code for code in inventory.categories() if code != inventory.NO_ANSWER)
