"""A ward with a gap, counted before an action and long after it: made once, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from governance.walk import gapped
from governance.walk.gapped import LATER, NOW, Gapped
from helpers import visitors, worlds
from helpers.workplaces import Workplace
from helpers.worlds import World
from lindra import clock

Visit = Callable[..., Client]


@dataclass(frozen=True)
class Counted:
    """The world, who works there, and where the cubes counted long after lie."""

    world: World
    of: Gapped
    later: Path

    def count_later(self) -> None:
        """Put the cubes that were counted long after in the place of the first."""
        shutil.rmtree(self.world.home / "cubes")
        shutil.copytree(self.later / "cubes", self.world.home / "cubes")


@pytest.fixture(scope="session")
def first(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    """Counted once a process; only copied."""
    home = tmp_path_factory.mktemp("gapped")
    with worlds.sqlite_world(sqlite_template, home / "world") as world:
        clock.fix(NOW)
        of = gapped.build()
        clock.fix(None)
        gapped.counted(world.home, of, NOW)
        gapped.counted(home / "later", of, LATER)
    return Counted(world, of, home / "later")  # type: ignore[return-value]


@pytest.fixture
def walked(first: Counted, tmp_path: Path, clock_at: Callable[[datetime], datetime]) -> Iterator[Counted]:
    """A copy of it, on the day before the action."""
    clock_at(NOW)
    home = tmp_path / "home"
    shutil.copytree(first.world.home, home)
    with worlds.pointed_at(home) as world:
        yield Counted(world, first.of, first.later)


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(of.head, "admin", "en")``: the browser of who works there."""

    def signed_in(place: Workplace, purpose: str, language: str = "en") -> Client:
        return visitors.at_work(place, purpose, language)

    with visitors.watched():
        yield signed_in
