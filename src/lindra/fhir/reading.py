"""One resource as read: plain values, its key, its version, and whom it is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from lindra.fhir import identity, rules
from lindra.fhir.bundles import Entry, fault
from lindra.fhir.datatypes import Identifier
from lindra.fhir.queries import Known
from lindra.fhir.readers import Trouble
from lindra.fhir.references import Target

FIRST, LAST = ("Patient", "Medication", "Device"), ("Binary",)
SEARCH = "Patient?identifier="
"""A conditional reference (hl7.org/fhir/R4/http.html#trules)."""

_KIND = re.compile(r"[A-Z][A-Za-z]{2,63}")
_REFERENCE = re.compile(rb'"reference":"([^"\\]+)"')


@dataclass(slots=True)
class Parsed:
    """A resource as read, with what tells its versions apart."""

    entry: Entry
    kind: str
    rid: str
    document: rules.Document
    body: bytes
    version: str

    @property
    def key(self) -> str:
        """How it is known: ``system|Type/id``."""
        return f"{self.entry.scope.system}|{self.kind}/{self.rid}"


def parse(entry: Entry) -> Parsed | Trouble:
    """A resource as plain values, with its key and version."""
    try:
        document = rules.read(entry.raw)
        body = rules.canonical(document)
    except (ValueError, RecursionError) as error:
        return fault(entry.file, entry.line, entry.raw, error)
    kind, identifier = document.get("resourceType"), document.get("id") or entry.name
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        return Trouble(entry.file, entry.line, f"{kind!r} is no FHIR type")
    if not isinstance(identifier, str):
        return Trouble(entry.file, entry.line, f"{kind}: its id is not a text")
    digest = rules.digest(body)
    return Parsed(
        entry, kind, identifier or f"sha256-{digest[:40]}", document, body, rules.version(document, digest)
    )


def rounds(parsed: Sequence[Parsed]) -> Iterator[list[Parsed]]:
    """What can be written together: patients before what is about them, files last, one version of a key at a time."""
    times: dict[str, int] = defaultdict(int)
    found: dict[tuple[int, int], list[Parsed]] = defaultdict(list)
    for one in parsed:
        rank = 0 if one.kind in FIRST else 2 if one.kind in LAST else 1
        found[rank, times[one.key]].append(one)
        times[one.key] += 1
    for name in sorted(found):
        yield found[name]


def target(one: Parsed, subject: Mapping[str, Any]) -> Target | None:
    """What a reference to whom it is about points at, where it is a pointer."""
    reference = subject.get("reference")
    if not isinstance(reference, str):
        return None
    return one.entry.scope.target(reference, "" if one.kind == "Binary" else "Patient")


def patient(one: Parsed, subject: Mapping[str, Any], patients: Mapping[str, Known]) -> str | None:
    """The patient a reference points at, by id, or by identifier where it has no other pointer."""
    pointed = target(one, subject)
    if pointed is None:
        found = (identity.by_identifier(identifier) for identifier in _identifiers(one, subject))
        return next((known for known in found if known is not None), None)
    row = patients.get(f"{one.entry.scope.system}|{pointed}")
    if row is None or (row.base and pointed.base and row.base != pointed.base):
        return None
    return (row.patient or None) if pointed.type == "Patient" or one.kind == "Binary" else None


def _identifiers(one: Parsed, subject: Mapping[str, Any]) -> list[Identifier]:
    """Identifiers that a reference gives: its own, those of a contained Patient, or of a search."""
    reference = subject.get("reference")
    if not isinstance(reference, str) or not reference:
        given = msgspec.convert(subject.get("identifier"), Identifier | None)
        return [given] if given is not None and given.value else []
    if reference.startswith(SEARCH):
        system, _, value = reference.removeprefix(SEARCH).rpartition("|")
        return [Identifier(system=system, value=value)]
    wanted = ("Patient", reference.removeprefix("#"))
    contained = rules.many(one.document.get("contained"))
    held = (known for known in contained if (known.get("resourceType"), known.get("id")) == wanted)
    return [
        found for known in held for found in msgspec.convert(known.get("identifier", []), list[Identifier])
    ]


def pointers(one: Parsed) -> dict[str, Target | None]:
    """Every reference in a resource and what it points at; contained ones that are there are left out."""
    contained = {f"#{held.get('id')}" for held in rules.many(one.document.get("contained"))} | {"#"}
    return {found: one.entry.scope.target(found) for found in mentioned(one) - contained}


def mentioned(one: Parsed) -> set[str]:
    """Every reference in a resource as it is written."""
    return {found.decode() for found in _REFERENCE.findall(one.body)}
