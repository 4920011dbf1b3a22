"""What waits for a resource not yet read: on disk in ``LINDRA_HOME/parked``, tried again at the end of every run.

A line is on disk before the transaction that parks it ends, and is removed after the one that stores it. So a power cut
may leave a line too many (which is then known already) but never one too few.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec
from django.db import connection

from lindra.fhir.bundles import Entry
from lindra.fhir.readers import Trouble
from lindra.fhir.references import Scope, Target
from lindra.ids import new_id


class Busy(RuntimeError):
    """Another import is at work in this world."""


class _Line(msgspec.Struct, omit_defaults=True):
    """One parked resource and what is needed to read it again."""

    file: str
    line: int
    system: str
    resource: msgspec.Raw
    base: str = ""
    name: str = ""
    names: dict[str, tuple[str, str, str]] = {}


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Line)


class Parking:
    """The folder of what waits; one import at a time."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "parked"
        self.run = new_id()
        self._file: IO[bytes] | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for one run; raises :class:`Busy` when another has it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy("another import is at work in this world: wait until it is done") from error
            try:
                yield
            finally:
                self.close()

    def park(self, entry: Entry, mentioned: set[str]) -> None:
        """Put a resource on disk, with those names of its Bundle that it mentions."""
        if self._file is None:
            handle = os.open(self.folder / f"{new_id()}.ndjson", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(handle, "wb")
        scope = entry.scope
        names = {name: scope.names[name] for name in mentioned if name in scope.names}
        line = _Line(
            file=entry.file, line=entry.line, system=scope.system, resource=msgspec.Raw(_one_line(entry.raw)),
            base=scope.base, name=entry.name,
            names={name: (target.type, target.id, target.base) for name, target in names.items()},
        )  # fmt: skip
        self._file.write(_encoder.encode(line) + b"\n")

    def sync(self) -> None:
        """Everything parked so far is on disk when this returns."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def waiting(self) -> Iterator[list[Entry | Trouble]]:
        """What waited when this was called, file by file; a file goes when the caller comes back for the next."""
        self.close()
        for path in sorted(self.folder.glob("*.ndjson")):
            yield from _read(path)
            self.sync()
            path.unlink()

    def close(self) -> None:
        """No more is parked in the file begun; the next gets one of its own."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None


@contextmanager
def still(home: Path) -> Iterator[None]:
    """Let no import begin or park anything meanwhile; waits for one that is at work."""
    folder = home / "parked"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _one_line(raw: bytes) -> bytes:
    return raw if b"\n" not in raw and b"\r" not in raw else msgspec.json.format(raw, indent=-1)


def _read(path: Path) -> Iterator[list[Entry | Trouble]]:
    some: list[Entry | Trouble] = []
    with path.open("rb") as file:
        for number, text in enumerate(file, 1):
            some.append(_entry(path.name, number, text))
            if len(some) >= 500:
                yield some
                some = []
    if some:
        yield some


def _entry(name: str, number: int, text: bytes) -> Entry | Trouble:
    """A parked resource; the last line may be half, where the power went while it was written."""
    try:
        line = _decoder.decode(text)
    except (msgspec.DecodeError, ValueError) as error:
        return Trouble(f"parked/{name}", number, f"a parked resource is damaged: {error}")
    names = {name: Target(*target) for name, target in line.names.items()}
    return Entry(line.file, line.line, bytes(line.resource), Scope(line.system, line.base, names), line.name)


def entry_of(line: bytes) -> Entry | Trouble:
    """The resource in a line of a parked file."""
    return _entry("", 0, line)


def remember(key: str, version: str, run: str, entry: Entry, cause: str) -> None:
    """Note that a resource that this run has read waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fhir_parked (key, version, run, times, file, line, cause) VALUES (%s, %s, %s, 1, %s, %s, %s) "
            "ON CONFLICT (key, version) DO UPDATE SET run = excluded.run, times = "
            "CASE WHEN fhir_parked.run = excluded.run THEN fhir_parked.times + 1 ELSE 1 END",
            [key, version, run, entry.file, entry.line, cause],
        )


def forget(key: str, version: str, run: str) -> int:
    """A resource waits no longer; returns how often this run has read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT run, times FROM fhir_parked WHERE key = %s AND version = %s", [key, version])
        found = cursor.fetchone()
        cursor.execute("DELETE FROM fhir_parked WHERE key = %s AND version = %s", [key, version])
    return int(found[1]) if found and found[0] == run else 0
