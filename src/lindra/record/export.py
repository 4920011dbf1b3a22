"""``lindra export``: the log as Parquet in three layers, incremental by head.

``log/<kind>/``: parts, one table per kind, as written; a part is only ever rewritten to take rows out.
``last_year/death_month=YYYY-MM/``: derived, only touched months rewritten. ``people/bucket=X/``: who is exported, alive
too, by the first digit of the pseudonym, without those of whom all is destroyed; only touched buckets rewritten. Each
layer tells a person, with all linked records, under one pseudonym. Who does not want to be in quality registers is in
all, for the providers' own follow-up; the mark ``register_opt_out`` keeps them out of registers and their measures.
Files are written beside and moved in place, so that a reader never sees half of one.

``manifest.json`` is written last (``layers``). A folder without one, or of an older format, is emptied of what an
export wrote and written anew: its files have not the columns of today.

What has been exported, where each person's rows may be, and which parts are whole stands in ``state.parquet``, keyed
like the rest. It is written twice: before any file is touched (these persons are being written) and after (they are).
An export that was killed in between therefore leaves nothing behind: at the next, parts that are not listed and
spools are removed, and those persons are written anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lindra.ids import new_id
from lindra.people import patients as identities
from lindra.people.models import Link
from lindra.record import derive, layers
from lindra.record.envelope import Event
from lindra.record.parquet import Table, read_rows, rewrite
from lindra.record.queries import events_of, heads

STATE_COLUMNS = {
    "record": "VARCHAR",
    "patient": "VARCHAR",
    "month": "VARCHAR",
    "seq": "BIGINT",
    "mark": "VARCHAR",
    "form": "VARCHAR",
    "part": "VARCHAR",
}
"""One row per record and place of its rows (pseudonym, month of death), and one per part of the log that is whole."""


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


BEING_WRITTEN = -1
"""In place of a sequence number: the record's rows may be in its places, or not, and must be written anew."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a folder holds of one record: up to which entry, and in which words of who it is."""

    seq: int
    mark: str
    form: str
    places: frozenset[tuple[str, str]]
    """Where its rows may be: pseudonym, and month of death or nothing."""


@dataclass(slots=True)
class _State:
    """What a folder holds: by keyed record, and the parts of the log that are whole."""

    records: dict[str, _Known]
    parts: set[str]


@dataclass(frozen=True, slots=True)
class _Who:
    """A person to be written: all records and who it is now.

    ``mark`` is of everything the export tells of who it is, ``form`` of what the rows of the log tell.
    """

    records: tuple[str, ...]
    person: identities.Person
    mark: str
    form: str


@dataclass(slots=True)
class _Work:
    """What is about to be written, spooled, and what must be taken out first."""

    folder: Path
    part: str
    logs: dict[str, Table] = field(default_factory=dict)
    months: dict[str, Table] = field(default_factory=dict)
    people: dict[str, Table] = field(default_factory=dict)
    after: dict[str, _Known] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    """Pseudonyms whose rows go out of the months touched, and of their buckets of people."""
    anew: set[str] = field(default_factory=set)
    """Pseudonyms whose rows go out of every part of the log."""


def export(folder: Path, key: str, each: Callable[[Iterable[Any]], Iterator[Any]] = iter) -> Exported:
    """Bring a folder up to the log. ``each`` may wrap the changed patients, to tell progress.

    Waits for another export of the same folder to end.
    """
    with _alone(folder):
        return _bring_up(folder, keyed_with(key), each)


def forget(folder: Path, patient: str, key: str) -> None:
    """After a destruction: write all of a patient's rows anew, from what the log holds now."""
    keyed = keyed_with(key)
    with _alone(folder):
        state = _state(folder)
        name = keyed(patient)
        if name in state.records:
            state.records[name] = replace(state.records[name], seq=BEING_WRITTEN)
            _remember(folder, state)
        _bring_up(folder, keyed, iter)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else writes to the folder meanwhile; what a killed export or an older program left is removed first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep(folder)
        if not layers.is_current(folder):
            _empty(folder)
        yield


def _sweep(folder: Path) -> None:
    parts = _state(folder).parts
    for path in sorted((folder / "log").glob("*/part-*.parquet")):
        if f"{path.parent.name}/{path.name}" not in parts:
            path.unlink()
    for where in ("", "log/*/", "last_year/", "last_year/*/", "people/", "people/*/"):
        for kind in ("spool", "new"):
            for path in folder.glob(f"{where}.*.{kind}"):
                path.unlink()


