"""The pages: numbers for everybody signed in, cases for follow-up of one's own provider, in both languages."""

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
from lindra.measures.definitions import BY_SLUG, OWN
from lindra.measures.engine import Export, Where
from lindra.measures.views import CASES
from lindra.privacy.models import AccessEntry
from lindra.synthetic import demo
from lindra.synthetic.generator import SEED, UNTIL

PEOPLE = 80


@pytest.fixture(scope="module")
def county_home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with a small county, exported."""
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("pages") / "home") as world:
        assert demo.load(SEED, UNTIL, PEOPLE) == PEOPLE
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


@pytest.mark.parametrize(("language", "count"), [("en", "deaths"), ("sv", "avlidna")])
def test_every_indicator_is_on_the_page_with_its_number_and_interval(
    county: World, language: str, count: str
) -> None:
    page = text(signed_in("ellen", language), reverse("measures:indicators"))
    with Export(county.home / "export") as export:
        for indicator in OWN:
            assert indicator.title.said(language) in page
            assert indicator.definition.said(language) in page
            if indicator.kind == "share":
                result = export.count(indicator)[0]
                of = "of" if language == "en" else "av"
                assert f"{result.n} {of} {result.denominator} {count}" in page
                assert result.low is not None
                assert result.high is not None
                assert f"{result.low * 100:.0f}–{result.high * 100:.0f}" in page


def test_the_page_counts_only_what_is_asked_for(county: World) -> None:
    with Export(county.home / "export") as export:
        some = export.count(BY_SLUG["emergency-last-30-days"], where=Where(municipality="1780", year="2025"))[
            0
        ]
        every = export.count(BY_SLUG["emergency-last-30-days"])[0]
    page = text(signed_in("ellen"), reverse("measures:indicators") + "?municipality=1780&year=2025")
    assert f"{some.n} of {some.denominator} deaths" in page
    assert f"{every.n} of {every.denominator} deaths" not in page


def test_what_the_export_does_not_hold_is_not_asked_for(county: World) -> None:
    page = text(signed_in("ellen"), reverse("measures:indicators") + "?region=99&year=x&municipality=%27")
    with Export(county.home / "export") as export:
        every = export.count(BY_SLUG["emergency-last-30-days"])[0]
    assert f"{every.n} of {every.denominator} deaths" in page


@pytest.mark.parametrize("by", ["municipality", "region", "provider", "year", "month", "nonsense"])
@pytest.mark.parametrize("slug", ["place-of-death", "days-at-home-last-90-days", "palliative-contact"])
def test_an_indicator_is_shown_for_every_grouping(county: World, slug: str, by: str) -> None:
    page = text(
        signed_in("ellen"), reverse("measures:indicator", args=[slug]) + f"?by={by}&category=own_home"
    )
    expected = {
        "region": "Värmland", "provider": "Demoregionen", "year": "2025", "month": "2026-0", "municipality": "Karlstad",
    }  # fmt: skip
    assert expected.get(by, "Karlstad") in page
    assert f"Version {BY_SLUG[slug].version}, in force from 2026-06-15" in page


def test_an_indicator_that_does_not_exist_is_not_found(county: World) -> None:
    assert signed_in("ellen").get("/indicators/nothing/").status_code == 404


def test_nobody_sees_numbers_without_signing_in(county: World) -> None:
    for name, arguments in (
        ("indicators", []),
        ("indicator", ["place-of-death"]),
        ("cases", ["place-of-death"]),
    ):
        response = Client(HTTP_HOST="localhost").get(reverse(f"measures:{name}", args=arguments))
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]


# Cases.


def test_cases_open_for_follow_up_as_links_to_patients_and_are_logged(county: World) -> None:
    before = AccessEntry.objects.count()
    client = signed_in("lars")
    body = client.get(reverse("measures:cases", args=["place-of-death"]) + "?year=2025").content.decode()
    provider = Provider.objects.get(name="Demoregionen")
    with Export(county.home / "export") as export:
        known = export.cases(BY_SLUG["place-of-death"], provider.pk, Where(year="2025"))
    assert 3 < len(known) <= CASES
    assert len(set(re.findall(r'href="(/patients/[^"]+/)"', body))) == len(known)
    assert AccessEntry.objects.count() > before


def test_a_provider_sees_its_own_patients_and_its_own_entries_only(county: World) -> None:
    page = text(signed_in("gunilla"), reverse("measures:cases", args=["admitted-last-30-days"]))
    kommun = Provider.objects.get(name="Karlstad, demokommun")
    with Export(county.home / "export") as export:
        own = export.cases(BY_SLUG["admitted-last-30-days"], kommun.pk)
        region = Provider.objects.get(name="Demoregionen")
        assert 0 < len(own) < len(export.cases(BY_SLUG["admitted-last-30-days"], region.pk))
    assert "sjukhus" not in page  # stays are written by the region's wards
    assert "Not shown here" in page
    assert "Yes" not in page


def test_cases_do_not_open_for_care(county: World) -> None:
    page = text(signed_in("ellen"), reverse("measures:cases", args=["place-of-death"]), status=403)
    assert "only for follow-up" in page
    body = signed_in("ellen").get(reverse("measures:cases", args=["place-of-death"])).content.decode()
    assert not re.search(r'href="/patients/[^"]', body)
    shown = text(signed_in("ellen"), reverse("measures:indicator", args=["place-of-death"]))
    assert "Of others, only counts are shown." in shown
    assert "Open the cases" not in shown


def test_who_has_no_assignment_gets_numbers_and_no_cases(county: World) -> None:
    user, _ = get_user_model().objects.get_or_create(username="nobody")
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = "en"
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("measures:indicators")).status_code == 200
    assert client.get(reverse("measures:cases", args=["place-of-death"])).status_code == 403


def test_a_world_without_an_export_says_what_to_do(world: World) -> None:
    user = get_user_model().objects.create_user(username="somebody")
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = "en"
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    for url in (reverse("measures:indicators"), reverse("measures:indicator", args=["place-of-death"])):
        assert "Nothing to count yet" in text(client, url)
