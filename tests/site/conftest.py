"""The small world, signed in to: for the tests of pages and commands. They only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.test import Client

from helpers import small_world, visitors
from helpers.small_world import SmallWorld
from helpers.worlds import World


@pytest.fixture(scope="module")
def standing(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, SmallWorld]]:
    """The small world, for all tests of a file."""
    with small_world.standing(sqlite_template, tmp_path_factory.mktemp("small") / "home") as made:
        yield made


@pytest.fixture
def small(standing: tuple[World, SmallWorld]) -> SmallWorld:
    """Who works there, and the patients."""
    return standing[1]


@pytest.fixture
def visitor(small: SmallWorld) -> Iterator[Callable[..., Client]]:
    """``visitor()`` is a stranger's browser, ``visitor("astri", "en")`` that of somebody signed in."""
    with visitors.watched():
        yield partial(visitors.visitor, small)
