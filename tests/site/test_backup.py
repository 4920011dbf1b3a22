"""Backup and restore: what was destroyed stays destroyed, nothing is lost, and a file that is wrong changes nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections

from fhir import samples as fhir
from helpers import worlds
from helpers.worlds import World
from lindra import clock
from lindra.fhir import queries as fhir_queries
from lindra.people import actions as people
from lindra.people.details import Name
from lindra.privacy.accesslog import entries, system_run
from lindra.record import destruction, export, facts, log, queries
from lindra.record.destruction import Decision
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft
from lindra.record.verify import verify
from lindra.site import backup, packing, place, restore, snapshot
from lindra.site.backup import Progress, Refused
from lindra.site.packing import Unreadable
from lindra.site.restore import Restored, Wanted
from record.sequences import AUTHOR, NOW

NAME, NOTE, SECRET = "Unika-Namnet-7751", "Unik-anteckning-7752", "Förstörd-anteckning-7753"
DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "one entry")
QUIET = Progress(lambda done, of: None, lambda items, label: iter(items))
IDENTITY = pyrage.x25519.Identity.generate()


def write(patient: str, text: str) -> str:
    """One entry; returns its id."""
    drafts = [Draft(facts.Diagnosis(code=facts.Code(code="C34", text=text), note=text), When.at(clock.now()))]
    return log.append(patient, drafts, AUTHOR, expected=ANY).events[0]


@dataclass(frozen=True)
class Kept:
    """A world with a patient of two entries, one of them to be destroyed, and the backup made of it."""

    world: World
    patient: str
    secret: str
    file: Path

    def backup(self, file: Path | None = None) -> backup.Made:
        to = [IDENTITY.to_public()]
        return backup.backup(file or self.file, self.world.home, self.world.database_url, to, QUIET)

    def wanted(self, **changes: Any) -> Wanted:
        wanted = Wanted(self.file, [IDENTITY], self.world.home, self.world.database_url)
        return replace(wanted, **changes)

    def restore(self, **changes: Any) -> Restored:
        return restore.restore(self.wanted(**changes), QUIET)

    def destroy(self) -> None:
        home, key = self.world.home, settings.LINDRA_PSEUDONYM_KEY
        destruction.destroy(self.patient, [self.secret], DECISION, home, key)


@pytest.fixture
def kept(either_world: World, clock_at: Callable[..., Any], tmp_path: Path) -> Kept:
    """On either database."""
    clock_at(NOW)
    return begin(either_world, tmp_path)


@pytest.fixture
def sqlite_kept(world: World, clock_at: Callable[..., Any], tmp_path: Path) -> Kept:
    """For what has nothing to do with the database."""
    clock_at(NOW)
    return begin(world, tmp_path)


def begin(world: World, tmp_path: Path) -> Kept:
    patient = people.new_patient()
    people.note(patient, Name(given=NAME), by="test")
    write(patient, NOTE)
    secret = write(patient, SECRET)
    system_run("test", "so that there is an access log")
    kept = Kept(world, patient, secret, tmp_path / "backup.age")
    assert kept.backup().found.faults == ()
    return kept


@pytest.fixture
def elsewhere(kept: Kept, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and on PostgreSQL the URL of a database, in which nothing is."""
    with empty_place(kept.world, tmp_path / "elsewhere") as found:
        yield found


