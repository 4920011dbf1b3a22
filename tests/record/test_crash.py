"""A writer that is killed loses nothing it acknowledged and leaves nothing half done."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lindra import clock
from lindra.record import facts, log
from lindra.record.envelope import When
from record.sequences import AUTHOR

ROOT = Path(__file__).resolve().parents[2]
KILLS = 25

WRITER = """
import os, sys
import django
django.setup()
from django.conf import settings
from django.db import connections
if len(sys.argv) > 1:
    from lindra.record import durability
    durability.ensure = lambda alias="default": None
    connections["default"].settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
from lindra import clock
from lindra.record import facts, log
from lindra.record.envelope import Author, When
author = Author("SE2321000016-A1", "assignment", "unit", "provider")
for n in range(5):
    draft = log.Draft(facts.Contact(episode=str(n), form="home_visit"), When.at(clock.now()))
    os.write(1, b"begin\\n")
    log.append("p", [draft], author, expected=n)
    os.write(1, b"acknowledged\\n")
"""


@pytest.mark.slow
def test_every_acknowledged_entry_survives_25_kills(either_world):
    script = str(ROOT / "bench" / "crash.py")
    command = [sys.executable, script, "--kills", str(KILLS), "--home", str(either_world.home)]
    done = subprocess.run(command, env=either_world.env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout)
    assert (result["kills"], result["problems"]) == (KILLS, [])
    assert result["acknowledged_acts"] > 0


def trace(world, *arguments):
    """The write and sync calls of a writer, in order, as (call, what)."""
    program = world.home / "writer.py"
    program.write_text(WRITER)
    log = world.home / "trace.txt"
    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(log),
               sys.executable, str(program), *arguments]  # fmt: skip
    subprocess.run(command, env=world.env, check=True, capture_output=True)
    found = (re.search(r"(\w+)\(\d+<([^>]*)>(.*)", line) for line in log.read_text().splitlines())
    return [match.groups() for match in found if match]


def synced_before_acknowledged(calls):
    """For each acknowledgement: was the write-ahead log synced since the append began?"""
    found, synced = [], False
    for call, target, rest in calls:
        if "begin" in rest and call == "write":
            synced = False
        elif call in ("fsync", "fdatasync") and target.endswith("-wal"):
            synced = True
        elif "acknowledged" in rest and call == "write":
            found.append(synced)
    return found


def test_the_sync_comes_before_the_acknowledgement(world):
    assert synced_before_acknowledged(trace(world)) == [True] * 5


def test_the_trace_tells_when_nothing_is_synced(world):
    assert synced_before_acknowledged(trace(world, "unsafe")) == [False] * 5


def test_the_check_after_a_crash_finds_what_is_missing_and_what_is_half_there(world, monkeypatch):
    """The script's own check, told of an act that never was, and of one that wrote less than it planned."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import crash

    draft = log.Draft(facts.Contact(episode="act/2", form="home_visit"), When.at(clock.now()))
    log.append("patient-1", [draft], AUTHOR, expected=0, act="act")
    assert crash._check({"act": ("patient-1", 2), "gone": ("patient-1", 1)}) == [
        "act act is half there", "acknowledged act gone is not there",
    ]  # fmt: skip
