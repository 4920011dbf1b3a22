"""The small world, signed in to: the pages of patients only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from helpers import small_world
from helpers.small_world import SmallWorld


@pytest.fixture(scope="module")
def small(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallWorld]:
    """Who works there, and the patients."""
    with small_world.standing(sqlite_template, tmp_path_factory.mktemp("small") / "home") as (_, made):
        yield made


@pytest.fixture
def get(small: SmallWorld) -> Callable[..., HttpResponse]:
    """``get("/patients/", language="en")`` as the nurse of the team."""

    def page(address: str, query: dict[str, Any] | None = None, language: str = "sv", username: str = "astri") -> HttpResponse:
        client = Client(SERVER_NAME="localhost")
        client.cookies["language"] = language
        user = small.staff[username].user
        assert user is not None
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answer: HttpResponse = client.get(address, query or {})
        return answer

    return page
