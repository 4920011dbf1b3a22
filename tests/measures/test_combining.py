"""What is refused when cubes are added up, and what is said of a sum."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from lindra.areas import geography
from lindra.measures import rules, strata
from lindra.measures.cli import measures
from lindra.measures.cubes.combine import Unlike, combine
from lindra.measures.cubes.cube import NAME, about
from lindra.measures.cubes.decided import RULES, decided
from lindra.measures.cubes.release import release
from lindra.measures.cubes.signing import NAME as SIGNATURE
from lindra.measures.cubes.signing import check, sign
from measures.cubes import NOW, named
from measures.small_cubes import own_cube
from measures.subtracting import World
from measures.test_federation import Key, keys

MEASURES = (named("enrolled"), named("days-at-home-last-90-days"))
HOMES = {"17": (("17", "1780"),), "01": (("01", "0180"),)}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The whole cubes of two regions."""
    folder = tmp_path_factory.mktemp("own")
    return {
        region: own_cube(
            folder / region, World(places=homes, months=("2026-01",)).people(Random(1), MEASURES), MEASURES
        )
        for region, homes in HOMES.items()
    }


@pytest.fixture
def parts(own: dict[str, Path], tmp_path: Path) -> list[Path]:
    for region, folder in own.items():
        release(folder, tmp_path / region, region, NOW)
    return [tmp_path / region for region in own]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return keys(tmp_path_factory.mktemp("keys"), "nation")


def told(*arguments: object) -> Any:
    return CliRunner().invoke(measures, [str(each) for each in arguments])


def test_a_cube_for_who_is_signed_in_is_not_made_open_by_adding_it_up(
    own: dict[str, Path], parts: list[Path], tmp_path: Path
) -> None:
    release(own["17"], tmp_path / "inside", "17", NOW, level="inside")
    with pytest.raises(Unlike, match="was released for who is signed in"):
        combine([tmp_path / "inside", parts[1]], tmp_path / "nation", [], NOW)
    done = told("combine", parts[1], tmp_path / "inside", "--out", tmp_path / "nation")
    assert done.exit_code == 2
    assert f"{tmp_path / 'inside'} was released for who is signed in (inside)" in done.stderr
    assert not (tmp_path / "nation").exists()


# What decides beside the definitions.


def changed(folder: Path, **digests: str) -> None:
    """A part that says it was made by something else."""
    said = json.loads((folder / NAME).read_text())
    said["decided"] |= digests
    (folder / NAME).write_text(json.dumps(said))
    sign(folder, None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("groups", r"other groups \(data/strata.toml\) than"), ("tables", r"other tables \(data/groupings.csv\)"),
        ("rules", r"other numbers \(rules.py\)"), ("areas", "other regions and municipalities"),
        ("withheld", "other rules of what is withheld"), ("more", "other more than"),
    ],
)  # fmt: skip
def test_parts_that_were_made_by_other_groups_or_numbers_are_refused_by_name(
    parts: list[Path], tmp_path: Path, name: str, said: str
) -> None:
    changed(parts[1], **{name: "another"})
    with pytest.raises(Unlike, match=f"^{parts[1]} was made by {said}"):
        combine(parts, tmp_path / "nation", [], NOW)


