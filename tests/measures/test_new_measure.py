"""The page ``docs/new-measure.md`` as it stands: its file is put into the catalogue and counted, to its numbers."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lindra import clock
from lindra.measures import catalogue, targets
from lindra.measures.cli import measures
from lindra.measures.measure import Measure
from measures import plain
from measures.examples import Example, table
from measures.exports import written
from measures.mutants import mutants

PAGE = (Path(__file__).parents[2] / "docs" / "new-measure.md").read_text(encoding="utf-8")
KEY = "others-rated-recorded"


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


DEFINITION, NEXT_VERSION = blocks("python")
EXAMPLES: list[Example] = table(f"{KEY}@1", blocks("examples")[0])
PROMISED, WITH_TARGET = (json.loads(block) for block in blocks("json"))


@dataclass(frozen=True)
class Made:
    """The page followed to its end: the measure as it was first, and a cube with both versions."""

    folder: Path
    first: Measure


def forget() -> None:
    catalogue.measures.cache_clear()
    targets._every.cache_clear()
    sys.modules.pop("lindra.measures.catalogue.rated", None)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The page's file in a folder that the catalogue looks into too, and its people counted by its command."""
    folder = tmp_path_factory.mktemp("rated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: date(2027, 1, 1))
        patch.setattr(catalogue, "__path__", [*catalogue.__path__, str(folder)])
        (folder / "rated.py").write_text(DEFINITION, encoding="utf-8")
        forget()
        first = catalogue.keyed(f"{KEY}@1")
        assert first is not None
        (folder / "rated.py").write_text(f"{DEFINITION}\n\n{NEXT_VERSION}", encoding="utf-8")
        forget()
        written(folder / "export", [row for one in EXAMPLES for row in one.rows()])
        assert command(folder, "run").exit_code == 1  # the export has no stays, and it is said
        yield Made(folder, first)
    forget()


def command(folder: Path, name: str, *more: str) -> Result:
    """One of the commands of the page, at the folders it is to be run at."""
    [line] = [shlex.split(line) for line in blocks("sh")[0].splitlines() if f"measures {name} " in line]
    places = {"EXPORT": str(folder / "export"), "CUBE": str(folder / "cube")}
    return CliRunner().invoke(measures, [*(places.get(word, word) for word in line[2:]), *more])


def shown(made: Made, *more: str) -> dict[str, Any]:
    """The one result that the page's command shows."""
    told = command(made.folder, "show", *more)
    assert told.exit_code == 0, told.output
    [found] = json.loads(told.stdout)["results"]
    return dict(found)


def by_plain(measure: Measure) -> list[Counter[str]]:
    people = (one.rows() for one in EXAMPLES)
    return [+plain.counters(measure, own, bool(own[0]["register_opt_out"])) for own in people]


def test_a_measure_is_one_file_of_under_thirty_lines() -> None:
    assert len(DEFINITION.strip().splitlines()) < 30


def test_plain_python_counts_each_line_of_the_table(made: Made) -> None:
    assert by_plain(made.first) == [one.counted for one in EXAMPLES]


def test_its_table_finds_every_wrong_sign_out(made: Made) -> None:
    right = by_plain(made.first)
    assert [words for words, changed in mutants(made.first) if by_plain(changed) == right] == []


def test_the_commands_of_the_page_answer_with_its_numbers(made: Made) -> None:
    found = shown(made)
    assert {name: found[name] for name in PROMISED} == PROMISED
    assert "target" not in found


def test_a_changed_definition_stands_beside_the_first(made: Made) -> None:
    one, two = catalogue.versions(KEY)
    assert (one.key, two.key) == (f"{KEY}@1", f"{KEY}@2")
    assert one.fingerprint == made.first.fingerprint != two.fingerprint
    assert catalogue.in_force(KEY, date(2027, 12, 31)) is one
    assert catalogue.in_force(KEY, date(2028, 1, 1)) is two
    promised = re.search(r"shows the other: (\d+) of (\d+)", PAGE)
    assert promised
    found = shown(made, "--measure", two.key)
    assert (found["measure"], found["met"], found["of"]) == (two.key, int(promised[1]), int(promised[2]))


def test_a_level_is_a_dated_row_of_data(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    text = targets.DATA.read_text(encoding="utf-8") + blocks("csv")[0]
    (made.folder / "targets.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(targets, "DATA", made.folder / "targets.csv")
    targets._every.cache_clear()
    found = shown(made)
    assert {name: found[name] for name in WITH_TARGET} == WITH_TARGET
    assert targets.target("others-rated", date(2026, 11, 30)) is None
    targets._every.cache_clear()


def test_every_field_of_a_measure_is_explained_on_the_page() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    told = {name for line in lines for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert told == set(Measure.__dataclass_fields__)
