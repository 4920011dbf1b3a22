"""Workplaces at ten in the morning, who governs there, and their browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from governance.commitments.given import NOW
from governance.walk import gapped
from governance.walk.gapped import Gapped
from helpers import visitors
from helpers.workplaces import Workplace
from helpers.worlds import World

Visit = Callable[..., Client]


@pytest.fixture
def of(world: World, clock_at: Callable[..., object]) -> Gapped:
    clock_at(NOW)
    return gapped.build()


@pytest.fixture
def either_of(either_world: World, clock_at: Callable[..., object]) -> Gapped:
    """The same on each database."""
    clock_at(NOW)
    return gapped.build()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(of.mas, "followup", "en")``: the browser of who works there."""

    def signed_in(place: Workplace, purpose: str, language: str = "en") -> Client:
        return visitors.at_work(place, purpose, language)

    with visitors.watched():
        yield signed_in
