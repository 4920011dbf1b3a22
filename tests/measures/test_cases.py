"""What of a case is shown: of each patient only what this reader may see, and of few dead no number."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from helpers import workplaces
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.measures import present, rules
from lindra.measures.definitions import INDICATORS, OWN, Indicator
from lindra.measures.engine import Result
from lindra.people import actions as people
from lindra.people.details import Address
from lindra.privacy import actions
from lindra.record import export, facts, log
from lindra.record.envelope import Author, When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft
from measures.last_year import Row, died, export_of, row

NO_VALUE = {"en": "Not shown here", "sv": "Visas inte här"}


def wrote(patient: str, fact: Fact, author: Author, days: int) -> None:
    log.append(patient, [Draft(fact, When.at(clock.now() - timedelta(days=days)))], author, expected=ANY)


def dead(places: Workplaces, name: str) -> str:
    """Somebody who was admitted to the ward three days ago and died there yesterday."""
    patient = workplaces.patient_at(places.ward, f"Test {name}")
    people.note(patient, Address(municipality="1780"), by="test")
    wrote(patient, facts.Died(), places.ward.author, 1)
    return patient


def contact(patient: str, author: Author, *, palliative: bool = True) -> None:
    wrote(patient, facts.Contact(episode="c", form="outpatient", palliative=palliative), author, 5)


@pytest.fixture
def places(world: World) -> Workplaces:
    """A ward whose dead are followed up; others have written too, some of it blocked."""
    made = workplaces.build()
    contact(dead(made, "Öppen"), made.clinic.author)
    for name, palliative in (("Spärrad", True), ("Spärrad-Annat", False)):
        blocked = dead(made, name)
        contact(blocked, made.clinic.author, palliative=palliative)
        actions.block(blocked, "unit", made.clinic.reader())
    contact(dead(made, "Kommunen"), made.home_nursing.author)
    both = dead(made, "Båda")
    contact(both, made.clinic.author)
    contact(both, made.home_nursing.author)
    social = replace(made.clinic.author, regime="social")
    wrote(dead(made, "Omsorg"), facts.Moved(to="hospice"), social, 6)
    dead(made, "Ensam")
    masked = workplaces.patient_at(made.home_nursing, "Test Osedd")
    wrote(masked, facts.Moved(to="hospice"), made.clinic.author, 7)
    wrote(masked, facts.Died(), made.home_nursing.author, 1)
    export.export(settings.LINDRA_HOME / "export", settings.LINDRA_PSEUDONYM_KEY)
    return made


def client_of(places: Workplaces, purpose: str = "followup", language: str = "en") -> Client:
    """A browser of whoever works at the ward."""
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = language
    work = places.ward.author.assignment
    client.force_login(
        get_user_model().objects.get(username="person1"), "django.contrib.auth.backends.ModelBackend"
    )
    session = client.session
    session["assignment"], session["purpose"] = work, purpose
    session.save()
    return client


def said(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u202f", " ").split())


def rows_of(client: Client, slug: str, query: str = "") -> dict[str, list[str]]:
    """Every row of the page by the first cell, and what the other cells say."""
    response = client.get(reverse("measures:cases", args=[slug]) + query)
    assert response.status_code == 200
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", response.content.decode(), re.S)
    cells = [[said(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S)] for line in lines]
    return {first: rest for first, *rest in cells[1:]}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_of_a_case_only_what_may_be_seen_is_shown(places: Workplaces, language: str) -> None:
    rows = rows_of(client_of(places, language=language), "palliative-contact")
    hidden, seen = [NO_VALUE[language], "–"], {
        "en": "visit or call, Vårdcentralen, 4 days before death",
        "sv": "besök eller samtal, Vårdcentralen, 4 dagar före döden",
    }[language]  # fmt: skip
    met, not_met = ("Yes", "No") if language == "en" else ("Ja", "Nej")
    masked = "Not shown" if language == "en" else "Visas inte"
    assert rows == {
        "Test Öppen": [met, seen],
        "Test Båda": [met, seen],  # it follows from what may be seen, whatever others wrote
        "Test Ensam": [not_met, "–"],
        "Test Spärrad": hidden,
        "Test Spärrad-Annat": hidden,  # not met: nothing on the page tells the two apart
        "Test Kommunen": hidden,
        "Test Omsorg": hidden,
        masked: ["–", "–"],
    }


def test_where_a_patient_died_is_shown_only_where_nothing_of_them_is_hidden(places: Workplaces) -> None:
    rows = rows_of(client_of(places), "place-of-death")
    stay = "admitted, Avdelning 5, 2 days before death"
    assert rows["Test Öppen"] == rows["Test Ensam"] == ["Hospital", stay]
    for name in ("Spärrad", "Spärrad-Annat", "Kommunen", "Båda", "Omsorg"):
        assert rows[f"Test {name}"] == ["Not shown here", stay]
    assert rows["Not shown"] == ["–", "–"]


def test_cases_are_neither_chosen_nor_put_in_order_by_value(places: Workplaces) -> None:
    client = client_of(places)
    everyone = list(rows_of(client, "admitted-last-30-days"))
    assert len(everyone) == 8
    for indicator in OWN:
        for query in ("", "?cases=yes", "?cases=no", "?category=care_home", "?cases=short_stay"):
            assert list(rows_of(client, indicator.slug, query)) == everyone, (indicator.slug, query)


@pytest.mark.parametrize(
    ("language", "why", "law"),
    [("en", "only where it follows from entries that you may see", "nobody may be looked for by measures of social"),
     ("sv", "bara där det följer av uppgifter som du får se", "ingen får sökas fram efter insatser inom social")],
)  # fmt: skip
def test_the_page_says_why(places: Workplaces, language: str, why: str, law: str) -> None:
    client = client_of(places, language=language)
    page = said(client.get(reverse("measures:cases", args=["place-of-death"])).content.decode())
    assert why in page
    assert law in page
    assert "other providers –" not in page
    assert "Hemsjukvården" not in page
    assert "Osedd" not in page


def test_a_share_is_met_by_just_as_many_rows_as_it_says() -> None:
    """What is taken to follow from the rows that are seen is what the definition says."""
    death = "2026-03-10 14:00"
    rows = []
    for stays in range(4):
        rows.append(died(f"p{stays}", death))
        for day in range(stays):
            form = {"form": "palliative", "kind": "admitted"}
            rows.append(row(f"p{stays}", death, start=f"2026-03-0{day + 1} 10:00", **form))
            visit = {"form": "emergency", "kind": "contact"}
            rows.append(row(f"p{stays}", death, start=f"2026-03-0{day + 1} 10:00", **visit))
    with export_of(rows) as counted:
        for indicator in (each for each in OWN if each.kind == "share"):
            cases = counted.cases(indicator, "p")
            behind = counted.behind(indicator, [case.pseudonym for case in cases])
            assert {case.pseudonym: case.value for case in cases} == {
                one: len(found) >= indicator.enough for one, found in behind.items()
            }


# Numbers of few.


def page_of(client: Client, slug: str, query: str = "") -> str:
    return said(client.get(reverse("measures:indicator", args=[slug]) + query).content.decode())


@pytest.mark.parametrize("slug", ["place-of-death", "days-at-home-last-90-days", "palliative-contact"])
def test_numbers_of_few_dead_are_for_follow_up_only(places: Workplaces, slug: str) -> None:
    """Of those who died in the ward one lived in Åre."""
    people.note(dead(places, "Fjäll"), Address(municipality="2321"), by="test")
    export.export(settings.LINDRA_HOME / "export", settings.LINDRA_PSEUDONYM_KEY)
    month = (clock.today() - timedelta(days=1)).strftime("%Y-%m")
    for query, group in (
        ("?by=month&municipality=2321", month), ("?municipality=2321", "Åre"), ("?by=municipality", "Åre")
    ):  # fmt: skip
        followed, cared = (
            page_of(client_of(places), slug, query),
            page_of(client_of(places, "care"), slug, query),
        )
        assert "fewer than 5" not in followed
        assert f"{group} fewer than 5 –" in cared
        assert "Numbers of fewer than 5 deaths are shown for follow-up only." in cared
        if "2321" in query:
            assert re.search(r"\b1 (of 1 )?deaths", followed) or "0 of 1 deaths" in followed
            assert not re.search(r"\d of \d|\b[0-4] deaths", cared)


def test_who_has_no_assignment_sees_no_number_of_few_in_the_overview(places: Workplaces) -> None:
    people.note(dead(places, "Fjäll"), Address(municipality="2321"), by="test")
    export.export(settings.LINDRA_HOME / "export", settings.LINDRA_PSEUDONYM_KEY)
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = "sv"
    client.force_login(
        get_user_model().objects.create_user(username="nobody"), "django.contrib.auth.backends.ModelBackend"
    )
    page = said(client.get(reverse("measures:indicators") + "?municipality=2321").content.decode())
    assert page.count("Tal om färre än 5 avlidna visas bara för uppföljning.") >= len(OWN)
    assert "1 avlidna" not in page
    assert "av 1" not in page
    whole = said(client.get(reverse("measures:indicators")).content.decode())
    assert "av 9 avlidna" in whole


def somebody(patient: str) -> list[Row]:
    """One on whom every indicator counts: an expected death that was reported."""
    dead = "2026-03-10 14:00"
    reported = row(patient, dead, "death_reported", "2026-03-12 09:00", answers="|expected=yes|")
    return [died(patient, dead, status="yes"), reported]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.slug)
def test_a_number_that_is_withheld_tells_nothing(indicator: Indicator) -> None:
    def people_of(number: int) -> list[Result]:
        with export_of([each for one in range(number) for each in somebody(f"p{one}")]) as counted:
            return present.disclosed(counted.count(indicator), of_few=False)

    least = rules.LEAST_SHOWN
    assert not any(each.withheld for each in people_of(least))
    few, fewer = people_of(least - 1), people_of(1)
    assert few == fewer
    assert all(each.withheld and each.value is None and each.denominator == 0 for each in few)
    with export_of(somebody("p")) as counted:
        assert not any(each.withheld for each in present.disclosed(counted.count(indicator), of_few=True))
