"""The tiny nation of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from synthetic.nation.made import SCALE


@pytest.fixture(scope="session")
def nation() -> Iterator[Path]:
    """One year of a nation at the tests' scale."""
    from lindra.synthetic.nation.month import Nation
    from lindra.synthetic.nation.write import write

    with TemporaryDirectory() as made:
        folder = Path(made) / "nation"
        write(Nation(seed=1, years=1, scale=SCALE), folder, jobs=1)
        yield folder
