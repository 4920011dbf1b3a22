"""Compiles every room's Swedish and holds it against what the room's pages and code say.

A room's texts are English in templates and Python; their Swedish stands in the room's own
``locale/sv/LC_MESSAGES/django.po``. No GNU gettext is needed. Pages for those who are no staff may speak further
languages (``FURTHER``).

Run as ``bin/messages`` (writes the .mo files) or ``bin/messages --check`` (writes nothing, fails when
a text has no Swedish, an entry is no longer used, or a .mo is not what its .po says).
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent / "src" / "lindra"
PO = Path("locale/sv/LC_MESSAGES/django.po")
FURTHER = {"registry": {"ar": ("relatives/answering/", "relatives/letter.py", "templates/registry/answer/")}}
"""Further languages of a room, and the parts of it whose every text must have them; what these parts have of other
rooms' texts stands there too."""
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

# What names a text: its context, the English, and the English plural.
Text = tuple[str | None, str, str | None]


def texts(room: Path, within: tuple[str, ...] = ("",)) -> dict[Text, str]:
    """Every text of a room's templates and Python, or of some parts of it, with the file where it stands."""
    found: dict[Text, str] = {}
    for path in sorted(room.rglob("*")):
        if not str(path.relative_to(room)).startswith(within):
            continue
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = _as_python(path.read_text("utf-8"), path)
        else:
            continue
        for line, message, _, context in extract("python", io.BytesIO(source), KEYWORDS):
            singular, plural = (message, None) if isinstance(message, str) else (message[0], message[1])
            found.setdefault((context, singular, plural), f"{path.relative_to(room)}:{line}")
    return found


def faults(room: Path) -> Iterator[str]:
    """What is wrong between a room's texts and its Swedish, a sentence each."""
    wanted = texts(room)
    path = room / PO
    if not path.exists():
        if wanted:
            yield f"{room.name}: {len(wanted)} texts and no {PO}"
        return
    try:
        catalog = _catalog(path)
    except PoFileError as error:
        yield f"{room.name}: {PO} cannot be read: {error}"
        return
    translated = {_name(message): message for message in catalog if message.id}
    for text in wanted.keys() - translated.keys():
        yield f"{room.name}: no Swedish for {text[1]!r} ({wanted[text]})"
    for text in translated.keys() - wanted.keys():
        yield f"{room.name}: no longer used: {text[1]!r}"
    for message in translated.values():
        yield from (f"{room.name}: {fault}: {_name(message)[1]!r}" for fault in _faults_of(message))
    yield from _uncompiled(room, path)


def _uncompiled(room: Path, path: Path) -> Iterator[str]:
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != compile_po(path):
        yield f"{room.name}: {compiled.name} is not what {path.name} says; run bin/messages"


def further(rooms: list[Path]) -> Iterator[str]:
    """What is wrong with further languages: texts that lack them, entries that no room uses, what is not compiled."""
    every = {text for room in rooms for text in texts(room)}
    for room in rooms:
        for language, parts in FURTHER.get(room.name, {}).items():
            path = room / PO.parent.parent.parent / language / PO.parent.name / PO.name
            catalog = _catalog(path)
            translated = {_name(message): message for message in catalog if message.id}
            for text in texts(room, parts).keys() - translated.keys():
                yield f"{room.name}: no {language} for {text[1]!r}"
            for text in translated.keys() - every:
                yield f"{room.name}: no longer used, in {language}: {text[1]!r}"
            for message in translated.values():
                for fault in _faults_of(message, catalog.num_plurals):
                    yield f"{room.name}, {language}: {fault}: {_name(message)[1]!r}"
            yield from _uncompiled(room, path)


def disagreements(rooms: list[Path]) -> Iterator[str]:
    """Texts that two rooms translate differently: only one of the two would ever be shown."""
    first: dict[Text, tuple[str, list[str]]] = {}
    for room in rooms:
        if not (room / PO).exists():
            continue
        for message in _catalog(room / PO):
            if not message.id:
                continue
            known = first.setdefault(_name(message), (room.name, _swedish(message)))
            if known[1] != _swedish(message):
                yield f"{room.name} and {known[0]} translate {_name(message)[1]!r} differently"


def compile_po(path: Path) -> bytes:
    """The .mo of a .po: the same bytes whenever and wherever it is made."""
    catalog = _catalog(path)
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main(arguments: list[str]) -> int:
    """Compile unless asked only to check; print the faults; return the exit code."""
    if not settings.configured:
        settings.configure()  # the template reader asks whether it is in debug mode
    rooms = sorted(path.parent for path in ROOMS.glob("*/apps.py"))
    if "--check" not in arguments:
        for path in (
            path for room in rooms for path in sorted(room.glob(f"locale/*/{PO.parent.name}/{PO.name}"))
        ):
            path.with_suffix(".mo").write_bytes(compile_po(path))
    found = [
        *(fault for room in rooms for fault in sorted(faults(room))),
        *disagreements(rooms),
        *further(rooms),
    ]
    for fault in found:
        print(fault)
    return int(bool(found))


def _as_python(template: str, path: Path) -> bytes:
    """A template's texts as calls that the Python reader understands; its indentation means nothing there."""
    code = templatize(template, origin=str(path))
    return "\n".join(line.strip() for line in code.splitlines()).encode()


def _catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain="django", abort_invalid=True)


def _name(message: Message) -> Text:
    if isinstance(message.id, str):
        return message.context, message.id, None
    return message.context, message.id[0], message.id[1]


def _swedish(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [])


def _faults_of(message: Message, plurals: int = 2) -> Iterator[str]:
    """What is wrong with an entry; a language has so many forms of what can be one or more."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    swedish = _swedish(message)
    if message.fuzzy:
        yield "marked as uncertain (fuzzy)"
    if not all(swedish) or len(swedish) != (1 if isinstance(message.id, str) else plurals):
        yield "has an entry without Swedish"
        return
    known = {name for original in originals for name in PLACEHOLDER.findall(original)}
    used = {name for text in swedish for name in PLACEHOLDER.findall(text)}
    if known != used:
        yield f"the translation names {sorted(used)} where the English names {sorted(known)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
