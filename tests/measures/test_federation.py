"""Regions count, release and sign; the nation is the sum. What comes out equals the count of all of them together,
wherever nothing was withheld; and nothing of few, and nobody, leaves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lindra.measures import catalogue
from lindra.measures.cli import measures
from lindra.measures.counting.run import run
from lindra.measures.cubes import release as releasing
from lindra.measures.cubes.combine import Unlike, combine
from lindra.measures.cubes.cube import NAME, Level, about
from lindra.measures.cubes.release import AlreadyReleased, release
from lindra.measures.cubes.signing import BadKey, Changed, check, sign
from lindra.measures.honest import disclosure
from lindra.measures.measure import Measure
from lindra.record.parquet import connect
from measures.cubes import NOW, named
from measures.regions import MANY, REGIONS, export

IDS = (
    "coverage",
    "place-of-death",
    "mouth-reported",
    "days-at-home-last-90-days",
    "admitted-last-30-days",
    "home-same-day",
    "days-ready",
)
MEASURES = tuple(named(id) for id in IDS)
LEAST = disclosure.profile("outside", NOW.date()).least
Cells = dict[tuple[Any, ...], dict[str, int | None]]


@dataclass(frozen=True)
class Made:
    """Cubes of some regions, and of all of them counted together."""

    folder: Path

    def own(self, region: str) -> Path:
        return self.folder / "own" / region

    @property
    def whole(self) -> Path:
        return self.folder / "whole"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("regions")
    for region in REGIONS:
        run(export(folder / "export" / region, [region]), folder / "own" / region, MEASURES, NOW)
    run(export(folder / "export" / "all", REGIONS), folder / "whole", MEASURES, NOW)
    return Made(folder)


Key = tuple[Path, Path]


def keys(folder: Path, name: str) -> Key:
    """A private key and its public half, as files."""
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return private, public


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return keys(tmp_path_factory.mktemp("keys"), "region")


@pytest.fixture(scope="module")
def released(made: Made, key: Key) -> dict[str, Path]:
    """The released cube of each region."""
    found = {region: made.folder / "released" / region for region in REGIONS}
    for region, out in found.items():
        release(made.own(region), out, region, NOW, key[0])
    return found


def tables(folder: Path) -> Iterator[tuple[str, Cells]]:
    """Every grouping of a cube: its cells by period and keys."""
    with connect() as duck:
        for place in sorted({path.parent for path in folder.rglob("*.parquet")}):
            found = duck.execute(f"SELECT * FROM read_parquet('{place}/*.parquet')")
            names = [each[0] for each in found.description]
            keyed = [name for name in names if "@" not in name]
            cells = {}
            for values in found.fetchall():
                told = dict(zip(names, values, strict=True))
                cells[tuple(told[name] for name in keyed)] = {n: told[n] for n in names if "@" in n}
            yield str(place.relative_to(folder)), cells


def counts(cells: Cells) -> Iterator[tuple[str, int | None]]:
    """Every counter that counts people or stays. Sums of days go where their number does, and are tested apart."""
    for cell in cells.values():
        yield from ((n, v) for n, v in cell.items() if n.rsplit(".", 1)[1] not in ("sum", "squares"))


# The sum.


def unrounded(
    name: str, on: Any, as_it_is: Callable[..., disclosure.Profile] = disclosure.profile
) -> disclosure.Profile:
    return replace(as_it_is(name, on), rounded_to=1)


def test_the_sum_of_the_regions_is_the_count_of_all_together(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing.disclosure, "profile", unrounded)
    parts = [tmp_path / region for region in REGIONS]
    for region, out in zip(REGIONS, parts, strict=True):
        release(made.own(region), out, region, NOW)
    told = combine(parts, tmp_path / "nation", [], NOW)
    whole, shown, hidden = dict(tables(made.whole)), 0, 0
    for name, cells in tables(tmp_path / "nation"):
        for key, cell in cells.items():
            for counter, value in cell.items():
                if value is None:
                    hidden += 1
                else:
                    shown += 1
                    assert value == whole[name][key][counter], (name, key, counter)
    assert shown > 500
    assert hidden > 500
    assert told.incomplete
    assert told.subjects == about(made.whole).subjects
    assert [each["who"] for each in told.sources] == list(REGIONS)


def test_a_cell_that_any_part_withholds_is_not_known_of_the_sum(
    released: dict[str, Path], key: Key, tmp_path: Path
) -> None:
    combine(list(released.values()), tmp_path / "nation", [key[1]], NOW)
    parts = [dict(tables(folder)) for folder in released.values()]
    unknown = 0
    for name, cells in tables(tmp_path / "nation"):
        for place, cell in cells.items():
            own = [part[name][place] for part in parts if place in part.get(name, {})]
            for counter, value in cell.items():
                given = [each[counter] for each in own]
                unknown += None in given
                assert value == (None if None in given else sum(each or 0 for each in given))
    assert unknown > 100


def test_what_a_part_was_never_asked_is_not_known_of_the_sum(
    made: Made, released: dict[str, Path], key: Key, tmp_path: Path
) -> None:
    """An older region that lacks a measure: the others' cells are not taken for the nation's."""
    fewer = tuple(one for one in MEASURES if one.id != "mouth-reported")
    run(made.folder / "export" / "17", tmp_path / "own", fewer, NOW)
    release(tmp_path / "own", tmp_path / "17", "17", NOW, key[0])
    combine([tmp_path / "17", released["01"]], tmp_path / "nation", [key[1]], NOW)
    [(_, cells)] = [one for one in tables(tmp_path / "nation") if one[0] == "deaths/all"]
    assert {cell["mouth-reported@1.of"] for cell in cells.values()} == {None}
    assert any(cell["coverage@1.of"] for cell in cells.values())


# What leaves.


def test_nothing_of_few_leaves(released: dict[str, Path]) -> None:
    for folder in released.values():
        for name, cells in tables(folder):
            for counter, value in counts(cells):
                assert value is None or value == 0 or value >= LEAST, (name, counter)


def test_a_mean_leaves_with_its_number_and_is_a_mean_of_as_many_as_are_told(
    made: Made, released: dict[str, Path]
) -> None:
    """The number is rounded, so the sums are too: else a mean may be more than the most that there is."""
    means = [one for one in MEASURES if one.kind == "mean"]
    seen = 0
    for region, folder in released.items():
        whole = dict(tables(made.own(region)))
        for name, cells in tables(folder):
            for place, cell in cells.items():
                for one in (each for each in means if f"{each.key}.of" in cell):
                    of, total, squares = (cell[f"{one.key}.{counter}"] for counter in one.counters)
                    assert (of is None) == (total is None) == (squares is None), (name, place)
                    true = whole[name].get(place)  # others' inhabitants are put together
                    if of and total is not None and true and "" not in place:
                        days, people = true[f"{one.key}.sum"], true[f"{one.key}.of"]
                        assert days is not None
                        assert people
                        assert one.least * of <= total <= max(one.most, days / people) * of, (name, place)
                        assert abs(total / of - days / people) <= 0.1
                        seen += 1
    assert seen > 20


def test_before_rounding_nothing_of_few_leaves_either(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing.disclosure, "profile", unrounded)
    release(made.own("17"), tmp_path / "17", "17", NOW)
    for name, cells in tables(tmp_path / "17"):
        for counter, value in counts(cells):
            assert value is None or value == 0 or value >= LEAST, (name, counter)
        for cell in cells.values():
            for key in (one.key for one in MEASURES if one.kind == "share" and f"{one.key}.met" in cell):
                of, met = cell[f"{key}.of"], cell[f"{key}.met"]
                if of is not None and met is not None:
                    assert of - met == 0 or of - met >= LEAST, (name, key)


@pytest.mark.parametrize("level", ["inside", "outside"])
def test_no_group_of_few_dead_is_seen_at_any_level(made: Made, tmp_path: Path, level: Level) -> None:
    release(made.own("12"), tmp_path / "12", "12", NOW, level=level)
    for name, cells in tables(tmp_path / "12"):
        for cell in cells.values():
            of = cell.get("coverage@1.of", 0)
            assert of is None or of == 0 or of >= LEAST, name


def test_only_a_regions_own_inhabitants_are_told_by_place(made: Made, tmp_path: Path) -> None:
    """Others' would be counted by their own region too."""
    release(made.whole, tmp_path / "17", "17", NOW)
    found = dict(tables(tmp_path / "17"))
    assert {place[1] for place in found["deaths/region"]} == {"17", ""}
    assert {place[1][:2] for place in found["deaths/municipality"]} == {"17", ""}


