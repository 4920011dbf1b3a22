"""Two providers' small counts: each follows up its own, and of the other's sees what everybody who is signed in sees.

At the ward and the clinic of the region, and in the home nursing of the municipality, somebody was missed in 2026: at
the clinic three of four were met, in home nursing one of two. Fewer than five are shown to who follows them up alone.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from helpers import visitors, workplaces, worlds
from helpers.workplaces import Workplace, Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.areas import actions as areas
from lindra.areas.models import CareUnit, Provider
from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.release import release
from lindra.measures.pages import sees_whole
from lindra.measures.pagesets.reading import Reading
from lindra.measures.pagesets.scope import WHOLE, Scope
from measures.exports import written
from measures.last_year import Row, died, row

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
TALK = "/indicators/measure/conversation-reported/"
PICTURE = "/indicators/picture/{}.csv?measure=conversation-reported&"
CLINIC, HOME = (3, 4), (1, 2)
"""Met of how many, at the two small units."""


@dataclass(frozen=True)
class Two:
    """The world, and where people work in it."""

    world: World
    places: Workplaces


@pytest.fixture(scope="module")
def counted(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("two") / "home") as world:
        clock.fix(NOW)
        places = workplaces.build()
        clock.fix(None)
        kept = Kept(world.home)
        written(kept.export, [one for rows in people(places) for one in rows])
        wanted = [one for one in catalogue.measures() if one.topic == "national" or one.id == "coverage"]
        run(kept.export, kept.cube("own"), wanted, NOW)
        for level in ("inside", "outside"):
            release(kept.cube("own"), kept.cube(level), "test", NOW, level=level)  # type: ignore[arg-type]
        yield Two(world, places)


@pytest.fixture
def two(counted: Two, clock_at: Callable[[datetime], datetime]) -> Iterator[Two]:
    clock_at(NOW)
    with worlds.pointed_at(counted.world.home):
        yield counted


def people(places: Workplaces) -> Iterator[list[Row]]:
    """The rows of each who died, and was reported, in two years."""
    units = ((places.ward, (24, 30)), (places.clinic, CLINIC), (places.home_nursing, HOME))
    for year in (2025, 2026):
        for place, (met, of) in units:
            for number in range(of):
                day = f"{year}-03-{1 + number % 28:02}"
                about = {
                    "municipality": "1780",
                    "region": "17",
                    "unit": place.unit,
                    "sex": "female",
                    "age_at_death": 80,
                }
                told = f"|expected=yes|talk_patient={'yes' if number < met else 'no'}|"
                name = f"{year}-{place.unit}-{number}"
                yield [
                    died(name, f"{day} 14:00", status="yes", **about),
                    row(name, f"{day} 14:00", "death_reported", f"{day} 14:00", answers=told, **about),
                ]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The levels of the cubes that are opened."""
    found: list[str] = []
    made = Cube.__init__
    monkeypatch.setattr(
        Cube, "__init__", lambda cube, folder: (found.append(folder.name), made(cube, folder))[1]
    )
    return found


def said(client: Client, address: str) -> str:
    """What a page, a table or a paper says."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    if answer["Content-Type"] == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    page = re.sub(r"(?s)<head>.*?</head>", "", answer.content.decode("utf-8-sig"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u202f", " ").split())


def tells(text: str, counts: tuple[int, int]) -> bool:
    """Whether something says that so many of so many were met, or were missed."""
    met, of = counts
    said_so = (
        rf"\b{met} of {of}\b", rf"% {met} {of}\b", rf";{met};{of}(;|$|\s)", rf"\b{of - met} Missed of {of};",
    )  # fmt: skip
    return any(re.search(one, text) for one in said_so)


def of_unit(unit: str, talk: str = TALK) -> list[str]:
    """Everything that is of one unit."""
    return [
        f"/indicators/unit/{unit}/", f"/indicators/unit/{unit}/?year=2025", f"{talk}?unit={unit}",
        f"{talk}gap/?unit={unit}&day=2026-01-01", PICTURE.format("run") + f"unit={unit}",
        PICTURE.format("strata") + f"unit={unit}&by=weekend", PICTURE.format("change") + f"unit={unit}&day=2026-01-01",
        f"/indicators/picture/topic.csv?topic=national&unit={unit}",
        f"/indicators/report.pdf?scope=unit:{unit}&month=2026-03",
        f"/governance/walk/conversation-reported/?unit={unit}",
    ]  # fmt: skip


def of_all(own: str) -> list[str]:
    """Pages wider than a unit, some of which name a unit of one's own and are not of it."""
    wide = [
        "/indicators/?whole=yes", f"/indicators/?whole=yes&unit={own}", f"/indicators/region/17/?unit={own}",
        "/indicators/region/17/?group=unit", "/indicators/municipality/1780/?year=2025",
        f"{TALK}?municipality=1780&group=unit", f"{TALK}?region=17&group=unit&by=weekend",
        f"{TALK}gap/?region=17&group=unit", f"{TALK}gap/?municipality=1780&group=unit",
        f"/indicators/target-picture/?unit={own}", "/indicators/national/?municipality=1780",
        "/indicators/report.pdf?scope=municipality:1780&month=2026-03", "/indicators/report.pdf?month=2026-03",
        "/governance/walk/conversation-reported/?region=17&group=unit",
        "/indicators/api/results.csv?measure=conversation-reported&by=unit,year",
    ]  # fmt: skip
    named = ("groups", "funnel", "behind", "multiples", "run")
    return [*wide, *(PICTURE.format(name) + "region=17&group=unit" for name in named)]


