"""Stored parts of charts: never older than the log, never of what was destroyed, never worth waiting for."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpers.worlds import World
from lindra.ids import new_id
from lindra.record import facts, kept_parts, kinds, log, parts, queries, readings
from lindra.record.chart import Chart, fold, in_force, origin
from lindra.record.destruction import Decision, destroy, replay
from lindra.record.envelope import When
from lindra.record.kinds import Fact, Refused
from lindra.record.log import ANY, Draft
from lindra.record.models import PartRow
from lindra.record.verify import verify
from record.sequences import AUTHOR, NOW, OTHER, steps
from record.test_histories import in_a_world, write
from record.test_parts import Small

DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "some entries")
KEY = "a key of this test"
CODE = facts.Code(code="N02AA01", system="atc")

Allowed = Callable[[str], bool]


def everybody(_: str) -> bool:
    return True


def ours(written: str) -> bool:
    return written.startswith("unit-1|")


def folded(records: tuple[str, ...], allowed: Allowed) -> Chart:
    """The chart of what may be seen, as it is defined."""
    return fold(event for event in in_force(queries.events_of(*records)) if allowed(origin(event)))


def read(*records: str, allowed: Allowed = everybody) -> Chart:
    return kept_parts.in_part(records, allowed).chart()


def row(patient: str) -> PartRow | None:
    return PartRow.objects.filter(patient=patient).first()


def stored(patient: str) -> int:
    """Up to which entry parts are stored."""
    found = row(patient)
    return found.seq if found and found.body else 0


# Whatever happens


MATTERS = ("identity", "administrative", "clinical", "address", "aside")
ORIGINS = [
    f"{one.unit}|{one.provider}|{one.regime}|{matter}" for one in (AUTHOR, OTHER) for matter in MATTERS
]
WHO = st.integers(0, 1)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("write"), WHO, steps),
        st.tuples(st.just("destroy"), WHO, st.lists(st.integers(0, 50), min_size=1, max_size=4)),
        st.tuples(st.just("rebuild"), WHO, st.none()),
        *[st.tuples(st.just("read"), WHO, st.sets(st.sampled_from(ORIGINS)))] * 3,
        *[st.tuples(st.just("read linked"), WHO, st.sets(st.sampled_from(ORIGINS)))] * 2,
    ),
    max_size=14,
)


class Told:
    """Two records, what is done with them, and what was read under each mark."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.patients = (new_id(), new_id())
        self.under: dict[str, Chart] = {}

    def happen(self, act: str, who: int, what: Any) -> None:
        patient = self.patients[who]
        if act == "write":
            write(patient, what)
        elif act == "destroy":
            entries = queries.events_of(patient)
            named = sorted({entries[number % len(entries)].id for number in what}) if entries else []
            with suppress(Refused):
                destroy(patient, named, DECISION, self.home, KEY)
        elif act == "rebuild" and queries.seq_of(patient):
            readings.rebuild_one(patient)
        elif act.startswith("read"):
            self.read(self.patients if act == "read linked" else (patient,), what)

    def read(self, records: tuple[str, ...], what: set[str]) -> None:
        content = kept_parts.in_part(records, what.__contains__)
        chart = content.chart()
        assert chart == folded(records, what.__contains__)
        assert self.under.setdefault(content.mark, chart) == chart
        assert kept_parts.in_part(records, what.__contains__).mark == content.mark


@given(happenings)
@hypothesis_settings(in_a_world, max_examples=20)
def test_whatever_happened_between_two_readings_the_parts_give_the_fold(
    either_world: World, clock_at: Any, happenings: list[Any]
) -> None:
    clock_at(NOW)
    told = Told(Path(tempfile.mkdtemp(dir=either_world.home)))
    with pytest.MonkeyPatch.context() as patch, Small(2, 1):
        patch.setattr(kept_parts, "LONG", 1)
        patch.setattr(readings, "BEHIND", 2)
        for happening in [*happenings, ("read", 0, set(ORIGINS)), ("read linked", 1, set(ORIGINS[:5]))]:
            told.happen(*happening)
        assert [fault for fault in verify().faults if fault.patient in told.patients] == []


# When they are kept


def ordered(patient: str, *orders: str, author: Any = AUTHOR) -> None:
    drafts = [
        Draft(facts.MedicineOrdered(order=order, code=CODE), When.at(NOW - timedelta(days=9)))
        for order in orders
    ]
    log.append(patient, drafts, author, expected=ANY)


def of(fact: Fact, patient: str = "p", author: Any = AUTHOR) -> str:
    return log.append(patient, [Draft(fact, When.at(NOW - timedelta(days=1)))], author, expected=ANY).events[
        0
    ]


