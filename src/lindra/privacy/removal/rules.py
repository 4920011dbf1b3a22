"""Destroying and weeding: who may do what in which state, how long entries are kept. Pure.

Law: SFS 2008:355 (PDL) 3 kap. 17 § (kept ten years), 8 kap. 4 § (destruction by decision of the inspectorate); SFS
2022:913 4 kap. 6 § (each provider keeps its own). That two persons are needed is our own rule.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.record.envelope import midnight

DATA = Path(__file__).with_name("data")


class Ground(StrEnum):
    """Why entries go."""

    DECISION = "decision"
    WEEDING = "weeding"


class State(StrEnum):
    """What has become of a prepared removal."""

    PREPARED = "prepared"
    CONFIRMED = "confirmed"
    """Confirmed by another person, and not yet carried out to the end."""
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WAITING = (State.PREPARED, State.CONFIRMED)
"""States in which something is still to be done."""


class Act(StrEnum):
    """What somebody does with a prepared removal."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CARRY_ON = "carry_on"


_ALLOWED = frozenset({
    (Act.CONFIRM, State.PREPARED, False),
    (Act.REFUSE, State.PREPARED, False),
    (Act.WITHDRAW, State.PREPARED, True),
    (Act.CARRY_ON, State.CONFIRMED, False),
})  # fmt: skip
"""Act, state, and whether it is done by the one who prepared."""


def may(act: Act, state: State, *, own: bool) -> bool:
    """Whether an act fits the state and the person: who prepared may only withdraw, and nobody else can."""
    return (act, state, own) in _ALLOWED


def choosable(*, own_unit: bool, seen: bool) -> bool:
    """Whether an entry of one's provider may be prepared by, and confirmed by, this reader.

    What one's own unit wrote, or what one may see; what another unit wrote and does not show is prepared there.
    """
    return own_unit or seen


def fingerprint(events: Iterable[str]) -> str:
    """A mark of exactly these entries: who confirms sends back that of what was shown."""
    return hashlib.sha256("\n".join(sorted(events)).encode()).hexdigest()


# What was decided

AUTHORITIES = {
    "ivo": "Inspektionen för vård och omsorg", "court": "allmän förvaltningsdomstol", "archive": "arkivmyndigheten",
}  # fmt: skip
"""Who decides, as it stands in the record."""
DESTROYING = ("ivo", "court")
"""Who decides on destruction (PDL 8 kap. 4 §), or on appeal (PDL 10 kap. 2 §)."""
SCOPES = {"whole": "hela journalen", "part": "en del av journalen"}
REASONS = ("patient", "mentioned")
"""Who applied (PDL 8 kap. 4 §): the patient, or somebody who is mentioned in the record. Never in free words: a
reason in free words would repeat what is to go."""
REFUSALS = ("other_entries", "other_patient", "no_decision", "other")
"""Why it was not confirmed."""

NUMBER = 40
"""Characters of a decision's number, at most."""
_NUMBER = re.compile(r"[\w./:()§ -]*\d[\w./:()§ -]*")


def is_number(text: str, today: date) -> bool:
    """Whether a text can be the number of a decision, and is not that of a person."""
    if len(text) > NUMBER or _NUMBER.fullmatch(text) is None:
        return False
    try:
        identity_number(text, today)
    except NotAnIdentityNumber:
        return True
    return False


# How long entries are kept


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a provider (HSA-id, empty for all) keeps its entries after the last of them, from a day on."""

    provider: str
    years: int
    valid_from: date
    source: str


@cache
def retention() -> tuple[Kept, ...]:
    """The rows of ``data/retention.csv``."""
    with (DATA / "retention.csv").open(encoding="utf-8") as file:
        return tuple(
            Kept(row["provider"], int(row["years"]), date.fromisoformat(row["valid_from"]), row["source"])
            for row in csv.DictReader(file)
        )


def kept(provider: str, on: date, rows: Iterable[Kept] | None = None) -> Kept:
    """What holds for a provider on a day: the longest of what is decided for all and for itself."""
    known = retention() if rows is None else rows
    return max(
        (row for row in known if row.provider in ("", provider) and row.valid_from <= on),
        key=lambda row: row.years,
    )


def weedable_before(today: date, years: int) -> datetime:
    """The instant before which the last entry must have been written: the day it was written counts as kept.

    On 29 February that of 28 February is used where the year has no such day.
    """
    try:
        first = today.replace(year=today.year - years)
    except ValueError:
        first = today.replace(year=today.year - years, day=28)
    return midnight(first)


def archives(kind: str) -> bool:
    """Whether the Archives Act (1990:782) holds too: records of regions and municipalities (PDL 3 kap. 18 §)."""
    return kind in ("region", "municipality")
