"""The scene of these tests, on either database."""

from __future__ import annotations

import pytest

from privacy.removal import scenes


@pytest.fixture
def scene(either_world, clock_at):
    clock_at(scenes.NOW)
    return scenes.set_scene(either_world)
