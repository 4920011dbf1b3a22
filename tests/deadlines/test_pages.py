"""The worklist as people meet it: tabs, filters, what can be done to a row, and the same list as a command."""

from __future__ import annotations

import json
import os
import re
from itertools import product

import pytest
from click.testing import CliRunner
from django.test import Client
from playwright.sync_api import Page, Route

from deadlines import dues
from helpers import browsers, walking
from helpers.visitors import at_work, watched
from lindra import clock
from lindra.deadlines import actions
from lindra.deadlines.cli import due
from lindra.deadlines.models import Hold
from lindra.people import actions as people
from lindra.people.details import Protection

VISIT = "test visit|h1"


@pytest.fixture
def patients(small_places):
    """Late, today, within a week, without a date; of other units; more than a page holds of none of them."""
    home = small_places.home_nursing
    made = {
        "late": dues.enrolled(home, "Ada Ek", 9), "today": dues.enrolled(home, "Bo Berg", 7),
        "week": dues.enrolled(home, "Cilla Dahl", 2), "ward": dues.enrolled(small_places.ward, "Disa Falk", 1),
    }  # fmt: skip
    dues.called(made["late"], home, 1)
    people.note(made["week"], Protection(level="sekretessmarkering"), by="test")
    actions.claim(made["today"], VISIT, home.reader())
    return made


@pytest.fixture
def client(small_places, patients):
    with watched():
        yield at_work(small_places.home_nursing)


def shown(answer):
    """Per group: whose, and what."""
    return {
        group.code: [(line.person.name, line.title) for line in group.lines]
        for group in answer.context["groups"]
    }


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_list_is_in_groups_with_the_earliest_first(client):
    answer = client.get("/due/")
    assert shown(answer) == {
        "late": [("Ada Ek", "Hembesök")],
        "today": [("Ada Ek", "Ring upp"), ("Bo Berg", "Hembesök")],
        "week": [("Cilla Dahl", "Hembesök")],
    }
    assert [(tab["label"], tab["count"]) for tab in answer.context["tabs"]][:3] == [
        ("Alla", 4),
        ("Försenat", 1),
        ("I dag", 2),
    ]
    said = text(answer)
    assert "Skyddade personuppgifter" in said or "Skyddad identitet" in said
    assert "Person 3" in said, "who has claimed it"
    assert "2 dagar försenat" in said


@pytest.mark.parametrize(
    ("query", "whose"),
    [
        ({"when": "late"}, ["Ada Ek"]), ({"when": "mine"}, ["Bo Berg"]), ({"when": "off"}, []),
        ({"name": "test call"}, ["Ada Ek"]), ({"role": "physician"}, ["Ada Ek"]),
        ({"when": "mine", "role": "physician"}, []),
        ({"when": "x", "name": "x", "role": "x", "unit": "x", "start": "-1"},
         ["Ada Ek", "Ada Ek", "Bo Berg", "Cilla Dahl"]),
        ({"start": "3"}, ["Cilla Dahl"]), ({"start": "99999"}, []),
    ],
)  # fmt: skip
def test_filters_narrow_the_list_and_nonsense_is_passed_over(client, query, whose):
    groups = shown(client.get("/due/", query))
    assert [name for lines in groups.values() for name, _ in lines] == whose


def test_a_long_list_comes_in_pages(client, small_places):
    for number in range(60):
        dues.enrolled(small_places.home_nursing, f"Vanja Medel{number:02}", 1, f"m{number}")
    first = client.get("/due/", {"name": "test visit"})
    assert sum(map(len, shown(first).values())) == 50
    assert "name=test+visit" in first.context["next"]
    second = client.get("/due/" + first.context["next"])
    assert (sum(map(len, shown(second).values())), second.context["next"]) == (13, "")


def test_claimed_given_back_put_off_and_brought_back(client, patients):
    row = {"patient": patients["late"], "key": VISIT, "back": "?when=late"}

    def do(what, **more):
        return client.post("/due/note/", row | {"do": what} | more)

    answer = do("claim")
    assert (answer.status_code, answer["Location"]) == (302, "/due/?when=late")
    assert Hold.objects.get(patient=patients["late"]).claimed_by
    do("release")
    asked = do("not now")
    assert asked.status_code == 200
    assert "Hembesök" in text(asked)
    wrong = do("put off", until="2026-06-01", reason="Väntar på dottern")
    assert wrong.status_code == 200
    assert "Väntar på dottern" in wrong.content.decode(), "what was typed is still there"
    assert list(wrong.context["form"].errors) == ["until"]
    assert do("put off", until="2026-06-20", reason="Väntar på dottern").status_code == 302
    assert shown(client.get("/due/", {"when": "off"})) == {"late": [("Ada Ek", "Hembesök")]}
    do("bring back")
    assert not Hold.objects.filter(patient=patients["late"]).exists()


