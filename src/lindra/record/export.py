"""``lindra export``: the log as Parquet in two layers, incremental by head.

``log/<kind>/``: immutable parts, one table per kind, as written. ``last_year/death_month=YYYY-MM/``: derived, only
touched months rewritten. What has been exported (heads, and who the person was then) stands in ``state.parquet`` of
the folder. Files are written beside and moved in place, so that a reader never sees half of one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lindra.ids import new_id
from lindra.people import patients as identities
from lindra.people.models import Link
from lindra.record import derive
from lindra.record.envelope import Event
from lindra.record.parquet import Table, read_rows, rewrite
from lindra.record.queries import events_of, heads

STATE_COLUMNS = {
    "record": "VARCHAR",
    "patient": "VARCHAR",
    "seq": "BIGINT",
    "mark": "VARCHAR",
    "month": "VARCHAR",
}


def keyed_with(key: str) -> derive.Keyed:
    """The world's pseudonym function: HMAC-SHA256, 32 hexadecimal digits."""
    secret = key.encode()
    return lambda text: hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(slots=True)
class Exported:
    """What an export did."""

    patients: int = 0
    events: int = 0
    dead: int = 0
    months: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    seq: int
    mark: str
    month: str


def export(folder: Path, key: str, each: Callable[[Iterable[Any]], Iterator[Any]] = iter) -> Exported:
    """Bring a folder up to the log. ``each`` may wrap the changed patients, to tell progress."""
    keyed, state, done = keyed_with(key), _state(folder), Exported()
    groups = _groups()
    changed = _changed(state, groups, keyed)
    part = f"part-{new_id()}"
    logs: dict[str, Table] = {}
    months: dict[str, Table] = {}
    touched: set[str] = set()
    gone: set[str] = set()
    for records, marks in each(changed):
        pseudonym = keyed(min(records))
        events = {record: events_of(record) for record in records}
        month = _derive(records, pseudonym, events, keyed, folder, months, done)
        touched |= {known.month for record in records if (known := state.get(record)) and known.month}
        touched |= {month} if month else set()
        gone |= {pseudonym, *(keyed(record) for record in records)}
        for record in records:
            done.patients += 1
            seen = state[record].seq if record in state else 0
            done.events += _write_log(events[record], seen, keyed, folder, part, logs)
            state[record] = _Known(len(events[record]), marks[record], month)
    for table in logs.values():
        table.close()
    for month in sorted(touched):
        rewrite(folder / "last_year" / f"death_month={month}" / "part.parquet", derive.LAST_YEAR_COLUMNS,
                without=("patient", gone), adding=months.get(month))  # fmt: skip
    done.months = sorted(touched)
    _remember(folder, state, keyed)
    return done


def _groups() -> dict[str, tuple[str, ...]]:
    """For each linked record, all records of the person; records without links are not in it."""
    pairs = Link.objects.filter(unlinked_at=None).values_list("one_id", "other_id")
    every = {record for pair in pairs for record in pair}
    return {record: tuple(sorted(group)) for record, group in identities.linked_many(sorted(every)).items()}


def _changed(
    state: dict[str, _Known], groups: dict[str, tuple[str, ...]], keyed: derive.Keyed
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Persons (all their records) of whom anything changed since the last export."""
    waiting: list[tuple[str, int]] = []
    done: set[str] = set()
    for patient, seq, _ in heads():
        waiting.append((patient, seq))
        if len(waiting) == 500:
            yield from _changed_of(waiting, state, groups, done)
            waiting = []
    yield from _changed_of(waiting, state, groups, done)


def _changed_of(
    some: list[tuple[str, int]], state: dict[str, _Known], groups: dict[str, tuple[str, ...]], done: set[str]
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    whole = {record for patient, _ in some for record in groups.get(patient, (patient,))}
    people = identities.persons(sorted(whole))
    for patient, seq in some:
        records = groups.get(patient, (patient,))
        mark = _mark(people[min(records)], records)
        known = state.get(patient)
        if patient in done or (known is not None and (known.seq, known.mark) == (seq, mark)):
            continue
        done |= set(records)
        yield records, dict.fromkeys(records, mark)


def _mark(person: identities.Person, records: tuple[str, ...]) -> str:
    """A fingerprint of what the export tells of a person."""
    told = (person.sex, person.born, person.municipality, person.opted_out, person.protected, records)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _derive(
    records: tuple[str, ...], pseudonym: str, events: dict[str, list[Event]], keyed: derive.Keyed, folder: Path,
    months: dict[str, Table], done: Exported,
) -> str:  # fmt: skip
    """Write a person's last year into its month; returns the month of death, or nothing."""
    person = identities.persons([min(records)])[min(records)]
    about = derive.ExportPerson(
        pseudonym, person.sex, person.born, person.municipality, person.opted_out, person.protected
    )
    month = ""
    for row in derive.last_year(about, (e for record in records for e in events[record]), keyed):
        month = row["death_month"]
        if month not in months:
            months[month] = Table(folder / "last_year" / f".{month}.ndjson", derive.LAST_YEAR_COLUMNS)
        months[month].add(row)
        done.dead += row["kind"] == "died"
    return month


def _write_log(
    events: list[Event], seen: int, keyed: derive.Keyed, folder: Path, part: str, logs: dict[str, Table]
) -> int:
    written = 0
    for event in events:
        if event.seq <= seen or event.payload is None:
            continue
        if event.kind not in logs:
            logs[event.kind] = Table(
                folder / "log" / event.kind / f"{part}.parquet", derive.log_columns(event.kind)
            )
        logs[event.kind].add(derive.log_row(event, keyed(event.patient), keyed))
        written += 1
    return written


def _state(folder: Path) -> dict[str, _Known]:
    rows = read_rows(folder / "state.parquet", "record, seq, mark, month")
    return {record: _Known(seq, mark, month or "") for record, seq, mark, month in rows}


def _remember(folder: Path, state: dict[str, _Known], keyed: derive.Keyed) -> None:
    table = Table(folder / "state.parquet", STATE_COLUMNS)
    for record, known in sorted(state.items()):
        table.add({"record": record, "patient": keyed(record), "seq": known.seq, "mark": known.mark,
                   "month": known.month})  # fmt: skip
    table.close()


def forget(folder: Path, patient: str, events: Iterable[str], key: str) -> None:
    """After a destruction: take the destroyed entries out of every part that holds them, and derive again."""
    named = set(events)
    for path in sorted((folder / "log").glob("*/part-*.parquet")):
        kind_columns = derive.log_columns(path.parent.name)
        rewrite(path, kind_columns, without=("event", named), adding=None)
    state = _state(folder)
    if patient in state:
        state[patient] = _Known(state[patient].seq, "destroyed", state[patient].month)
        _remember(folder, state, keyed_with(key))
    export(folder, key)


def known_folders(home: Path) -> list[Path]:
    """The folders this world has been exported to."""
    path = home / "exports.json"
    return [Path(name) for name in json.loads(path.read_text())] if path.exists() else []


def remember_folder(home: Path, folder: Path) -> None:
    """Note a folder, so that a destruction finds its files."""
    folders = {str(known) for known in known_folders(home)} | {str(folder.resolve())}
    home.mkdir(parents=True, exist_ok=True)
    (home / "exports.json").write_text(json.dumps(sorted(folders)))
