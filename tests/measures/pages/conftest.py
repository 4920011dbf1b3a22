"""The county counted once a process, in a world with people who work there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from helpers import workplaces, worlds
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra import clock
from measures.last_year import Row
from measures.pages import county, shared


@dataclass(frozen=True)
class County:
    """The world, the rows its cube was counted from, and where people work."""

    world: World
    rows: list[Row]
    places: Workplaces


@pytest.fixture(scope="session")
def counted(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> County:
    """Made once; nothing in it is changed. Whoever reads it points Django at it, for as long as a test takes."""
    own = tmp_path_factory.getbasetemp()
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("county") / "home") as world:
        clock.fix(county.NOW)
        places = workplaces.build()
        clock.fix(None)
        shared.cubes((own if worker_id == "master" else own.parent) / "counted-county", world.home)
    return County(world, [one for rows in county.people() for one in rows], places)


@pytest.fixture
def made(counted: County, clock_at: Callable[[datetime], datetime]) -> Iterator[County]:
    """The county, with the clock where it was counted."""
    clock_at(county.NOW)
    with worlds.pointed_at(counted.world.home):
        yield counted


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, and what pages say to them."""

    client: Client

    def body(self, url: str, status: int = 200) -> str:
        """The page."""
        response = self.client.get(url)
        assert response.status_code == status, f"{url}: {response.status_code}"
        return response.content.decode()

    def text(self, url: str, status: int = 200) -> str:
        """What the page says, without its markup."""
        page = re.sub(r"(?s)<head>.*?</head>", "", self.body(url, status))
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u202f", " ").split())


@pytest.fixture
def visit(made: County) -> Callable[..., Visitor]:
    """``visit("followup", "en")``: whoever works at the ward, for a purpose; ``visit("")`` has no assignment."""

    def signed_in(purpose: str = "followup", language: str = "en") -> Visitor:
        client = Client(HTTP_HOST="localhost")
        client.cookies["language"] = language
        username = "person1" if purpose else "nobody"
        user, _new = get_user_model().objects.get_or_create(username=username)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        if purpose:
            session = client.session
            session["assignment"], session["purpose"] = made.places.ward.author.assignment, purpose
            session.save()
        return Visitor(client)

    return signed_in
