"""The small world, signed in to: the pages of patients only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from helpers import small_world, visitors
from helpers.small_world import SmallWorld


@pytest.fixture(scope="module")
def small(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallWorld]:
    """Who works there, and the patients."""
    with small_world.standing(sqlite_template, tmp_path_factory.mktemp("small") / "home") as (_, made):
        yield made


@pytest.fixture
def get(small: SmallWorld) -> Iterator[Callable[..., HttpResponse]]:
    """``get("/patients/", {"show": "all"}, "en")`` as the nurse of the team."""

    def page(address: str, query: dict[str, Any] | None = None, language: str = "sv") -> HttpResponse:
        answer: HttpResponse = visitors.visitor(small, "astri", language).get(address, query or {})
        return answer

    with visitors.watched():
        yield page
