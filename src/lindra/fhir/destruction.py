"""What the import holds of entries that are destroyed: copies that wait on disk, and its memory of what was read.

``forget`` runs in the transaction that empties the entries, ``settle`` after it, any number of times. Afterwards the
import knows of a destroyed item only that it was there, so that no version of its resource, older or newer, brings it
back for that patient. What a version says of another patient is read as ever. Versions that wait for something not yet
read go whoever they are about: that is not known, and they may say the same.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from lindra.fhir import memory, parking, queries, reading
from lindra.fhir.bundles import Entry
from lindra.fhir.reading import Parsed
from lindra.record.envelope import Event
from lindra.record.export import replace_durably, sync_folder
from lindra.record.queries import events_of

OWED = "sweep"
"""The file in the folder of what waits that says that lines have still to go."""


def forget(patient: str, gone: Sequence[Event], home: Path) -> None:
    """Forget what these entries, now empty, said; and note that lines on disk must go."""
    by_key: dict[str, list[Event]] = defaultdict(list)
    for event in gone:
        if event.source is not None:
            by_key[_key(event)].append(event)
    if not by_key:
        return
    standing = {(_key(one), one.source.item): one.id for one in events_of(patient) if one.source is not None}
    for key, events in by_key.items():
        lost = {one.source.item for one in events if one.source and (key, one.source.item) not in standing}
        versions = {one.source.version.partition("~")[0] for one in events if one.source}
        _stop_waiting(key, () if lost else versions)
        if (known := queries.known([key]).get(key)) is not None:
            _forget_items(
                known, patient, lost, {item: one for (of, item), one in standing.items() if of == key}
            )
    if (home / "parked").exists():
        replace_durably(home / "parked" / OWED, "")


def _key(event: Event) -> str:
    """The resource that an entry came from, as the import knows it."""
    assert event.source is not None
    return f"{event.source.system}|{event.source.resource}"


def _stop_waiting(key: str, versions: Iterable[str]) -> None:
    """Strike out what waits of a resource: some versions, or all where none is named."""
    with connection.cursor() as cursor:
        for version in versions:
            cursor.execute("DELETE FROM fhir_parked WHERE key = %s AND version = %s", [key, version])
        if not versions:
            cursor.execute("DELETE FROM fhir_parked WHERE key = %s", [key])


def _forget_items(known: queries.Known, patient: str, lost: set[str], standing: dict[str, str]) -> None:
    """Point only to entries that stand, and remember by name the items that may not come back."""
    held = known.held
    items = {item: one for item, one in standing.items() if item in known.events.get(patient, {})}
    known.events[patient] = items
    if lost:
        before = held.setdefault(memory.DESTROYED, {}).get(patient, [])
        held[memory.DESTROYED][patient] = sorted({*before, *lost})
    if lost and not any(known.events.values()):
        held.pop("named", None)
        _forget_references(known.key)
    memory.remember_events(known.key, held)


def _forget_references(key: str) -> None:
    """Nothing is left of a resource: what it referred to goes too, and the names of things that only it used."""
    system, _, resource = key.partition("|")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fhir_reference WHERE system = %s AND source = %s", [system, resource])
        cursor.execute("SELECT target FROM fhir_use WHERE use = 'thing' AND source = %s", [key])
        things = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM fhir_use WHERE use = 'thing' AND source = %s", [key])
        for thing in things:
            if not queries.users("thing", thing):  # it is as if it had never been read
                cursor.execute("DELETE FROM fhir_resource WHERE key = %s AND patient = ''", [thing])
                cursor.execute(
                    "DELETE FROM fhir_version WHERE key = %s AND NOT EXISTS "
                    "(SELECT 1 FROM fhir_resource r WHERE r.key = fhir_version.key)",
                    [thing],
                )


def settle(home: Path) -> None:
    """Take out of the folder what waits no longer; an import that is at work does it when it ends."""
    if (home / "parked" / OWED).exists():
        park = parking.Parking(home)
        try:
            with park.held():
                sweep(park.folder)
        except parking.Busy:
            return


def sweep(folder: Path) -> None:
    """The same, for whoever holds the folder."""
    if not (folder / OWED).exists():
        return
    for path in sorted(folder.glob("*.ndjson")):
        _sweep_file(path)
    (folder / OWED).unlink()
    sync_folder(folder)


def _sweep_file(path: Path) -> None:
    """Keep the lines that still wait. A torn line goes: what wrote it never ended its transaction."""
    beside = path.with_suffix(".new")
    with path.open("rb") as file, beside.open("wb") as kept:
        os.fchmod(kept.fileno(), 0o600)
        left = 0
        for line in file:
            if _waits(line):
                left += kept.write(line)
        kept.flush()
        os.fsync(kept.fileno())
    if left:
        beside.replace(path)
    else:
        beside.unlink()
        path.unlink()
    sync_folder(path.parent)


def _waits(line: bytes) -> bool:
    entry: Any = parking.entry_of(line)
    found = reading.parse(entry) if isinstance(entry, Entry) else entry
    return isinstance(found, Parsed) and (found.key, found.version) in queries.parked([found.key])
