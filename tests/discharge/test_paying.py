"""Who pays, on pages: of one stay, and of months that open to their stays."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

import pytest

from discharge import sides
from discharge.sides import own, send
from helpers import workplaces
from helpers.visitors import at_work, watched
from helpers.workplaces import Workplaces
from lindra.discharge import liability, months
from lindra.discharge.events import planning
from lindra.discharge.paying import words


@pytest.fixture
def places(world: object, clock_at: Callable[[str], object]) -> Iterator[Workplaces]:
    clock_at("2026-06-05T10:00:00+02:00")
    with watched():
        yield workplaces.build()


def text(place: workplaces.Workplace, path: str, purpose: str = "followup", language: str = "sv") -> str:
    answer = at_work(place, purpose, language).get(path)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


@pytest.fixture
def stay(places: Workplaces, clock_at: Callable[..., object]) -> str:
    """Ready on 5 June at ten, gone on 12 June: the fourth to the seventh day are paid."""
    patient = sides.admitted(places)
    clock_at("2026-06-02T12:00:00+02:00")
    send(patient, places.ward, sides.notice(places, places.home_nursing, places.clinic))
    clock_at("2026-06-05T10:00:00+02:00")
    send(patient, places.ward, sides.ready(places))
    clock_at("2026-06-12T11:00:00+02:00")
    return patient


def test_the_page_of_a_stay_says_from_when_and_by_which_paragraph(places: Workplaces, stay: str) -> None:
    told = text(places.ward, f"/patients/{stay}/discharge/", "care")
    assert "Kommunen betalar från 8 juni 2026" in told
    assert "Dagar att betala 4" in told
    assert "5 kap. 4 § Underrättelsen skickades senast klockan 12" in told


def test_a_plan_that_is_needed_and_not_called_to_stops_it(places: Workplaces, stay: str) -> None:
    send(stay, places.clinic, planning.SipJudged(**own(places.ward), needed="yes"))
    told = text(places.ward, f"/patients/{stay}/discharge/", "care", "en")
    assert "The municipality pays from does not pay" in told
    assert "A coordinated plan (SIP) was needed and not called to" in told


def test_a_month_opens_to_its_stays_and_they_to_the_paragraphs(places: Workplaces, stay: str) -> None:
    sides.leaves(stay, places.ward)
    page = text(places.ward, "/discharges/payment/")
    assert "2026-06" in page
    assert "HSLF-FS 2025:74" in page, "the amount of the year is asked for, not guessed"
    assert "inte känt" in page
    behind = text(places.ward, "/discharges/payment/?month=2026-06&municipality=1780")
    assert "Test Testsson" in behind
    assert "Dagar att betala 4" in behind
    assert "5 kap. 6 §" in behind
    assert "Inget att räkna" in text(places.ward, "/discharges/payment/?month=2026-05&municipality=1780")


def test_it_is_for_follow_up_of_ones_own_provider(places: Workplaces, stay: str) -> None:
    sides.leaves(stay, places.ward)
    answer = at_work(places.ward).get("/discharges/payment/")
    assert answer.status_code == 403
    other = text(places.home_nursing, "/discharges/payment/?month=2026-06&municipality=1780")
    assert "Dagar att betala" not in other or "Test Testsson" in other


def test_a_stay_that_has_not_ended_is_in_no_month(places: Workplaces, stay: str) -> None:
    assert "Inget att räkna" in text(places.ward, "/discharges/payment/")


def test_every_reason_that_the_arithmetic_can_give_has_words() -> None:
    source = inspect.getsource(liability) + inspect.getsource(months)
    told = set(re.findall(r'"(\w+_\w+|excluded|payable)"', source))
    codes = set(words.WHY)
    assert codes <= told, "words for a reason that nobody gives"
    given = set(re.findall(r'because\(\s*(?:"[^"]+"|where),\s*"(\w+)"', source))
    assert given, "the guard must see the reasons"
    assert given <= codes
