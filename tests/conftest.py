"""Fixtures for all rooms, made of ``helpers``, which is imported first because it sets Django up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck
from playwright.sync_api import Browser, Page

from helpers import browsers, servers, summary, worlds
from lindra import clock

hypothesis.settings.register_profile("fast", max_examples=50, deadline=None)
hypothesis.settings.register_profile(
    "thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile(os.environ.get("LINDRA_HYPOTHESIS", "fast"))


def pytest_configure(config: pytest.Config) -> None:
    """The process that talks to the terminal says what ran."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(summary.Summary())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the summary needs to know of each test, and which cannot run here; files with slow tests begin."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    summary.note_kinds(items)
    summary.leave_out_shared(items)


@pytest.fixture(autouse=True)
def apart() -> Iterator[None]:
    """A test that used a database without asking for a world fails, not the one that comes after it."""
    yield
    assert worlds.spoiled() == [], "a database was used outside a world: ask for world, or either_world"


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str | datetime], datetime]]:
    """``clock_at("2026-06-15T03:00:00+02:00")`` stops the one clock, here and in commands of the world."""

    def fix(moment: str | datetime) -> datetime:
        instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        clock.fix(instant)
        monkeypatch.setenv("LINDRA_NOW", instant.isoformat())
        return instant

    yield fix
    clock.fix(None)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated SQLite files, to be copied."""
    return worlds.sqlite_template(tmp_path_factory.mktemp("sqlite-template"))


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> worlds.PostgresTemplate:
    """A migrated PostgreSQL database, to be copied."""
    return worlds.postgres_template(tmp_path_factory.mktemp("postgres-template"), worker_id)


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[worlds.World]:
    """A fresh, migrated, empty world on SQLite."""
    with worlds.sqlite_world(sqlite_template, tmp_path / "home") as fresh:
        yield fresh


@pytest.fixture
def postgres_world(postgres_template: worlds.PostgresTemplate, tmp_path: Path) -> Iterator[worlds.World]:
    """A fresh, migrated, empty world on PostgreSQL; prefer ``either_world``, whose tests are counted."""
    with postgres_template.world(tmp_path / "home") as fresh:
        yield fresh


@pytest.fixture(params=["sqlite", "postgres"])
def either_world(request: pytest.FixtureRequest) -> worlds.World:
    """The same test on both databases."""
    fresh: worlds.World = request.getfixturevalue("world" if request.param == "sqlite" else "postgres_world")
    return fresh


@pytest.fixture
def live_server(world: worlds.World) -> Iterator[str]:
    """The address of the real server on ``world``. Write to the world before or through the pages."""
    with servers.serving(world.env) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a process."""
    with browsers.running() as chromium:
        yield chromium


@pytest.fixture
def pages(browser: Browser) -> Iterator[browsers.Pages]:
    """``pages.open(url, width=360, language="en", scheme="dark")``; fails a test whose pages complained."""
    opened = browsers.Pages(browser)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def page(pages: browsers.Pages) -> Page:
    """One empty page: 1280 wide, light, Swedish."""
    return pages.open()
