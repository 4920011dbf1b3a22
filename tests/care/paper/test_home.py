"""The home sheet: nothing the patient has not been told, no codes, whom to call hour by hour, tagged on paper."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.utils import translation
from pypdf import PdfReader

from care.paper.conftest import DOCTOR, NUMBER, limit
from helpers import workplaces
from lindra.care.events.decisions import DeathExpected
from lindra.care.events.nursing import ImplantNoted
from lindra.care.paper import home, home_words
from lindra.care.plan import compute
from lindra.privacy import door
from lindra.record import log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

EVERYTHING = tuple(home_words.PARTS)
SECRET = ("Intensiv", "hemlig", "nnan behandling", "Kort tid kvar", "Dottern", "hospice", "bukspott", "cancer",
          "Sista dygnen",
          "N02AA", "N05CD", "C25", "360006004", "Morfin 2,5", NUMBER[:8], "Älvgatan", "054-17 00 99")  # fmt: skip
"""What is in the record, and nobody has told the patient, or no relative needs; codes and terms of the trade too."""
OF_DEATH = ("slutet", "andningen", "112. Ni", "defibrillator", "Fonus", "dör", "dö ")


@pytest.fixture
def opened(patient, places):
    with translation.override("sv"):
        yield door.open(patient, places.ward.reader())


def made(opened, parts=home_words.CHOSEN, contacts=None, number=False):
    events = tuple(event for event, _ in home.numbers(opened.chart))
    wish = home.Wish(tuple(parts), events if contacts is None else contacts, number)
    at = opened.sight.side.at
    until = home.last_day(compute.plan(opened.chart, at), wish)
    return home.sheet(opened.chart, opened.person, "19121212-1212", wish, at, until)


def text(sheet):
    told = home.content(sheet)
    points = [f"{part['title']} {part['note']} {' '.join(part['points'])}" for part in told["parts"]]
    rows = [" ".join([hours, *sum((*first, *second), ())]) for hours, first, second in told["calls"]]
    return " ".join([told["title"], told["who"], told["made"], told["danger"], *rows, *points])


@pytest.mark.parametrize("parts", [home_words.CHOSEN, EVERYTHING])
def test_nothing_is_on_it_that_the_patient_has_not_been_told(opened, parts):
    said = text(made(opened, parts))
    assert [secret for secret in SECRET if secret.casefold() in said.casefold()] == []


def test_what_was_agreed_is_what_the_patient_said_or_was_told(opened):
    (agreed,) = made(opened, ("agreed",)).parts
    assert set(agreed.points) == {
        "Det viktigaste: Sitta i trädgården",
        "Vill vårdas: hemma",
        "Från vårt samtal: Stanna hemma",
        "Hjärt-lungräddning, om hjärtat stannar: nej. Fråga oss om du vill veta varför.",
    }


def test_dying_is_spoken_of_only_where_that_is_chosen(opened):
    assert "last_days" not in home_words.CHOSEN
    silent = text(made(opened, [part for part in EVERYTHING if part != "last_days"])).casefold()
    assert [word for word in OF_DEATH if word.casefold() in silent] == []
    spoken = text(made(opened, ("last_days",)))
    assert "När slutet är nära" in spoken
    assert "Efteråt: Ring Fonus 0771-87 00 87" in spoken
    assert "behöver inte ringa 112" in spoken
    assert "Det här är allmänt" in spoken


@pytest.mark.parametrize(
    "since",
    [
        DeathExpected(known="no", physician=DOCTOR),
        DeathExpected(known="yes", physician=DOCTOR, review=date(2026, 6, 14), transport="Ring Fonus"),
        DeathExpected(
            known="yes", physician=DOCTOR, transport="Ring Fonus"
        ),  # nobody has said when to review it
        limit("resuscitation", "yes", "give"),
    ],
)
def test_that_one_need_not_call_112_is_said_only_while_a_decision_of_expected_death_holds(
    opened, patient, places, since
):
    log.append(patient, [Draft(since, When.at(opened.sight.side.at))], places.ward.author, expected=ANY)
    spoken = text(made(door.open(patient, places.ward.reader()), ("last_days",)))
    assert "behöver inte ringa 112" not in spoken
    assert "Fonus" not in spoken
    assert "defibrillator" in spoken


def test_of_a_defibrillator_that_was_removed_nothing_is_said(opened, patient, places):
    removed = Draft(ImplantNoted(form="icd", removed=True), When.at(opened.sight.side.at))
    log.append(patient, [removed], places.ward.author, expected=ANY)
    spoken = text(made(door.open(patient, places.ward.reader()), ("last_days",)))
    assert "behöver inte ringa 112" in spoken
    assert "defibrillator" not in spoken


def test_it_says_until_when_it_may_be_trusted_by_what_stands_on_it(opened, patient, places):
    def until(*parts):
        now = door.open(patient, places.ward.reader())
        return home.content(made(now, parts))["until"]

    assert until("agreed", "last_days") == "Lita inte på det här papperet efter 20 juni 2026"  # the review
    assert (
        until("expect") == "Lita inte på det här papperet efter 16 juni 2026"
    )  # dying: two days from yesterday
    old = Draft(limit("fluids", "yes", review=date(2026, 6, 14)), When.at(opened.sight.side.at))
    log.append(patient, [old], places.ward.author, expected=ANY)
    assert (
        until("agreed") == "Lita inte på det här papperet efter 15 juni 2026"
    )  # to have been reviewed yesterday


def test_general_words_are_marked_as_general_and_name_no_illness(opened):
    (expect,) = made(opened, ("expect",)).parts
    assert expect.note.startswith("Det här är allmänt")
    assert len(expect.points) == 3
    every = " ".join(str(one) for points in home_words.EXPECT.values() for one in points).casefold()
    assert not {"cancer", "lung", "heart", "dementia", "die", "death"} & set(every.replace(".", " ").split())


def test_the_box_says_what_for_and_who_may_give_it(opened):
    (box,) = made(opened, ("box",)).parts
    assert box.points == (
        "Asken finns här: I skåpet över kylen",
        "Morfin: mot smärta. Får ges av: en sjuksköterska, en närstående som vi har lärt upp.",
        "Ett läkemedel vars namn saknas här: mot oro och ångest. "
        "Får ges av: en sjuksköterska, en närstående som vi har lärt upp.",
    )


def test_whom_to_call_is_told_hour_by_hour_with_the_numbers_chosen(opened):
    calls = made(opened, ("call",)).calls
    assert [call.hours for call in calls] == [
        "Dag 07:00–08:00", "Dag 08:00–16:00", "Kväll 16:00–21:30", "Natt 21:30–07:00",
    ]  # fmt: skip
    assert "054-17 00 17" in dict(calls[1].workdays).values()
    assert "054-17 00 17" not in dict(calls[1].other_days).values()
    assert calls[3].workdays == (("Jourläkare", "054-17 00 19"),)
    (night,) = [event for event, said in home.numbers(opened.chart) if "054-17 00 18" in said]
    only = made(opened, ("call",), (night,)).calls
    assert [call.workdays for call in only][1] == (("ingen utsedd – fråga oss", ""),)


def test_practical_things_and_the_number_if_it_is_wanted(opened):
    sheet = made(opened, ("practical",), number=True)
    assert sheet.parts[0].points == ("Hemma finns: Vårdsäng", "Har nyckel: Bo Åkerström")
    assert sheet.who == "Berit Bergström, 19121212-1212"
    assert made(opened, ("practical",)).who == "Berit Bergström"


def test_on_paper_it_is_tagged_and_says_the_same(opened):
    sheet = made(opened, EVERYTHING)
    reader = PdfReader(io.BytesIO(home.pdf(sheet)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "sv"
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in sheet.parts:
        assert part.title in said
        assert all(point in said for point in part.points)
    assert [secret for secret in SECRET if secret.casefold() in said.casefold()] == []


def test_of_a_patient_of_whom_nothing_is_known_it_says_so(places):
    nobody = workplaces.patient_at(places.ward, "Sven Svensson", "e9")
    with translation.override("sv"):
        sheet = made(door.open(nobody, places.ward.reader()), EVERYTHING)
        assert [call.workdays for call in sheet.calls] == [(("ingen utsedd – fråga oss", ""),)]
        assert sheet.parts[0].points == ("Inget är nedskrivet än. Fråga oss.",)
        assert home.pdf(sheet).startswith(b"%PDF-")
