"""Destruction by decision: body, copied columns and salt become null, the chain still holds, readings are rebuilt.

Grounds: SFS 2008:355 8 kap. 4 § (the inspectorate's decision), weeding after the retention time (3 kap. 17 §), erasure
in a quality register (7 kap. 2 §). Every destruction is also written to a file, to be replayed after a
restore. What rooms above hold outside the log they reach themselves (:func:`also`).

That line, and which exported folders owe it, are on disk before the database commits. So no committed destruction is
missing from the file. A line whose destruction was never committed (a power cut in between) is carried out by the
next replay: it was decided and checked, and what is already empty stays as it is. A replay does not ask again whether
an older entry would stand: after a restore, what was decided gone must be gone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from lindra import clock
from lindra.ids import new_id
from lindra.record import durability, export, layers, readings, wall
from lindra.record.chart import in_force
from lindra.record.envelope import Event, stamp
from lindra.record.kinds import Refused
from lindra.record.queries import events_of
from lindra.record.triggers import COPIED


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by which authority, when (ISO date), and what it covers."""

    decision: str
    authority: str
    decided_on: str
    scope: str


Forget = Callable[[str, Sequence[Event], Path], None]
Settle = Callable[[Path], None]
_ALSO: dict[str, tuple[Forget, Settle]] = {}


def also(room: str, forget: Forget, settle: Settle) -> None:
    """Let a room that holds copies outside the log reach them, also when destructions are replayed.

    ``forget`` gets the patient, the entries as they were and the world's folder, in the transaction in which they have
    just been emptied; ``settle`` finishes what stands in files, after the commit and any number of times.
    """
    _ALSO[room] = (forget, settle)


def destroy(patient: str, events: Sequence[str], decision: Decision, home: Path, key: str) -> str:
    """Carry out a decision on some of a patient's entries; returns the destruction's id.

    Raises :class:`~lindra.record.kinds.Refused` when an entry is not this patient's, or when without these another
    would stand that does not stand now (what was corrected or withdrawn, or an older version).
    """
    durability.ensure()
    destruction = new_id()
    with _overwriting(), transaction.atomic():
        _lock(patient)
        _check(patient, events)
        _carry_out(destruction, patient, events, decision, home)
        _owe(home, patient)
        _write_line(home, destruction, patient, events, decision)
    settle(home, key)
    return destruction


def _lock(patient: str) -> bool:
    """Keep others from writing to a patient's log until the transaction ends; whether there is one."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM record_head WHERE patient = %s{lock}", [patient])  # noqa: S608
        return cursor.fetchone() is not None


def _check(patient: str, events: Sequence[str]) -> None:
    log = events_of(patient)
    known = {event.id for event in log}
    if not events:
        raise Refused("no entries are named")
    if missing := [event for event in events if event not in known]:
        raise Refused(
            f"{len(missing)} of the entries named are not in this patient's log: {', '.join(missing)}"
        )
    if again := stand_again(log, set(events)):
        raise Refused(
            "without these, others that are corrected or withdrawn would stand again; name those too: "
            + ", ".join(again)
        )


def any_since(patients: Collection[str], at: str) -> bool:
    """Whether anything in these records was destroyed at a time (a stamp) or later."""
    marks = ", ".join(["%s"] * len(patients))
    with wall.opened(patients), connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM record_destruction d JOIN record_destroyed x ON x.destruction = d.id "  # noqa: S608
            f"JOIN record_event e ON e.id = x.event WHERE d.executed_at >= %s AND e.patient IN ({marks}) LIMIT 1",
            [at, *patients],
        )
        return cursor.fetchone() is not None


def stand_again(log: Sequence[Event], named: Collection[str]) -> list[str]:
    """Entries that do not stand in a log, but would once those named are empty. Pure."""
    before = {event.id for event in in_force(log)}
    emptied = (_emptied(event) if event.id in named else event for event in log)
    return [event.id for event in in_force(emptied) if event.id not in before]


def _emptied(event: Event) -> Event:
    return Event(id=event.id, patient=event.patient, seq=event.seq, recorded_at=event.recorded_at)


def _carry_out(destruction: str, patient: str, events: Sequence[str], decision: Decision, home: Path) -> None:
    named = set(events)
    gone = [event for event in events_of(patient) if event.id in named]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_destruction (id, authority, decision, decided_on, scope, executed_at) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [destruction, decision.authority, decision.decision, decision.decided_on, decision.scope,
             stamp(clock.now())],
        )  # fmt: skip
        emptied = ", ".join(f"{name} = NULL" for name in ("body", "salt", *COPIED))
        for event in events:
            cursor.execute(
                "INSERT INTO record_destroyed (event, destruction) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [event, destruction],
            )
            cursor.execute(f"UPDATE record_event SET {emptied} WHERE id = %s AND body IS NOT NULL", [event])  # noqa: S608
    readings.rebuild_one(patient)
    for forget, _ in _ALSO.values():
        forget(patient, gone, home)


@contextmanager
def _overwriting() -> Iterator[None]:
    """On SQLite: fill with zeros what is removed from a page, instead of leaving it there until it is used again.

    Where that is not always on, earlier writes may have left copies (of the cached chart): the file is written anew.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        always = cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
        cursor.execute("PRAGMA secure_delete = ON")
        yield
        if not always:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA secure_delete = OFF")


