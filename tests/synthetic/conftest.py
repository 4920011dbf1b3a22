"""The county of the demo, drawn once a process."""

from __future__ import annotations

import pytest

from lindra.synthetic.generator import county
from lindra.synthetic.story import Story


@pytest.fixture(scope="session")
def stories() -> tuple[Story, ...]:
    """Everybody of the demo. Only read them."""
    return tuple(county())
