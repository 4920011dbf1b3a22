"""A small world that is fuzzed: described in a file, and walked through by everybody first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from helpers import describe, fuzzing, surface
from helpers.small_world import SmallWorld
from helpers.surface import Known
from helpers.worlds import World

SECONDS, CORNERS, BATCH = 1, 4, 4
"""Of asking, for each role; of each operation's corners, and of what is drawn for it in its one round at least.

``bench/fuzz.py`` asks for longer, and more."""


@dataclass(frozen=True)
class Standing:
    """A small world, the file that describes its surface, and what a walk through it has seen."""

    world: World
    small: SmallWorld
    file: Path
    known: Known

    def fuzzed(self, role: str, corners: int = CORNERS, batch: int = BATCH) -> fuzzing.Report:
        """What comes of asking everything in a role."""
        asked = fuzzing.Fuzzing(self.world, self.small, role, self.file, self.known)
        return asked.run(SECONDS, corners, batch)


@contextmanager
def standing(empty: AbstractContextManager[World], folder: Path) -> Iterator[Standing]:
    """The small world in an empty one, described and walked through by everybody."""
    with surface.standing(empty) as (world, small):
        walks = (surface.walk(surface.Visit(small, role).client(), alike=3) for role in surface.ROLES)
        known = surface.known(chain.from_iterable(walks))
        yield Standing(world, small, describe.write(folder), known)


def sound(report: fuzzing.Report) -> None:
    """No fault, and everything that is described was reached and asked several times over."""
    assert not report.faults, str(report)
    assert report.unreached() == []
    assert report.requests > 4 * len(report.counts)
