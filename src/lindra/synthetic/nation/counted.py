"""The true answers, counted from what was planted: by measure, year and region. Pure.

Of a share ``of``, ``met`` and ``expected`` (the sum of the planted probabilities, absent where none was planted), of
reported ones also ``unknown`` and ``out`` (not asked); of parts ``of`` and one number for each; of a mean ``of`` and
``sum``. A region's *place of death* has ``expected_<place>`` too, *readmitted* ``…_living`` of the living alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from lindra.synthetic.nation.draw import Flags, Index, Numbers
from lindra.synthetic.nation.levels import REGIONS

Counts = dict[tuple[str, int], dict[str, Numbers]]


class Counted:
    """Sums by measure and year, each an array with one number for each region."""

    def __init__(self) -> None:
        self.sums: Counts = defaultdict(dict)

    def add(self, measure: str, year: int, region: Index, **counters: Any) -> None:
        """Add up counters that hold a number for each."""
        for name, values in counters.items():
            found: Numbers = np.bincount(region, np.asarray(values, float), len(REGIONS)).astype(np.float64)
            kept = self.sums[measure, year]
            kept[name] = kept.get(name, 0.0) + found

    def share(
        self, measure: str, year: int, region: Index, of: Flags, met: Flags, planted: Any = None, **more: Any
    ) -> None:
        """A share: of those ``of``, how many, how many met, and how many were to be expected."""
        counters = {"of": of, "met": of & met, **{name: of & flags for name, flags in more.items()}}
        if planted is not None:
            counters["expected"] = np.where(of, planted, 0.0)
        self.add(measure, year, region, **counters)

    def parts(self, measure: str, year: int, region: Index, of: Flags, which: Index, names: Any) -> None:
        """Parts: of each, how many; of no part nothing is told."""
        self.add(measure, year, region, of=of)
        for number in np.unique(which[of]):
            self.add(measure, year, region, **{str(names(int(number))): of & (which == number)})

    def join(self, other: Counts) -> None:
        """Add what was counted elsewhere."""
        for key, counters in other.items():
            for name, values in counters.items():
                self.sums[key][name] = self.sums[key].get(name, 0.0) + values

    def plain(self) -> dict[str, Any]:
        """Measure → year → region → counters; whole numbers where they are counts."""
        found: dict[str, Any] = {}
        for (measure, year), counters in sorted(self.sums.items()):
            by_region = found.setdefault(measure, {}).setdefault(str(year), {})
            for number, code in enumerate(REGIONS):
                told = {name: _number(name, values[number]) for name, values in counters.items()}
                by_region[code] = {name: value for name, value in told.items() if value or name in KEPT}
        return found


KEPT = ("of", "met", "sum", "expected", "unknown")


def _number(name: str, value: float) -> float:
    return round(value, 6) if name.startswith(("expected", "sum")) else round(value)