def _empty(folder: Path) -> None:
    """Remove what an export wrote, and nothing else that may lie there; the manifest first, the state last."""
    (folder / layers.NAME).unlink(missing_ok=True)
    for where in ("log/*/part*", "last_year/death_month=*/part", "people/bucket=*/part"):
        for path in folder.glob(f"{where}.parquet"):
            path.unlink()
    (folder / "state.parquet").unlink(missing_ok=True)


def _bring_up(folder: Path, keyed: derive.Keyed, each: Callable[[Iterable[Any]], Iterator[Any]]) -> Exported:
    state, done = _state(folder), Exported()
    work = _Work(folder, f"part-{new_id()}.parquet")
    for who in each(_changed(state.records, _groups(), keyed)):
        _spool(who, state.records, work, keyed, done)
    if work.after:
        _write(work, state)
        done.months = sorted(work.touched)
    told = layers.manifest_text()
    path = folder / layers.NAME
    if not path.exists() or path.read_text(encoding="utf-8") != told:
        replace_durably(path, told)
    return done


def _write(work: _Work, state: _State) -> None:
    """Bring the files up to what was spooled; the state is written before they are touched, and after."""
    folder = work.folder
    _remember(folder, _State(_being_written(state.records, work.after), state.parts))
    if work.anew:
        for name in sorted(state.parts):
            path = folder / "log" / name
            rewrite(path, derive.log_columns(path.parent.name), without=("patient", work.anew), adding=None)
    for table in work.logs.values():
        table.close()
    for month in sorted(work.touched):
        rewrite(folder / "last_year" / f"death_month={month}" / "part.parquet", derive.LAST_YEAR_COLUMNS,
                without=("patient", work.gone), adding=work.months.get(month))  # fmt: skip
    for bucket, names in sorted(_by_bucket(work.gone).items()):
        rewrite(folder / "people" / f"bucket={bucket}" / "part.parquet", derive.PEOPLE_COLUMNS,
                without=("patient", names), adding=work.people.get(bucket))  # fmt: skip
    held = {f"{path.parent.name}/{path.name}" for path in (folder / "log").glob("*/part-*.parquet")}
    _remember(folder, _State(state.records | work.after, held))


