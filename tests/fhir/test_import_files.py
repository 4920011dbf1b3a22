"""Files, archives and Bundles: everything in them is found, and what is broken is named with file, line and cause."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import tracemalloc
from pathlib import Path

import pytest

import fhir.samples as fhir
from helpers.worlds import World
from lindra.fhir import actions, bundles, readers
from lindra.fhir.bundles import Entry
from lindra.fhir.readers import Opened, Part, Skipped, Trouble


def found(*paths: Path) -> list[tuple[str, int, str] | Trouble]:
    """(file, line, id) of every resource but Bundles, and every trouble."""
    told: list[tuple[str, int, str] | Trouble] = []
    for part in readers.parts(list(paths)):
        if isinstance(part, Trouble):
            told.append(part)
        elif isinstance(part, Part):
            for entry in bundles.entries(part, "fhir"):
                if isinstance(entry, Trouble):
                    told.append(entry)
                elif (given := json.loads(entry.raw))["resourceType"] != "Bundle":
                    told.append((entry.file, entry.line, given.get("id") or entry.name))
    return told


TEXT = json.dumps(fhir.patient()).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", TEXT),
        ("a.JSON", TEXT),
        ("a.json", b"\xef\xbb\xbf" + TEXT),
        ("a.ndjson", TEXT),
        ("a.jsonl", TEXT + b"\r\n\r\n"),
        ("a.json.gz", gzip.compress(TEXT)),
        ("a.ndjson.gz", gzip.compress(TEXT)),
        ("a.json.xz", lzma.compress(TEXT)),
        ("a.ndjson.bz2", bz2.compress(TEXT)),
    ],
    ids=["json", "capitals", "byte order mark", "ndjson", "jsonl", "gz", "ndjson gz", "xz", "bz2"],
)
def test_json_and_ndjson_are_read_packed_or_not(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert found(tmp_path / name) == found(tmp_path) == [(name, 1, "anna")]


@pytest.mark.parametrize("suffix", ["tar", "gz", "xz", "bz2"])
def test_archives_are_read_member_by_member(tmp_path: Path, suffix: str) -> None:
    members = {
        "./in/a.json": TEXT,
        "in/b.ndjson.gz": gzip.compress(TEXT + b"\n" + json.dumps(fhir.patient("berit")).encode()),
        "in/notes.txt": b"not read",
    }
    name = "all.tar" if suffix == "tar" else f"all.tar.{suffix}"
    path = (
        fhir.archive(tmp_path / name, members) if suffix != "tar" else plain_archive(tmp_path / name, members)
    )
    assert found(path) == [
        (f"{name}/in/a.json", 1, "anna"),
        (f"{name}/in/b.ndjson.gz", 1, "anna"),
        (f"{name}/in/b.ndjson.gz", 2, "berit"),
    ]
    assert Skipped(f"{name}/in/notes.txt") in list(readers.parts([path]))


def plain_archive(path: Path, members: dict[str, bytes]) -> Path:
    packed = fhir.archive(path.with_suffix(".tar.gz"), members)
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    return path


def test_a_folder_is_read_to_the_bottom_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    for name in ("b/c.json", "a.json", ".hidden/x.json", "b/.x.json", "readme.md"):
        fhir.write(tmp_path / name, fhir.patient())
    told = {one.file for one in readers.parts([tmp_path]) if isinstance(one, Opened)}
    assert told == {"a.json", "b/c.json"}
    assert [one.file for one in readers.parts([tmp_path]) if isinstance(one, Skipped)] == ["readme.md"]


def test_a_file_that_is_named_itself_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    assert found(fhir.write(tmp_path / "patient.fhir", fhir.patient())) == [("patient.fhir", 1, "anna")]


def test_resources_in_a_bundle_are_told_with_their_line(tmp_path: Path) -> None:
    path = fhir.write(tmp_path / "b.json", fhir.bundle(fhir.patient(), fhir.encounter(), fhir.observation()))
    lines = path.read_text().splitlines()
    for _, line, rid in found(path):  # type: ignore[misc]
        assert lines[line - 1].strip() == '"resource": {'
        assert f'"id": "{rid}"' in lines[line + 1]


def test_bundles_inside_bundles_are_opened(tmp_path: Path) -> None:
    inner = {**fhir.bundle(fhir.encounter(), kind="document"), "id": "inner"}
    outer = fhir.bundle(fhir.patient(), {**inner, "id": "inner"}, kind="transaction")
    path = fhir.write(tmp_path / "b.json", outer)
    assert [one[2] for one in found(path)] == ["anna", "e1"]  # type: ignore[index]


def test_a_bottomless_bundle_is_refused(tmp_path: Path) -> None:
    given = fhir.patient()
    for number in range(30):
        given = {**fhir.bundle(given), "id": str(number)}
    assert "deep" in found(fhir.write(tmp_path / "b.json", given))[0].cause  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["collection", "transaction", "searchset", "document", "batch"])
def test_bundles_that_hold_resources_are_read(tmp_path: Path, kind: str) -> None:
    assert len(found(fhir.write(tmp_path / "b.json", fhir.bundle(fhir.patient(), kind=kind)))) == 1


@pytest.mark.parametrize("kind", ["history", "message", "transaction-response", "batch-response", "", None])
def test_other_bundles_are_refused_by_name(tmp_path: Path, kind: str | None) -> None:
    told = found(fhir.write(tmp_path / "b.json", fhir.bundle(fhir.patient(), kind=kind)))  # type: ignore[arg-type]
    assert [(one.line, repr(kind) in one.cause) for one in told] == [(1, True)]  # type: ignore[union-attr]


def test_an_entry_that_asks_for_something_to_be_done_is_told(tmp_path: Path) -> None:
    given = fhir.bundle(fhir.patient(), kind="transaction")
    given["entry"].append({"request": {"method": "DELETE", "url": "Patient/berit"}})
    told = found(fhir.write(tmp_path / "b.json", given))
    assert "DELETE Patient/berit" in told[1].cause  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "data", "line", "cause"),
    [
        ("a.json", b'{"resourceType": "Patient",\n "id": }', 2, "malformed"),
        ("a.json", b'{"resourceType": "Patient",\n\n "id": "x"', 3, "truncated"),
        ("a.json", b"", 1, "truncated"),
        ("a.json", b"<Patient/>", 1, "XML"),
        ("a.json", b'{"id": "x"}', 1, "no resourceType"),
        ("a.json", b"[1]", 1, "object"),
        (
            "a.json",
            b'{"resourceType": "Bundle", "type": "collection",\n "entry": [{\n "resource": 7}]}',
            3,
            "",
        ),
        ("a.json", b'{"resourceType": "Bundle", "type": "collection", "entry": 7}', 1, "array"),
        ("a.json.gz", gzip.compress(TEXT)[:20], None, "cannot be read"),
        ("a.json.gz", b"not packed", None, "cannot be read"),
        ("a.json.xz", lzma.compress(TEXT)[:30], None, "cannot be read"),
        ("a.tar.xz", b"no archive", None, "cannot be read"),
    ],
    ids=[
        "syntax",
        "cut",
        "empty",
        "xml",
        "no type",
        "list",
        "entry",
        "entries",
        "cut gz",
        "no gz",
        "cut xz",
        "no tar",
    ],
)
def test_what_is_broken_is_named_with_line_and_cause(
    tmp_path: Path, name: str, data: bytes, line: int | None, cause: str
) -> None:
    (tmp_path / name).write_bytes(data)
    told = found(tmp_path)
    assert len(told) == 1
    assert isinstance(told[0], Trouble)
    assert (told[0].file, told[0].line) == (name, line)
    assert cause in told[0].cause


def test_after_a_bad_line_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(TEXT + b'\n{"resourceType": \n' + json.dumps(fhir.patient("berit")).encode())
    first, second, third = found(path)
    assert (first, third) == (("a.ndjson", 1, "anna"), ("a.ndjson", 3, "berit"))
    assert isinstance(second, Trouble)
    assert second.line == 2


def test_what_came_before_a_cut_is_read(tmp_path: Path) -> None:
    lines = b"\n".join(json.dumps(fhir.patient(f"p{number:05}")).encode() for number in range(20_000))
    path = tmp_path / "a.ndjson.gz"
    path.write_bytes(gzip.compress(lines)[:-2000])
    told = found(path)
    assert len(told) > 100
    assert isinstance(told[-1], Trouble)


def test_a_cut_archive_is_named_and_its_whole_members_are_read(tmp_path: Path) -> None:
    members = {f"{number}.json": json.dumps(fhir.patient(f"p{number}")).encode() for number in range(50)}
    path = fhir.archive(tmp_path / "all.tar.gz", members)
    plain = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(plain[: len(plain) // 2 + 600]))
    told = found(path)
    assert ("all.tar.gz/0.json", 1, "p0") in told
    assert isinstance(told[-1], Trouble)


def test_a_resource_without_id_is_named_by_its_bundle(tmp_path: Path) -> None:
    given = fhir.by_uuid(fhir.patient())
    del given["entry"][0]["resource"]["id"]
    assert found(fhir.write(tmp_path / "b.json", given)) == [("b.json", 7, "anna")]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_files(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "GROUP", 25)

    def peak(folder: Path, files: int) -> tuple[int, int]:
        """The most memory at any time, and how much was read, in bytes."""
        for number in range(files):
            about = f"{folder.name}{number}"
            given = fhir.bundle(
                fhir.patient(about), *(fhir.observation(f"{about}-{n}", about) for n in range(20))
            )
            fhir.write(folder / f"{number}.json", given)
        tracemalloc.start()
        assert fhir.load(folder).complete
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most, sum(path.stat().st_size for path in folder.iterdir())

    peak(tmp_path / "warm", 5)
    few, _ = peak(tmp_path / "few", 10)
    many, size = peak(tmp_path / "many", 100)
    assert many - few < size / 3  # parsed, they would take many times their size


def test_entries_carry_what_the_bundle_calls_them() -> None:
    part = Part("b.json", 1, json.dumps(fhir.by_uuid(fhir.patient(), fhir.encounter())).encode())
    told = [one for one in bundles.entries(part, "fhir") if isinstance(one, Entry)]
    assert [one.name for one in told] == ["", "anna", "e1"]
    assert str(told[1].scope.target("urn:uuid:e1")) == "Encounter/e1"
