"""Workplaces with who governs: a council, a provider's quality officer, a unit's manager; and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from access import offering_world
from access.offering_world import Governed
from helpers import visitors
from helpers.workplaces import Workplace
from helpers.worlds import World

Visit = Callable[..., Client]


@pytest.fixture
def governed(world: World, clock_at: Callable[..., object]) -> Governed:
    clock_at(offering_world.NOW)
    return offering_world.build()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(governed.council, "admin", "en")``: the browser of who works there."""

    def signed_in(place: Workplace, purpose: str = "admin", language: str = "en") -> Client:
        return visitors.at_work(place, purpose, language)

    with visitors.watched():
        yield signed_in
