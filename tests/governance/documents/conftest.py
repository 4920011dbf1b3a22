"""Workplaces at ten in the morning, who governs there, and their browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governance.commitments.conftest import visit as visit
from governance.documents import agreed
from governance.documents.agreed import NOW, Agreed
from helpers.worlds import World


@pytest.fixture
def of(world: World, clock_at: Callable[..., object]) -> Agreed:
    clock_at(NOW)
    return agreed.build()


@pytest.fixture
def either_of(either_world: World, clock_at: Callable[..., object]) -> Agreed:
    """The same on each database."""
    clock_at(NOW)
    return agreed.build()
