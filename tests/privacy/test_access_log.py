"""The access log: a chain for each process, anchored outside the database, that nobody changes without being found."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from helpers import worlds
from lindra.privacy import accesslog
from lindra.privacy.accesslog import HeadChanged, entries
from lindra.privacy.log import anchors, names, weeding
from lindra.privacy.log import queries as log_queries
from lindra.privacy.log import rules as log_rules
from lindra.privacy.log import triggers as log_triggers
from lindra.privacy.log import verify as log_verify
from lindra.privacy.reader import Member, Reader, Work
from lindra.record.envelope import stamp
from lindra.record.verify import checkpoint

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
WORK = Work(
    "a1", "u1", "Avdelning 5", "SE2321000016-U1", "p1", "Norrviks region", "nurse", "health", ("care",)
)
READER = Reader(Member("s1", "SE2321000016-S1", "Person 1", "sjuksköterska"), WORK, "care", NOW)


def read(*patients, what="patient", outcome="opened"):
    accesslog.log(READER, patients, what, "SFS 2008:355 4 kap. 1 §", outcome)


def run(sql, *values):
    with connections["access"].cursor() as cursor:
        cursor.execute(sql, values)


def rows(columns="chain, seq"):
    with connections["access"].cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM privacy_access ORDER BY id")
        return cursor.fetchall()


def tamper(*statements):
    """What somebody with the database in their hands can do: switch the triggers off, and on again."""
    with transaction.atomic(using="access"), connections["access"].cursor() as cursor:
        if connections["access"].vendor == "sqlite":
            for sql in log_triggers.SQLITE:
                cursor.execute(f"DROP TRIGGER {sql.split()[2]}")
        else:
            for table in ("privacy_access", "privacy_access_head", "privacy_access_weeding"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for sql, *values in statements:
            cursor.execute(sql, values)
        if connections["access"].vendor == "sqlite":
            for sql in log_triggers.SQLITE:
                cursor.execute(sql)
        else:
            for table in ("privacy_access", "privacy_access_head", "privacy_access_weeding"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def faults(**kwargs):
    return [(fault.seq, fault.what) for fault in log_verify.check(**kwargs).faults]


@pytest.fixture
def five(either_world, clock_at):
    """Five rows in one chain, anchored up to the last."""
    clock_at(NOW)
    for number in range(5):
        read(f"p{number}", "shared")
    accesslog.anchor()
    return either_world


def test_a_row_says_who_in_which_work_why_whom_what_and_by_which_right(five):
    latest = entries(1)[0]
    assert latest.pop("id")
    assert latest == {
        "at": stamp(NOW), "staff": "SE2321000016-S1", "title": "sjuksköterska", "role": "nurse", "assignment": "a1",
        "unit": "u1", "provider": "p1", "purpose": "care", "patients": ["p4", "shared"], "what": "patient",
        "right": "SFS 2008:355 4 kap. 1 §", "outcome": "opened",
    }  # fmt: skip


def test_the_rows_of_a_process_are_numbered_in_one_chain(five):
    assert [seq for _, seq in rows()] == [1, 2, 3, 4, 5]
    assert len({chain for chain, _ in rows()}) == 1
    found = log_verify.check()
    assert (found.chains, found.entries, found.weeded, found.faults) == (1, 5, 0, [])


def test_a_changed_byte_is_found_in_every_column(five):
    for column in (*log_rules.CONTENT, "id", "at"):
        tamper((f'UPDATE privacy_access SET "{column}" = "{column}" || \'x\' WHERE seq = 3',))
        said = (
            "the row was changed"
            if column in log_rules.CONTENT
            else "the hash does not follow from the row before"
        )
        assert faults() == [(3, said)], column
        whole = f'substr("{column}", 1, length("{column}") - 1)'
        tamper((f'UPDATE privacy_access SET "{column}" = {whole} WHERE seq = 3',))
    assert faults() == []


def test_a_removed_row_is_found(five):
    tamper(("DELETE FROM privacy_access WHERE seq = 3",))
    assert faults() == [(3, "row 3 is missing")]


def test_a_removed_row_is_found_where_the_rest_was_numbered_anew(five):
    tamper(
        ("DELETE FROM privacy_access WHERE seq = 3",),
        ("UPDATE privacy_access SET seq = 3 WHERE seq = 4",),
        ("UPDATE privacy_access SET seq = 4 WHERE seq = 5",),
        ("UPDATE privacy_access_head SET seq = 4",),
    )
    assert faults() == [(3, "the hash does not follow from the row before")]


def test_a_removed_tail_is_found_by_the_head(five):
    tamper(("DELETE FROM privacy_access WHERE seq > 3",))
    assert faults() == [(4, "the last rows are missing: 3 found, the head says 5")]


def cut_to(seq):
    tamper(
        ("DELETE FROM privacy_access WHERE seq > %s", seq),
        ("UPDATE privacy_access_head SET seq = %s, hash = (SELECT hash FROM privacy_access WHERE seq = %s)", seq, seq),
    )  # fmt: skip


def test_a_removed_tail_is_found_by_the_anchors_where_the_head_was_moved_too(five):
    cut_to(3)
    assert faults() == [(4, "the last rows are missing: 3 found, the anchors outside the database say 5")]


def test_a_removed_chain_is_found(five):
    tamper(("DELETE FROM privacy_access",), ("DELETE FROM privacy_access_head",))
    assert faults() == [(0, "the whole chain was removed")]


def test_a_removed_head_is_found(five):
    tamper(("DELETE FROM privacy_access_head",))
    assert (0, "there are rows but no head") in faults()


def insert(chain, seq):
    """Put a row in that looks like the fifth, under another chain or number."""
    names = log_rules.quoted((*log_rules.KEPT, "salt", *log_rules.CONTENT))
    chosen = names.replace('"id"', "id || 'x'").replace('"chain"', chain).replace('"seq"', str(seq), 1)
    return (f"INSERT INTO privacy_access ({names}) SELECT {chosen} FROM privacy_access WHERE seq = 5",)


def test_an_inserted_row_is_found(five):
    tamper(insert('"chain"', 6))
    assert faults() == [(6, "the hash does not follow from the row before")]


def test_a_chain_put_in_is_found(five):
    forged = log_rules.link(
        bytes(32), "forged", rows("id")[-1][0] + "x", 1, stamp(NOW), bytes(rows("digest")[-1][0])
    )
    tamper(
        insert("'forged'", 1),
        ("UPDATE privacy_access SET hash = %s WHERE chain = 'forged'", forged),
        ("INSERT INTO privacy_access_head (chain, seq, hash, named) VALUES ('forged', 1, %s, 0)", forged),
    )
    ((seq, what),) = faults()
    assert (seq, what[:40]) == (0, "no process of this world began this chai")


def recompute():
    """Change the third row and compute every hash after it anew, head and all."""
    chain = rows()[0][0]
    with transaction.atomic(using="access"), connections["access"].cursor() as cursor:
        names = ("id", "seq", "at", "salt", *log_rules.CONTENT)
        cursor.execute(f"SELECT {log_rules.quoted(names)} FROM privacy_access ORDER BY seq")
        previous, changes = bytes(32), []
        for found in cursor.fetchall():
            row = dict(zip(names, found, strict=True))
            what = "nothing" if row["seq"] == 3 else row["what"]
            content = log_rules.Entry(**{name: row[name] for name in log_rules.CONTENT} | {"what": what})
            digest = accesslog.chain.digest(bytes(row["salt"]), log_rules.body(content))
            previous = log_rules.link(previous, chain, row["id"], row["seq"], row["at"], digest)
            changes.append(("UPDATE privacy_access SET what = %s, digest = %s, hash = %s WHERE id = %s",
                            what, digest, previous, row["id"]))  # fmt: skip
    tamper(*changes, ("UPDATE privacy_access_head SET hash = %s", previous))


def test_a_chain_computed_anew_after_a_change_is_found_by_the_anchors(five):
    recompute()
    assert faults() == [
        (5, "the chain is not the one that was anchored: it was computed anew after a change")
    ]


def test_a_file_kept_apart_finds_what_was_hidden_from_the_anchors_too(five, tmp_path):
    kept = tmp_path / "kept.gz"
    anchors.keep(kept, five.home, log_queries.heads())
    assert faults(kept=kept) == []
    cut_to(3)
    lines = (five.home / anchors.FILE).read_text().splitlines(keepends=True)
    (five.home / anchors.FILE).write_text("".join(lines[:2]))  # the anchors of before row five
    assert faults() == []
    said = [what for _, what in faults(kept=kept)]
    assert any("it was cut or rewritten" in what for what in said)
    assert "the last rows are missing: 3 found, the anchors outside the database say 5" in said


def test_a_changed_or_missing_line_of_the_anchors_is_found(five):
    path = five.home / anchors.FILE
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[1].replace('"seq":1', '"seq":2'), *lines[2:]]))
    assert (0, "the file of anchors is broken at line 2") in faults()
    path.write_text("".join([lines[0], *lines[2:]]))
    assert (0, "the file of anchors is broken at line 2") in faults()
    path.unlink()
    assert [seq for seq, _ in faults()] == [0]


def test_a_line_that_a_power_cut_tore_is_passed_over(five):
    with (five.home / anchors.FILE).open("a") as file:
        file.write('{"at":"2026')
    read("p9")
    accesslog.anchor()
    assert faults() == []


def test_the_database_refuses_to_change_or_remove(five):
    for sql in (
        "UPDATE privacy_access SET what = 'x' WHERE seq = 3",
        "UPDATE privacy_access SET salt = NULL WHERE seq = 3",
        "DELETE FROM privacy_access WHERE seq = 3",
        "DELETE FROM privacy_access_head",
        "UPDATE privacy_access_head SET seq = 3",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)
    assert faults() == []


def test_an_emptied_row_needs_a_weeding(five):
    emptied = ", ".join(f'"{name}" = NULL' for name in ("salt", *log_rules.CONTENT))
    tamper((f"UPDATE privacy_access SET {emptied} WHERE seq = 3",))
    assert faults() == [(3, "the row was emptied without a weeding")]


def test_threads_of_one_process_write_one_chain(either_world):
    def write():
        for _ in range(20):
            read("p")
        connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows()) == 80
    assert (log_verify.check().chains, faults()) == (1, [])


def in_child(count):
    connections.close_all()
    for _ in range(count):
        read("child")


def test_a_forked_process_writes_a_chain_of_its_own_and_anchors_its_end(five):
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=in_child, args=(3,))
    child.start()
    child.join()
    assert child.exitcode == 0
    read("parent")
    found = log_verify.check()
    assert (found.chains, found.entries, found.faults) == (2, 9, [])
    ends = [line for line in anchors.lines(five.home) if line.last]
    assert [line.seq for line in ends] == [3]
    assert len({os.fspath(line.chain) for line in ends} & {chain for chain, _ in rows()}) == 1


def test_a_row_put_in_after_the_process_ended_is_found(five):
    accesslog._end(accesslog._own.id)
    assert faults() == []
    chain = rows()[0][0]
    digest = bytes(rows("digest")[-1][0])
    forged = log_rules.link(bytes(rows("hash")[-1][0]), chain, rows("id")[-1][0] + "x", 6, stamp(NOW), digest)
    tamper(
        insert('"chain"', 6),
        ("UPDATE privacy_access SET hash = %s WHERE seq = 6", forged),
        ("UPDATE privacy_access_head SET seq = 6, hash = %s", forged),
    )
    assert faults() == [(6, "rows were put in after the process had ended")]


def test_a_head_somebody_moved_stops_one_answer_and_the_next_begins_a_new_chain(five):
    tamper(("UPDATE privacy_access_head SET seq = 4",))
    with pytest.raises(HeadChanged):
        read("p")
    read("p")
    assert len({chain for chain, _ in rows()}) == 2
    assert faults() == [(5, "the head does not agree with the last row")]


def test_a_tail_cut_off_before_it_was_anchored_is_found_by_what_the_process_knows(either_world):
    for _ in range(40):
        read("p")
    assert [line.seq for line in anchors.lines(either_world.home)] == [0, 1]
    cut_to(3)
    with pytest.raises(HeadChanged):
        read("p")
    assert faults() == [(4, "the last rows are missing: 3 found, the anchors outside the database say 40")]
    read("p")
    assert [fault[0] for fault in faults()] == [4]


def test_rows_put_after_a_tail_that_was_cut_off_are_found_too(either_world):
    for _ in range(5):
        read("p")
    cut_to(4)
    tamper(insert_fourth_as(6))
    with pytest.raises(DatabaseError):
        read("p")
    assert max(line.seq for line in anchors.lines(either_world.home)) == 5
    assert [fault[0] for fault in faults()] == [5]


def insert_fourth_as(seq):
    (sql,) = insert('"chain"', seq)
    return (sql.replace("seq = 5", "seq = 4"),)


def test_a_row_that_no_other_follows_is_anchored_after_a_while(either_world, monkeypatch):
    monkeypatch.setattr(log_rules, "ANCHOR_SECONDS", 3600.0)
    for _ in range(5):
        read("p")
    own = accesslog._own
    timer = own.timer
    assert (timer.daemon, timer.interval, timer.is_alive()) == (True, 3600.0, True)
    timer.cancel()
    timer.function(*timer.args)
    assert [line.seq for line in anchors.lines(either_world.home)] == [0, 1, 5]
    read("p")
    assert own.timer not in (None, timer)
    cut_to(4)
    assert faults() == [(5, "the last rows are missing: 4 found, the anchors outside the database say 5")]


def test_an_anchor_that_could_not_be_written_in_time_is_tried_again(either_world, monkeypatch):
    monkeypatch.setattr(log_rules, "ANCHOR_SECONDS", 3600.0)
    for _ in range(2):
        read("p")
    own = accesslog._own
    timer = own.timer
    timer.cancel()

    def full(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(anchors, "append", full)
        timer.function(*timer.args)
    assert own.timer not in (None, timer)
    own.timer.cancel()
    own.timer.function(own)
    assert [line.seq for line in anchors.lines(either_world.home)] == [0, 1, 2]


def test_the_timer_of_a_chain_that_is_over_writes_nothing(either_world):
    for _ in range(3):
        read("p")
    timer = accesslog._own.timer
    timer.cancel()
    accesslog._end(accesslog._own.id)
    before = list(anchors.lines(either_world.home))
    timer.function(*timer.args)
    assert list(anchors.lines(either_world.home)) == before


def test_no_answer_is_given_where_the_anchor_cannot_be_written(either_world, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(anchors, "append", full)
        with pytest.raises(OSError, match="disk full"):
            read("p")
    read("p")
    assert (len(rows()), faults()) == (1, [])


def test_every_thousandth_row_is_anchored(either_world, monkeypatch):
    monkeypatch.setattr(log_rules, "ANCHOR_ROWS", 4)
    for _ in range(10):
        read("p")
    assert [line.seq for line in anchors.lines(either_world.home)] == [0, 1, 4, 8]
    assert faults() == []
    path = either_world.home / anchors.FILE
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:3]))
    assert faults() == [(8, "an anchor is missing from the file outside the database")]


def test_rows_are_found_by_the_patients_they_name(five):
    assert [row.patients for row in log_queries.naming(["p3"])] == [("p3", "shared")]
    assert len(log_queries.naming(["shared"])) == 5
    read("p3", what="history")
    assert [row.what for row in log_queries.naming(["p3"])] == ["history", "patient"]
    assert faults() == []
    run("DELETE FROM privacy_access_name WHERE patient = 'p3'")
    assert faults() == [(4, "the index of patients is not that of the row")]


def test_what_is_older_than_five_years_can_be_weeded_and_the_chain_still_holds(five, clock_at):
    names.index()
    clock_at("2031-06-15T02:00:00+02:00")
    with pytest.raises(weeding.TooYoung, match="2026-06-15"):
        weeding.weed(datetime(2026, 6, 15, 0, 30, tzinfo=UTC))
    assert weeding.weed(datetime(2026, 6, 14, tzinfo=UTC)) == 0
    clock_at("2031-06-15T04:00:00+02:00")
    read("later")
    assert weeding.weed(datetime(2026, 6, 15, 2, tzinfo=UTC)) == 5
    found = log_verify.check()
    assert (found.entries, found.weeded, found.faults) == (8, 5, [])
    assert log_queries.naming(["shared"]) == []
    assert "shared" not in str(rows("patients"))
    assert [entry["what"] for entry in entries()][:2] == [
        "weed the access log of what is older than 2026-06-15T02:00:00.000000Z", "patient",
    ]  # fmt: skip


def test_a_weeding_nobody_logged_or_of_what_was_too_young_is_found(five, clock_at):
    emptied = ", ".join(f'"{name}" = NULL' for name in ("salt", *log_rules.CONTENT))
    run("INSERT INTO privacy_access_weeding (entry, before) VALUES ('x', '2026-06-16')")
    run(f"UPDATE privacy_access SET {emptied} WHERE seq = 3")
    assert [what[:34] for _, what in faults()] == ["no row of the log tells of the wee"]


def test_a_weeding_logged_but_too_early_is_found(five):
    before = stamp(datetime(2026, 6, 14, tzinfo=UTC))
    entry = accesslog.system_run(log_rules.weeding(before), "x")
    run("INSERT INTO privacy_access_weeding (entry, before) VALUES (%s, %s)", entry, before)
    assert [what for _, what in faults()] == [
        f"what is older than {before} was weeded before it was 5 years old"
    ]


def test_nobody_who_writes_meanwhile_raises_a_false_alarm(five, monkeypatch):
    real, meanwhile = log_verify._rows, [True]

    def written(name):
        if meanwhile.pop():
            meanwhile.append(False)
            read("meanwhile")
        yield from real(name)

    def slow(name):
        return real(name) if not meanwhile[-1] else written(name)

    monkeypatch.setattr(log_verify, "_rows", slow)
    assert faults() == []


def test_the_present_form_of_the_first_rows_is_hashed_as_rfc_8785_says():
    import rfc8785

    entry = log_rules.Entry(
        staff="Å\u2028\U0001f600", purpose='"\\\n', patients="[]", what="\x7f", right="é", outcome=""
    )
    plain = {name: getattr(entry, name) for name in log_rules.CONTENT}
    assert log_rules.body(entry) == rfc8785.dumps(plain)


def test_rows_of_before_there_were_chains_become_one_chain(tmp_path):
    with worlds.pointed_at(tmp_path):
        call_command("migrate", "privacy", "0001", database="access", verbosity=0)
        for number in range(3):
            run(
                "INSERT INTO privacy_access VALUES (%s, '2026', 's', 'a', 'u', 'p', 'care', '[\"x\"]', 'w', 'r', 'o')",
                str(number),
            )
        call_command("migrate", "privacy", database="access", verbosity=0)
        found = log_verify.check()
        assert (found.chains, found.entries, found.faults) == (1, 3, [])
        assert [row.id for row in log_queries.naming(["x"])] == ["2", "1", "0"]


def test_a_command_anchors_the_end_of_its_chain(world):
    code = (
        "import django; django.setup()\n"
        "from lindra.privacy import accesslog\n"
        "for _ in range(3): accesslog.system_run('test', 'proof')\n"
    )
    subprocess.run([sys.executable, "-c", code], env=world.env, check=True)
    assert [(line.seq, line.last) for line in anchors.lines(world.home)] == [
        (0, False),
        (1, False),
        (3, True),
    ]
    cut_to(2)
    assert faults() == [(3, "the last rows are missing: 2 found, the anchors outside the database say 3")]


@pytest.mark.parametrize(
    ("seq", "sure"), [(1, 0), (2, 1), (1000, 1), (1001, 1000), (2000, 1000), (2001, 2000)]
)
def test_up_to_where_a_chain_is_anchored_for_certain(seq, sure):
    assert log_rules.must_be_anchored(seq) == sure


def test_five_years_before_a_leap_day_is_the_day_before():
    assert log_rules.weedable_before(datetime(2028, 2, 29, 3, tzinfo=UTC)) == datetime(
        2023, 2, 28, 3, tzinfo=UTC
    )


def verify(world, *words):
    done = subprocess.run(
        [sys.executable, "-m", "lindra.site.cli", "verify", "--json", *words],
        env=world.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def test_lindra_verify_finds_what_was_done_to_the_access_log(five):
    code, found = verify(five)
    assert (code, found["access"]["faults"], found["access"]["chains"]) == (0, [], 2)
    chain = rows()[0][0]
    row = "WHERE chain = %s AND seq = "
    for sql, seq, what in (
        (f"UPDATE privacy_access SET what = 'patienu' {row} 5", 5, "the row was changed"),
        (f"DELETE FROM privacy_access {row} 5", 5, "the last rows are missing: 4 found, the head says 5"),
        (f"DELETE FROM privacy_access {row} 3", 3, "row 3 is missing"),
    ):
        tamper((sql, chain))
        code, found = verify(five)
        assert (code, found["access"]["faults"]) == (1, [{"chain": chain, "seq": seq, "what": what}])


def test_lindra_verify_takes_a_file_kept_apart_of_each_log(five, tmp_path):
    ours, theirs = tmp_path / "access.gz", tmp_path / "log.gz"
    anchors.keep(ours, five.home, log_queries.heads())
    checkpoint(theirs)
    words = ("--checkpoint", str(ours), "--checkpoint", str(theirs))
    assert verify(five, *words)[0] == 0
    cut_to(3)
    (five.home / anchors.FILE).unlink()
    code, found = verify(five, "--checkpoint", str(ours))
    assert code == 1
    assert any(
        "the file of anchors is not the one of" in fault["what"] for fault in found["access"]["faults"]
    )
    theirs.write_text("something else")
    code, said = verify(five, "--checkpoint", str(theirs))
    assert (code, "is not a checkpoint" in said) == (2, True)
