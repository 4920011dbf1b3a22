"""``lindra backup``: a world's moment in one encrypted file, proved before it is packed.

The snapshot is verified as a world of its own, record and access log; what is in it stands in a manifest with the
SHA-256 of every part. The file is encrypted to a public recipient, so that the machine that writes backups cannot read
them; with the identity at hand it is also restored in a place apart, and what came back is counted.

What is not in it: the keys. Without the pseudonym key exports and a restored world no longer fit together; it is in
``keys.json`` of a local world, and in the environment (``LINDRA_PSEUDONYM_KEY``) of one in production.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from lindra import __version__, clock
from lindra.ids import new_id
from lindra.privacy.log import verify as log_verify
from lindra.record.export import keyed_with
from lindra.record.verify import Verified, checkpoint, verify
from lindra.site import packing, snapshot

FORMAT = 1
MANIFEST, CHECKPOINT = "manifest.json", "checkpoint.json.gz"
FOLDER = ".backup-"
"""How the folders begin in which snapshots and unpacked backups lie while they are worked on."""


class Refused(ValueError):
    """A backup or restore that is not carried out: says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a world's log and access log hold, and every fault in them, in words."""

    patients: int
    events: int
    destroyed: int
    access_entries: int
    faults: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        return {name: value for name, value in asdict(self).items() if name != "faults"}


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written: its SHA-256, its size in bytes, and what it holds."""

    sha256: str
    size: int
    found: Found


def backup(file: Path, home: Path, url: str, to: Sequence[Any], said: Progress) -> Made:
    """Write a backup of a world to a new file. Raises :class:`Refused`, ``snapshot.NoTool``, ``packing.Unreadable``."""
    if not to:
        raise Refused(
            "say to whom it is encrypted: --recipient or LINDRA_BACKUP_RECIPIENT (see lindra backup-key)"
        )
    if file.exists():
        raise Refused(f"{file} is there already: backups are not written over")
    with workplace(home) as folder:
        with snapshot.taken(home, folder, url, said.copied) as names:
            sha256 = checkpoint(folder / CHECKPOINT)
            found = proved(None, said)
            about = _about(bool(url), found, sha256)
        names = [*names, CHECKPOINT]
        about["parts"] = {name: _part(folder / name) for name in names}
        (folder / MANIFEST).write_text(json.dumps(about, indent=1))
        digest = packing.pack(folder, [MANIFEST, *names], file, to, said.pieces("megabytes packed"))
    return Made(digest, file.stat().st_size, found)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come, told to whoever waits: ``copied`` bytes of bytes, and items that are passed on."""

    copied: Callable[[int, int], None]
    items: Callable[[Any, str], Iterator[Any]]

    def pieces(self, label: str) -> packing.Each:
        """For pieces of a megabyte."""
        return lambda pieces: self.items(pieces, label)


@contextmanager
def workplace(home: Path) -> Iterator[Path]:
    """A folder beside the data for what must lie there in plain for a while; what a killed run left goes first."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / f"{FOLDER}lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(
                "another backup or restore is at work in this world: wait until it is done"
            ) from error
        for left in home.glob(f"{FOLDER}*-*"):
            shutil.rmtree(left)
        folder = home / f"{FOLDER}{new_id()}"
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def proved(against: Path | None, said: Progress) -> Found:
    """Verify the world that Django points at: record and access log; against a checkpoint where one is given."""
    record = verify(against, lambda items: said.items(items, "patients verified"))
    access = log_verify.check()
    faults = record_faults(record)
    faults += [f"access log: chain {one.chain} row {one.seq}: {one.what}" for one in access.faults]
    return Found(record.patients, record.events, record.destroyed, access.entries, tuple(faults))


def record_faults(verified: Verified) -> list[str]:
    """What is wrong with the record, in words."""
    return [f"record: patient {one.patient} entry {one.seq}: {one.what}" for one in verified.faults]


def differences(found: Found, again: Found) -> list[str]:
    """What a restored world lacks of the one that was backed up, in words, and its own faults."""
    names = ("patients", "events", "access_entries")
    odd = [name for name in names if getattr(found, name) != getattr(again, name)]
    lost = [f"restored for trial: {getattr(again, name)} {name}, not {getattr(found, name)}" for name in odd]
    return [*lost, *(f"restored for trial: {fault}" for fault in again.faults)]


def _about(postgres: bool, found: Found, sha256: str) -> dict[str, Any]:
    return {
        "lindra_backup": FORMAT, "made_at": clock.now().isoformat(), "version": __version__,
        "database": "postgresql" if postgres else "sqlite", "migrations": migrations(), "key": key_mark(),
        "counts": found.counts, "faults": list(found.faults), "checkpoint": sha256,
    }  # fmt: skip


def migrations() -> list[str]:
    """Every migration that the databases Django points at have, as ``room.name``."""
    recorders = [MigrationRecorder(connections[alias]) for alias in snapshot.DATABASES]
    applied = {known for recorder in recorders for known in recorder.applied_migrations()}
    return sorted(f"{room}.{name}" for room, name in applied)


def key_mark() -> str:
    """What tells pseudonym keys apart and says nothing of them."""
    return keyed_with(settings.LINDRA_PSEUDONYM_KEY)("lindra backup")[:16]


def _part(path: Path) -> dict[str, Any]:
    return {"sha256": packing.digest(path), "bytes": path.stat().st_size}