def _by_bucket(pseudonyms: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in pseudonyms:
        found.setdefault(derive.bucket_of(name), []).append(name)
    return found


def _groups() -> dict[str, tuple[str, ...]]:
    """For each linked record, all records of the person; records without links are not in it."""
    pairs = Link.objects.filter(unlinked_at=None).values_list("one_id", "other_id")
    every = {record for pair in pairs for record in pair}
    return {record: tuple(sorted(group)) for record, group in identities.linked_many(sorted(every)).items()}


def _changed(
    state: dict[str, _Known], groups: dict[str, tuple[str, ...]], keyed: derive.Keyed
) -> Iterator[_Who]:
    """Persons (all their records) of whom anything changed since the last export."""
    waiting: list[tuple[str, int]] = []
    done: set[str] = set()
    for patient, seq, _ in heads():
        waiting.append((patient, seq))
        if len(waiting) == 500:
            yield from _changed_of(waiting, state, groups, done, keyed)
            waiting = []
    yield from _changed_of(waiting, state, groups, done, keyed)


def _changed_of(
    some: list[tuple[str, int]], state: dict[str, _Known], groups: dict[str, tuple[str, ...]], done: set[str],
    keyed: derive.Keyed,
) -> Iterator[_Who]:  # fmt: skip
    whole = {record for patient, _ in some for record in groups.get(patient, (patient,))}
    people = identities.persons(sorted(whole))
    for patient, seq in some:
        if patient in done:
            continue
        records = groups.get(patient, (patient,))
        person = identities.unite([people[record] for record in records])
        mark = _mark(person, records, keyed)
        known = state.get(keyed(patient))
        if known is not None and (known.seq, known.mark) == (seq, mark):
            continue
        done |= set(records)
        yield _Who(records, person, mark, keyed(repr((person.protected, records)))[:16])


def _mark(person: identities.Person, records: tuple[str, ...], keyed: derive.Keyed) -> str:
    """A keyed fingerprint of what the export tells of a person."""
    told = (person.sex, person.born, person.municipality, person.opted_out, person.protected, records)
    return keyed(repr(told))[:16]


def _spool(who: _Who, state: dict[str, _Known], work: _Work, keyed: derive.Keyed, done: Exported) -> None:
    """Spool a person's new rows, and note what must go."""
    pseudonym = keyed(min(who.records))
    events = {record: events_of(record) for record in who.records}
    about = _about(who.person, pseudonym)
    month = _derive(about, (e for record in who.records for e in events[record]), keyed, work, done)
    if any(event.payload is not None for some in events.values() for event in some):
        _people_table(work, derive.bucket_of(pseudonym)).add(derive.people_row(about))
    known = {record: state[keyed(record)] for record in who.records if keyed(record) in state}
    places = {place for one in known.values() for place in one.places} | {(pseudonym, month)}
    work.touched |= {month for _, month in places if month}
    work.gone |= {name for name, _ in places}
    anew = any(_moved(one, who.form, len(events[record])) for record, one in known.items())
    if anew:
        work.anew |= {name for name, _ in places}
    for record in who.records:
        seen = known[record].seq if record in known and not anew else 0
        done.patients += 1
        done.events += _write_log(events[record], seen, pseudonym, who.person.protected, keyed, work)
        work.after[keyed(record)] = _Known(
            len(events[record]), who.mark, who.form, frozenset({(pseudonym, month)})
        )


def _moved(known: _Known, form: str, seq: int) -> bool:
    """Whether a record's rows in the log layer are not as they would be now, so that new ones cannot just be added.

    The log is shorter than what was exported where an older state of the database was restored.
    """
    return known.form != form or known.seq == BEING_WRITTEN or known.seq > seq


def _about(person: identities.Person, pseudonym: str) -> derive.ExportPerson:
    return derive.ExportPerson(
        pseudonym, person.sex, person.born, person.municipality, person.opted_out, person.protected
    )


def _people_table(work: _Work, bucket: str) -> Table:
    if bucket not in work.people:
        work.people[bucket] = Table(work.folder / "people" / f".{bucket}.ndjson", derive.PEOPLE_COLUMNS)
    return work.people[bucket]


def _derive(
    about: derive.ExportPerson, events: Iterable[Event], keyed: derive.Keyed, work: _Work, done: Exported
) -> str:
    """Spool a person's last year; returns the month of death, or nothing."""
    month = ""
    for row in derive.last_year(about, events, keyed):
        month = row["death_month"]
        if month not in work.months:
            work.months[month] = Table(
                work.folder / "last_year" / f".{month}.ndjson", derive.LAST_YEAR_COLUMNS
            )
        work.months[month].add(row)
    done.dead += bool(month)
    return month


def _write_log(
    events: list[Event], seen: int, pseudonym: str, protected: bool, keyed: derive.Keyed, work: _Work
) -> int:
    written = 0
    for event in events:
        if event.seq <= seen or event.payload is None:
            continue
        if event.kind not in work.logs:
            work.logs[event.kind] = Table(
                work.folder / "log" / event.kind / work.part, derive.log_columns(event.kind)
            )
        work.logs[event.kind].add(derive.log_row(event, pseudonym, keyed, protected=protected))
        written += 1
    return written


def _being_written(before: dict[str, _Known], after: dict[str, _Known]) -> dict[str, _Known]:
    """The state while files are touched: of whoever is written, every place where rows were or will be."""
    found = dict(before)
    for record, known in after.items():
        old = before[record].places if record in before else frozenset()
        found[record] = replace(known, seq=BEING_WRITTEN, places=old | known.places)
    return found


def _state(folder: Path) -> _State:
    records: dict[str, _Known] = {}
    parts: set[str] = set()
    for record, patient, month, seq, mark, form, part in read_rows(
        folder / "state.parquet", ", ".join(STATE_COLUMNS)
    ):
        if part is not None:
            parts.add(part)
            continue
        places = records[record].places if record in records else frozenset()
        records[record] = _Known(seq, mark, form, places | {(patient, month or "")})
    return _State(records, parts)


def _remember(folder: Path, state: _State) -> None:
    table = Table(folder / "state.parquet", STATE_COLUMNS)
    for record, known in sorted(state.records.items()):
        for patient, month in sorted(known.places):
            table.add({"record": record, "patient": patient, "month": month, "seq": known.seq,
                       "mark": known.mark, "form": known.form})  # fmt: skip
    for part in sorted(state.parts):
        table.add({"part": part})
    table.close()


def known_folders(home: Path) -> list[Path]:
    """The folders this world has been exported to."""
    path = home / "exports.json"
    return [Path(name) for name in json.loads(path.read_text())] if path.exists() else []


def remember_folder(home: Path, folder: Path) -> None:
    """Note a folder, before anything is written there, so that a destruction finds its files."""
    folders = {str(known) for known in known_folders(home)} | {str(folder.resolve())}
    replace_durably(home / "exports.json", json.dumps(sorted(folders)))


def replace_durably(path: Path, text: str) -> None:
    """Write a small file so that after a power cut it holds either the old text or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
