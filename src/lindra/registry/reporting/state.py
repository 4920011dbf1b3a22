"""Where a death's report stands for one reader: to be written, to be corrected, or only to be read, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lindra.forms import entries
from lindra.forms.entries import ANSWERED, SYSTEM, Entry
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.record.chart import Statement
from lindra.registry.events import REPORT

Kind = Literal["alive", "new", "correct", "read", "imported"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be done with the report of one death. ``report`` is the one in force, ``entry`` its answers."""

    kind: Kind
    report: Statement | None = None
    entry: Entry | None = None

    @property
    def writes(self) -> bool:
        """Whether the questionnaire is shown to be filled in or corrected."""
        return self.kind in ("new", "correct")

    @property
    def status(self) -> int:
        """The HTTP status of a page that only tells."""
        return 409 if self.kind == "alive" else 200

    @property
    def answer(self) -> str:
        """The entry that a correction corrects; empty for a new report."""
        return self.entry.first.id if self.entry else ""


def of(opened: Opened, reader: Reader) -> Standing:
    """Where the report of this death stands."""
    if opened.chart.one("death") is None:
        return Standing("alive")
    report = opened.chart.one(REPORT)
    if report is None:
        return Standing("new")
    entry = entry_of(opened, report)
    if entry is None:
        return Standing("imported", report)
    return Standing("correct", report, entry)


def entry_of(opened: Opened, report: Statement) -> Entry | None:
    """The answers that gave a report; ``None`` where it came from elsewhere."""
    system, _, rest = report.source.partition("|")
    if system != SYSTEM:
        return None
    ref = rest.partition("|")[0]
    history = opened.history()
    first = next(
        (one for one in history if one.kind == ANSWERED and (one.payload or {}).get("ref") == ref), None
    )
    return entries.find(history, first.id) if first else None
