"""Bundles opened, also those inside others, into single resources with where they stand. Pure.

Read are ``collection``, ``transaction``, ``searchset`` and ``document``; a ``batch`` holds what a transaction does.
Others are refused: a ``history`` also tells of deletions, a ``message`` asks for something to be done, a response is
only an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from lindra.fhir.readers import Part, Trouble
from lindra.fhir.references import Scope, Target, rest_parts, urn_id

OPENED = frozenset({"collection", "transaction", "searchset", "document", "batch"})
DEEPEST = 20
"""Bundles within Bundles."""

_BYTE = re.compile(r" \(byte ([0-9]+)\)")


NOTHING = msgspec.Raw()


class _Top(msgspec.Struct, rename="camel"):
    """The outside of a piece of JSON."""

    resource_type: Any = None
    id: Any = None
    type: Any = None
    entry: msgspec.Raw = NOTHING


class _Request(msgspec.Struct):
    method: str = ""
    url: str = ""


class _Entry(msgspec.Struct, rename="camel"):
    full_url: str = ""
    resource: msgspec.Raw = NOTHING
    request: _Request | None = None


class _Name(msgspec.Struct, rename="camel"):
    resource_type: Any = None
    id: Any = None


_top = msgspec.json.Decoder(_Top)
_entries = msgspec.json.Decoder(list[_Entry])
_name = msgspec.json.Decoder(_Name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource as it was written, where it stands, and how its references are to be read.

    ``name`` is the id that the Bundle gives it, for a resource without one of its own.
    """

    file: str
    line: int
    raw: bytes
    scope: Scope
    name: str = ""


def entries(part: Part, system: str) -> Iterator[Entry | Trouble]:
    """All resources in a piece of JSON; what is not one is told as trouble."""
    yield from _open(
        part.file, part.line, part.data, Entry(part.file, part.line, part.data, Scope(system)), 0
    )


def _open(file: str, line: int, data: bytes, single: Entry, depth: int) -> Iterator[Entry | Trouble]:
    try:
        top = _top.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        yield fault(file, line, data, error)
        return
    if not isinstance(top.resource_type, str):
        yield Trouble(file, line, "no resourceType: this is not a FHIR resource")
    elif top.resource_type != "Bundle":
        yield single
    elif top.type not in OPENED:
        yield Trouble(
            file, line, f"a Bundle of type {top.type!r} is not read: only {', '.join(sorted(OPENED))}"
        )
    elif depth >= DEEPEST:
        yield Trouble(file, line, f"Bundles within Bundles more than {DEEPEST} deep")
    else:
        name = top.id if isinstance(top.id, str) else ""
        shell = msgspec.json.encode({"resourceType": "Bundle", "id": name or single.name})
        yield Entry(file, line, shell, single.scope, single.name)
        yield from _inside(file, line, data, bytes(top.entry) or b"[]", single.scope.system, depth)


def _inside(
    file: str, line: int, data: bytes, listed: bytes, system: str, depth: int
) -> Iterator[Entry | Trouble]:
    """The entries of one Bundle, which may call each other by full URL."""
    try:
        found = _entries.decode(listed)
        names = dict(_names(found))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        start = max(data.find(listed), 0)
        yield fault(file, line + data.count(b"\n", 0, start), listed, error)
        return
    offset, number = max(data.find(listed), 0), line
    number += data.count(b"\n", 0, offset)
    for one in found:
        if not bytes(one.resource):
            asked = f"{one.request.method} {one.request.url}" if one.request else "nothing else"
            yield Trouble(
                file, number, f"an entry without a resource ({asked}): it cannot be carried out here"
            )
            continue
        raw = bytes(one.resource)
        at = data.find(raw, offset)
        if at >= 0:
            number += data.count(b"\n", offset, at)
            offset = at
        target = rest_parts(one.full_url)
        scope = Scope(system, target.base if target else "", names)
        name = urn_id(one.full_url) or (target.id if target else "")
        yield from _open(file, number, raw, Entry(file, number, raw, scope, name), depth + 1)


def _names(found: list[_Entry]) -> Iterator[tuple[str, Target]]:
    """What each full URL stands for."""
    for one in found:
        if not one.full_url or not bytes(one.resource):
            continue
        named = _name.decode(one.resource)
        target = rest_parts(one.full_url)
        identifier = named.id or urn_id(one.full_url) or (target.id if target else "")
        if isinstance(named.resource_type, str) and isinstance(identifier, str) and identifier:
            yield one.full_url, Target(named.resource_type, identifier, target.base if target else "")


def fault(file: str, line: int, data: bytes, error: BaseException) -> Trouble:
    """What is wrong with a piece of JSON, and on which line of the file."""
    said = str(error) or type(error).__name__
    if data.lstrip()[:1] == b"<":
        return Trouble(file, line, "this is XML: only FHIR's JSON is read")
    at = _BYTE.search(said)
    reached = int(at[1]) if at else len(data) if "truncated" in said else 0
    return Trouble(file, line + data.count(b"\n", 0, reached), _BYTE.sub("", said))
