"""The address of a report: for who is signed in, with the cube they may see, kept nowhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from helpers import small_world, visitors
from helpers.small_world import SmallWorld
from helpers.worlds import World
from lindra.areas.models import CareUnit
from lindra.measures.cubes.cube import Cube
from measures import planted

Visitor = Callable[..., Client]


@pytest.fixture(scope="module")
def standing(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, SmallWorld]]:
    with small_world.standing(sqlite_template, tmp_path_factory.mktemp("report") / "home") as made:
        planted.into(made[0].home)
        yield made


@pytest.fixture
def visitor(standing: tuple[World, SmallWorld], clock_at: Callable[[datetime], datetime]) -> Visitor:
    clock_at(planted.NOW)
    return partial(visitors.visitor, standing[1])


def said(client: Client, query: str = "") -> str:
    answer = client.get(f"/indicators/report.pdf{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(("language", "title"), [("sv", "Månadsrapport, alla som räknats, maj 2026"),
                                                 ("en", "Monthly report, everybody counted, May 2026")])  # fmt: skip
def test_without_a_scope_it_is_of_everybody_in_the_last_whole_month(
    visitor: Visitor, language: str, title: str
) -> None:
    assert title in said(visitor("astri", language))


@pytest.mark.parametrize(("scope", "name"), [("region:17", "Värmland"), ("municipality:1715", "Kil")])
def test_an_area_is_called_by_its_name(visitor: Visitor, scope: str, name: str) -> None:
    assert f"Monthly report, {name}, March 2026" in said(
        visitor("astri", "en"), f"?scope={scope}&month=2026-03"
    )


def test_a_unit_is_called_by_its_name(visitor: Visitor) -> None:
    unit = CareUnit.objects.first()
    assert unit is not None
    planted_unit = CareUnit.objects.create(hsa_id=planted.UNIT, name="Lundens avdelning", kind=unit.kind)
    try:
        text = said(visitor("astri", "en"), f"?scope=unit:{planted.UNIT}&month=2026-05")
    finally:
        planted_unit.delete()
    assert "Monthly report, Lundens avdelning, quarter 2 of 2026" in text


@pytest.mark.parametrize("purpose", ["care", "followup"])
def test_a_report_of_everybody_is_of_what_is_released_inside(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    """Of a unit of one's own, every count: ``pages/test_whose.py``."""
    opened: list[str] = []
    made = Cube.__init__
    monkeypatch.setattr(
        Cube, "__init__", lambda cube, folder: (opened.append(folder.name), made(cube, folder))[1]
    )
    client = visitor("astri")
    work = _choice(client, purpose)
    client.post("/assignment/", {"choice": work})
    said(client)
    assert opened == ["inside"]


def _choice(client: Client, purpose: str) -> str:
    page = client.get("/assignment/").content.decode()
    return next(one for one in re.findall(r'value="([^"]+\|\w+)"', page) if one.endswith(f"|{purpose}"))


def test_it_is_kept_nowhere(visitor: Visitor) -> None:
    assert "no-store" in visitor("astri").get("/indicators/report.pdf")["Cache-Control"]


def test_a_stranger_is_sent_to_sign_in(visitor: Visitor) -> None:
    answer = visitor().get("/indicators/report.pdf?scope=all")
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


@pytest.mark.parametrize(
    "query",
    ["?scope=x", "?scope=region:25", "?scope=unit:%00", "?month=2026-13", "?month=1999-01", "?scope=municipality:9999"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(visitor: Visitor, query: str) -> None:
    assert visitor("astri").get(f"/indicators/report.pdf{query}").status_code == 404


def test_where_nothing_is_counted_it_is_not_found(
    visitor: Visitor, standing: tuple[World, SmallWorld]
) -> None:
    cubes = standing[0].home / "cubes"
    cubes.rename(cubes.with_name("away"))
    try:
        assert visitor("astri").get("/indicators/report.pdf").status_code == 404
    finally:
        cubes.with_name("away").rename(cubes)
