"""The same seed tells the same nation, in whatever order its months are written and by however many processes."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from synthetic.nation.made import NEEDED, SCALE

pytest.importorskip("numpy", reason=NEEDED)
pytest.importorskip("pyarrow", reason=NEEDED)

from lindra.synthetic.nation import month
from lindra.synthetic.nation.month import Nation
from lindra.synthetic.nation.write import Refused, write

TINY = Nation(seed=1, years=1, scale=SCALE)


def digests(folder: Path, layers: tuple[str, ...] = ("last_year", "log")) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for layer in layers
        for path in sorted((folder / layer).rglob("*.parquet"))
    }


def test_months_are_alike_when_written_alone_and_the_last_first(nation: Path, tmp_path: Path) -> None:
    for number in (12, 3):
        month.write(TINY, date(2025, number, 1), tmp_path)
    found = digests(tmp_path)
    assert len(found) == 2 + 2 * 2 * 4
    whole = digests(nation)
    assert found == {name: whole[name] for name in found}


def test_another_seed_tells_another_nation(nation: Path, tmp_path: Path) -> None:
    month.write(Nation(seed=2, years=1, scale=SCALE), date(2025, 3, 1), tmp_path)
    whole = digests(nation)
    assert all(whole[name] != digest for name, digest in digests(tmp_path).items())


def test_a_folder_that_is_not_empty_is_refused(nation: Path) -> None:
    with pytest.raises(Refused, match="not empty"):
        write(TINY, nation)


@pytest.mark.slow
def test_two_processes_write_what_one_does(nation: Path, tmp_path: Path) -> None:
    done = write(TINY, tmp_path / "two", jobs=2)
    every = ("last_year", "log", "people")
    assert digests(tmp_path / "two", every) == digests(nation, every)
    told = json.loads((tmp_path / "two" / "truth.json").read_text())
    assert told == json.loads((nation / "truth.json").read_text())
    assert done.deaths > 0


def test_a_nation_of_nobody_can_be_written_month_by_month(tmp_path: Path) -> None:
    done = month.write(Nation(seed=1, years=1, scale=1e-9), date(2025, 3, 1), tmp_path)
    assert (done.deaths, done.events) == (0, 0)
