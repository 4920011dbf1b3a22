"""Which rule holds in a region, and with which tool its discharge messages are sent. Pure; both are data."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from lindra.discharge import rulefile
from lindra.discharge.steps import DATA


@dataclass(frozen=True, slots=True)
class County:
    """A region: its code, the name of its rule, and its tool (empty where it is not known)."""

    region: str
    rule: str
    tool: str


@cache
def _known() -> dict[str, County]:
    with (DATA / "counties.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["region"]: County(row["region"], row["rule"], row["tool"]) for row in csv.DictReader(file)
        }


def county(region: str) -> County:
    """A region by its two-digit code; one that nothing is known of follows the statute."""
    return _known().get(region, County(region, rulefile.NATIONAL, ""))


def rule(region: str) -> rulefile.Rule:
    """The rule that holds in a region."""
    return rulefile.named(county(region).rule)
