"""The page, without a browser: what it counts, for whom, and what the access log says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from discharge.statistics import year
from discharge.statistics.year import KARLSTAD, KIL, Year, stay
from helpers.visitors import at_work, watched
from lindra.discharge.statistics import queries
from lindra.discharge.statistics.choices import choices
from lindra.discharge.statistics.stays import Stay
from lindra.people import actions as people
from lindra.people.details import Protection
from lindra.privacy import accesslog

ADDRESS = "/discharges/statistics/"
SINCE = date(2024, 1, 1)


@pytest.fixture
def here(world: object, clock_at: Callable[[str], object]) -> Iterator[Year]:
    clock_at(year.NOW)
    with watched():
        yield year.places()


def page(client: Client, query: str = "") -> Any:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer


def text(answer: Any) -> str:
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def read(here: Year) -> list[Stay]:
    return queries.read(here.places.ward.reader("followup"), SINCE, choices(SINCE)).stays


def test_a_stay_of_the_record_is_counted_as_one_of_a_file_would_be(here: Year) -> None:
    stay(here, here.places.ward, date(2026, 3, 5), 9, late=True, sent_in=True, can="not_yet")
    (found,) = read(here)
    assert (found.municipality, found.hospital, found.month) == (KARLSTAD, here.places.ward.unit, "2026-03")
    assert (found.kind, found.days, found.moves, found.died) == ("counted", 9, 1, False)
    assert found.long == ("contact_late", "not_able")
    assert found.marks == {
        "short_after_sent_in": False, "readmitted": False, "same_day": False, "moved": True, "ready_with_notice": False,
        "notice_late": True, "notice_never": False, "information_late": False,
    }  # fmt: skip


def test_who_can_receive_again_is_not_a_reason(here: Year) -> None:
    stay(here, here.places.ward, date(2026, 3, 5), 9, can="yes")
    assert [one.long for one in read(here)] == [("contact_late",)]


def test_who_comes_back_is_counted_of_those_who_went_home(here: Year) -> None:
    who = stay(here, here.places.ward, date(2026, 3, 5), 1)
    stay(here, here.places.ward, date(2026, 3, 20), 1, who=who, planned=False, to="care_home")
    stay(here, here.places.ward, date(2026, 5, 1), 1, who=who, planned=True)
    stay(here, here.places.ward, date(2026, 3, 5), 1, to="hospital")
    told = sorted((one.on.isoformat(), str(one.marks.get("readmitted")), one.again) for one in read(here))
    assert told == [
        ("2026-03-06", "None", ""),  # moved on
        ("2026-03-06", "True", "unplanned"),  # back on the 17th
        ("2026-03-21", "False", ""),  # back on the 28th of April: the thirty-eighth day
        ("2026-05-02", "False", ""),
    ]


def test_only_ones_own_providers_stays_are_counted(here: Year) -> None:
    who = stay(here, here.places.ward, date(2026, 3, 5), 2)
    stay(here, here.elsewhere, date(2026, 3, 5), 20)
    stay(here, here.elsewhere, date(2026, 4, 5), 20, who=who)  # the same patient, on somebody else's ward
    assert [one.days for one in read(here)] == [2]
    assert "av 1 vårdtillfälle" in text(page(at_work(here.places.ward, "followup")))
    theirs = queries.read(here.elsewhere.reader("followup"), SINCE, choices(SINCE)).stays
    assert sorted(one.days for one in theirs) == [20, 20]


def test_the_municipality_counts_the_same_stays_by_the_messages_it_got(here: Year) -> None:
    stay(here, here.places.ward, date(2026, 3, 5), 9, late=True)
    stay(here, here.places.ward, date(2026, 3, 5), 2, municipality=KIL)
    told = queries.read(here.places.home_nursing.reader("followup"), SINCE, choices(SINCE)).stays
    assert [(one.municipality, one.days, one.long) for one in told] == [(KARLSTAD, 9, ("contact_late",))]
    assert [one.days for one in queries.read(here.kil.reader("followup"), SINCE, choices(SINCE)).stays] == [2]


def test_it_is_for_follow_up_and_says_so(here: Year) -> None:
    stay(here, here.places.ward, date(2026, 3, 5), 2)
    for purpose in ("care", "admin"):
        answer = at_work(here.places.ward, purpose).get(ADDRESS)
        assert answer.status_code == 403
        assert "Inte för det här ändamålet" in text(answer)
        assert "Dagar som utskrivningsklar" not in text(answer)
    assert "Dagar som utskrivningsklar" in text(page(at_work(here.places.ward, "followup")))
    assert Client(SERVER_NAME="localhost").get(ADDRESS).status_code == 302


def test_the_access_log_says_whose_stays_were_counted(here: Year) -> None:
    who = stay(here, here.places.ward, date(2026, 3, 5), 2)
    page(at_work(here.places.ward, "followup"))
    (row,) = [one for one in accesslog.entries() if one["what"] == "list discharge_ended"]
    assert row["patients"] == [who]
    assert row["purpose"] == "followup"


def test_nobody_is_named(here: Year) -> None:
    who = stay(here, here.places.ward, date(2026, 3, 5), 2)
    people.note(who, Protection(level="sekretessmarkering"), by="test")
    told = page(at_work(here.places.ward, "followup")).content.decode()
    assert "Testsson" not in told
    assert who not in told


def test_pictures_come_first_and_each_says_of_how_many(here: Year) -> None:
    for number in range(6):
        stay(
            here,
            here.places.ward,
            date(2026, 3, 2 + number),
            number,
            municipality=KIL if number == 5 else KARLSTAD,
        )
    answer = page(at_work(here.places.ward, "followup"))
    told = text(answer)
    assert told.index("Dagar, och det som kom för sent") < told.index("I siffror")
    assert "Karlstad (n = 5)" in told
    assert "Kil (n = 1)" in told
    assert "2 kommuner till finns bara i tabellerna." in told  # of one month nothing can be compared
    assert "1 av 6 (17" in told
    assert "Inläggningar som en plan kanske hade undvikit:" in told
    assert answer.context["few"] == 20


def test_filters_stay_and_narrow(here: Year) -> None:
    stay(here, here.places.ward, date(2026, 3, 5), 2)
    stay(here, here.places.ward, date(2026, 2, 5), 4, municipality=KIL)
    client = at_work(here.places.ward, "followup")
    assert page(client).context["tiles"][0][0] == "2"
    for query in (f"?municipality={KIL}", "?first=2026-02&last=2026-02", "?last=2026-02"):
        answer = page(client, query)
        assert answer.context["tiles"][0][0] == "1"
        assert "4" in answer.context["tiles"][1][0]
    answer = page(
        client, f"?municipality={KIL}&hospital={here.places.ward.unit}&change=2026-03-01&first=2026-01"
    )
    content = answer.content.decode()
    assert f'value="{KIL}" selected' in content
    assert 'value="2026-01" selected' in content
    assert 'value="2026-03-01"' in content
    assert "Före och efter 1 mars 2026" in text(answer)


@pytest.mark.parametrize(
    "query",
    ["?change=soon", "?first=2026-05&last=2026-01", "?first=1066-10", "?municipality=nowhere", "?hospital=x"],
)
def test_what_cannot_be_asked_for_is_told_and_not_asked_for(here: Year, query: str) -> None:
    stay(here, here.places.ward, date(2026, 1, 5), 2)
    answer = page(at_work(here.places.ward, "followup"), query)
    assert answer.context["form"].errors
    assert answer.context["tiles"][0][0] == "1"


def test_what_is_to_be_passed_on_withholds_what_is_of_few(here: Year) -> None:
    for number in range(12):
        stay(here, here.places.ward, date(2026, 3, 2 + number), number)
    for number in range(3):
        stay(here, here.places.ward, date(2026, 3, 2 + number), 17, municipality=KIL)
    client = at_work(here.places.ward, "followup")
    assert "17" in text(page(client))
    answer = page(client, "?publish=on&change=2026-03-08")
    table = answer.context["days"][0]
    assert [row[1] for row in table.rows[:2]] == ["visas inte", "visas inte"]
    assert answer.context["change"] is None
    assert answer.context["multiples"] == []
    assert "Kil (n" not in text(answer)


def test_who_has_no_stays_gets_a_page_that_says_so(here: Year) -> None:
    assert "Inga vårdtillfällen att räkna" in text(page(at_work(here.places.ward, "followup")))


def test_two_years_have_limits_and_a_change_is_seen(world: object, clock_at: Callable[[str], object]) -> None:
    clock_at(year.NOW)
    with watched():
        here = year.build()
        answer = page(at_work(here.places.ward, "followup", "en"), "?change=2025-07-01&first=2024-07")
        told = text(answer)
        assert "Before: centre line 3.8, limits 0.0–10.0, from 12 months." in told
        assert "After: centre line" in told
        assert "Signal: January 2025 is outside the limits." in told
        assert "By the limits from before, the months after the change are different." in told
        assert "Before and after" in told
        assert len(answer.context["multiples"]) == 2
