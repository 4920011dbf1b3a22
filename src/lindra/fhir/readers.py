"""Files, folders and archives, opened one at a time: memory does not grow with how many there are.

JSON (one resource or Bundle), NDJSON (one a line), either of them as ``.gz``, ``.xz`` or ``.bz2``, and ``.tar``
archives of them, read member by member without unpacking to disk. A name is relative to the path that was given.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

Unpacker = Callable[[IO[bytes]], IO[bytes]]
UNPACKERS: dict[str, Unpacker] = {
    ".gz": lambda file: cast("IO[bytes]", gzip.GzipFile(fileobj=file)),
    ".xz": lambda file: cast("IO[bytes]", lzma.LZMAFile(file)),  # noqa: SIM115 - closed with what it reads
    ".bz2": lambda file: cast("IO[bytes]", bz2.BZ2File(file)),
}
ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")
LINES = (".ndjson", ".jsonl")
TROUBLES = (OSError, EOFError, lzma.LZMAError, zlib.error, tarfile.TarError)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of JSON: the whole of a file, or one line of it; ``line`` is where it begins."""

    file: str
    line: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read, where (``line`` is ``None`` for a whole file) and why."""

    file: str
    line: int | None
    cause: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file begins; told before its parts."""

    file: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder or archive that is of no kind read here."""

    file: str


Found = Opened | Part | Trouble | Skipped


def parts(paths: list[Path]) -> Iterator[Found]:
    """Everything in these paths; a folder in whatever order it comes, for to be sorted it would have to be held."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, "")
        else:
            yield from _file(path, path.name, named=True)


def _folder(path: Path, before: str) -> Iterator[Found]:
    """The files in a folder and those below it, but for hidden ones; links to folders are not followed."""
    with os.scandir(path) as inside:
        for one in inside:
            name = f"{before}{one.name}"
            if one.name.startswith("."):
                continue
            if one.is_dir(follow_symlinks=False):
                yield from _folder(Path(one.path), f"{name}/")
            elif one.is_file():
                yield from _file(Path(one.path), name, named=False)


def _file(path: Path, name: str, *, named: bool) -> Iterator[Found]:
    """One file; one that was named itself is read as JSON whatever it is called."""
    if name.lower().endswith(ARCHIVES):
        yield from _archive(path, name)
    elif kind := _kind(name) or ("json" if named else ""):
        yield Opened(name)
        try:
            with path.open("rb") as file:
                yield from _content(file, name, kind)
        except TROUBLES as error:
            yield Trouble(name, None, _said(error))
    else:
        yield Skipped(name)


def _archive(path: Path, name: str) -> Iterator[Found]:
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                if member.isfile():
                    yield from _member(archive, member, f"{name}/{member.name.removeprefix('./')}")
                archive.members = []  # type: ignore[attr-defined]  # or it would remember every member
    except TROUBLES as error:
        yield Opened(name)
        yield Trouble(name, None, _said(error))


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> Iterator[Found]:
    kind = _kind(name)
    content = archive.extractfile(member) if kind else None
    if content is None:
        yield Skipped(name)
        return
    yield Opened(name)
    try:
        yield from _content(content, name, kind)
    except (gzip.BadGzipFile, lzma.LZMAError, zlib.error, EOFError) as error:
        yield Trouble(name, None, _said(error))


def _kind(name: str) -> str:
    """``json`` or ``ndjson`` by a file's name, or empty."""
    plain = name.lower()
    for suffix in UNPACKERS:
        plain = plain.removesuffix(suffix)
    return "ndjson" if plain.endswith(LINES) else "json" if plain.endswith(".json") else ""


def _content(file: IO[bytes], name: str, kind: str) -> Iterator[Part]:
    unpackers = (unpack for suffix, unpack in UNPACKERS.items() if name.lower().endswith(suffix))
    stream = next(unpackers, _plain)(file)
    if kind == "json":
        yield Part(name, 1, stream.read().removeprefix(b"\xef\xbb\xbf"))
        return
    for number, line in enumerate(stream, 1):
        if text := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield Part(name, number, text)


def _plain(file: IO[bytes]) -> IO[bytes]:
    return file


def _said(error: BaseException) -> str:
    return f"cannot be read: {error.strerror if isinstance(error, OSError) and error.strerror else error}"
