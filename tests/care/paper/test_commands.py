"""``lindra plan print``: on paper from the command line, in somebody's name."""

from __future__ import annotations

import stat

import pytest
from click.testing import CliRunner

from care.paper.conftest import NUMBER
from lindra import clock
from lindra.care.paper import checking, keys
from lindra.privacy import accesslog
from lindra.site.cli import gathered


@pytest.fixture
def run(patient, places, tmp_path):
    def plan(*words, number=NUMBER, purpose="care", who=places.ward):
        reader = ("--as", who.staff.hsa_id, "--purpose", purpose, "--out", str(tmp_path / "plan.pdf"))
        return CliRunner().invoke(gathered(), ["plan", "print", "-", *reader, *words], input=number + "\n")

    return plan


def test_a_plan_is_printed_and_both_files_are_genuine(run, tmp_path, patient):
    (tmp_path / "plan.pdf").write_text("older")
    (tmp_path / "plan.pdf").chmod(0o644)
    done = run("--signed-file", str(tmp_path / "plan.jws"), "--section", "decisions", "--section", "call",
               "--address", "https://lindra.norrvik.example/")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    for name in ("plan.pdf", "plan.jws"):
        path = tmp_path / name
        found = checking.check(path.read_bytes(), keys.own().known, clock.today())
        assert found.state == "holds"
        assert found.not_after.isoformat() in done.stderr
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {row["what"] for row in accesslog.entries(5)} == {"plan on paper"}


def test_it_warns_of_decisions_that_the_patient_would_read_at_the_bedside_first(run):
    done = run("--section", "decisions")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Intensivvård" in done.stderr
    assert "hemlig behandling" in done.stderr
    assert "not been told" not in run("--section", "call").stderr


def test_nobody_gets_paper_without_right_or_number(run, places, tmp_path):
    for done in (run(purpose="followup"), run(who=places.home_nursing), run(number="191212121212"[::-1])):
        assert done.exit_code == 1
        assert "Denied" in done.stderr
    assert run("--section", "everything").exit_code == 2
    assert run("--signed-file", str(tmp_path / "none" / "plan.jws")).exit_code == 2
    assert NUMBER not in "".join(str(row) for row in accesslog.entries(20))
