"""What one resource tells, gathered by the mapper of its type. Pure.

A mapper is a function from a typed resource to facts: ``@maps("Observation", Observation)``. It states each fact under
an item name, which tells apart the several facts of one resource and stays the same from version to version.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lindra.fhir.datatypes import Attachment, Identifier, Reference
from lindra.fhir.references import Scope, Target
from lindra.fhir.times import Contradiction, Span
from lindra.people.details import DetailValue
from lindra.record import clinical, plans
from lindra.record.envelope import When
from lindra.record.facts import Soundness
from lindra.record.kinds import Fact

UNKNOWN = Span()


class Untyped(ValueError):
    """A resource that cannot be made into typed facts: says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One fact and when it occurred."""

    fact: Fact
    when: When


@dataclass(slots=True)
class Telling:
    """Everything that one resource tells of its patient."""

    kind: str
    """The FHIR type."""
    ref: str
    """The resource as the record writes it."""
    scope: Scope
    items: dict[str, Item] = field(default_factory=dict)
    details: tuple[DetailValue, ...] | None = None
    """What a person resource tells of who somebody is; ``None`` from all others."""
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Reference, ...] = ()
    """Other records of the same person."""
    thing: Target | None = None
    """The Medication or Device that says which medicine or device it is."""
    files: tuple[Target, ...] = ()
    """Binary resources that belong to this document."""
    contradictions: list[Contradiction] = field(default_factory=list)

    def state(self, fact: Fact, span: Span = UNKNOWN, item: str = "") -> None:
        """State a fact; its kind names the item unless there are several of the kind."""
        self.items[item or fact.kind] = Item(fact, span.when)

    def told(self, span: Span) -> Soundness:
        """Whether a period is sound; one that is not is noted, to be listed."""
        if span.contradiction is None:
            return "sound"
        if span.contradiction not in self.contradictions:
            self.contradictions.append(span.contradiction)
        return "contradictory"

    def attach(self, attachment: Attachment, span: Span, part: str) -> clinical.Attachment:
        """An attachment as metadata; what it holds is stated as the document's content."""
        if attachment.url and (target := self.scope.target(attachment.url)) and target.type == "Binary":
            self.files = (*self.files, target)
        digest = size = None
        if attachment.data:
            digest, size = self.content(
                span, part, data=attachment.data, title=attachment.title, content_type=attachment.content_type,
                language=attachment.language,
            )  # fmt: skip
        return clinical.Attachment(
            title=attachment.title, content_type=attachment.content_type, language=attachment.language,
            url=attachment.url, size=size if size is not None else attachment.size, sha256=digest or "",
        )  # fmt: skip

    def content(
        self, span: Span, part: str, *, text: str = "", data: str = "", title: str = "", content_type: str = "",
        language: str = "",
    ) -> tuple[str, int]:  # fmt: skip
        """State a text or file (base64) of this document; returns its SHA-256 and size in bytes."""
        held = text.encode() if text else _decoded(data)
        digest = hashlib.sha256(held).hexdigest()
        fact = plans.DocumentContent(
            ref=self.ref, part=part, title=title, content_type=content_type, language=language, text=text,
            data="" if text else "".join(data.split()), size=len(held), sha256=digest,
        )  # fmt: skip
        self.state(fact, span, f"document_content:{part}" if part else "")
        return digest, len(held)


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Untyped(f"its data are not base64: {error}") from error


@dataclass(frozen=True, slots=True)
class Mapper:
    """How a type is read: its struct, and the function that tells what it says."""

    struct: type[Any]
    tell: Callable[[Any, Telling], None]


MAPPERS: dict[str, Mapper] = {}
Told = Callable[[Any, Telling], None]


def maps(kind: str, struct: type[Any]) -> Callable[[Told], Told]:
    """Register the mapper of a FHIR type."""

    def register(tell: Told) -> Told:
        if kind in MAPPERS:
            raise ValueError(f"{kind} is mapped twice")
        MAPPERS[kind] = Mapper(struct, tell)
        return tell

    return register