def _empty_journal() -> None:
    """On SQLite: move what is committed into the database file, and cut the write-ahead log with its older pages."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ledger(home: Path) -> Path:
    return home / "destructions.ndjson"


def _write_line(
    home: Path, destruction: str, patient: str, events: Sequence[str], decision: Decision
) -> None:
    """Add a line and wait until it is on disk. A line that a power cut tore is ended first."""
    line = {"id": destruction, "patient": patient, "events": list(events), **asdict(decision)}
    path = _ledger(home)
    torn = path.exists() and not path.read_bytes().endswith(b"\n") and path.stat().st_size > 0
    with path.open("a") as file:
        file.write("\n" * torn + json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    export.sync_folder(home)


def _lines(home: Path) -> Iterator[dict[str, Any]]:
    """The lines of the file, without any that was torn: its destruction was never committed."""
    path = _ledger(home)
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def replay(home: Path, key: str) -> int:
    """After a restore: carry out again every destruction the restored database does not know. Returns how many.

    Patients and entries that the restored database does not hold are passed over; a later replay finds them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM record_destruction")
        known = {row[0] for row in cursor.fetchall()}
    count = 0
    with _overwriting():
        for entry in _lines(home):
            count += entry["id"] not in known and _once_more(entry, home)
    settle(home, key)
    return count


def _once_more(entry: dict[str, Any], home: Path) -> bool:
    """Carry out one line, as far as the database holds what it names; whether it holds any of it."""
    decision = Decision(entry["decision"], entry["authority"], entry["decided_on"], entry["scope"])
    with transaction.atomic():
        present = _present(entry["patient"], entry["events"]) if _lock(entry["patient"]) else []
        if present:
            _carry_out(entry["id"], entry["patient"], present, decision, home)
            _owe(home, entry["patient"])
    return bool(present)


def _present(patient: str, events: Sequence[str]) -> list[str]:
    """Those of the entries that the restored database holds."""
    held = {event.id for event in events_of(patient)}
    return [event for event in events if event in held]


def _owed(home: Path) -> list[list[str]]:
    """Folder and patient of what has still to be written anew there."""
    path = home / "exports_owed.json"
    found: list[list[str]] = json.loads(path.read_text()) if path.exists() else []
    return found


def _owe(home: Path, patient: str) -> None:
    new = [[str(folder), patient] for folder in export.known_folders(home)]
    owed = _owed(home)
    if missing := [entry for entry in new if entry not in owed]:
        export.replace_durably(home / "exports_owed.json", json.dumps([*owed, *missing]))


def settle(home: Path, key: str) -> list[Path]:
    """Finish what destructions have left to do in files; returns the exported folders that are not there now.

    Safe to run at any time: a patient's rows are written anew from what the log holds. A folder that a newer Lindra has
    written is as one that is not there: this program cannot write to it, and it is still owed.
    """
    _empty_journal()
    for _, settle_room in _ALSO.values():
        settle_room(home)
    for folder, patient in _owed(home):
        if Path(folder).exists():
            try:
                with wall.everything():  # the folder is brought up to the whole log
                    export.forget(Path(folder), patient, key)
            except layers.OldExport:
                continue
            left = [entry for entry in _owed(home) if entry != [folder, patient]]
            export.replace_durably(home / "exports_owed.json", json.dumps(left))
    return sorted({Path(folder) for folder, _ in _owed(home)})
