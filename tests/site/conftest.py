"""The small world, signed in to: for the tests of pages and commands. They only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from helpers import small_world
from helpers.small_world import SmallWorld
from helpers.worlds import World

Visitor = Callable[..., Client]


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
def visitor(small: SmallWorld) -> Visitor:
    """``visitor()`` is a stranger's browser, ``visitor("astri", "en")`` that of somebody signed in."""

    def come(username: str = "", language: str = "") -> Client:
        client = Client(SERVER_NAME="localhost", enforce_csrf_checks=False)
        if language:
            client.cookies["language"] = language
        if username:
            user = small.staff[username].user
            assert user is not None
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return come
