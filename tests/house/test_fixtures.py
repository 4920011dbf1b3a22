"""The fixtures themselves: worlds are fresh and apart, the clock runs again, nothing leaves this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connections
from playwright.sync_api import Browser
from pytest_socket import SocketConnectBlockedError

from helpers import browsers, runs, worlds
from lindra import clock

FAULTY_PAGE = "<!doctype html><html><title>Fault</title><body><main><h1>Fault</h1><img src='data:,'></main>"
PRINT_WORLD = """
import django; django.setup()
from django.conf import settings
from django.contrib.sessions.models import Session
from lindra import clock
print(settings.LINDRA_HOME, Session.objects.count(), clock.now().isoformat())
"""


def leave_a_trace() -> None:
    Session.objects.create(session_key="trace", session_data="", expire_date=clock.now())


@pytest.mark.parametrize("turn", [1, 2])
def test_a_world_holds_nothing_of_the_one_before(either_world: worlds.World, turn: int) -> None:
    assert Session.objects.count() == 0
    leave_a_trace()
    assert Session.objects.count() == 1
    assert ContentType.objects.get_for_model(Session).model == "session"


def test_a_world_is_what_the_settings_say(either_world: worlds.World) -> None:
    assert connections["default"].vendor == either_world.vendor
    assert either_world.home == settings.LINDRA_HOME


def test_a_command_of_the_world_sees_the_same_world_and_clock(
    either_world: worlds.World, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2026-06-15T03:00:00+02:00")
    leave_a_trace()
    command = [sys.executable, "-c", PRINT_WORLD]
    said = subprocess.run(command, env=either_world.env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(either_world.home), "1", "2026-06-15T01:00:00+00:00"]


def test_outside_a_world_there_is_no_database_to_spoil() -> None:
    assert connections["default"].vendor == "sqlite"
    assert not Path(connections["default"].settings_dict["NAME"]).exists()


def test_a_test_that_uses_a_database_outside_a_world_is_the_one_that_fails(tmp_path: Path) -> None:
    run = runs.pytest_on(
        tmp_path,
        """
        from django.db import connection
        def test_careless():
            connection.ensure_connection()
        def test_careful():
            pass
        """,
    )
    assert "2 passed, 1 error" in run.stdout
    assert "ERROR tests/room/test_it.py::test_careless" in run.stdout
    assert "a database was used outside a world" in run.stdout


def test_both_databases_of_a_world_are_durable(world: worlds.World) -> None:
    for alias in ("default", "access"):
        with connections[alias].cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


def test_the_clock_stands_in_a_test_that_stops_it(clock_at: Callable[[str], datetime]) -> None:
    assert clock_at("2001-01-01T00:00:00+00:00") == clock.now()


def test_the_clock_runs_again_after_a_test_that_stopped_it(tmp_path: Path) -> None:
    run = runs.pytest_on(
        tmp_path,
        """
        from lindra import clock
        def test_stopped(clock_at):
            assert clock_at("2001-01-01T00:00:00+00:00") == clock.now()
        def test_running():
            assert clock.now().year > 2001
        """,
    )
    assert "2 passed" in run.stdout


def test_nothing_leaves_this_machine() -> None:
    with (
        pytest.warns(UserWarning, match="socket.socket.connect"),
        pytest.raises(SocketConnectBlockedError),
        socket.socket() as connection,
    ):
        connection.connect(("192.0.2.1", 80))  # an address kept for documentation


def test_axe_finds_a_known_fault(pages: browsers.Pages) -> None:
    page = pages.open()
    page.set_content(FAULTY_PAGE)
    rules = {violation.partition(":")[0] for violation in browsers.axe_violations(page)}
    assert rules == {"html-has-lang", "image-alt"}


def test_axe_finds_nothing_on_a_sound_page(pages: browsers.Pages) -> None:
    page = pages.open()
    page.set_content("<!doctype html><html lang='sv'><title>Hel</title><main><h1>Hel</h1></main>")
    assert browsers.axe_violations(page) == []


def test_a_page_that_asks_another_machine_is_heard(browser: Browser) -> None:
    pages = browsers.Pages(browser)
    pages.open().set_content("<img src='http://192.0.2.1/picture.png'>", wait_until="commit")
    pages.close()
    assert pages.complaints == ["request to another machine: http://192.0.2.1/picture.png"]


def test_no_world_comes_from_the_surroundings() -> None:
    assert "DATABASE_URL" not in os.environ
    assert "LINDRA_MODE" not in os.environ
