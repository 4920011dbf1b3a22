"""What the start page says of access, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from lindra.access import inventory
from lindra.frame import texts


@dataclass(frozen=True, slots=True)
class National:
    """The inventory in short: its date in words, how many regions and functions it holds."""

    date: str
    regions: int
    functions: int


def national() -> National:
    """The inventory in short, in the language of the page."""
    return National(
        texts.instant(inventory.REPORT_DATE), len(inventory.matrix()), len(inventory.listed_functions())
    )