def test_what_is_gone_taken_or_not_allowed_is_said(client, patients, small_places):
    key = {"key": VISIT, "do": "claim", "back": "https://elsewhere.example/"}
    gone = client.post("/due/note/", key | {"patient": patients["ward"]}, follow=True)
    assert gone.redirect_chain == [("/due/", 302)]
    assert "inte kvar i listan" in text(gone)
    assert client.post("/due/note/", {}, follow=True).status_code == 200
    watching = at_work(small_places.home_nursing, "followup")
    assert "Jag gör det" not in text(watching.get("/due/"))
    assert watching.post("/due/note/", key | {"patient": patients["late"]}).status_code == 403
    assert client.get("/due/note/").status_code == 405


def test_the_command_lists_the_same(small_places, patients, client):
    home = small_places.home_nursing
    told = CliRunner().invoke(due, ["--as", home.staff.hsa_id, "--purpose", "care", "--json"])
    found = json.loads(told.stdout)["due"]
    assert [(one["when"], one["title"]) for one in found] == [
        ("late", "Hembesök"), ("today", "Ring upp"), ("today", "Hembesök"), ("week", "Hembesök"),
    ]  # fmt: skip
    assert found[0]["patient"] == patients["late"]
    assert found[2]["claimed_by"] == home.staff.hsa_id
    lines = CliRunner().invoke(due, ["--as", home.staff.hsa_id, "--purpose", "followup", "--when", "late"])
    assert lines.stdout.splitlines() == [
        f"2026-06-13T21:59:59.999999+00:00 · late · Hembesök · Hemsjukvården · nurse · {patients['late']}"
    ]
    assert CliRunner().invoke(due, ["--help"]).output.count("remind") == 1


@pytest.mark.browser
def test_the_pages_are_for_everybody(small_places, patients, pages):
    home = small_places.home_nursing
    actions.not_now(
        patients["week"], VISIT, home.reader(), clock.today().replace(day=20), "Hos dottern till lördag"
    )
    every = {
        "all": "/due/", "late": "/due/?when=late", "off": "/due/?when=off", "nothing": "/due/?when=later",
    }  # fmt: skip
    for language, scheme in product(("sv", "en"), ("light", "dark")):
        client = at_work(home, language=language)
        page = pages.open(language=language, scheme=scheme)
        answered_here(page, client)
        for name, address in every.items():
            page.goto(f"http://localhost{address}")
            look_at(page, name, language, scheme)
        page.goto("http://localhost/due/")
        page.locator("button[value='not now']").first.click()
        page.locator("#id_reason").fill("Sover")
        page.locator("button[value='put off']").click()
        page.wait_for_selector(".error-summary")
        look_at(page, "not now", language, scheme)
        page.context.close()


def look_at(page, name, language, scheme):
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/due-{name}-{language}-{scheme}-{width}.png", full_page=True)
        assert browsers.axe_violations(page) == [], (name, language, scheme, width)
        assert walking.too_wide(page, width) == [], (name, language, scheme, width)
    known = [
        "sjuksköterska",
        "Hembesök",
        "efter home_nursing",
        "Ring upp",
        "Samtal",
        "Hos dottern till lördag",
    ]
    assert walking.in_the_wrong_language(page, language, known=known) == []


def answered_here(page: Page, client: Client) -> None:
    """The browser's requests are answered in this process, where the deadlines of the tests are declared."""

    def answer(route: Route) -> None:
        asked = route.request
        kind = asked.headers.get("content-type", "")
        path = "/" + asked.url.split("/", 3)[3]
        got = client.generic(asked.method, path, asked.post_data_buffer or b"", content_type=kind)
        body = b"".join(got.streaming_content) if got.streaming else got.content  # type: ignore[attr-defined]
        route.fulfill(status=got.status_code, headers=dict(got.items()), body=body)

    page.route("**/*", answer)
