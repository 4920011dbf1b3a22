"""The pages of the open data and of the published table, in a real browser: languages, themes, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.test import Client

from helpers import browsers, servers, small_world, visitors, walking
from helpers.small_world import SmallWorld
from helpers.worlds import World
from lindra.measures.published import table as published
from measures import planted


@pytest.fixture(scope="module")
def standing(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, SmallWorld]]:
    with small_world.standing(sqlite_template, tmp_path_factory.mktemp("open") / "home") as made:
        planted.into(made[0].home)
        yield made


@pytest.fixture
def visitor(
    standing: tuple[World, SmallWorld], clock_at: Callable[[datetime], datetime]
) -> Callable[..., Client]:
    clock_at(planted.NOW)
    return partial(visitors.visitor, standing[1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Norra, specialiserad vård, var som helst: 258 av 22 474 är 1,1 %; tryckt är 1,2."),
        ("en", "Northern, specialised care, wherever: 258 of 22 474 is 1.1%; printed is 1.2."),
    ],
)
def test_the_one_percentage_that_differs_is_said(
    visitor: Callable[..., Client], language: str, said: str
) -> None:
    page = visitor("astri", language).get("/indicators/published/").content.decode().replace("\u202f", " ")
    assert said in page
    assert ("55 av 56" if language == "sv" else "55 of 56") in page
    assert "80 " in page
    assert page.count("skiljer sig: tryckt" if language == "sv" else "differs: printed") == 1
    for row in published.rows():
        for cell in row.cells:
            assert f"{cell.computed}".replace(".", "," if language == "sv" else ".") in page


@pytest.mark.browser
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("address", "username"), [("api/", ""), ("published/", "astri")])
def test_the_pages_can_be_read_by_everybody(
    visitor: Callable[..., Client], standing: tuple[World, SmallWorld], pages: browsers.Pages, language: str,
    address: str, username: str,
) -> None:  # fmt: skip
    page = pages.open(language=language, reduced_motion="reduce")
    with servers.serving(standing[0].env) as at:
        cookies = [{"name": "language", "value": language, "url": at}]
        if username:
            session = visitor(username).cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": at})
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        answer = page.goto(f"{at}/indicators/{address}")
        assert answer is not None
        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        faults = []
        for width in (320, 360, 1280):
            faults += [f"{width}: {one}" for one in walking.too_wide(page, width)]
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                faults += [f"{width} {scheme}: {one}" for one in browsers.axe_violations(page)]
        assert faults == []