@pytest.fixture
def long(either_world: World, clock_at: Any) -> World:
    """A patient ``p`` with a long log of two units, in which a slot is full."""
    clock_at(NOW)
    for number in range(6):
        orders = [f"o{number}-{nth}" for nth in range(20)]
        ordered("p", *orders, author=OTHER if number % 3 == 0 else AUTHOR)
    return either_world


def test_who_reads_a_long_log_in_part_spares_the_next_the_fold(
    long: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read("p", allowed=ours) == folded(("p",), ours)
    of(facts.MedicineOrdered(order="new", code=CODE))
    of(facts.MedicineStopped(order="new"), author=OTHER)
    expected = [folded(("p",), allowed) for allowed in (ours, everybody)]
    monkeypatch.setattr(kept_parts, "events_of", lambda *_: pytest.fail("the whole log was read"))
    assert [read("p", allowed=allowed) for allowed in (ours, everybody)] == expected


def test_a_short_log_is_folded_and_nothing_stored(either_world: World, clock_at: Any) -> None:
    clock_at(NOW)
    ordered("p", *[f"a{number}" for number in range(kept_parts.LONG - 1)])
    read("p")
    assert row("p") is None
    ordered("p", "one more")
    read("p")
    assert stored("p") == kept_parts.LONG


def test_a_few_entries_after_are_applied_and_many_stored(long: World) -> None:
    read("p")
    for number in range(readings.BEHIND):
        assert stored("p") == 120
        ordered("p", f"c{number}")
        assert read("p", allowed=ours) == folded(("p",), ours)
    assert stored("p") == 120 + readings.BEHIND


def test_a_correction_makes_them_anew(long: World) -> None:
    read("p")
    entry = queries.events_of("p")[-1]
    log.withdraw("p", entry.id, "another patient", AUTHOR, expected=120)
    assert read("p") == folded(("p",), everybody)
    assert stored("p") == 121


def test_parts_of_another_form_are_made_anew(long: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read("p")
    PartRow.objects.update(body=parts.pack(parts.Parts()))
    monkeypatch.setattr(kept_parts, "PARTS", kept_parts.PARTS + 1)
    assert read("p") == folded(("p",), everybody)
    assert parts.unpack(bytes(row("p").body)).origins  # type: ignore[union-attr]


def test_what_an_entry_is_about_is_of_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Origins rest on it: parts, and charts, that were made before it changed hide too little."""
    before = kept_parts.form()
    monkeypatch.setattr(facts.MedicineOrdered, "matter", "aside")
    readings._form.cache_clear()
    assert kept_parts.form() != before
    readings._form.cache_clear()


@pytest.mark.parametrize("behind", [0, 1])
def test_an_entry_written_after_the_log_was_read_is_not_in_the_chart(long: World, behind: int) -> None:
    """It was not decided on: nobody knows yet whether this reader may see what it says.

    Neither where the log is folded, nor where what is stored is a little behind it.
    """
    if behind:
        read("p")
        ordered("p", "a little behind")
    before = kept_parts.in_part(["p"], everybody)
    whole = readings.kept("p")
    expected = folded(("p",), everybody)
    ordered("p", "afterwards", author=OTHER)
    assert before.chart() == expected
    assert whole is not None
    assert whole.chart() == expected


def test_an_entry_that_cannot_be_read_hides_nothing_of_the_others(
    long: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of a version this program does not know, which this reader may not see."""
    of(facts.Died(), author=OTHER)
    expected = folded(("p",), ours)
    later = type("Later", (), {"version": 0, "matter": "identity", "apart": False, "upcasters": {}})
    monkeypatch.setitem(kinds.KINDS, "died", later)
    content = kept_parts.in_part(["p"], ours)
    assert content.chart() == expected
    assert content.mark == ""


# Two at once


@pytest.fixture
def somebody_else(long: World) -> Iterator[Callable[[str], Any]]:
    """Another connection, in a transaction that has written and not committed."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield other.execute
        return
    with closing(psycopg.connect(connection.connection.info.dsn)) as other:
        other.execute(
            "INSERT INTO record_part (patient, generation, seq, form, body) VALUES ('p', 0, 0, '', '')"
        )
        yield other.execute


def test_who_reads_while_another_writes_does_not_wait_and_does_not_fail(
    somebody_else: Callable[[str], Any],
) -> None:
    expected, began = folded(("p",), ours), time.monotonic()
    assert read("p", allowed=ours) == expected
    assert time.monotonic() - began < 15, "it waits for thirty seconds, as who writes does"
    assert stored("p") == 0
    somebody_else("ROLLBACK")
    read("p")
    assert stored("p") == 120


def test_patience_with_writes_is_as_before(long: World) -> None:
    read("p")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 30_000
        else:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('synchronous_commit')")
            assert cursor.fetchone() == ("0", "on")


def test_within_a_transaction_nothing_is_stored(long: World) -> None:
    """It would hold the row, and on SQLite everybody who writes, until the transaction ends."""
    with transaction.atomic():
        assert read("p") == folded(("p",), everybody)
    assert row("p") is None


def test_of_two_who_read_at_once_the_one_who_read_more_stays(long: World) -> None:
    slow = kept_parts.in_part(["p"], everybody)
    ordered("p", "later")
    read("p")
    slow.chart()
    assert stored("p") == 121


# Destruction


MARKER = "Förväxlad-patient-dosering-5521"


def test_nothing_of_what_is_destroyed_is_left_in_parts(long: World) -> None:
    gone = of(facts.MedicineOrdered(order="gone", code=CODE, dosage=MARKER))
    read("p")
    assert MARKER.encode() in bytes(row("p").body)  # type: ignore[union-attr]
    before = kept_parts.in_part(["p"], everybody).mark
    destroy("p", [gone], DECISION, long.home, KEY)
    assert row("p").body == b""  # type: ignore[union-attr]
    if connection.vendor == "sqlite":
        assert not any(MARKER.encode() in path.read_bytes() for path in long.home.rglob("lindra.sqlite3*"))
    assert MARKER not in str(read("p"))
    assert kept_parts.in_part(["p"], everybody).mark != before
    assert stored("p") == 121


def test_what_was_read_before_a_destruction_is_not_stored_after_it(
    long: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = of(facts.MedicineOrdered(order="gone", code=CODE, dosage=MARKER))
    make = parts.part

    def slowly(events: Any) -> parts.Parts:
        made = make(events)
        monkeypatch.undo()
        destroy("p", [gone], DECISION, long.home, KEY)
        return made

    monkeypatch.setattr(parts, "part", slowly)
    assert MARKER in str(read("p")), "it had been read already"
    assert stored("p") == 0
    assert MARKER not in str(read("p"))


def test_a_replayed_destruction_leaves_nothing_in_parts(long: World) -> None:
    """A backup may hold parts of what was destroyed since."""
    gone = of(facts.MedicineOrdered(order="gone", code=CODE, dosage=MARKER))
    ordered("p", "another")
    destroy("p", [queries.events_of("p")[-1].id], DECISION, long.home, KEY)
    ledger = long.home / "destructions.ndjson"
    line = json.loads(ledger.read_text()) | {"id": "of another world", "events": [gone]}
    ledger.write_text(json.dumps(line) + "\n")
    read("p")
    assert MARKER.encode() in bytes(row("p").body)  # type: ignore[union-attr]
    assert replay(long.home, KEY) == 1
    assert row("p").body == b""  # type: ignore[union-attr]


def test_rebuilding_leaves_no_parts(long: World) -> None:
    read("p")
    readings.rebuild_one("p")
    assert stored("p") == 0


# Proof


def test_parts_that_are_not_those_of_the_log_are_found(long: World) -> None:
    """A test of the tests above, too: an old part would be seen."""
    read("p")
    assert verify().faults == []
    made = parts.part(queries.events_of("p")[:100])
    PartRow.objects.update(body=parts.pack(made))
    assert read("p", allowed=ours) != folded(("p",), ours)
    assert [(fault.patient, fault.what) for fault in verify().faults] == [
        ("p", "the stored parts are not those of the log")
    ]
    readings.rebuild_one("p")
    assert verify().faults == []


def test_parts_from_which_a_single_origin_is_wrong_are_found(long: World) -> None:
    """Together they give the right chart, and to whom something is hidden a wrong one."""
    read("p")
    made = parts.unpack(bytes(row("p").body))  # type: ignore[union-attr]
    swapped = parts.Parts([made.origins[1], made.origins[0], *made.origins[2:]], made.counts, made.piles)
    PartRow.objects.update(body=parts.pack(swapped))
    assert [fault.what for fault in verify().faults] == ["the stored parts are not those of the log"]


@pytest.mark.parametrize("body", [b"", b"nonsense"])
def test_what_cannot_be_unpacked_is_found(long: World, body: bytes) -> None:
    read("p")
    PartRow.objects.update(body=body)
    assert [fault.what for fault in verify().faults] == ["the stored parts are not those of the log"]
