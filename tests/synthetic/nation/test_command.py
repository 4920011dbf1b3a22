"""``lindra synth --nation``: what it says, and what it needs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lindra.synthetic.cli import synth
from synthetic.nation.made import NEEDED


def test_the_flag_for_the_nation_is_asked_for(tmp_path: Path) -> None:
    done = CliRunner().invoke(synth, ["--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "--nation" in done.output


def test_without_numpy_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("lindra.synthetic.nation.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    done = CliRunner().invoke(synth, ["--nation", "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "lindra[nation]" in done.output


def test_it_tells_what_it_wrote_and_how_fast(tmp_path: Path) -> None:
    pytest.importorskip("numpy", reason=NEEDED)
    pytest.importorskip("pyarrow", reason=NEEDED)
    out = tmp_path / "out"
    arguments = ["--nation", "--years", "1", "--scale", "0.0005", "--jobs", "1", "--out", str(out), "--json"]
    done = CliRunner().invoke(synth, arguments)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["events"] > 67 * told["deaths"] > 0
    assert told["events_per_second"] > 0
    assert (out / "truth.json").exists()
