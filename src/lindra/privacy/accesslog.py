"""The access log's one way in: an entry is durable before the answer is given (SFS 2008:355 4 kap. 3 §).

It has a database file (SQLite) or a connection (PostgreSQL) of its own, so it stays when a request is rolled back.
Each process writes a chain of its own (``log_rules``): nobody waits for another process to learn the last hash. After
anything that went wrong the next entry begins a new chain, for it is then not known what the old one holds; what is
known of the old one is anchored first, so that a tail somebody cut off is missed.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from lindra import clock
from lindra.ids import new_id
from lindra.privacy.log import anchors
from lindra.privacy.log import rules as log_rules
from lindra.privacy.log.anchors import Head
from lindra.privacy.log.rules import CONTENT, Entry
from lindra.privacy.reader import Reader
from lindra.record import chain, durability
from lindra.record.envelope import stamp

DATABASE = "access"


class HeadChanged(RuntimeError):
    """Somebody changed the end of this process's chain; nothing was written, the next entry begins a new chain."""


def log(reader: Reader, patients: Sequence[str], what: str, right: str, outcome: str) -> None:
    """Write that a reader did, or was denied, something with these patients."""
    work = reader.assignment
    _insert(
        Entry(
            staff=reader.staff.hsa_id, title=reader.staff.title, role=work.role, assignment=work.id, unit=work.unit,
            provider=work.provider, purpose=str(reader.purpose), patients=json.dumps(list(patients)), what=what,
            right=right, outcome=outcome,
        )
    )  # fmt: skip


def system_run(what: str, purpose: str) -> str:
    """Write that a command ran as a system reader, once a run; returns the entry's id."""
    return _insert(
        Entry(staff="system", purpose=purpose, patients="[]", what=what, right="command line", outcome="run")
    )


@dataclass(slots=True)
class _Chain:
    """The chain this process writes, and where it stands."""

    home: Path
    place: tuple[str, ...]
    id: str = field(default_factory=new_id)
    seq: int = 0
    hash: bytes = chain.GENESIS
    anchored: int = 0
    anchored_at: float = field(default_factory=time.monotonic)
    timer: threading.Timer | None = None

    def anchor(self, *, last: bool = False) -> None:
        anchors.append(self.home, [Head(self.id, self.seq, self.hash, last)])
        self.anchored, self.anchored_at = self.seq, time.monotonic()

    def set_timer(self) -> None:
        """See to it that what is written is anchored in a while, also where no row follows."""
        if self.timer is None:
            self.timer = threading.Timer(log_rules.ANCHOR_SECONDS, _time_is_up, args=(self,))
            self.timer.daemon = True
            self.timer.start()


_own: _Chain | None = None
_lock = threading.Lock()


def _insert(entry: Entry) -> str:
    """Write one row at the end of this process's chain, and anchor it where that is due; returns the row's id."""
    global _own
    durability.ensure(DATABASE)
    with _lock:
        own, _own = _present(), None
        with _known_outside(own):
            identifier = _write(own, entry)
        if log_rules.anchor_due(own.seq, time.monotonic() - own.anchored_at):
            own.anchor()
        if own.anchored < own.seq:
            own.set_timer()
        _own = own
    return identifier


def _present() -> _Chain:
    """This process's chain in the world written to: the one there is, or a new one."""
    if _own is not None and _own.place == _place():
        return _own
    if _own is not None and _own.timer is not None:
        _own.timer.cancel()
    return _begin()


@contextlib.contextmanager
def _known_outside(own: _Chain) -> Iterator[None]:
    """A chain that is given up is anchored where it stood; where somebody changed its end, no row follows."""
    try:
        yield
    except HeadChanged:
        own.anchor(last=True)
        raise
    except BaseException:
        if own.anchored < own.seq:
            own.anchor()
        raise


def _time_is_up(own: _Chain) -> None:
    """Anchor a chain that is still written; where that fails the next row, or this again, tries anew."""
    with _lock:
        own.timer = None
        if _own is own and own.anchored < own.seq and own.home.exists():
            try:
                own.anchor()
            except OSError:
                own.set_timer()


def _place() -> tuple[str, ...]:
    """The world written to: a process may go from one to another, each with chains of its own."""
    database = connections[DATABASE].settings_dict
    return str(settings.LINDRA_HOME), str(database["NAME"]), str(database.get("HOST"))


def _begin() -> _Chain:
    """A new chain, known outside the database before it has a row: rows of one that is not known were put in."""
    own = _Chain(settings.LINDRA_HOME, _place())
    own.anchor()
    Finalize(None, _end, args=(own.id,), exitpriority=1)  # also in worker processes, which run no ``atexit``
    return own


def _end(identifier: str) -> None:
    """The process ends: its chain is anchored to its last row."""
    global _own
    with _lock:
        if _own is not None and _own.id == identifier and _own.home.exists():
            _own.anchor(last=True)
            _own = None


def _before_fork() -> None:
    """Nobody is in the middle of a row or an anchor, with its file locked, when the process is copied."""
    _lock.acquire()


def _after_fork() -> None:
    _lock.release()


def _in_child() -> None:
    """A child writes a chain of its own, with a lock of its own."""
    global _own, _lock
    _own, _lock = None, threading.Lock()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_in_child)

_COLUMNS = ("id", "at", "chain", "seq", "digest", "hash", "salt", *CONTENT)
_INSERT = (
    f"INSERT INTO privacy_access ({log_rules.quoted(_COLUMNS)}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)


def _write(own: _Chain, entry: Entry) -> str:
    identifier, at, seq, salt = new_id(), stamp(clock.now()), own.seq + 1, chain.new_salt()
    digest = chain.digest(salt, log_rules.body(entry))
    value = log_rules.link(own.hash, own.id, identifier, seq, at, digest)
    with transaction.atomic(using=DATABASE, durable=True), connections[DATABASE].cursor() as cursor:
        cursor.execute(
            _INSERT,
            [identifier, at, own.id, seq, digest, value, salt, *(getattr(entry, name) for name in CONTENT)],
        )
        if seq == 1:
            cursor.execute(
                "INSERT INTO privacy_access_head (chain, seq, hash, named) VALUES (%s, 1, %s, 0)",
                [own.id, value],
            )
        else:
            cursor.execute(
                "UPDATE privacy_access_head SET seq = %s, hash = %s WHERE chain = %s AND seq = %s AND hash = %s",
                [seq, value, own.id, own.seq, own.hash],
            )
        if cursor.rowcount != 1:
            raise HeadChanged("the end of this process's chain in the access log was changed")
    own.seq, own.hash = seq, value
    return identifier


def anchor() -> None:
    """Write outside the database where this process's chain stands now."""
    with _lock:
        if _own is not None and _own.anchored < _own.seq:
            _own.anchor()


def entries(limit: int = 1000) -> list[dict[str, Any]]:
    """The latest entries, latest first."""
    names = ("id", "at", *CONTENT)
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            f"SELECT {log_rules.quoted(names)} FROM privacy_access "  # noqa: S608
            "WHERE salt IS NOT NULL ORDER BY id DESC LIMIT %s",
            [limit],
        )
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "patients": json.loads(row["patients"])} for row in rows]
