"""Files as one stream: tar, packed with gzip, encrypted with age. Nothing is held in memory but a piece at a time.

Standard tools open it too: ``age --decrypt --identity KEY FILE | tar xz``. Only who has the identity can: a machine
that writes backups knows the recipient, which is public, and cannot read what it wrote.
"""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

CHUNK = 1 << 20
"""Bytes in a piece."""
NAME = re.compile(r"(?:parked/)?[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)+")
"""What a file in a backup may be called: no other folder than ``parked/``, and no way out of the one it is put in."""

Each = Callable[[Iterable[bytes]], Iterator[bytes]]
"""Wraps pieces of at most a megabyte, to tell progress."""


class Unreadable(ValueError):
    """A key or a file that cannot be used: says why."""


def recipients(texts: Iterable[str]) -> list[Any]:
    """Whom to encrypt to, from ``age1…``. Raises :class:`Unreadable`."""
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise Unreadable(f"a recipient must be an age key, as age1…: {error}") from error


def identities(path: Path, passphrase: Callable[[], str]) -> list[Any]:
    """The identities in a file of age's; asks for the passphrase of one that is locked. Raises :class:`Unreadable`."""
    text = path.read_bytes()
    try:
        if b"age-encryption.org/" in text[:64] or text.startswith(b"-----BEGIN AGE"):
            text = pyrage.passphrase.decrypt(text, passphrase())
        lines = (line.strip() for line in text.decode().splitlines())
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path.name}: no identity of age's, or the wrong passphrase") from error
    if not found:
        raise Unreadable(f"{path.name} holds no identity")
    return found


def new_identity(path: Path) -> str:
    """Write a new identity where nothing is; returns its recipient."""
    made = pyrage.x25519.Identity.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"# public key: {made.to_public()}\n{made}\n")
    return str(made.to_public())


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, names: Sequence[str], target: Path, to: Sequence[Any], each: Each = iter) -> str:
    """Write files of a folder to a new file, durably; returns its SHA-256.

    The file is then read back from where it was written and compared. Raises :class:`Unreadable` where it differs.
    """
    if odd := [name for name in names if not NAME.fullmatch(name)]:
        raise Unreadable(f"these could not be unpacked again: {', '.join(odd)}")
    beside = target.with_name(f".{target.name}.partial")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            written = _Hashed(file)
            pyrage.encrypt_io(_Source(_packed(each(_tar(folder, names)))), written, list(to))
            file.flush()
            os.fsync(file.fileno())
        if digest(beside) != written.hexdigest():
            raise Unreadable("what was read back is not what was written: the disk cannot be trusted")
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return written.hexdigest()


class _Source:
    """Pieces as something that age can read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = memoryview(piece)
        some, self._left = self._left[:size], self._left[size:]
        return bytes(some)


class _Hashed:
    """A file that age writes to, and the hash of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def write(self, some: bytes) -> int:
        self._hash.update(some)
        return self._file.write(some)

    def flush(self) -> None:
        self._file.flush()

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _tar(folder: Path, names: Sequence[str]) -> Iterator[bytes]:
    for name in names:
        info = tarfile.TarInfo(name)
        info.size, info.mode = (folder / name).stat().st_size, 0o600
        yield info.tobuf(tarfile.GNU_FORMAT)
        with (folder / name).open("rb") as file:
            while some := file.read(CHUNK):
                yield some
        yield bytes(-info.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def unpack(source: Path, folder: Path, by: Sequence[Any], each: Each = iter) -> None:
    """Put the files of a packed file into a folder. Raises :class:`Unreadable`: it is cut, changed or another's."""
    reading, writing = os.pipe()
    undecrypted: list[Exception] = []
    torn: list[Exception] = []

    def decrypt() -> None:
        try:
            with os.fdopen(writing, "wb") as plain, source.open("rb") as encrypted:
                pyrage.decrypt_io(encrypted, plain, list(by))
        except (pyrage.DecryptError, OSError) as error:
            undecrypted.append(error)

    thread = threading.Thread(target=decrypt)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            _untar(plain, folder, each)
    except (tarfile.TarError, zlib.error, EOFError) as error:
        torn.append(error)
    finally:
        thread.join()
    if failed := [*undecrypted, *torn]:
        raise Unreadable(_why(failed[0])) from failed[0]


def _why(error: Exception) -> str:
    if isinstance(error, pyrage.DecryptError) and "matching keys" in str(error):
        return "the backup is not for this identity: it was encrypted to another recipient"
    return "the backup is damaged: it was cut short or changed, or is no backup"


def _untar(plain: IO[bytes], folder: Path, each: Each) -> None:
    with tarfile.open(fileobj=plain, mode="r|gz") as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isreg() and NAME.fullmatch(member.name) else None
            if held is None:
                raise tarfile.TarError("a file of another name")
            path = folder / member.name
            path.parent.mkdir(exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for some in each(iter(lambda held=held: held.read(CHUNK), b"")):  # type: ignore[misc]
                    file.write(some)
    while plain.read(CHUNK):  # to the end, where age tells whether it was cut
        pass