def test_no_persons_pseudonym_is_in_any_byte_of_a_cube(made: Made, released: dict[str, Path]) -> None:
    with connect() as duck:
        for folder in (made.whole, made.own("17"), *released.values()):
            for path in (each for each in folder.rglob("*") if each.is_file()):
                assert b"pseudonym-" not in path.read_bytes(), path
                if path.suffix == ".parquet":  # compressed: read what it says too
                    told = duck.execute(f"SELECT * FROM read_parquet('{path}')")
                    names = " ".join(each[0] for each in told.description)
                    assert "pseudonym-" not in names + repr(told.fetchall())


# What is refused.


def copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to


def changed(folder: Path) -> None:
    path = next(folder.rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def added(folder: Path) -> None:
    (folder / "deaths" / "more.parquet").write_bytes(b"")


def lost(folder: Path) -> None:
    next(folder.rglob("*.parquet")).unlink()


def told_otherwise(folder: Path) -> None:
    (folder / NAME).write_text((folder / NAME).read_text().replace('"outside"', '"inside"'))


@pytest.mark.parametrize("damage", [changed, added, lost, told_otherwise])
def test_a_part_that_was_changed_since_it_was_signed_is_refused(
    released: dict[str, Path], key: Key, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    part = copy(released["17"], tmp_path / "17")
    damage(part)
    with pytest.raises(Changed, match="not as it was released"):
        combine([part, released["01"]], tmp_path / "nation", [key[1]], NOW)
    assert not (tmp_path / "nation").exists()


def test_a_changed_part_with_a_new_digest_is_not_signed_by_whom_it_says(
    released: dict[str, Path], key: Key, tmp_path: Path
) -> None:
    part = copy(released["17"], tmp_path / "17")
    changed(part)
    before = (part / "signature.json").read_text()
    sign(part, None)
    with pytest.raises(Changed, match="not signed with a key that was named"):
        check(part, [key[1]])
    digest = (part / "signature.json").read_text().split('"')[3]
    (part / "signature.json").write_text(before.replace(before.split('"')[3], digest))
    with pytest.raises(Changed, match="the signature is not of what lies there"):
        check(part, [key[1]])


def test_a_key_that_is_not_trusted_is_refused(released: dict[str, Path], tmp_path: Path) -> None:
    _, other = keys(tmp_path, "other")
    with pytest.raises(Changed, match="not signed with a key that was named with --trust"):
        combine(list(released.values()), tmp_path / "nation", [other], NOW)


def test_a_key_of_another_kind_is_told(made: Made, released: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no key")
    with pytest.raises(BadKey, match="openssl genpkey"):
        release(made.own("17"), tmp_path / "17", "17", NOW, tmp_path / "no.pem")
    with pytest.raises(BadKey, match="openssl pkey"):
        check(released["17"], [tmp_path / "no.pem"])


def test_the_same_part_twice_is_refused(
    made: Made, released: dict[str, Path], key: Key, tmp_path: Path
) -> None:
    with pytest.raises(Unlike, match="are of the same"):
        combine(
            [released["17"], copy(released["17"], tmp_path / "again")], tmp_path / "nation", [key[1]], NOW
        )
    release(made.own("17"), tmp_path / "later", "17", NOW.replace(day=16), key[0])
    with pytest.raises(Unlike, match=r"are of the same \(17\)"):
        combine([released["17"], tmp_path / "later"], tmp_path / "nation", [key[1]], NOW)
    combine([released["17"], released["01"]], tmp_path / "sum", [], NOW)
    with pytest.raises(Unlike, match="are of the same"):
        combine([tmp_path / "sum", released["01"]], tmp_path / "nation", [], NOW)


def test_another_definition_under_the_same_version_is_refused(
    made: Made, released: dict[str, Path], key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loosened(one: Measure) -> Measure:
        return replace(one, numerator=~one.exclusions) if one.id == "admitted-last-30-days" else one

    run(made.folder / "export" / "17", tmp_path / "own", [loosened(one) for one in MEASURES], NOW)
    release(tmp_path / "own", tmp_path / "17", "17", NOW, key[0])
    with pytest.raises(Unlike, match="admitted-last-30-days@1 is not the same definition in"):
        combine([tmp_path / "17", released["01"]], tmp_path / "nation", [key[1]], NOW)
    monkeypatch.setattr(catalogue, "keyed", lambda key: None)
    with pytest.raises(Unlike, match="is not among the measures of this Lindra"):
        combine([released["17"], released["01"]], tmp_path / "nation", [key[1]], NOW)


def test_ones_own_cube_is_refused_and_a_released_one_is_not_released_again(
    made: Made, released: dict[str, Path], tmp_path: Path
) -> None:
    with pytest.raises(Unlike, match="holds every count, small ones too: release it first"):
        combine([made.own("17"), released["01"]], tmp_path / "nation", [], NOW)
    with pytest.raises(AlreadyReleased, match="has been released already"):
        release(released["17"], tmp_path / "again", "17", NOW)


# On the command line.


def test_regions_release_and_a_nation_is_combined_on_the_command_line(
    made: Made, key: Key, tmp_path: Path
) -> None:
    def told(*arguments: object) -> Any:
        return CliRunner().invoke(measures, [str(each) for each in arguments])

    parts = [tmp_path / region for region in ("17", "01")]
    for out in parts:
        done = told("release", made.own(out.name), "--out", out, "--from", out.name, "--key", key[0])
        assert done.exit_code == 0, done.output
    done = told("combine", *parts, "--out", tmp_path / "nation", "--trust", key[1])
    assert done.exit_code == 0, done.output
    assert "cells that cannot be added up" in done.stderr
    assert about(tmp_path / "nation").subjects["deaths"] == 2 * MANY
    changed(parts[0])
    done = told("combine", *parts, "--out", tmp_path / "nation", "--trust", key[1])
    assert done.exit_code == 2
    assert "is not as it was released" in done.stderr
