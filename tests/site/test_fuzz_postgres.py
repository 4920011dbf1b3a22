"""Everything that answers is asked odd things, on PostgreSQL: what one database takes, another may refuse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers import worlds
from helpers.fuzzed import Standing, sound, standing


@pytest.fixture(scope="module")
def on_postgres(
    postgres_template: worlds.PostgresTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    """The small world on PostgreSQL, for all tests of this file."""
    folder = tmp_path_factory.mktemp("fuzz")
    with standing(postgres_template.world(folder / "home"), folder) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("role", ["stranger", "relative", "nurse"])
def test_nothing_breaks_on_the_other_database(on_postgres: Standing, role: str) -> None:
    sound(on_postgres.fuzzed(role, corners=2, batch=2))
