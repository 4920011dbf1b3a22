"""``lindra governance due``, as somebody types it: everything late, or with nobody, from every part of the room."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

from governance.commitments import given
from governance.documents import agreed
from helpers.worlds import World


def run(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "lindra.site.cli", "governance", *arguments],
        env=world.env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_everything_that_is_due_or_nobodys_stands_in_one_list(world: World, clock_at: Any) -> None:
    clock_at(agreed.NOW)
    of = agreed.build()
    agreed.made(of, title="Utan ansvarig", owner="", interval=None)
    agreed.made(of, title="Löpte ut", valid_to=date(2026, 5, 31))
    given.made(of.ward, title="Sen åtgärd", due=agreed.TODAY)
    given.promised(of.ward, title="Löfte utan dag", due_said="i höst")
    clock_at("2026-06-18T08:00:00+02:00")
    answer = run(world, "due", "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    told = {one["title"]: one for one in found["due"]}
    assert told["Utan ansvarig"]["what"] == "document_without_owner"
    assert (told["Löpte ut"]["what"], told["Löpte ut"]["late"]) == ("document_expired", True)
    assert (told["Sen åtgärd"]["what"], told["Sen åtgärd"]["due"], told["Sen åtgärd"]["late"]) == (
        "action", "2026-06-15", True,
    )  # fmt: skip
    assert (told["Löfte utan dag"]["due"], told["Löfte utan dag"]["owner"]) == (None, "")
    assert sum(found["counts"].values()) == len(found["due"])
    owners = [bool(one["owner"]) for one in found["due"]]
    assert owners == sorted(owners), "what nobody owns comes first"
    assert "Sen åtgärd" in run(world, "due").stdout


def test_every_command_says_what_it_does(world: World) -> None:
    said = run(world, "--help").stdout
    for name in ("due", "documents", "obligations", "actions", "act", "campaign", "monday"):
        assert f"  {name} " in said
        assert run(world, name, "--help").returncode == 0
