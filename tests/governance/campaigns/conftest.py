"""Those who ask, the question of 2026 as it was, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.campaigns import asking
from governance.campaigns.asking import Asking
from helpers import visitors
from helpers.workplaces import Workplace
from helpers.worlds import World
from lindra.governance.campaigns import queries
from lindra.governance.models import Campaign

Visit = Callable[..., Client]


@pytest.fixture
def made(world: World, clock_at: Callable[..., object]) -> Asking:
    clock_at(asking.NOW)
    return asking.build()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """``visit(made.secretary, "admin", "en")``: the browser of somebody at work."""

    def signed_in(place: Workplace, purpose: str = "admin", language: str = "sv") -> Client:
        return visitors.at_work(place, purpose, language)

    with visitors.watched():
        yield signed_in


@pytest.fixture
def reads_of() -> Callable[[Campaign], int]:
    """How many reads it takes to have a campaign as a whole."""

    def counted(campaign: Campaign) -> int:
        with CaptureQueriesContext(connection) as reads:
            queries.whole(campaign, asking.TODAY)
        return len(reads)

    return counted
