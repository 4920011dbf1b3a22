"""The cubes of a world: beside its export, one for each who may see how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lindra.measures import catalogue
from lindra.measures.counting.engines.common import Each
from lindra.measures.counting.run import Engine, run
from lindra.measures.cubes.cube import About, Level
from lindra.measures.cubes.release import release

WHO = "lindra"
"""Who a world's cubes are released by, where no region is named."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a world keeps its export and its cubes."""

    home: Path

    @property
    def export(self) -> Path:
        """The export that is counted."""
        return self.home / "export"

    def cube(self, level: Level) -> Path:
        """The cube of a level; there is one after the first :func:`refresh`."""
        return self.home / "cubes" / level


def refresh(
    home: Path, now: datetime, *, who: str = WHO, engine: Engine = "duckdb", each: Each = iter
) -> About:
    """Count the world's export anew and release it, for who is signed in and for anybody."""
    kept = Kept(home)
    found = run(kept.export, kept.cube("own"), catalogue.measures(), now, engine=engine, each=each)
    for level in ("inside", "outside"):
        release(kept.cube("own"), kept.cube(level), who, now, level=level, each=each)
    return found