def test_a_diagnosis_that_one_region_counts_in_another_group_is_found_out(
    own: dict[str, Path], parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = strata._data()
    moved = [{**row, "codes": ["C", "D3"]} if row["key"] == "cancer" else row for row in data["diagnosis"]]
    monkeypatch.setattr(strata, "_data", lambda: {**data, "diagnosis": moved})
    own_cube(tmp_path / "own", World(months=("2026-01",)).people(Random(1), MEASURES), MEASURES)
    release(tmp_path / "own", tmp_path / "12", "12", NOW)
    with pytest.raises(
        Unlike, match=r"12 was made by other groups \(data/strata.toml\) than .*17: bring both"
    ):
        combine([*parts, tmp_path / "12"], tmp_path / "nation", [], NOW)


def test_a_part_that_does_not_say_is_refused(parts: list[Path], tmp_path: Path) -> None:
    for part in parts:
        said = json.loads((part / NAME).read_text())
        del said["decided"]
        (part / NAME).write_text(json.dumps(said))
        sign(part, None)
    with pytest.raises(Unlike, match="does not say by what groups and numbers it was counted"):
        combine(parts, tmp_path / "nation", [], NOW)


def more_ages() -> Any:
    return (*strata.ages(), ("100-", 100))


CHANGES: list[tuple[str, Any, str, Any]] = [
    ("groups", strata, "ages", more_ages()),
    ("tables", strata, "groupings", strata.groupings("stays")),
    ("areas", geography, "municipalities", geography.municipalities()[1:]),
]


@pytest.mark.parametrize(("name", "module", "function", "other"), CHANGES)
def test_each_digest_is_of_what_it_says(
    monkeypatch: pytest.MonkeyPatch, name: str, module: Any, function: str, other: Any
) -> None:
    before = decided()
    monkeypatch.setattr(module, function, lambda *_: other)
    assert {each for each in before if before[each] != decided()[each]} == {name}


@pytest.mark.parametrize("name", RULES)
def test_each_number_that_counts_is_in_the_digest_of_rules(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = decided()
    monkeypatch.setattr(rules, name, "another")
    assert {each for each in before if before[each] != decided()[each]} == {"rules"}


def test_a_sum_says_what_its_parts_were_made_by_and_can_be_added_up_again(
    parts: list[Path], tmp_path: Path
) -> None:
    combine(parts[:1], tmp_path / "sum", [], NOW)
    combine([tmp_path / "sum", parts[1]], tmp_path / "nation", [], NOW)
    assert about(tmp_path / "nation").decided == about(parts[0]).decided
    assert set(about(parts[0]).decided) == {"groups", "tables", "rules", "areas", "withheld"}


# What is said of a sum, and who signs it.


def test_a_year_of_which_a_part_tells_nothing_is_said(parts: list[Path], tmp_path: Path) -> None:
    for path in parts[1].rglob("2026.parquet"):
        path.unlink()
    sign(parts[1], None)
    done = told("combine", *parts, "--out", tmp_path / "nation")
    assert "not counted: deaths of 2026 by 01, who told nothing of them" in done.stderr
    assert about(tmp_path / "nation").lacking == ("deaths of 2026 by 01, who told nothing of them",)


def test_it_is_said_that_who_made_the_parts_was_not_checked(
    own: dict[str, Path], parts: list[Path], key: Key, tmp_path: Path
) -> None:
    signed = tmp_path / "signed"
    release(own["01"], signed, "01", NOW, key[0])
    done = told("combine", parts[0], signed, "--out", tmp_path / "nation")
    assert done.exit_code == 0
    assert "who made these cubes was not checked" in done.stderr
    assert f"signed by nobody: {parts[0]}\n" in done.stderr
    done = told("combine", signed, "--out", tmp_path / "nation", "--trust", key[1])
    assert "was not checked" not in done.stderr
    assert "signed by nobody" not in done.stderr


def test_a_sum_is_signed_with_the_key_that_is_given(parts: list[Path], key: Key, tmp_path: Path) -> None:
    assert told("combine", *parts, "--out", tmp_path / "nation", "--key", key[0]).exit_code == 0
    check(tmp_path / "nation", [key[1]])
    assert told("combine", *parts, "--out", tmp_path / "plain").exit_code == 0
    assert "signature" not in json.loads((tmp_path / "plain" / SIGNATURE).read_text())


def test_it_is_said_that_somebody_in_two_exports_is_counted_twice(parts: list[Path], tmp_path: Path) -> None:
    done = told("combine", *parts, "--out", tmp_path / "nation", "--json")
    assert "counted in both" in " ".join(json.loads(done.stdout)["notes"])
    assert "counted in both" in done.stderr
    assert "counted in both" in " ".join(told("combine", "--help").stdout.split())
    shown: Callable[..., Any] = told
    one = shown("show", tmp_path / "nation", "--measure", "enrolled", "--json")
    assert "notes" in json.loads(one.stdout)["cube"]
    one = shown("show", parts[0], "--measure", "enrolled", "--json")
    assert "notes" not in json.loads(one.stdout)["cube"]
