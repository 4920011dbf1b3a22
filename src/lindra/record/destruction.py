"""Destruction by decision: body, copied columns and salt become null, the chain still holds, readings are rebuilt.

Grounds: SFS 2008:355 8 kap. 4 § (the inspectorate's decision), weeding after the retention time (3 kap. 17 §), erasure
in a quality register (7 kap. 2 §). Every destruction is also written to a file, to be replayed after a restore.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection, transaction

from lindra import clock
from lindra.ids import new_id
from lindra.record import durability, export, readings
from lindra.record.envelope import stamp
from lindra.record.kinds import Refused
from lindra.record.triggers import COPIED


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by which authority, when (ISO date), and what it covers."""

    decision: str
    authority: str
    decided_on: str
    scope: str


def destroy(patient: str, events: Sequence[str], decision: Decision, home: Path, key: str) -> str:
    """Carry out a decision on some of a patient's entries; returns the destruction's id.

    Raises :class:`~lindra.record.kinds.Refused` when an entry is not this patient's, or when a correction or withdrawal
    would go while what it corrects stays (the old entry would stand again).
    """
    durability.ensure()
    destruction = new_id()
    with transaction.atomic():
        _check(patient, events)
        _carry_out(destruction, patient, events, decision)
    _remember(home, destruction, patient, events, decision)
    for folder in export.known_folders(home):
        if folder.exists():
            export.forget(folder, patient, events, key)
    return destruction


def _check(patient: str, events: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, corrects FROM record_event WHERE patient = %s", [patient])
        corrects = dict(cursor.fetchall())
    if missing := [event for event in events if event not in corrects]:
        raise Refused(
            f"{len(missing)} of the entries named are not in this patient's log: {', '.join(missing)}"
        )
    left = [event for event in events if corrects[event] and corrects[event] not in events]
    if left:
        raise Refused(
            "what these entries correct would stand again; name those too, or leave these: " + ", ".join(left)
        )


def _carry_out(destruction: str, patient: str, events: Sequence[str], decision: Decision) -> None:
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


def _ledger(home: Path) -> Path:
    return home / "destructions.ndjson"


def _remember(home: Path, destruction: str, patient: str, events: Sequence[str], decision: Decision) -> None:
    line = {"id": destruction, "patient": patient, "events": list(events), **asdict(decision)}
    with _ledger(home).open("a") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def replay(home: Path) -> int:
    """After a restore: carry out again every destruction the restored database does not know. Returns how many."""
    path = _ledger(home)
    if not path.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM record_destruction")
        known = {row[0] for row in cursor.fetchall()}
    count = 0
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if entry["id"] in known:
            continue
        decision = Decision(entry["decision"], entry["authority"], entry["decided_on"], entry["scope"])
        with transaction.atomic():
            _carry_out(entry["id"], entry["patient"], _present(entry["events"]), decision)
        count += 1
    return count


def _present(events: Sequence[str]) -> list[str]:
    """Those of the entries that the restored database holds."""
    marks = ", ".join(["%s"] * len(events))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM record_event WHERE id IN ({marks})", list(events))  # noqa: S608
        held = {row[0] for row in cursor.fetchall()}
    return [event for event in events if event in held]