@contextmanager
def empty_place(world: World, home: Path) -> Iterator[tuple[Path, str]]:
    if not world.database_url:
        yield home, ""
        return
    name = f"{connections['default'].settings_dict['NAME']}_else"
    url = worlds.url_of(world.database_url, name)
    worlds.command(world.database_url, f'CREATE DATABASE "{name}"')
    try:
        yield home, url
    finally:
        worlds.command(world.database_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def texts() -> str:
    """Everything the world's record says."""
    heads = [patient for patient, _, _ in queries.heads()]
    return json.dumps([one.payload for one in queries.events_of(*heads)], ensure_ascii=False) if heads else ""


def leftovers(home: Path) -> list[str]:
    return [path.name for path in home.glob(".backup-*") if path.is_dir()]


# What comes back


def test_a_world_comes_back_in_an_empty_place_as_it_was(kept: Kept, elsewhere: tuple[Path, str]) -> None:
    before = queries.events_of(kept.patient)
    home, url = elsewhere
    done = kept.restore(home=home, url=url, apart=True)
    assert done.found.faults == ()
    assert (done.found.patients, done.found.events, done.aside, done.replayed) == (1, 2, [], 0)
    with place.at(home, url):
        assert queries.events_of(kept.patient) == before
        assert [one["what"] for one in entries()] == ["test"]
        write(kept.patient, "it goes on")
        system_run("test", "the access log goes on")
        assert backup.proved(None, QUIET).faults == ()
    assert leftovers(home) == leftovers(kept.world.home) == []


def test_what_was_destroyed_after_the_backup_stays_destroyed(kept: Kept) -> None:
    kept.destroy()
    done = kept.restore(replace=True)
    assert (done.replayed, done.found.destroyed, done.found.faults) == (1, 1, ())
    assert NOTE in texts()
    assert SECRET not in texts()
    assert verify().faults == []


def test_what_was_destroyed_before_the_backup_stays_destroyed(kept: Kept, tmp_path: Path) -> None:
    kept.destroy()
    kept.backup(tmp_path / "second.age")
    done = kept.restore(replace=True, file=tmp_path / "second.age")
    assert (done.replayed, done.found.destroyed, done.found.faults) == (0, 1, ())
    assert SECRET not in texts()


def test_a_ledger_that_was_kept_apart_is_carried_out_too(
    kept: Kept, elsewhere: tuple[Path, str], tmp_path: Path
) -> None:
    """The world is lost, and with it its own ledger."""
    kept.destroy()
    ledger = tmp_path / "kept-apart.ndjson"
    (kept.world.home / "destructions.ndjson").rename(ledger)
    home, url = elsewhere
    assert kept.restore(home=home, url=url, apart=True, ledgers=(ledger,)).replayed == 1
    with place.at(home, url):
        assert SECRET not in texts()
    assert json.loads((home / "destructions.ndjson").read_text())["events"] == [kept.secret]


def test_the_destroyed_is_in_no_file_of_a_restored_world(kept: Kept, elsewhere: tuple[Path, str]) -> None:
    kept.destroy()
    home, url = elsewhere
    kept.restore(home=home, url=url, apart=True)
    assert not [path for path in home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_exported_folders_of_the_world_are_settled_and_those_of_another_left_alone(
    kept: Kept, elsewhere: tuple[Path, str]
) -> None:
    folder, key = kept.world.home / "export", settings.LINDRA_PSEUDONYM_KEY
    export.remember_folder(kept.world.home, folder)
    export.export(folder, key)
    kept.destroy()
    (kept.world.home / "exports_owed.json").write_text(json.dumps([[str(folder), kept.patient]]))
    kept.backup(kept.file.with_name("second.age"))
    home, url = elsewhere
    before = {path: path.read_bytes() for path in folder.rglob("*.parquet")}
    kept.restore(home=home, url=url, apart=True, file=kept.file.with_name("second.age"))
    assert {path: path.read_bytes() for path in folder.rglob("*.parquet")} == before
    assert kept.restore(replace=True).away == []
    rows = [row for path in folder.glob("log/*/*") for row in export.read_rows(path, "event")]
    assert (kept.secret,) not in rows
    assert export.known_folders(kept.world.home) == [folder]


def test_what_an_import_left_waiting_waits_in_the_restored_world(
    kept: Kept, elsewhere: tuple[Path, str], tmp_path: Path
) -> None:
    fhir.load(fhir.write(tmp_path / "waits.json", fhir.observation("o1", "anna")))
    kept.backup(tmp_path / "second.age")
    home, url = elsewhere
    kept.restore(home=home, url=url, apart=True, file=tmp_path / "second.age")
    with place.at(home, url):
        assert len(fhir_queries.parked_list()) == 1
        assert fhir.load(fhir.write(tmp_path / "anna.json", fhir.patient())).complete
        assert "measured" in {one.kind for one in fhir.log_of()}


def test_nobody_who_signed_out_is_signed_in_again(sqlite_kept: Kept, tmp_path: Path) -> None:
    session = SessionStore()
    session.create()
    sqlite_kept.backup(tmp_path / "second.age")
    sqlite_kept.restore(replace=True, file=tmp_path / "second.age")
    assert not SessionStore().exists(session.session_key)


# While others write

WRITER = """
import sys, django; django.setup()
from django.db import connections
from lindra import clock
from lindra.privacy.accesslog import system_run
from lindra.record import facts, log
from lindra.record.envelope import Author, When
n = 0
print("begun", flush=True)
while True:
    n += 1
    system_run(f"write {n}", "test")
    fact = facts.Contact(episode=f"e{n}", form="home_visit")
    author = Author("SE2321000016-A1", "assignment-1", "unit-1", "provider-1")
    log.append(f"patient-{n % 7}", [log.Draft(fact, When.at(clock.now()))], author, expected=log.ANY)
"""


@contextmanager
def writers(env: Mapping[str, str]) -> Iterator[None]:
    """Two processes that append as fast as they can."""
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=dict(env), stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    try:
        for one in started:
            assert one.stdout
            one.stdout.readline()
        yield
        assert [one.poll() for one in started] == [None, None]
    finally:
        for one in started:
            one.kill()
            one.communicate()


def test_a_backup_is_of_one_moment_while_others_write(kept: Kept, elsewhere: tuple[Path, str]) -> None:
    home, url = elsewhere
    found = []
    with writers(kept.world.env):
        for number in range(4):
            file = kept.file.with_name(f"{number}.age")
            found.append((file, kept.backup(file).found))
    assert [one.faults for _, one in found] == [()] * 4
    assert found[0][1].events < found[-1][1].events
    file, made = found[-1]
    done = kept.restore(home=home, url=url, apart=True, file=file)
    assert (done.found.faults, done.found.events) == ((), made.events)
    with place.at(home, url):  # whatever is in the record has its line in the access log
        written = {patient: seq for patient, seq, _ in queries.heads()}
        said = sum(one["what"].startswith("write") for one in entries(10**6))
    assert sum(seq for patient, seq in written.items() if patient.startswith("patient-")) <= said


# Who can read it


def test_nothing_of_a_patient_can_be_read_in_the_file(kept: Kept) -> None:
    held = kept.file.read_bytes()
    for text in (NAME, NOTE, SECRET, kept.patient, "record_event", "manifest"):
        assert text.encode() not in held
    assert kept.file.stat().st_mode & 0o077 == 0


def test_a_backup_that_is_not_encrypted_would_be_found_out(
    sqlite_kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test of the test above."""

    def plain(source: Any, target: Any, to: Any) -> None:
        while some := source.read(8192):
            target.write(some)

    monkeypatch.setattr(packing, "_packed", lambda pieces: pieces)
    monkeypatch.setattr(pyrage, "encrypt_io", plain)
    sqlite_kept.backup(sqlite_kept.file.with_name("plain"))
    assert b"manifest" in sqlite_kept.file.with_name("plain").read_bytes()


def test_an_identity_locked_with_a_passphrase_opens_it(sqlite_kept: Kept, tmp_path: Path) -> None:
    locked = tmp_path / "identity.age"
    locked.write_bytes(pyrage.passphrase.encrypt(f"# mine\n{IDENTITY}\n".encode(), "tre ord här"))
    by = packing.identities(locked, lambda: "tre ord här")
    assert sqlite_kept.restore(replace=True, by=by).found.events == 2
    with pytest.raises(Unreadable, match="wrong passphrase"):
        packing.identities(locked, lambda: "tre fel ord")


# What is wrong with a file changes nothing


def state(world: World) -> tuple[Any, ...]:
    """What must not change: everything in the world's folder but locks, and what the record says."""
    connections.close_all()
    held = {path.name: path.read_bytes() for path in world.home.rglob("*") if path.is_file()}
    for name in [name for name in held if name.endswith(("-shm", "-wal", "lock", ".sqlite3", "keys.json"))]:
        del held[name]
    return held, texts(), entries()


def changed(file: Path, at: int) -> None:
    held = bytearray(file.read_bytes())
    held[at] ^= 1
    file.write_bytes(held)


WRONG: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a byte in the middle": (lambda file: changed(file, file.stat().st_size // 2), "damaged"),
    "the last byte": (lambda file: changed(file, -1), "damaged"),
    "a byte of the head": (lambda file: changed(file, 150), "damaged"),
    "cut": (lambda file: file.write_bytes(file.read_bytes()[:-40]), "damaged"),
    "cut to the head": (lambda file: file.write_bytes(file.read_bytes()[:230]), "damaged"),
    "added to": (lambda file: file.write_bytes(file.read_bytes() + b"more"), "damaged"),
    "empty": (lambda file: file.write_bytes(b""), "damaged"),
    "something else": (lambda file: file.write_text("not a backup"), "damaged"),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_file_that_is_wrong_is_refused_and_changes_nothing(sqlite_kept: Kept, how: str) -> None:
    before = state(sqlite_kept.world)
    do, told = WRONG[how]
    do(sqlite_kept.file)
    with pytest.raises(Unreadable, match=told):
        sqlite_kept.restore(replace=True)
    assert state(sqlite_kept.world) == before
    assert leftovers(sqlite_kept.world.home) == []


def test_another_identity_is_refused(sqlite_kept: Kept) -> None:
    before = state(sqlite_kept.world)
    with pytest.raises(Unreadable, match="another recipient"):
        sqlite_kept.restore(replace=True, by=[pyrage.x25519.Identity.generate()])
    assert state(sqlite_kept.world) == before


def repacked(kept: Kept, tmp_path: Path, change: Callable[[dict[str, Any], Path], None]) -> None:
    """The same backup by somebody who has the recipient, with something else in it."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    packing.unpack(kept.file, folder, [IDENTITY])
    about = json.loads((folder / "manifest.json").read_text())
    change(about, folder)
    (folder / "manifest.json").write_text(json.dumps(about))
    names = ["manifest.json", *sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")]
    packing.pack(folder, names, kept.file, [IDENTITY.to_public()])


ODD: dict[str, tuple[Callable[[dict[str, Any], Path], None], type[Exception], str]] = {
    "another part": (lambda _, folder: (folder / "access-anchors.ndjson").write_text(""), Unreadable, "access-anchors"),
    "a part too many": (lambda _, folder: (folder / "more.txt").write_text("more"), Unreadable, "more.txt"),
    "a part too few": (lambda _, folder: (folder / "checkpoint.json.gz").unlink(), Unreadable, "checkpoint"),
    "a later form": (lambda about, _: about.update(lindra_backup=2), Refused, "form"),
    "a later version": (lambda about, _: about["migrations"].append("record.0999_later"), Refused, "0999_later"),
    "another key": (lambda about, _: about.update(key="0" * 16), Refused, "keys.json"),
    "the other database": (lambda about, _: about.update(database="postgresql"), Refused, "DATABASE_URL"),
}  # fmt: skip


@pytest.mark.parametrize("how", ODD)
def test_a_backup_that_does_not_fit_is_refused_and_changes_nothing(
    sqlite_kept: Kept, how: str, tmp_path: Path
) -> None:
    do, error, told = ODD[how]
    repacked(sqlite_kept, tmp_path, do)
    before = state(sqlite_kept.world)
    with pytest.raises(error, match=told):
        sqlite_kept.restore(replace=True)
    assert state(sqlite_kept.world) == before


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "parked/../out.txt", ".ssh", "a/b.txt"])
def test_no_file_is_put_outside_the_folder(tmp_path: Path, name: str) -> None:
    assert packing.NAME.fullmatch(name) is None
    (tmp_path / "in").mkdir()
    (tmp_path / "held.txt").write_text("x")
    with pytest.raises(Unreadable):
        packing.pack(tmp_path, [name], tmp_path / "file", [IDENTITY.to_public()])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_tar", lambda folder, names: iter([_member(name)]))
        packing.pack(tmp_path, ["held.txt"], tmp_path / "file", [IDENTITY.to_public()])
    with pytest.raises(Unreadable):
        packing.unpack(tmp_path / "file", tmp_path / "in", [IDENTITY])
    assert list((tmp_path / "in").iterdir()) == []


def _member(name: str) -> bytes:
    import tarfile

    return tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT) + bytes(1024)


# What is there already


def test_a_world_is_not_written_over_and_loses_nothing(kept: Kept) -> None:
    write(kept.patient, "after the backup")
    before = state(kept.world)
    with pytest.raises(Refused, match="--replace"):
        kept.restore()
    assert state(kept.world) == before


def test_a_world_that_is_replaced_is_kept_whole(kept: Kept) -> None:
    write(kept.patient, "after the backup")
    before = texts(), entries()
    done = kept.restore(replace=True)
    assert "after the backup" not in texts()
    if kept.world.database_url:
        with connection.cursor() as cursor:
            schema = next(place for place in done.aside if place.startswith("schema ")).split()[1]
            cursor.execute(f'SET search_path TO "{schema}"')
            assert texts() == before[0]
    else:
        with place.at(Path(done.aside[0])):
            assert (texts(), entries()) == before
            assert backup.proved(None, QUIET).faults == ()


def test_what_was_moved_aside_is_not_part_of_the_next_backup(kept: Kept, tmp_path: Path) -> None:
    kept.restore(replace=True)
    first = kept.backup(tmp_path / "second.age")
    kept.restore(replace=True, file=tmp_path / "second.age")
    assert kept.backup(tmp_path / "third.age").size < first.size * 1.2


def test_a_world_that_somebody_uses_is_not_moved_aside(kept: Kept) -> None:
    before = state(kept.world)
    code = "import django; django.setup(); from django.db import connection as c; c.ensure_connection(); c.cursor()"
    code += ".execute('SELECT 1 FROM record_head').fetchall(); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], env=kept.world.env, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as user:  # fmt: skip
        assert user.stdout
        user.stdout.readline()
        with pytest.raises(Refused, match="stop the server"):
            kept.restore(replace=True)
        user.kill()
    assert state(kept.world) == before


def test_a_backup_is_not_written_over(sqlite_kept: Kept) -> None:
    before = sqlite_kept.file.read_bytes()
    with pytest.raises(Refused, match="there already"):
        sqlite_kept.backup()
    assert sqlite_kept.file.read_bytes() == before


def test_a_backup_to_nobody_is_refused(sqlite_kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="recipient"):
        backup.backup(tmp_path / "x", sqlite_kept.world.home, sqlite_kept.world.database_url, [], QUIET)


def test_one_backup_at_a_time_and_what_a_killed_one_left_is_removed(
    sqlite_kept: Kept, tmp_path: Path
) -> None:
    left = sqlite_kept.world.home / ".backup-0199-left"
    left.mkdir()
    (left / "lindra.sqlite3").write_text(SECRET)
    with backup.workplace(sqlite_kept.world.home):
        assert not left.exists()
        with pytest.raises(Refused, match="at work"):
            sqlite_kept.backup(tmp_path / "second.age")


# What proves itself


def test_a_broken_log_is_found_by_the_backup_and_again_by_the_restore(world: World, tmp_path: Path) -> None:
    patient = people.new_patient()
    write(patient, NOTE)
    with closing(sqlite3.connect(world.home / "lindra.sqlite3")) as database:
        database.execute("DROP TRIGGER record_event_update")
        database.execute("UPDATE record_event SET body = replace(body, 'C34', 'C35')")
        database.commit()
    made = backup.backup(tmp_path / "file", world.home, "", [IDENTITY.to_public()], QUIET)
    assert any("the body was changed" in fault for fault in made.found.faults)
    done = restore.restore(Wanted(tmp_path / "file", [IDENTITY], tmp_path / "else", apart=True), QUIET)
    assert done.found.faults == made.found.faults


def test_a_chain_that_was_recomputed_before_the_backup_is_found_by_a_checkpoint(
    kept: Kept, elsewhere: tuple[Path, str], tmp_path: Path
) -> None:
    from lindra.record.verify import checkpoint

    write(kept.patient, "after the backup")
    checkpoint(tmp_path / "kept.gz")
    home, url = elsewhere
    done = kept.restore(home=home, url=url, apart=True, checkpoint=tmp_path / "kept.gz")
    assert any("entries of before the checkpoint are gone" in fault for fault in done.found.faults)


def test_a_trial_restores_the_whole_and_leaves_nothing(kept: Kept) -> None:
    done = restore.trial(kept.file, [IDENTITY], kept.world.home, kept.world.database_url, QUIET)
    assert (done.found.events, done.found.faults) == (2, ())
    assert leftovers(kept.world.home) == []
    assert backup.differences(done.found, replace(done.found, events=1)) == [
        "restored for trial: 1 events, not 2"
    ]


def test_a_dump_that_postgresql_cannot_read_leaves_the_world(kept: Kept, tmp_path: Path) -> None:
    """On SQLite the world is finished beside the present one: there a database that is none is found before."""
    name = snapshot.DUMP if kept.world.database_url else "lindra.sqlite3"

    def spoil(about: dict[str, Any], folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes()[:5000] + b"spoilt" * 4000)
        about["parts"][name]["sha256"] = packing.digest(folder / name)

    repacked(kept, tmp_path, spoil)
    before = state(kept.world)
    with pytest.raises(Exception, match=r"pg_restore failed|malformed|not a database"):
        kept.restore(replace=True)
    assert state(kept.world) == before


def test_a_restore_that_fails_half_way_leaves_the_world(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut, a full disk, a program that was stopped."""
    write(kept.patient, "after the backup")
    kept.destroy()
    before = state(kept.world)

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restore, "proved", stopped)
    with pytest.raises(KeyboardInterrupt):
        kept.restore(replace=True)
    assert state(kept.world) == before
    assert not list(kept.world.home.glob("before-restore-*"))
    monkeypatch.undo()
    assert kept.restore(replace=True).found.faults == ()


def test_without_the_tools_of_postgresql_it_is_said_what_is_missing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(snapshot.NoTool, match="postgresql-client"):
        snapshot.program("pg_dump")


# As somebody types it


def typed(world: World, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    connections.close_all()
    command = [sys.executable, "-m", "lindra.site.cli", *words]
    return subprocess.run(command, env=world.env | variables, capture_output=True, text=True, check=False)


def test_the_commands_make_a_key_back_up_prove_it_and_restore(kept: Kept, tmp_path: Path) -> None:
    key, file = tmp_path / "key", tmp_path / "typed.age"
    made = typed(kept.world, "backup-key", str(key))
    assert made.returncode == 0
    assert key.stat().st_mode & 0o077 == 0
    to = {"LINDRA_BACKUP_RECIPIENT": made.stdout.strip()}
    done = typed(kept.world, "backup", str(file), "--identity", str(key), "--json", **to)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["patients"], told["events"], told["faults"]) == (1, 2, [])
    assert told["restored_for_trial"]
    assert told["sha256"] == packing.digest(file)
    assert "keys" in done.stderr
    kept.destroy()
    refused = typed(kept.world, "restore", str(file), "--identity", str(key))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--replace" in refused.stderr
    done = typed(kept.world, "restore", str(file), "--identity", str(key), "--replace", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["destroyed_again"] == 1
    assert {"backup", "restore"} <= {one["what"] for one in entries()}
    assert typed(kept.world, "verify").returncode == 0


WORDS = {
    "to nobody": ("backup", "{0}/x"),
    "to somebody odd": ("backup", "{0}/x", "--recipient", "nobody"),
    "no such folder": ("backup", "{0}/no/folder/x", "--recipient", "{1}"),
    "no identity": ("restore", "{0}/backup.age"),
    "no such file": ("restore", "{0}/no"),
}


@pytest.mark.parametrize("how", WORDS)
def test_what_cannot_be_done_is_told_in_words(sqlite_kept: Kept, how: str, tmp_path: Path) -> None:
    words = [word.format(tmp_path, IDENTITY.to_public()) for word in WORDS[how]]
    done = typed(sqlite_kept.world, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "Error" in done.stderr
