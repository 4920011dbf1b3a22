"""References between resources (hl7.org/fhir/R4/references.html), and how the record writes them. Pure.

Inside one source system a resource is known as ``Type/id``. Another system than the usual one stands before it with a
bar, so that two systems' ``Encounter/1`` never meet in one chart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lindra.fhir.datatypes import Reference

USUAL_SYSTEM = "fhir"
"""The name of the source where none is given."""

_REST = re.compile(r"(?:(https?://.+)/)?([A-Z][A-Za-z]+)/([^/|?#\s]+)(?:/_history/[^/]+)?")
_URN = re.compile(r"urn:(?:uuid|oid):(.+)")


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference points at: type (empty where only an id is known), id, and the server's base where given."""

    type: str
    id: str
    base: str = ""

    def __str__(self) -> str:
        return f"{self.type}/{self.id}" if self.type else self.id


@dataclass(frozen=True, slots=True)
class Scope:
    """Where references are read: the source system, the server's base, and what a Bundle calls its entries."""

    system: str = USUAL_SYSTEM
    base: str = ""
    names: Mapping[str, Target] = field(default_factory=dict)
    contained: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    def target(self, reference: str, expected: str = "") -> Target | None:
        """What a reference points at; ``None`` for what is contained, or is a search and not a pointer."""
        if reference in self.names:
            return self.names[reference]
        if found := _REST.fullmatch(reference):
            base, kind, identifier = found.groups()
            if base is None and (named := self.names.get(f"{self.base}/{kind}/{identifier}")):
                return named
            return Target(kind, identifier, base or self.base)
        if found := _URN.fullmatch(reference):
            return Target(expected, found[1])
        return None

    def written(self, reference: Reference | None, expected: str = "") -> str:
        """A reference as the record writes it; empty where there is none."""
        if reference is None or not reference.reference:
            return ""
        target = self.target(reference.reference, expected)
        if target is None or not target.type:
            return reference.reference
        if target.base and self.base and target.base != self.base:
            return reference.reference
        return self.key(target.type, target.id)

    def key(self, kind: str, identifier: str) -> str:
        """How the record writes a resource of this system."""
        name = f"{kind}/{identifier}"
        return name if self.system == USUAL_SYSTEM else f"{self.system}|{name}"


def rest_parts(url: str) -> Target | None:
    """Base, type and id of a full URL in a Bundle, where it has them."""
    found = _REST.fullmatch(url)
    return Target(found[2], found[3], found[1] or "") if found else None


def urn_id(url: str) -> str:
    """The id in ``urn:uuid:…`` or ``urn:oid:…``; empty for anything else."""
    found = _URN.fullmatch(url)
    return found[1] if found else ""
