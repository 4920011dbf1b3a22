"""The gaps of June 2026, one for every row of either list. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.access import inventory, statements


@dataclass(frozen=True, slots=True)
class Gap:
    """A statement that something is missing, and whether a reply disputes it. Texts are Swedish; empty: not said."""

    region: str
    function: str
    area: str
    limitation: str
    origin: str
    """*summary* or *appendix*."""
    contested: statements.Contested
    source_line: int


def gaps(region: str = "") -> list[Gap]:
    """Every row of both lists, of one region or all, in the order of the document."""
    return [
        Gap(
            one.region, one.function, one.area, one.limitation, one.list,
            statements.contested(one.region, one.function), one.source_line,
        )
        for one in inventory.findings()
        if region in ("", one.region)
    ]  # fmt: skip


def told(region: str = "") -> list[dict[str, str]]:
    """The same as plain values; each names its region where all are asked for."""
    return [
        ({} if region else {"region": one.region})
        | {
            "function": one.function, "area": one.area, "limitation": one.limitation, "origin": one.origin,
            "contested": one.contested,
        }
        for one in gaps(region)
    ]  # fmt: skip
