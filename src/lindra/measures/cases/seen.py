"""What of a case one reader may see. Pure: the decisions come from the door, and are about this reader and patient.

A value stands on everybody's entries, and is shown only where it follows from entries that the reader may see. That it
is not shown must not tell it either: so nothing here depends on the value of what is hidden, or on how much that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lindra.measures import language as lang
from lindra.measures.cases.opening import DAY_ASKED, Behind, Case, Out, Value
from lindra.measures.catalogue.common import REPORT
from lindra.measures.counting.compiled import kinds_of
from lindra.measures.measure import Measure
from lindra.privacy.sight import Sight
from lindra.record.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as one reader may see it: the value, or ``None`` where it is not shown, and the rows behind it."""

    value: Value | None
    rows: tuple[Behind, ...]


NOTHING = Seen(None, ())
"""What is beside a masked patient."""


def seen(measure: Measure, case: Case, behind: Sequence[Behind], sight: Sight | None) -> Seen:
    """A case as this reader may see it (SFS 2022:913 2 kap. 1 §, 3 kap. 7 §; SFS 2008:355 4 kap. 4 §)."""
    if sight is None:
        return NOTHING
    rows = tuple(row for row in behind if _sees(sight, row))
    everything = sight.whole and len(rows) == len(behind)
    value = case.value if everything else settled(measure, rows, day_known=case.day_known)
    return Seen(value, tuple(row for row in rows if row.shown))


def _sees(sight: Sight, row: Behind) -> bool:
    """Whether the reader may see an entry of this origin; one whose origin is not exported is seen by nobody."""
    if row.kind not in KINDS or not (row.unit and row.provider and row.regime):
        return False
    return sight.of(f"{row.unit}|{row.provider}|{row.regime}|{KINDS[row.kind].matter}").allowed


# What follows from some of the rows, whatever the others are.


def settled(measure: Measure, rows: Sequence[Behind], *, day_known: bool) -> Value | None:
    """The value that these rows give whatever else was written; ``None`` where more rows could change it.

    A row that is there cannot be taken away by another, so *there is a row that …* and *at least so many* hold once
    they are met; that there is none follows from no row but a report, since each death is reported once
    (``registry.checks``).
    """
    follows = _Follows(rows, day_known)
    included = follows.both([measure.population, ~measure.exclusions])
    if included is False:
        return Out.NOT_COUNTED
    if included is None:
        return None
    if measure.numerator is not None:
        return follows.truth(measure.numerator)
    if isinstance(measure.choice, lang.First):
        return follows.first(measure.choice)
    return None


@dataclass(frozen=True, slots=True)
class _Follows:
    """Conditions on a person, asked of some of the rows: yes, no, or ``None``, not to be told from these."""

    rows: Sequence[Behind]
    day_known: bool

    def truth(self, node: lang.Truth) -> bool | None:
        if isinstance(node, lang.Exists):
            return self._exists(node.rows)
        if isinstance(node, lang.AtLeast):
            return True if self._at_least(node.value) >= node.number else None
        if isinstance(node, lang.Known):
            return True if self._at_least(node.value) > NOT_KNOWN else None
        if isinstance(node, lang.Negated):
            told = self.truth(node.part)
            return None if told is None else not told
        if isinstance(node, lang.Both):
            return self.both(node.parts)
        assert isinstance(node, lang.Either)
        told = self.both([~part for part in node.parts])
        return None if told is None else not told

    def both(self, parts: Sequence[lang.Truth]) -> bool | None:
        """Whether all of them are so."""
        told = [self.truth(part) for part in parts]
        if False in told:
            return False
        return None if None in told else True

    def first(self, choice: lang.First) -> str | None:
        """The key of the first that is so, where none before it could be."""
        for key, case in choice.cases:
            told = self.truth(case)
            if told is None:
                return None
            if told:
                return key
        return choice.otherwise

    def _exists(self, asked: lang.Rows) -> bool | None:
        if asked == DAY_ASKED:
            return self.day_known
        if any(asked in row.meets for row in self.rows):
            return True
        reported = kinds_of(asked) == _REPORTED and any(row.kind in _REPORTED for row in self.rows)
        return False if reported else None

    def _at_least(self, value: lang.Number) -> int:
        """The least a number can be, whatever else was written."""
        if isinstance(value, lang.Count):
            return sum(value.rows in row.meets for row in self.rows)
        if isinstance(value, lang.HowMany):
            return sum(self.truth(part) is True for part in value.parts)
        if isinstance(value, lang.Earliest):
            days = (row.days_before_death for row in self.rows if value.rows in row.meets)
            return max(days, default=NOT_KNOWN)
        return NOT_KNOWN


NOT_KNOWN = -(10**6)
"""Less than any number of a person."""
_REPORTED = kinds_of(REPORT)
