"""What an import did: counts of everything, and lists of what needs a look, bounded so that memory stays flat."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from lindra.fhir.queries import LISTED
from lindra.fhir.readers import Trouble


@dataclass(slots=True)
class Listed:
    """A list that keeps its first entries and counts them all."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    def add(self, **entry: Any) -> None:
        """One more."""
        self.count += 1
        if len(self.entries) < LISTED:
            self.entries.append(entry)


@dataclass(slots=True)
class Result:
    """Counts by type, and what failed, was superseded, contradicted itself, or is shared with another record."""

    files: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    reasons: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failed: Listed = field(default_factory=Listed)
    superseded: Listed = field(default_factory=Listed)
    contradictory: Listed = field(default_factory=Listed)
    shared: Listed = field(default_factory=Listed)
    parked: list[dict[str, Any]] = field(default_factory=list)
    parked_count: int = 0
    unresolved: list[dict[str, str]] = field(default_factory=list)
    unresolved_count: int = 0

    def fail(self, trouble: Trouble) -> None:
        """Something could not be read, typed or written."""
        self.failed.add(file=trouble.file, line=trouble.line, cause=trouble.cause)

    def settle(self, kind: str, reason: str) -> None:
        """A resource is in the record, or was left for a reason."""
        if reason:
            self.reasons[kind][reason] += 1
        else:
            self.stored[kind] += 1

    @property
    def complete(self) -> bool:
        """Whether all was done: nothing failed and nothing waits."""
        return self.failed.count == 0 and self.parked_count == 0

    def told(self) -> dict[str, Any]:
        """The result for machines."""
        return {
            "files": self.files,
            "failed": self.failed.entries,
            "resources": {
                kind: {
                    "read": self.read[kind],
                    "stored": self.stored[kind],
                    "left": self.reasons[kind].total(),
                }
                for kind in sorted(self.read)
            },
            "left_reasons": {
                kind: dict(sorted(why.items())) for kind, why in sorted(self.reasons.items()) if why
            },
            "superseded": self.superseded.entries,
            "parked": self.parked,
            "unresolved_references": self.unresolved,
            "contradictory_periods": self.contradictory.entries,
            "shared_identifiers": self.shared.entries,
            "counted": {
                "failed": self.failed.count,
                "superseded": self.superseded.count,
                "parked": self.parked_count,
                "unresolved_references": self.unresolved_count,
                "contradictory_periods": self.contradictory.count,
                "shared_identifiers": self.shared.count,
            },
        }
