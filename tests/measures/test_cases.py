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
from lindra.measures.cases.opening import Case, Out
from lindra.measures.cases.seen import NOTHING, seen, settled
from lindra.measures.language import AtLeast, Count, Exists
from lindra.people import actions as people
from lindra.people.details import Address
from lindra.privacy import actions
from lindra.record import export, facts, log
from lindra.record.envelope import Author, When
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft
from measures.cubes import current, named, of_deaths
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
    for id in ("place-of-death", "mouth-reported", "mouth-recorded", "days-at-home-last-90-days", "plan-among-enrolled",
               "plan-to-death", "unstable"):  # fmt: skip
        query = "?cases=yes&part=care_home&category=care_home&value=no"
        assert list(rows_of(client, id, query)) == everyone, id


def test_stays_in_hospital_are_not_opened(places: Workplaces) -> None:
    assert client_of(places).get(reverse("measures:cases", args=["readmitted-30-days"])).status_code == 404


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


# What follows from the rows that are seen.


DEATH = "2026-03-10 14:00"


def follows(id: str, *rows: Row) -> object:
    """What these rows of somebody give, were there others that are not seen."""
    measure = named(id)
    with export_of([died("a", DEATH), *rows]) as export:
        return settled(measure, export.behind(measure, ["a"])["a"], day_known=True)


def admitted(day: str, form: str = "hospital") -> Row:
    return row("a", DEATH, "admitted", f"2026-03-{day} 10:00", form=form)


def reported(*answers: str) -> Row:
    return row("a", DEATH, "death_reported", "2026-03-12 09:00", answers=f"|{'|'.join(answers)}|")


def test_a_share_follows_from_just_as_many_rows_as_it_asks_for() -> None:
    for stays in range(4):
        rows = [admitted(f"0{day + 1}", "palliative") for day in range(stays)]
        visits = [
            row("a", DEATH, "contact", f"2026-03-0{day + 1} 10:00", form="emergency") for day in range(stays)
        ]
        for measure in current():
            asked = measure.numerator
            least = asked.number if isinstance(asked, AtLeast) else 1
            if isinstance(asked, AtLeast | Exists) and measure.topic == "hospital":
                found = follows(measure.id, *rows, *visits)
                assert isinstance(asked.value if isinstance(asked, AtLeast) else Count(asked.rows), Count)
                assert found is (True if stays >= least else None), measure.id


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (["expected=yes", "mouth=yes"], True), (["expected=yes", "mouth=no"], False),
        (["expected=yes", "mouth=unknown"], False), (["expected=no", "mouth=yes"], Out.NOT_COUNTED),
        (["expected=yes"], False),
    ],
)  # fmt: skip
def test_a_report_settles_what_it_answers_and_each_death_is_reported_once(
    answers: list[str], value: object
) -> None:
    assert follows("mouth-reported", reported(*answers)) is value


def test_who_is_counted_must_follow_too() -> None:
    """A plan that is seen says nothing while it is hidden whether the person was enrolled."""
    plan = row("a", DEATH, "plan_confirmed", "2026-02-02 10:00")
    enrolled = row("a", DEATH, "enrolled", "2026-02-01 10:00", form="specialised_home_care")
    assert follows("plan-among-enrolled", plan) is None
    assert follows("plan-among-enrolled", enrolled) is None
    assert follows("plan-among-enrolled", plan, enrolled) is True
    looked = row("a", DEATH, "measured", "2026-03-08 10:00", code_system="ROAG", code="lips")
    assert follows("mouth-recorded", looked) is None
    assert follows("mouth-recorded", looked, row("a", DEATH, "died", DEATH, status="yes")) is True


@pytest.mark.parametrize(
    "id",
    [
        "place-of-death",
        "days-at-home-last-90-days",
        "ulcer-recorded",
        "ready-for-care",
        "professions",
        "unstable",
    ],
)
def test_what_more_rows_could_change_never_follows(id: str) -> None:
    rows = [
        row("a", DEATH, "died", DEATH, status="yes"), admitted("08"), admitted("02", "palliative"),
        row("a", DEATH, "skin_checked", "2026-03-08 10:00", number=1.0),
        row("a", DEATH, "enrolled", "2026-02-01 10:00", form="specialised_home_care", number=1.0),
        row("a", DEATH, "contact", "2026-03-01 10:00", form="home_visit", status="nurse"),
        row("a", DEATH, "phase_noted", "2026-03-01 10:00", "2026-03-02 10:00", form="unstable", status="begins"),
    ]  # fmt: skip
    assert follows(id, *rows) is None


def test_how_early_something_began_follows_only_where_nothing_could_be_earlier() -> None:
    early = row("a", DEATH, "plan_confirmed", "2025-11-01 10:00")
    late = row("a", DEATH, "plan_confirmed", "2026-03-01 10:00")
    assert follows("plan-to-death", early, late) == "quarter"
    assert follows("plan-to-death", late) is None


def test_that_the_day_of_death_is_not_known_is_no_secret() -> None:
    measure = named("admitted-last-30-days")
    assert settled(measure, (), day_known=False) is Out.NOT_COUNTED
    assert settled(measure, (), day_known=True) is None


def test_beside_a_masked_patient_there_is_nothing() -> None:
    case = Case("a", True, True)
    for measure in of_deaths():
        assert seen(measure, case, (), None) == NOTHING
