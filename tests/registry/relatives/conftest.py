"""Workplaces at ten in the morning, a patient of the ward who died two months ago, and no wrong codes yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from helpers import visitors, workplaces
from helpers.visitors import BACKEND
from helpers.workplaces import Workplace, Workplaces
from helpers.worlds import World
from registry.relatives import bereft

Visit = Callable[..., Client]


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    cache.clear()  # how often a wrong code came is kept in the process


@pytest.fixture
def places(world: World, clock_at: Callable[..., object]) -> Workplaces:
    clock_at(bereft.NOW)
    return workplaces.build()


@pytest.fixture
def either_places(either_world: World, clock_at: Callable[..., object]) -> Workplaces:
    """The same on each database."""
    clock_at(bereft.NOW)
    return workplaces.build()


@pytest.fixture
def dead(places: Workplaces) -> str:
    return bereft.patient(places.ward)


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(places.ward, "followup")``: the browser of who works there, for a purpose, in Swedish unless told."""

    def signed_in(place: Workplace, purpose: str = "care", language: str = "sv") -> Client:
        client = Client(SERVER_NAME="localhost")
        client.cookies["language"] = language
        assert place.staff.user is not None
        client.force_login(place.staff.user, backend=BACKEND)
        work = place.reader().assignment
        assert client.post("/assignment/", {"choice": f"{work.id}|{purpose}"}).status_code == 302
        return client

    with visitors.watched():
        yield signed_in
