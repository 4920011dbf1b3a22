"""``lindra measures``: counts on the command line, the same as the engine's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from lindra.measures.cli import measures
from lindra.measures.definitions import INDICATORS
from lindra.measures.engine import Export
from lindra.record.derive import LAST_YEAR_COLUMNS
from lindra.record.parquet import Table
from measures.last_year import died, row


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An export of two deaths, in two municipalities."""
    death = "2026-03-10 14:00"
    table = Table(tmp_path / "last_year" / "death_month=2026-03" / "part.parquet", LAST_YEAR_COLUMNS)
    table.add(died("a", death))
    table.add(row("a", death, "admitted", "2026-03-01 10:00", form="hospital"))
    table.add(died("b", death, municipality="1715"))
    table.close()
    return tmp_path


def test_json_holds_what_the_engine_counts(folder: Path) -> None:
    told = CliRunner().invoke(measures, [str(folder), "--json", "--by", "municipality"])
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    with Export(folder) as export:
        for indicator in INDICATORS:
            results = export.count(indicator, "municipality")
            assert [
                (each["group"], each["category"], each["n"], each["version"])
                for each in found[indicator.slug]
            ] == [(each.group, each.category, each.n, each.version) for each in results]


def test_words_are_told_for_people(folder: Path) -> None:
    told = CliRunner().invoke(measures, [str(folder)])
    assert told.exit_code == 0
    assert "Admitted to inpatient care in the last 30 days (version 1)" in told.stdout
    assert "1 of 2" in told.stdout


def test_a_folder_without_an_export_is_wrong_usage(tmp_path: Path) -> None:
    told = CliRunner().invoke(measures, [str(tmp_path)])
    assert told.exit_code == 2
    assert "no deaths are exported" in told.stderr
