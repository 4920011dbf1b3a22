"""Swedish first, English by a switch; and what is looked for stays out of the address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from helpers.small_world import SmallWorld
from lindra.privacy import accesslog

Visitor = Callable[..., Client]


def language_of(client: Client, address: str = "/sign-in/", **headers: str) -> str:
    page = client.get(address, headers=headers).content.decode()
    return page.split('<html lang="', 1)[1][:2]


@pytest.mark.parametrize("header", [{}, {"accept-language": "fi"}, {"accept-language": "sv-SE,en;q=0.5"}])
def test_the_first_page_is_in_swedish(visitor: Visitor, header: dict[str, str]) -> None:
    assert language_of(visitor(), **header) == "sv"


@pytest.mark.parametrize("username", ["", "astri"])
def test_a_post_switches_and_it_lasts(visitor: Visitor, username: str) -> None:
    somebody = visitor(username)
    page = "/accessibility/"
    for language in ("en", "sv", "en"):
        answer = somebody.post("/language/setlang/", {"language": language, "next": page})
        assert (answer.status_code, answer["Location"]) == (302, page)
        assert language_of(somebody, page) == language
    assert somebody.cookies["language"]["httponly"]


def test_a_link_does_not_switch(visitor: Visitor) -> None:
    somebody = visitor("astri")
    somebody.get("/language/setlang/", {"language": "en"})
    assert language_of(somebody, "/accessibility/") == "sv"


def test_a_language_that_there_is_not_changes_nothing(visitor: Visitor) -> None:
    somebody = visitor("astri")
    somebody.post("/language/setlang/", {"language": "de", "next": "/"})
    assert language_of(somebody, "/accessibility/") == "sv"


def test_the_switch_leads_nowhere_else(visitor: Visitor) -> None:
    answer = visitor("astri").post(
        "/language/setlang/", {"language": "en", "next": "https://elsewhere.example/"}
    )
    assert "elsewhere" not in answer["Location"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("sought", ["Åkerström", "{number}", "{number with hyphen}", "ingen som finns"])
def test_what_is_looked_for_is_in_no_address(
    visitor: Visitor, small: SmallWorld, sought: str, language: str
) -> None:
    number = small.numbers[0]
    text = sought.replace("{number}", number).replace("{number with hyphen}", f"{number[:8]}-{number[8:]}")
    answer = visitor("astri", language).post("/patients/", {"sought": text})
    assert answer.status_code == 200, "a redirect would put it in an address"
    page = answer.content.decode()
    assert '<form method="post" class="search"' in page
    for attribute in ("href", "action", "src"):
        assert not any(text in part.split('"', 1)[0] for part in page.split(f'{attribute}="')[1:])
    assert all(text not in str(entry) for entry in accesslog.entries(5))


def test_what_is_looked_for_in_an_address_is_not_looked_for(visitor: Visitor, small: SmallWorld) -> None:
    answer = visitor("astri").get("/patients/", {"sought": "Åkerström"})
    assert answer.context["sought"] == ""


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Åkerström", ["Astrid Vilhelmina Lindqvist-Åkerström"]),
        ("åkerström astrid", ["Astrid Vilhelmina Lindqvist-Åkerström"]),
        ("Yttergård", []),  # another unit's
        ("Sven Ödman", ["Sven Ödman"]),  # the dead are found too
        ("   ", None),
    ],
)
def test_a_name_finds_the_units_own(
    visitor: Visitor, small: SmallWorld, sought: str, found: list[str] | None
) -> None:
    answer = visitor("astri").post("/patients/", {"sought": sought})
    names = [row[0].text for row in answer.context["table"].rows]
    assert names == found if found is not None else len(names) > 10


def test_a_number_of_another_unit_finds_nobody(visitor: Visitor, small: SmallWorld) -> None:
    answer = visitor("astri").post("/patients/", {"sought": small.numbers[6]})
    assert answer.context["table"].rows == []
    assert "Yttergård" not in answer.content.decode()
