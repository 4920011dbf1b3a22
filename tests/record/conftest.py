"""What tests of exports share."""

from __future__ import annotations

import pytest

from record.sequences import NOW


@pytest.fixture
def folder(world, clock_at):
    clock_at(NOW)
    return world.home / "export"
