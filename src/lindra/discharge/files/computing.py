"""From a case file to stories: what both commands, and the measurement, do first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TextIO

from lindra.console import progress
from lindra.discharge.files.gathering import WAITING, gathered
from lindra.discharge.files.mapping import Export
from lindra.discharge.files.reading import Refuse, Row, exported, rows
from lindra.discharge.steps import Case, Finding, put_together
from lindra.discharge.story import Story, tell


def stories(
    file: TextIO, told: Refuse, *, now: datetime, known: Callable[[str], bool] | None = None,
    waiting: int = WAITING, how: Export | None = None,
) -> Iterator[Story]:  # fmt: skip
    """The story of each case that can be told; ``told`` gets every finding. Progress on standard error.

    ``how``: the file is a county's own export, and is read so.
    """
    raw = rows(file, told, now=now) if how is None else exported(file.buffer, how, told, now=now)
    read = progress(raw, "rows read")
    yield from progress(told_of(read, told, now=now, known=known, waiting=waiting), "cases computed")


def told_of(
    read: Iterable[Row], told: Refuse, *, now: datetime, known: Callable[[str], bool] | None = None,
    waiting: int = WAITING,
) -> Iterator[Story]:  # fmt: skip
    """The same of rows, wherever they come from."""
    seen: set[str] = set()
    for name, steps in gathered(read, waiting):
        case, findings = put_together(name, steps, now=now, known=known)
        if known is not None and case.municipality not in seen:
            seen.add(case.municipality)
            findings += _stranger(case, steps[0][1].line, known)
        story, further = tell(case) if case.steps else (None, [])
        for one in sorted([*findings, *further]):
            told(one)
        if story is not None:
            yield story


def _stranger(case: Case, line: int, known: Callable[[str], bool]) -> list[Finding]:
    """That a municipality is none that is known: told once, and its cases computed."""
    if known(case.municipality):
        return []
    text = "a municipality that is not known; its cases are computed all the same. Is the code right?"
    return [Finding(line, case.id, "unknown_municipality", "note", text)]
