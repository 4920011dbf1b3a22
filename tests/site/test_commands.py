"""``lindra …`` as somebody types it: exit codes, what goes where, and what the access log says afterwards."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from helpers import small_world
from helpers.small_world import SmallWorld
from helpers.worlds import World

DONE, PARTLY, USAGE = 0, 1, 2
NURSE, HOME_NURSE, HELPER = (f"SE0000001700-P{number}" for number in (1, 3, 2))
TEAM, WARD = "SE0000001700-U1", "SE0000001700-U0"

Run = Callable[..., subprocess.CompletedProcess[str]]
Logged = Callable[[], list[dict[str, str]]]


@pytest.fixture
def run(standing: tuple[World, SmallWorld]) -> Run:
    """``run("patient", "show", "-", given="…")`` on the small world."""

    def lindra(*words: str, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "lindra.site.cli", *words], input=given, capture_output=True, text=True,
            env=small_world.environment(standing[0]) | variables, check=False,
        )  # fmt: skip

    return lindra


@pytest.fixture
def logged(standing: tuple[World, SmallWorld]) -> Logged:
    """``logged()`` gives what was written in the access log since it was asked last."""
    seen = {"rows": 0}

    def since() -> list[dict[str, str]]:
        with closing(sqlite3.connect(standing[0].home / "access.sqlite3")) as database:
            database.row_factory = sqlite3.Row
            rows = [dict(row) for row in database.execute("SELECT * FROM privacy_access ORDER BY rowid")]
        new, seen["rows"] = rows[seen["rows"] :], len(rows)
        return new

    since()
    return since


AS_NURSE = ("--as", NURSE, "--purpose", "care", "--unit", TEAM)


def test_a_command_on_a_patient_needs_to_know_who_asks(run: Run, small: SmallWorld, logged: Logged) -> None:
    asked = run("patient", "show", small.patients["ten years"])
    assert (asked.returncode, asked.stdout) == (USAGE, "")
    assert "--as" in asked.stderr
    assert logged() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--as", NURSE), "--purpose"),
        (("--as", "SE0000001700-P999", "--purpose", "care"), "SE0000001700-P999"),
        (("--as", NURSE, "--purpose", "curiosity", "--unit", TEAM), "care, admin, followup, extract, review"),
        (("--as", NURSE, "--purpose", "extract", "--unit", TEAM), "does not allow"),
        (("--as", NURSE, "--purpose", "care"), f"{WARD}, {TEAM}"),
        (("--as", NURSE, "--purpose", "care", "--unit", "SE0000001700-U2"), "no assignment"),
        (("--as", HELPER, "--purpose", "care"), "no assignment"),
    ],
)
def test_a_reader_that_is_none_is_told_what_to_change(
    run: Run, small: SmallWorld, words: tuple[str, ...], told: str
) -> None:
    asked = run("patient", "show", small.patients["ten years"], *words)
    assert (asked.returncode, asked.stdout) == (USAGE, "")
    assert told in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_patient_is_shown_and_the_reading_is_logged(run: Run, small: SmallWorld, logged: Logged) -> None:
    patient = small.patients["ten years"]
    asked = run("patient", "show", patient, *AS_NURSE)
    assert asked.returncode == DONE
    assert f"patient: {patient}" in asked.stdout
    assert "where: own_home" in asked.stdout
    (entry,) = logged()
    assert (entry["staff"], entry["purpose"], entry["outcome"]) == (NURSE, "care", "opened")
    assert json.loads(entry["patients"]) == [patient]
    assert entry["what"] == "lindra patient show"


def test_json_stands_alone_on_standard_output(run: Run, small: SmallWorld) -> None:
    asked = run("patient", "show", small.patients["ten years"], *AS_NURSE, "--json")
    told = json.loads(asked.stdout)
    assert told["patient"] == small.patients["ten years"]
    assert told["chart"]["procedures"][0]["stated"]["value"]["code"]["code"] == "XV018"
    assert told["chart"]["procedures"][0]["stated"]["unit"] == small.units["team"].id
    assert asked.stderr == ""


def test_a_patient_of_another_unit_is_denied_and_that_is_logged(
    run: Run, small: SmallWorld, logged: Logged
) -> None:
    asked = run("patient", "show", small.patients["elsewhere"], *AS_NURSE, "--json")
    assert (asked.returncode, asked.stdout) == (PARTLY, "")
    assert "Denied" in asked.stderr
    (entry,) = logged()
    assert (entry["outcome"], json.loads(entry["patients"])) == ("denied", [small.patients["elsewhere"]])


def test_nobody_can_tell_a_patient_of_elsewhere_from_none(run: Run, small: SmallWorld) -> None:
    elsewhere = run("patient", "show", small.patients["elsewhere"], *AS_NURSE)
    none = run("patient", "show", "00000000-0000-7000-8000-000000000000", *AS_NURSE)
    assert (elsewhere.returncode, elsewhere.stderr) == (none.returncode, none.stderr)


def test_an_identity_number_is_read_from_standard_input(run: Run, small: SmallWorld, logged: Logged) -> None:
    number = small.numbers[0]
    asked = run("patient", "show", "-", *AS_NURSE, "--json", given=f"{number[:8]}-{number[8:]}\n")
    assert json.loads(asked.stdout)["patient"] == small.patients["ten years"]
    assert number not in asked.stdout + asked.stderr
    assert all(number not in str(entry) for entry in logged())


def test_a_number_that_nobody_has_is_denied_without_being_repeated(
    run: Run, small: SmallWorld, logged: Logged
) -> None:
    number = small.numbers[-1]
    asked = run("patient", "show", "-", *AS_NURSE, given=f"{number}\n")
    assert (asked.returncode, asked.stdout) == (PARTLY, "")
    assert number not in asked.stderr
    assert [entry["outcome"] for entry in logged()] == ["denied"]


def test_what_was_asked_for_and_is_no_patient_is_not_kept_in_the_access_log(
    run: Run, small: SmallWorld, logged: Logged
) -> None:
    number = small.numbers[-1]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for asked_for in (number, wrong):
        run("patient", "show", "-", *AS_NURSE, given=f"{asked_for}\n")
        assert all(asked_for not in str(entry) for entry in logged())


SYSTEM_COMMANDS = {
    "record stats": ("record", "stats", "--json"),
    "record rebuild": ("record", "rebuild"),
    "record checkpoint": ("record", "checkpoint", "{folder}/checkpoint"),
    "verify": ("verify", "--json"),
    "export": ("export", "{folder}/export", "--json"),
    "migrate": ("migrate",),
}


@pytest.mark.parametrize("name", SYSTEM_COMMANDS)
def test_a_system_command_writes_one_line_in_the_access_log(
    run: Run, logged: Logged, name: str, tmp_path: Path
) -> None:
    words = [word.format(folder=tmp_path) for word in SYSTEM_COMMANDS[name]]
    assert run(*words).returncode == DONE
    (entry,) = logged()
    assert (entry["staff"], entry["what"], entry["outcome"]) == ("system", name, "run")
    assert entry["purpose"]
    assert json.loads(entry["patients"]) == []


def test_what_a_system_command_tells_a_machine_stands_alone_on_standard_output(
    run: Run, small: SmallWorld
) -> None:
    stats = run("record", "stats", "--json")
    told = json.loads(stats.stdout)
    assert told["patients"] == len(small.patients)
    assert told["deaths"] == 3
    assert stats.stderr == ""


@contextmanager
def tampered(home: Path) -> Iterator[None]:
    """The database with one entry changed past every guard, and put back afterwards."""
    with closing(sqlite3.connect(home / "lindra.sqlite3")) as database:
        guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            database.execute(f"DROP TRIGGER {name}")
        found = database.execute(
            "SELECT id, body FROM record_event WHERE kind = 'admitted' LIMIT 1"
        ).fetchone()
        changed = bytes(found[1]).replace(b"admitted", b"admitteD")
        database.execute("UPDATE record_event SET body = ? WHERE id = ?", [changed, found[0]])
        database.commit()
        try:
            yield
        finally:
            database.execute("UPDATE record_event SET body = ? WHERE id = ?", [found[1], found[0]])
            for _, sql in guards:
                database.execute(sql)
            database.commit()


def test_verify_says_by_its_exit_code_whether_the_log_is_as_it_was_written(
    run: Run, standing: tuple[World, SmallWorld]
) -> None:
    sound = run("verify", "--json")
    assert (sound.returncode, json.loads(sound.stdout)["faults"]) == (DONE, [])
    with tampered(standing[0].home):
        broken = run("verify", "--json")
        assert broken.returncode == PARTLY
        (fault,) = json.loads(broken.stdout)["faults"]
        assert fault["patient"]
        assert fault["seq"] >= 1
    assert run("verify").returncode == DONE


@pytest.mark.parametrize(
    "words", [("what",), ("patient", "shw"), ("verify", "--checkpoint", "no such file"), ("export",)]
)
def test_what_is_no_command_is_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    asked = run(*words)
    assert (asked.returncode, asked.stdout) == (USAGE, "")
    assert "Traceback" not in asked.stderr


@pytest.mark.parametrize("moment", ["2026-06-15T03:00:00", "yesterday"])
def test_surroundings_that_are_wrong_are_told_in_words(run: Run, moment: str) -> None:
    asked = run("verify", LINDRA_NOW=moment)
    assert (asked.returncode, asked.stdout) == (USAGE, "")
    assert "Traceback" not in asked.stderr
    assert asked.stderr.startswith("Error: ")


def test_help_names_the_commands(run: Run) -> None:
    asked = run("--help")
    assert asked.returncode == DONE
    for name in ("patient", "record", "verify", "export", "import", "demo", "migrate", "serve"):
        assert f"\n  {name} " in asked.stdout
