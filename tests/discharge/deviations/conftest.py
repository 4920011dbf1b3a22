"""Workplaces at ten in the morning, who answers for quality there, a patient of both, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from discharge.deviations import erring
from discharge.deviations.erring import Erring
from helpers import visitors
from helpers.workplaces import Workplace
from helpers.worlds import World

Visit = Callable[..., Client]


@pytest.fixture
def erring_world(world: World, clock_at: Callable[..., object]) -> Erring:
    clock_at(erring.NOW)
    return erring.build()


@pytest.fixture
def either_erring(either_world: World, clock_at: Callable[..., object]) -> Erring:
    """The same on each database."""
    clock_at(erring.NOW)
    return erring.build()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(places.ward, "care", "en")``: the browser of who works there."""

    def signed_in(place: Workplace, purpose: str = "care", language: str = "sv") -> Client:
        return visitors.at_work(place, purpose, language)

    with visitors.watched():
        yield signed_in
