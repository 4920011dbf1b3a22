"""What a folder says of itself, to those who read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lindra import __version__
from lindra.record import layers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / layers.NAME).write_text(layers.manifest_text(("log", "last_year")))
    (tmp_path / "log" / "admitted").mkdir(parents=True)
    (tmp_path / "log" / "admitted" / "part-1.parquet").touch()
    return tmp_path


def test_what_is_written_is_read(folder: Path) -> None:
    told = layers.read_manifest(folder)
    assert (told.format, told.layers, told.lindra) == (3, ("log", "last_year"), __version__)
    assert layers.is_current(folder)


def test_files_of_a_layer_and_of_a_kind(folder: Path) -> None:
    told = layers.read_manifest(folder)
    assert [path.name for path in told.files("log")] == ["part-1.parquet"]
    assert told.files("log", "admitted") == told.files("log")
    assert told.files("last_year") == []  # nobody has died


def test_a_layer_or_table_that_is_not_there_is_named(folder: Path) -> None:
    told = layers.read_manifest(folder)
    with pytest.raises(layers.MissingLayer, match="no layer people/; write it with: lindra export"):
        told.files("people")
    with pytest.raises(layers.MissingLayer, match="no table log/discharged/"):
        told.files("log", "discharged")


@pytest.mark.parametrize("text", [None, "", "no JSON", "[]", "{}", '{"format": "2"}', '{"format": 2}',
                                  '{"format": 1, "layers": [], "lindra": "0.0"}',
                                  '{"format": 2, "layers": [], "lindra": "0.1"}'])  # fmt: skip
def test_a_folder_without_a_manifest_of_today_says_what_to_do(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / layers.NAME).write_text(text)
    with pytest.raises(layers.OldExport, match="write it anew with: lindra export"):
        layers.read_manifest(tmp_path)
    assert not layers.is_current(tmp_path)


def test_a_newer_format_says_to_update(tmp_path: Path) -> None:
    (tmp_path / layers.NAME).write_text('{"format": 7, "layers": ["log"], "lindra": "3.1"}')
    for asked in (layers.read_manifest, layers.is_current):
        with pytest.raises(
            layers.OldExport, match=r"format 7, written by a newer Lindra \(3\.1\).*update it"
        ):
            asked(tmp_path)