def followed(two: Two) -> list[tuple[Workplace, str, tuple[int, int], str, tuple[int, int]]]:
    """Who follows up, the small unit of their own and its counts, and that of the other provider."""
    places = two.places
    clinic, home = (places.clinic.unit, CLINIC), (places.home_nursing.unit, HOME)
    return [(places.ward, *clinic, *home), (places.home_nursing, *home, *clinic)]


def test_who_follows_up_sees_every_count_of_a_unit_of_their_provider(two: Two, opened: list[str]) -> None:
    for place, own, counts, _other, _counts in followed(two):
        client = visitors.at_work(place, "followup", "en")
        for address in of_unit(own):
            opened.clear()
            text = said(client, address)
            assert "own" in opened, address
            if "picture/strata" not in address and "picture/change" not in address:
                assert tells(text, counts), address


def test_of_another_providers_unit_nobody_sees_a_count_of_few(two: Two, opened: list[str]) -> None:
    for place, _own, _counts, other, counts in followed(two):
        client = visitors.at_work(place, "followup", "en")
        for address in of_unit(other):
            answer = client.get(address)
            if answer.status_code == 200:  # a picture of nothing that may be shown is not found
                assert not tells(said(client, address), counts), address
    assert set(opened) == {"inside"}


def test_what_is_wider_than_a_unit_is_told_as_to_everybody(two: Two, opened: list[str]) -> None:
    for place, own, own_counts, _other, counts in followed(two):
        follows, cares = (visitors.at_work(place, purpose, "en") for purpose in ("followup", "care"))
        for address in of_all(own):
            if ".csv" in address:  # which may be of nothing, for one as for the other
                found = [
                    (a.status_code, a.content) for a in (client.get(address) for client in (follows, cares))
                ]
                assert found[0] == found[1] or {status for status, _content in found} == {404}, address
            else:
                text = said(follows, address)
                assert not tells(text, counts), address
                assert not tells(text, own_counts), address
    assert set(opened) <= {"inside", "outside"}


def test_the_page_says_which_numbers_are_withheld(two: Two) -> None:
    client = visitors.at_work(two.places.ward, "followup", "en")
    assert "You see every number" in said(client, f"/indicators/unit/{two.places.clinic.unit}/")
    assert (
        "No number is withheld"
        in client.get(f"/indicators/picture/gaps.csv?unit={two.places.clinic.unit}").content.decode()
    )
    wide = said(client, "/indicators/region/17/")
    assert "Numbers of few are withheld" in wide
    assert "On the pages of the units of the provider you follow up, every number is shown." in wide
    assert "the provider you follow up" not in said(
        visitors.at_work(two.places.ward, "care", "en"), "/indicators/region/17/"
    )


def test_what_is_read_of_one_unit_is_not_read_of_anything_wider(two: Two) -> None:
    kept = Kept(two.world.home)
    with Cube(kept.cube("inside")) as inside, Cube(kept.cube("own")) as own:
        wide = Reading(inside, lambda unit: own if unit == "mine" else None)
        whole = wide.of(Scope("unit", "mine"))
        assert whole.cube is own
        for one in (wide, whole):
            for scope in (
                WHOLE,
                Scope("region", "17"),
                Scope("municipality", "1780"),
                Scope("unit", "theirs"),
            ):
                assert one.of(scope) is wide


@pytest.mark.parametrize("purpose", ["care", "extract", "admin"])
def test_no_other_purpose_shows_ones_own_counts_of_few(two: Two, opened: list[str], purpose: str) -> None:
    client = visitors.at_work(two.places.ward, purpose, "en")
    text = said(client, f"/indicators/unit/{two.places.clinic.unit}/")
    assert not tells(text, CLINIC)
    assert set(opened) == {"inside"}


def test_a_unit_that_has_belonged_to_another_provider_is_shown_to_neither(world: World) -> None:
    places = workplaces.build()

    class Request:
        """As a page has it."""

        def __init__(self, place: Workplace) -> None:
            self.reader = place.reader("followup")

    clinic = CareUnit.objects.get(pk=places.clinic.unit)
    for place, sees in ((places.ward, True), (places.home_nursing, False)):
        for name in (clinic.pk, clinic.hsa_id):
            assert sees_whole(Request(place), name) is sees  # type: ignore[arg-type]
    taken = Provider.objects.get(pk=places.home_nursing.provider)
    areas.move_unit(clinic, provider=taken, on=date(2026, 1, 1))
    for place in (places.ward, places.home_nursing):
        assert not sees_whole(Request(place), clinic.pk)  # type: ignore[arg-type]
