"""The commands: the list as JSON, and something done in somebody's name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from governance.commitments.given import TODAY, made, promised
from governance.walk.gapped import Gapped
from lindra.governance.commitments import cli
from lindra.governance.models import Commitment


def run(*arguments: str) -> Result:
    """A command of this part."""
    command = cli.actions if arguments[0] == "actions" else cli.act
    return CliRunner().invoke(command, list(arguments[1:]))


def acted(of: Gapped, one: Commitment, *arguments: str, who: Any = None) -> Result:
    place = who or of.head
    return run("act", one.pk, *arguments, "--as", place.staff.hsa_id, "--purpose", "admin")


def test_the_list_is_json_with_what_is_late(of: Gapped, clock_at: Any) -> None:
    late, promise = made(of.ward, due=TODAY, measure="mouth-recorded@1"), promised(of.ward, due_said="i höst")
    clock_at("2026-06-18T08:00:00+02:00")
    found = json.loads(run("actions", "--json").stdout)
    assert (found["count"], found["late"]) == (2, 1)
    assert [one["id"] for one in found["actions"]] == [promise.pk, late.pk]
    first, second = found["actions"]
    assert (first["due"], first["due_said"], first["without_owner"]) == (None, "i höst", True)
    assert (second["due"], second["late"], second["days_late"], second["measure"]) == (
        "2026-06-15", True, 3, "mouth-recorded@1",
    )  # fmt: skip
    only = json.loads(run("actions", "--json", "--late").stdout)
    assert [one["id"] for one in only["actions"]] == [late.pk]
    assert "3 days late" in run("actions").stdout


def test_something_is_done_in_somebodys_name(of: Gapped) -> None:
    one = made(of.ward)
    assert acted(of, one, "move", "--due", "2026-10-01", "--reason", "Semester").exit_code == 0
    assert acted(of, one, "change", "--title", "Ny rutin").exit_code == 0
    assert acted(of, one, "finish", "--on", "2026-06-15").exit_code == 0
    kept = Commitment.objects.get()
    assert (kept.state, str(kept.due), kept.title, kept.acts[-1]["name"]) == (
        "done",
        "2026-10-01",
        "Ny rutin",
        "Person 9",
    )


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("move", "--due", "2026-10-01"), "reason", 1),
        (("reopen", "--reason", "x"), "it is not_started now", 1),
        (("finish", "--on", "2020-01-01"), "a day from", 1),
        (("hello",), "there is: start", 2),
        (("make",), "there is: start", 2),
    ],
)
def test_what_cannot_be_done_says_why_and_does_nothing(
    of: Gapped, arguments: tuple[str, ...], said: str, code: int
) -> None:
    one = made(of.ward)
    done = acted(of, one, *arguments)
    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert Commitment.objects.get().number == 1


def test_who_does_not_govern_it_is_refused(of: Gapped) -> None:
    one = made(of.home)
    assert acted(of, one, "start").exit_code == 1
    assert run("act", "nothing", "start", "--as", of.head.staff.hsa_id, "--purpose", "admin").exit_code == 2
