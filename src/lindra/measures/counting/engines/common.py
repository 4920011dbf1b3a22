"""What engines share: where the tables of an export lie, and what is told of what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from lindra.measures.counting import stays
from lindra.measures.counting.subjects import UNKNOWN_MUNICIPALITY
from lindra.measures.measure import Subject
from lindra.record.layers import LAST_YEAR, LOG, PEOPLE, Manifest, MissingLayer


class Each(Protocol):
    """Wraps what is gone through, to tell progress."""

    def __call__(self, parts: Iterable[Any], /) -> Iterator[Any]:
        """The same parts."""


@dataclass(slots=True)
class Notes:
    """What was counted, what was left out and why, and which tables were not there."""

    subjects: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    absent: list[str] = field(default_factory=list)

    def add(self, rows: Iterable[tuple[str, int, int]]) -> None:
        """Rows of a plan's faults."""
        for fault, number, strange in rows:
            if fault:
                self.left_out[fault] += int(number)
                continue
            self.subjects += int(number)
            if strange:
                self.left_out[UNKNOWN_MUNICIPALITY] += int(strange)


def months(manifest: Manifest) -> dict[str, list[Path]]:
    """The files of deaths by year."""
    found: dict[str, list[Path]] = {}
    for path in manifest.files(LAST_YEAR):
        month = path.parent.name.partition("=")[2]
        found.setdefault(month[:4], []).append(path)
    return dict(sorted(found.items()))


def tables(manifest: Manifest, notes: Notes) -> dict[str, list[Path]]:
    """The files of each table that stays are put together from; what was never written is noted and is empty."""
    found = {"people": manifest.files(PEOPLE)}
    if not found["people"]:
        raise MissingLayer(f"{manifest.folder} has no rows of people/; write it anew with: lindra export")
    for kind in stays.NEEDED:
        found[kind] = manifest.files(LOG, kind)
    for kind in stays.MAY_LACK:
        try:
            found[kind] = manifest.files(LOG, kind)
        except MissingLayer:
            notes.absent.append(f"log/{kind}")
            found[kind] = []
    return found


def place(folder: Path, subject: Subject, grouping: str) -> Path:
    """The folder of one grouping's cells; one file a year."""
    return folder / subject / grouping
