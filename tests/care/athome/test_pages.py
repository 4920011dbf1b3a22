"""The pages of death at home and of home nursing: what they say, to whom, and how they are to look at."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client

from helpers import browsers, servers, walking, workplaces
from helpers.visitors import at_work, watched
from lindra import clock
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.care.events.home import DeathEstablished, HomeNursingAssessed
from lindra.care.events.medicines import MedicinesKept
from lindra.care.events.people import ContactNamed
from lindra.care.events.situation import PhaseNoted
from lindra.people import actions as people
from lindra.people.details import Address, Birth, Name, Protection
from lindra.record import log
from lindra.record.envelope import When
from lindra.record.facts import (
    Admitted,
    Amount,
    AsNeeded,
    Code,
    Died,
    Enrolled,
    EnrolmentEnded,
    MedicineOrdered,
    Moved,
    RelationOpened,
)
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)  # Monday, three in the morning in Stockholm
VERA = Clinician(name="Vera Sjö", profession="physician", unit="Vårdcentralen Älven")
MAJ = Clinician(name="Maj Ek", profession="nurse", unit="Hemsjukvården")


@dataclass
class Athome:
    """The workplaces, and patients of home nursing by name."""

    places: workplaces.Workplaces
    patients: dict[str, str] = field(default_factory=dict)

    def add(
        self, name: str, *told: tuple[float, Fact], place: str = "home_nursing", town: str = "1780"
    ) -> None:
        """A patient with what happened so many days ago."""
        patient = self.patients[name] = people.new_patient()
        given, family = name.split(" ", 1)
        details = (Name(given=given, family=family), Birth(date="1940-05-17", sex="female"),
                   Address(lines=("Älvgatan 1",), city="Norrvik", municipality=town))  # fmt: skip
        for detail in details:
            people.note(patient, detail, by="test")
        events = [Draft(fact, When.at(clock.now() - timedelta(days=days))) for days, fact in
                  ((90, RelationOpened(relation="r")), *told)]  # fmt: skip
        log.append(patient, events, getattr(self.places, place).author, expected=ANY)


def expected(**other: Any) -> DeathExpected:
    told = {
        "known": "yes",
        "physician": VERA,
        "review": date(2026, 6, 20),
        "establishes": "Vårdcentralen, natt jouren",
        "nurse_may_examine": True,
        "wake": "in_the_morning",
        "wake_whom": "Bo",
        "transport": "Älvens begravning",
    }
    return DeathExpected(**(told | other))  # type: ignore[arg-type]


def order(what: str, text: str, route: str = "subcutaneous") -> MedicineOrdered:
    terms = AsNeeded(indication=what, dose=Amount(number=2, unit="mg"))  # type: ignore[arg-type]
    return MedicineOrdered(order=what, code=Code(text=text), as_needed=True, route=route, terms=terms)


def assessed(
    outcome: str, *met: str, reason: str = "", means: str = "", informed: bool = True
) -> HomeNursingAssessed:
    return HomeNursingAssessed(outcome=outcome, criteria=met, reason=reason, means=means, informed=informed)  # type: ignore[arg-type]


HOME = (80, Moved(to="own_home"))
NURSED = Enrolled(enrolment="h", form="home_nursing")


@pytest.fixture
def athome(world: Any, clock_at: Any) -> Athome:
    """Everybody the pages may have to show."""
    clock_at(NOW)
    made = Athome(workplaces.build())
    no = LimitDecided(treatment="resuscitation", decision="withhold", basis=("no_benefit",), reason="r", physician=VERA,
                      assessed="in_person", patient_told="yes", relatives_told="yes")  # fmt: skip
    made.add(
        "Ada Ek", HOME, (14, expected()), (14, no), (9, order("pain", "Morfin")), (9, order("anxiety", "Midazolam")),
        (9, order("rattle", "Skopolamin", "oral")), (9, MedicinesKept(place="i köksskåpet")), (20, NURSED),
        (20, ContactNamed(role="home_nursing", name="Hemsjukvården", phone="054-17 17 17")),
        (20, ContactNamed(role="on_call_physician", name="Jouren", phone="054-17 17 18")),
    )  # fmt: skip
    made.add(
        "Bo Berg",
        (80, Moved(to="care_home")),
        (30, expected(review=date(2026, 6, 1), nurse_may_examine=None)),
    )
    made.add("Cilla Dahl", HOME, (2, PhaseNoted(phase="dying")))
    made.add("Disa Falk", HOME, (9, expected()), (1, Admitted(episode="s")))
    written = DeathEstablished(physician=VERA, examined_by=MAJ, expected=True, relatives_told="present",
                               implants="to_be_removed")  # fmt: skip
    made.add("Elof Gran", HOME, (9, expected(review=date(2026, 6, 8))), (1, Died()), (1, written))
    made.add("Frida Hav", (9, assessed("enrolled", "cannot_travel", "lasting_need", means="Sår läggs om tisdagar")),
             (9, NURSED))  # fmt: skip
    made.add("Gun Ive", (9, assessed("not_enrolled", "cannot_travel", reason="Klarar sig efter två veckor")))
    made.add(
        "Hans Jord",
        (40, assessed("not_enrolled", "lasting_need")),
        (8, assessed("later", reason="Ny kontroll")),
    )
    made.add(
        "Ines Kvist",
        (8, assessed("not_enrolled", "lasting_need", reason="Kör bil", informed=False)),
        town="0180",
    )
    made.add("Johan Lund", (3, assessed("enrolled", "palliative_needs")), town="1766")
    made.add("Karin Mo", HOME, (9, expected()), (9, assessed("later")), place="ward")
    return made


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def nurse(athome: Athome, purpose: str = "care") -> Client:
    return at_work(athome.places.home_nursing, purpose)


def page(athome: Athome, name: str, which: str = "death-at-home", client: Client | None = None) -> Any:
    with watched():
        return (client or nurse(athome)).get(f"/patients/{athome.patients[name]}/{which}/")


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for _column, cell in row] for row in table.cells()]


def test_a_nurse_at_night_sees_what_was_decided_and_whom_to_ring(athome):
    said = text(page(athome, "Ada Ek"))
    for told in (
        "Läkare har beslutat att döden är väntad", "Vera Sjö, läkare, Vårdcentralen Älven", "20 juni 2026",
        "När patienten dör: Döden är väntad", "Ring sjuksköterskan.", "054-17 17 17", "Sjuksköterskan undersöker.",
        "054-17 17 18", "Underrätta närstående på morgonen.", "SOSFS 2005:10, HSLF-FS 2015:15 · inte kontrollerat",
        "Morfin", "Bara genom munnen", "i köksskåpet", "Skriv att patienten har dött",
    ):  # fmt: skip
        assert told in said, told
    badges = [(str(one["label"]), one["tone"]) for one in page(athome, "Ada Ek").context["medicines"]]
    assert badges == [
        ("Smärta", "ok"),
        ("Oro", "ok"),
        ("Illamående", "critical"),
        ("Rosslighet", "warning"),
    ]


def test_a_decision_past_its_review_is_no_ground_until_a_physician_has_been_asked(athome):
    said = text(page(athome, "Bo Berg"))
    assert "Dagen för omprövning har passerat" in said
    assert "Ring en läkare innan någon undersöker." in said
    assert "Sjuksköterskan undersöker" not in said.split("Om det blir annorlunda")[0]
    assert "Återstår att bestämma: om en sjuksköterska får undersöka, om hjärt-lungräddning ska ges." in said
    assert "Planen har inget nummer för detta." in said


def test_without_a_decision_the_steps_are_those_of_an_unexpected_death(athome):
    answer = page(athome, "Cilla Dahl")
    said = text(answer)
    assert "Patienten är döende, och inget är beslutat" in said
    assert [one["name"] for one in answer.context["paths"]] == ["not_expected"], (
        "the others are for the decided"
    )
    assert "Ring 112 och börja med hjärt-lungräddning." in said
    assert "Patienten är på sjukhus nu" in text(page(athome, "Disa Falk"))


def test_after_the_death_it_says_what_is_left(athome):
    said = text(page(athome, "Elof Gran"))
    for told in ("Dödsbevis skrivet Återstår", "Pacemaker eller defibrillator uttagen Återstår",
                 "Närstående har underrättats Gjort", "dagen för omprövning hade passerat när patienten dog",
                 "Maj Ek, sjuksköterska"):  # fmt: skip
        assert told in said, told
    assert "Skriv att patienten har dött" not in said
    assert "Ring en läkare innan du litar på beslutet" not in said


def test_a_unit_sees_its_own_expected_deaths_the_undecided_and_what_is_left(athome):
    with watched():
        found = nurse(athome).get("/patients/expected-at-home/").context
    assert [(row[0], row[1]) for row in cells(found["undecided"])] == [("Cilla Dahl", "Eget hem")]
    assert [(row[0], row[4], row[5], row[6]) for row in cells(found["expected"])] == [
        ("Bo Berg", "2026-06-01", "Inte skrivet", "Smärta, Oro, Illamående, Rosslighet"),
        ("Ada Ek", "2026-06-20", "Ja", "Illamående"),
    ]  # fmt: skip
    assert cells(found["left"]) == [
        ["Elof Gran", "2026-06-14", "Skriv dödsbevis, ta ut pacemaker eller defibrillator"]
    ]
    with watched():
        clinic = at_work(athome.places.clinic).get("/patients/expected-at-home/")
    assert "Ingen på listan" in text(clinic)


def test_what_another_unit_has_is_denied(athome):
    stranger = at_work(athome.places.clinic)
    for which in ("death-at-home", "home-nursing"):
        assert page(athome, "Ada Ek", which, stranger).status_code == 403
    assert "Karin Mo" not in text(nurse(athome).get("/patients/expected-at-home/"))
    assert "Karin Mo" not in text(nurse(athome).get("/patients/home-nursing/?show=later"))


def test_for_follow_up_nothing_is_offered_to_be_written(athome):
    follow = nurse(athome, "followup")
    for name, which in (
        ("Ada Ek", "death-at-home"),
        ("Elof Gran", "death-at-home"),
        ("Gun Ive", "home-nursing"),
    ):
        answer = page(athome, name, which, follow)
        assert answer.status_code == 200
        assert "/forms/" not in answer.content.decode()


def test_home_nursing_shows_who_stands_where_and_why(athome):
    client = nurse(athome)

    def shown(state: str) -> Any:
        with watched():
            return client.get(f"/patients/home-nursing/?show={state}").context

    found = shown("not_enrolled")
    assert {str(tab["label"]): tab["count"] for tab in found["tabs"]} == {
        "Ska bedömas på nytt": 1, "Inte inskriven": 2, "Ska skrivas in, inte gjort än": 1, "Inskriven": 1,
        "Inskriven utan bedömning": 1,
    }  # fmt: skip
    assert cells(found["table"]) == [
        ["Ines Kvist", "2026-06-07", "Behöver hälso- och sjukvård under längre tid", "Kriterierna är inte kända",
         "Kör bil", "Inte skrivet"],
        ["Gun Ive", "2026-06-06", "Kan inte ta sig till vårdcentralen, själv eller med hjälp",
         "Behöver hälso- och sjukvård under längre tid", "Klarar sig efter två veckor", "Ja"],
    ]  # fmt: skip
    assert cells(found["reasons"]) == [
        ["Kommunens kriterier är inte kända", "1"], ["Behöver hälso- och sjukvård under längre tid", "1"],
    ]  # fmt: skip
    (later,) = shown("later")["table"].rows
    assert (later[0].text, later[1].note) == ("Hans Jord", "för 8 dagar sedan")
    assert [row[0] for row in cells(shown("to_enrol")["table"])] == ["Johan Lund"]
    assert cells(shown("enrolled")["table"])[0][-1] == "2026-06-06"
    assert [row[0] for row in cells(shown("unassessed")["table"])] == ["Ada Ek"]
    assert [tab["current"] for tab in shown("no such")["tabs"]] == [True, False, False, False, False]


def test_of_one_patient_the_assessments_stand_in_time_beside_what_enrolment_means(athome):
    enrolled = text(page(athome, "Frida Hav", "home-nursing"))
    for told in ("Inskriven sedan 2026-06-06", "Sår läggs om tisdagar", "kriterierna uppfyllda"):
        assert told in enrolled, told
    waits = page(athome, "Hans Jord", "home-nursing")
    assert [(one["when"], str(one["text"])) for one in waits.context["entries"]] == [
        ("2026-06-07", "Ska bedömas på nytt"), ("2026-05-06", "Ska inte skrivas in"),
    ]  # fmt: skip
    assert "Patienten ska skrivas in." in text(page(athome, "Johan Lund", "home-nursing"))
    assert "Inget är skrivet om hemsjukvård." in text(page(athome, "Cilla Dahl", "home-nursing"))


def test_an_enrolment_that_ended_stands_there_and_a_teams_does_not(athome):
    athome.add("Lo Norr", (50, NURSED), (40, Enrolled(enrolment="t", form="consult_team")),
               (9, EnrolmentEnded(enrolment="h")), (8, EnrolmentEnded(enrolment="t")))  # fmt: skip
    answer = page(athome, "Lo Norr", "home-nursing")
    assert [str(one["text"]) for one in answer.context["entries"]] == ["Inskrivningen avslutad", "Inskriven"]
    assert "Inte inskriven nu." in text(answer)


def test_a_protected_identity_is_marked_in_the_lists(athome):
    people.note(athome.patients["Johan Lund"], Protection(level="sekretessmarkering"), by="test")
    with watched():
        table = nurse(athome).get("/patients/home-nursing/?show=to_enrol").context["table"]
    assert table.rows[0][0].note == "Skyddade personuppgifter"


@pytest.mark.browser
def test_the_pages_are_for_everybody(athome, world, pages):
    client = nurse(athome)
    every = {
        "list": "/patients/expected-at-home/",
        "home-nursing": "/patients/home-nursing/?show=not_enrolled",
        **{f"death-{name.split()[0]}": f"/patients/{athome.patients[name]}/death-at-home/"
           for name in ("Ada Ek", "Bo Berg", "Cilla Dahl", "Elof Gran")},
        **{f"nursing-{name.split()[0]}": f"/patients/{athome.patients[name]}/home-nursing/"
           for name in ("Frida Hav", "Hans Jord", "Ines Kvist")},
    }  # fmt: skip
    known = ["sjuksköterska", "Vårdcentralen Älven", "Hemsjukvården", "Jouren", "i köksskåpet", "Älvens begravning",
             "Vårdcentralen, natt jouren", "Klarar sig efter två veckor", "Kör bil", "Ny kontroll", "Avdelning 5",
             "Sår läggs om tisdagar", "Vårdcentralen"]  # fmt: skip
    with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
        for (name, path), (language, scheme) in product(every.items(), (("sv", "light"), ("en", "dark"))):
            tab = pages.open(language=language, scheme=scheme)
            tab.context.add_cookies([
                {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address},
                {"name": "language", "value": language, "url": address},
            ])  # fmt: skip
            for width in (360, 1280):
                tab.set_viewport_size({"width": width, "height": 900})
                assert tab.goto(address + path).status == 200
                tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                if folder := os.environ.get("PICTURES"):
                    tab.screenshot(path=f"{folder}/{name}-{language}-{scheme}-{width}.png", full_page=True)
                assert browsers.axe_violations(tab) == [], (name, language, scheme, width)
                assert walking.too_wide(tab, width) == [], (name, language, scheme, width)
            assert walking.in_the_wrong_language(tab, language, known=known) == [], (name, language)
            tab.context.close()
