"""Every picture of every page can be saved, as the picture it is, with where it comes from."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from measures.pages.conftest import Visitor
from measures.pages.county import WARD

Visit = Callable[..., Visitor]
PAGES = (
    f"/indicators/unit/{WARD}/",
    "/indicators/region/17/?year=2025&from=record&group=unit",
    "/indicators/measure/conversation-reported/?region=17&by=age&version=2",
    "/indicators/measure/place-of-death/?part=care_home",
    "/indicators/measure/days-at-home-last-90-days/?region=17",
    "/indicators/measure/conversation-reported/gap/?region=17&group=unit&day=2026-01-01",
    "/indicators/target-picture/?region=17",
)


def pictures(page: str) -> set[str]:
    """The addresses of a page's files, but their endings."""
    found = re.findall(r'href="(/indicators/picture/[^"]+)"', page)
    return {html.unescape(one).replace(".csv", ".{}") for one in found if ".csv" in one}


@pytest.mark.parametrize("address", PAGES)
def test_every_picture_of_a_page_is_saved_as_what_the_page_shows(visit: Visit, address: str) -> None:
    visitor = visit()
    page = visitor.body(address)
    found = pictures(page)
    assert found
    for one in found:
        table = visitor.client.get(one.format("csv"))
        assert table.status_code == 200, one
        said = table.content.decode("utf-8-sig")
        title = said.splitlines()[0].removeprefix("# ").removeprefix('"# ').strip('"')
        assert html.escape(title, quote=False) in html.unescape(page).replace("&", "&amp;"), title
        assert "Counted with Lindra" in said
        assert visitor.client.get(one.format("svg"))["Content-Type"] == "image/svg+xml"


def test_a_file_says_its_definition_version_date_and_source(visit: Visit) -> None:
    response = visit().client.get("/indicators/picture/funnel.csv?measure=conversation-reported&region=17")
    said = response.content.decode("utf-8-sig")
    for words in (
        "conversation-reported",
        "Version 1, in force from 2026-06-15",
        "working definition",
        "Socialstyrelsen",
    ):
        assert words in said
    assert "saved 2026-06-15" in said
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="lindra-conversation-reported-funnel-17-2026.csv"'
    )


def test_a_picture_is_saved_as_png(visit: Visit) -> None:
    response = visit().client.get("/indicators/picture/gaps.png?region=17")
    assert response.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "address",
    [
        "nothing.svg",
        "gaps.gif",
        "funnel.svg",
        "map.csv?measure=mouth-recorded&municipality=1780",
        "run.svg?measure=no",
    ],
)
def test_what_cannot_be_drawn_is_not_found(visit: Visit, address: str) -> None:
    assert visit().client.get(f"/indicators/picture/{address}").status_code == 404


def test_a_file_says_whether_anything_is_withheld(visit: Visit) -> None:
    address = f"/indicators/picture/gaps.csv?unit={WARD}"
    assert "Numbers of few are withheld." in visit("care").client.get(address).content.decode()
    assert "No number is withheld" in visit().client.get(address).content.decode()
    wide = "/indicators/picture/gaps.csv?region=17"
    assert "Numbers of few are withheld." in visit().client.get(wide).content.decode()
