"""Cases, the national indicators and what to document better in a made-up county: who may open what, and is logged."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from helpers import worlds
from helpers.worlds import World
from lindra.areas.models import Provider
from lindra.measures import pages
from lindra.measures.cases.opening import Export, Where
from lindra.measures.cases.views import CASES
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.kept import Kept, refresh
from lindra.privacy.models import AccessEntry
from lindra.synthetic import demo
from lindra.synthetic.generator import SEED, UNTIL
from measures.cubes import named

PEOPLE = 60


@pytest.fixture(scope="module")
def county_home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with a small county, exported and counted."""
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("cases") / "home") as world:
        assert demo.load(SEED, UNTIL, PEOPLE) == PEOPLE
        refresh(world.home, UNTIL)
        yield world


@pytest.fixture
def county(county_home: World, clock_at: Callable[[datetime], datetime]) -> World:
    clock_at(UNTIL)
    return county_home


def signed_in(username: str, language: str = "en") -> Client:
    """A browser of somebody of the demo."""
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = language
    client.force_login(
        get_user_model().objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    """What a page says, without its markup."""
    response = client.get(url)
    assert response.status_code == status, url
    body = response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u202f", " ").split())


def test_cases_open_for_follow_up_as_links_to_patients_and_are_logged(county: World) -> None:
    before = AccessEntry.objects.count()
    url = reverse("measures:cases", args=["place-of-death"]) + "?year=2025"
    body = signed_in("lars").get(url).content.decode()
    provider = Provider.objects.get(name="Demoregionen")
    with Export(county.home / "export") as export:
        known = export.cases(named("place-of-death"), provider.pk, Where(year="2025"))
    assert 3 < len(known) <= CASES
    assert len(set(re.findall(r'href="(/patients/[^"]+/)"', body))) == len(known)
    assert AccessEntry.objects.count() > before


def test_a_provider_sees_its_own_patients_and_its_own_entries_only(county: World) -> None:
    page = text(signed_in("gunilla"), reverse("measures:cases", args=["admitted-last-30-days"]))
    kommun = Provider.objects.get(name="Karlstad, demokommun")
    with Export(county.home / "export") as export:
        own = export.cases(named("admitted-last-30-days"), kommun.pk)
        region = Provider.objects.get(name="Demoregionen")
        assert 0 < len(own) < len(export.cases(named("admitted-last-30-days"), region.pk))
    assert "sjukhus" not in page  # stays are written by the region's wards
    assert "Not shown here" in page
    assert "Yes" not in page


def test_cases_do_not_open_for_care(county: World) -> None:
    page = text(signed_in("ellen"), reverse("measures:cases", args=["place-of-death"]), status=403)
    assert "only for follow-up" in page
    body = signed_in("ellen").get(reverse("measures:cases", args=["place-of-death"])).content.decode()
    assert not re.search(r'href="/patients/[^"]', body)


def test_who_has_no_assignment_gets_no_cases(county: World) -> None:
    user, _ = get_user_model().objects.get_or_create(username="nobody")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("measures:cases", args=["place-of-death"])).status_code == 403


@pytest.mark.parametrize("id", ["nothing", "readmitted-30-days"])
def test_what_has_no_cases_is_not_found(county: World, id: str) -> None:
    assert signed_in("lars").get(reverse("measures:cases", args=[id])).status_code == 404


def test_what_the_export_does_not_hold_is_not_asked_for(county: World) -> None:
    url = reverse("measures:cases", args=["place-of-death"])
    every, strange = (
        text(signed_in("lars"), url + query) for query in ("", "?region=99&year=x&municipality=%27")
    )
    assert re.findall(r"\d+ cases", every) == re.findall(r"\d+ cases", strange)


# The national indicators.


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("The reports", "The record", "Both say yes")),
        ("sv", ("Rapporterna", "Journalen", "Båda säger ja")),
    ],
)
def test_the_six_are_shown_twice_with_where_they_differ(
    county: World, monkeypatch: pytest.MonkeyPatch, language: str, said: tuple[str, ...]
) -> None:
    """As where so many have died that nothing is withheld: in this county most of it is."""
    monkeypatch.setattr(pages, "own_cube", lambda _request: Cube(Kept(county.home).cube("own")))
    page = text(signed_in("lars", language), reverse("measures:national"))
    for each in ("mouth", "pain", "opioid", "anxiety", "ulcer", "conversation"):
        assert named(f"{each}-reported").title.said(language).rsplit(",", 1)[0] in page
    assert all(each in page for each in said)


@pytest.mark.parametrize("name", ["lars", "ellen"])
def test_of_a_municipality_nobody_sees_a_number_of_few_nor_a_comparison_of_them(
    county: World, name: str
) -> None:
    page = text(
        signed_in(name), reverse("measures:national") + "?municipality=1765"
    )  # Årjäng: few have died there
    assert "too few" in page
    assert "Both say yes" not in page


def test_what_few_reports_say_of_documenting_is_for_the_unit_that_follows_them_up(county: World) -> None:
    """The signed reports of a municipality with few: shown to nobody; those of one's own unit, to who follows up."""
    url = reverse("measures:documented")
    with Export(county.home / "export") as export:
        signed = {
            place: max((one.asked for one in export.documented(Where(municipality=place))), default=0)
            for place in export.groups("municipality")
        }
    few = next(place for place, n in signed.items() if 0 < n < 5)
    for name in ("lars", "ellen"):
        assert "Question by question" not in text(signed_in(name), f"{url}?municipality={few}")


def test_what_to_document_better_is_told_of_signed_reports(county: World) -> None:
    page = text(signed_in("lars"), reverse("measures:documented"))
    assert "What to document better" in page
    assert "Question by question" in page or "No report has been signed yet" in page


def test_a_world_without_an_export_says_what_to_do(world: World) -> None:
    user = get_user_model().objects.create_user(username="somebody")
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = "en"
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    for name, said in (("national", "Nothing has been counted yet"), ("documented", "Nothing to count yet")):
        assert said in text(client, reverse(f"measures:{name}"))


@pytest.mark.parametrize("name", ["national", "documented"])
def test_nobody_sees_them_without_signing_in(county: World, name: str) -> None:
    response = Client(HTTP_HOST="localhost").get(reverse(f"measures:{name}"))
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]
