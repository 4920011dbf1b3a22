"""The second wall, on PostgreSQL: without an opening the database itself gives no row of a patient's content.

The first wall is ``privacy.door``. Where code goes around it, row-level security answers with nothing: tables of
content give only rows of what has been opened on this connection (the setting ``lindra.opened``). The door opens the
records it has decided on for as long as it reads or writes them; commands that run as a system reader open everything.

What it holds: queries that forget the door, in pages and in commands in somebody's name, whatever their SQL. What it
does not hold: somebody who may run SQL of their own (who can change the setting, as the door does); superusers and
roles with BYPASSRLS, which :func:`ensure` refuses in production; which patients there are, how their records are linked
and how long their logs are; what the decision itself needs (the readings in ``DECIDING``, and whose identity is
protected); the import's own tables; the access log. On SQLite, which has no such thing, there is one wall.

The setting is one of the session: between Lindra and the database no pool may share a connection between transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connection
from django.db.backends.signals import connection_created
from psycopg.pq import TransactionStatus

from lindra.record.durability import Unsafe

SETTING: Final = "lindra.opened"
DECIDING = ("relations", "door")
"""Readings that the decision rests on: read before it is known who may be opened."""
TABLES = ("record_event", "record_chart", "record_part", "record_reading", "people_identifier", "people_detail",
          "forms_draft", "deadlines_hold", "care_not_now", "registry_invitation",
          "registry_relatives_answer", "discharge_deviation")  # fmt: skip
"""What is behind the wall: also what rooms above keep about patients in tables of their own."""
_EVERYTHING: Final = frozenset({"*"})
_BETWEEN: Final = "\x1f"

_now: ContextVar[frozenset[str]] = ContextVar("lindra_opened", default=frozenset())
"""What is open here; each thread begins closed."""


@contextmanager
def opened(
    patients: Iterable[str] = (),
    *,
    readings: Iterable[str] = (),
    numbers: Iterable[str] = (),
    details: Iterable[str] = (),
    codes: Iterable[str] = (),
) -> Iterator[None]:
    """Open some patients' content to read and write, beside what is open already, until the block ends.

    ``readings``: the rows of these readings, and what is noted beside them, of all patients, to read (for lists, before
    it is known who is on them).
    ``numbers``: the identifiers with just these values, to read (for a search by number). ``details``: the details of
    these kinds, of all patients, to read (for checks of the access log, which compare names). ``codes``: what is kept
    under just these keyed hashes of codes, to read (for whoever was given such a code). An opening costs one short
    statement when it begins and one when it ends, and nothing where all of it is open already.
    """
    kinds = {"patient": patients, "reading": readings, "number": numbers, "detail": details, "code": codes}
    with _open({f"{kind}:{one}" for kind, several in kinds.items() for one in several}):
        yield


@contextmanager
def everything() -> Iterator[None]:
    """Open everything until the block ends: for what runs as a system reader, and for what must read the whole log."""
    with _open(_EVERYTHING):
        yield


@contextmanager
def _open(named: Set[str]) -> Iterator[None]:
    before = _now.get()
    if connection.vendor != "postgresql" or before >= _EVERYTHING or named <= before:
        yield
        return
    mark = _now.set(before | named)
    try:
        _tell()
        yield
    finally:
        _now.reset(mark)
        _tell()  # where a transaction failed, its rollback brings back what was before


def _tell() -> None:
    """Say to the database what is open here; a connection that is not made yet is told when it is."""
    if _takes_statements():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT set_config('{SETTING}', %s, false)", [_BETWEEN.join(sorted(_now.get()))])


def _takes_statements() -> bool:
    """Whether there is a connection, and no transaction on it that can only be rolled back."""
    raw = connection.connection
    if raw is None or raw.closed or connection.needs_rollback:
        return False
    return bool(raw.info.transaction_status != TransactionStatus.INERROR)


def _tell_new(connection: Any, **_: Any) -> None:
    """A new connection, also one made anew within an opening."""
    if connection.vendor == "postgresql" and connection.alias == "default" and _now.get():
        _tell()


connection_created.connect(_tell_new, dispatch_uid="lindra.record.wall")


def ensure() -> None:
    """Refuse a role or a database for which there is no second wall; raises ``durability.Unsafe``. For production."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        superuser, passes = cursor.fetchone()
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) "
            "AND relrowsecurity AND relforcerowsecurity",
            [list(TABLES)],
        )
        held = {row[0] for row in cursor.fetchall()}
    if superuser or passes:
        why = "is a superuser" if superuser else "has BYPASSRLS"
        raise Unsafe(f"PostgreSQL's role {why}, for which row-level security does not hold: use another role")
    if open_tables := sorted(set(TABLES) - held):
        raise Unsafe(f"row-level security is off for {', '.join(open_tables)}: run lindra migrate")


# The policies, in SQL

_LIST = f"string_to_array(current_setting('{SETTING}', true), chr({ord(_BETWEEN)}))"
_OPENED = f"(SELECT {_LIST})::text[]"
"""As a subquery it is computed once a query, not once a row."""
_ALL = f"(SELECT '*' = ANY ({_LIST}))"


def _is_open(kind: str, column: str) -> str:
    return f"{_ALL} OR ('{kind}:' || {column}) = ANY ({_OPENED})"


def behind(table: str, patient: str = "patient") -> list[str]:
    """SQL that puts a table behind the wall: a row is there for who has opened the patient in its column."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_opened ON {table} USING ({_is_open('patient', patient)})",
    ]


def readable(table: str, name: str, condition: str) -> str:
    """SQL that lets rows be read, not written, on another condition as well."""
    return f"CREATE POLICY {table}_{name} ON {table} FOR SELECT USING ({condition})"


def beside(table: str, reading: str) -> str:
    """SQL that opens what is noted beside a reading's rows together with the reading, to read."""
    return readable(table, "listed", f"'reading:{reading}' = ANY ({_OPENED})")


def held(table: str, column: str) -> str:
    """SQL that opens a row to whoever holds the code whose keyed hash stands in its column, to read."""
    return readable(table, "held", f"('code:' || {column}) = ANY ({_OPENED})")


def put_up(policies: Iterable[str]) -> Callable[[Any, Any], None]:
    """The step of a migration that carries out these statements on PostgreSQL; elsewhere it does nothing."""

    def add(apps: Any, schema_editor: Any) -> None:
        for sql in policies if schema_editor.connection.vendor == "postgresql" else ():
            schema_editor.execute(sql, params=None)

    return add


POLICIES = [
    *behind("record_event"),
    *behind("record_chart"),
    *behind("record_reading"),
    readable("record_reading", "deciding", f"reading IN {DECIDING}"),
    readable("record_reading", "listed", f"('reading:' || reading) = ANY ({_OPENED})"),
    *behind("people_identifier", "patient_id"),
    readable("people_identifier", "sought", f"('number:' || value) = ANY ({_OPENED})"),
    *behind("people_detail", "patient_id"),
    readable("people_detail", "deciding", "kind = 'protection'"),
    readable("people_detail", "compared", f"('detail:' || kind) = ANY ({_OPENED})"),
]
"""One list for both rooms; the migration that runs it is ``record``'s, which comes after that of ``people``.

A room above puts up its own in a migration of its own (``behind``, ``beside``)."""
