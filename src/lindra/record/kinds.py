"""What a kind of event is, and the registers of kinds, chart slots and readings. Pure.

A room adds a kind by subclassing :class:`Fact` in its ``events.py`` under :func:`kind`. The class says what the
event does to the chart (``puts``), which relation it opens or closes, and which fields may be exported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

Part = str
STATED: Part = "stated"
ColumnType = Literal["VARCHAR", "BOOLEAN", "DOUBLE", "BIGINT"]
Matter = Literal["identity", "administrative", "clinical", "address", "aside"]
"""What an entry is about, for who may see it: that somebody lives or died; that care was given; the care itself; where
the person is to be found; and what cannot be presumed to matter for care (SFS 2022:913 3 kap. 1 § 3)."""


class UnknownKind(LookupError):
    """An event of a kind, or of a version, that this program does not know."""


class Refused(ValueError):
    """What was to be written cannot be: says what was wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Put:
    """One thing an event does to the chart: in ``slot``, under ``key``, it states one ``part``.

    What begins and ends has a part for each (admitted, discharged); everything else has the one part :data:`STATED`.
    """

    slot: str
    key: str = ""
    part: Part = STATED


@dataclass(frozen=True, slots=True)
class Column:
    """A field that may leave in the export, with the column's type and how to read it from the payload."""

    type: ColumnType
    read: Callable[[Any], Any]
    secret: bool = False
    """A reference that must be keyed before it leaves, like the patient's own."""


class Fact(BaseModel):
    """The payload of one kind of event. Numbers are integers or decimals, never floats: they must hash exactly."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    upcasters: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
    columns: ClassVar[Mapping[str, Column]] = {}
    matter: ClassVar[Matter] = "clinical"
    handed: ClassVar[bool] = False
    """Whether it may be written into another unit's record by being handed over to it (``privacy.handing``)."""
    apart: ClassVar[bool] = False
    """Read by the door itself (consents, blocks): it does not count among what a reader may or may not see."""

    def puts(self, unit: str) -> Iterable[Put]:
        """What this event, written by this unit, states in the chart."""
        return ()

    def dump(self) -> dict[str, Any]:
        """The payload as plain JSON values, without what is not set."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


KINDS: dict[str, type[Fact]] = {}
SLOTS: dict[str, int] = {}
F = TypeVar("F", bound=type[Fact])


def kind(name: str, version: int = 1) -> Callable[[F], F]:
    """Register a fact under its name and present version."""

    def register(fact: F) -> F:
        if name in KINDS:
            raise ValueError(f"kind {name!r} is registered twice")
        fact.kind, fact.version = name, version
        KINDS[name] = fact
        return fact

    return register


def slot(name: str, cap: int) -> str:
    """Register a slot of the chart and how many keys it keeps (the latest); the log keeps the rest."""
    if name in SLOTS:
        raise ValueError(f"slot {name!r} is registered twice")
    SLOTS[name] = cap
    return name


def fact_of(name: str, version: int, payload: dict[str, Any]) -> Fact:
    """A payload as written, brought up to its kind's present version and validated."""
    known = KINDS.get(name)
    if known is None:
        raise UnknownKind(f"no kind {name!r} in this program")
    if version > known.version:
        raise UnknownKind(
            f"{name} version {version} was written by a newer program; this one knows {known.version}"
        )
    for step in range(version, known.version):
        payload = known.upcasters[step](payload)
    try:
        return known.model_validate(payload)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(f"{name}: {where or 'payload'}: {first['msg']}") from error


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a reading: its key within the patient, what lists select and sort by, and the rest."""

    key: str
    unit: str = ""
    provider: str = ""
    at: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A named pure function from a chart to rows. A new version makes ``lindra record rebuild`` needed."""

    name: str
    version: int
    rows: Callable[[Any], Iterable[Row]]


READINGS: dict[str, Reading] = {}


def reading(
    name: str, version: int = 1
) -> Callable[[Callable[[Any], Iterable[Row]]], Callable[[Any], Iterable[Row]]]:
    """Register a reading."""

    def register(rows: Callable[[Any], Iterable[Row]]) -> Callable[[Any], Iterable[Row]]:
        if name in READINGS:
            raise ValueError(f"reading {name!r} is registered twice")
        READINGS[name] = Reading(name, version, rows)
        return rows

    return register
