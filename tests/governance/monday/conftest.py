"""The county of the Monday page, and those who govern it as visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from governance.monday import county
from governance.monday.county import County
from helpers import visitors
from helpers.worlds import World

Visit = Callable[..., Client]


@pytest.fixture
def made(world: World, clock_at: Callable[..., object]) -> County:
    clock_at(county.NOW)
    return county.build()


@pytest.fixture
def either_made(either_world: World, clock_at: Callable[..., object]) -> County:
    """The same on each database."""
    clock_at(county.NOW)
    return county.build()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(made, "mas", "en")``: the browser of one of those who govern, or of who works at a unit."""

    def signed_in(made: County, who: str, language: str = "sv") -> Client:
        client = Client(SERVER_NAME="localhost")
        client.cookies["language"] = language
        staff = made.people[who] if who in made.people else made.units[who].staff
        assert staff.user is not None
        client.force_login(staff.user, backend=visitors.BACKEND)
        return client

    with visitors.watched():
        yield signed_in
