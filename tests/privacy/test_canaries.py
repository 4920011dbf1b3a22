"""Canaries: strings planted where they may not be seen appear on no page, list, PDF, export, command or log line.

A made-up world of two providers, walked by everybody in every assignment and purpose: every page that can be reached by
links, every address without parameters, every search form asked for the canaries themselves. For each canary it is said
who may see it; they must, so that a walk that sees nothing fails too.
"""

from __future__ import annotations

import base64
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import duckdb
import pypdf
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from helpers import surface, workplaces
from helpers.visitors import BACKEND
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.areas import actions as areas
from lindra.areas.models import Provider
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import LimitDecided
from lindra.care.events.nursing import StepPlanned
from lindra.care.events.plan import SECTIONS
from lindra.care.identification import actions as identification
from lindra.care.identification import rules as signs
from lindra.care.paper import home_words
from lindra.deadlines import actions as due
from lindra.forms import actions as forms
from lindra.people import actions as people
from lindra.people.details import Address, Birth, Name, Protection, Relative, Telecom
from lindra.people.models import Staff
from lindra.privacy import accesslog, actions, door, worklist
from lindra.privacy.rules import Purpose
from lindra.record import export, facts, log
from lindra.record.clinical import Answer, Answered, Item
from lindra.record.destruction import Decision
from lindra.record.envelope import Author, When
from lindra.record.facts import Code
from lindra.record.log import ANY, Draft
from lindra.record.queries import events_of
from lindra.registry.relatives import survey
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.site import urls
from lindra.site.cli import gathered

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
NUMBER = "191212121212"
REVIEW = date(2026, 6, 20)

CANARIES = {
    "own": "qvarnsten", "blocked": "spindelrosa", "foreign": "tallkotte", "social": "havreax", "basis": "brännässla",
    "destroyed": "silverräv", "address": "Gömda stigen 99", "telephone": "070-1740699", "relative": "Fjällvråk",
    "stranger": "Lavskrika", "reason": "skogsduva", "limit": "granbarr", "limit elsewhere": "kråkris",
    "step": "björnmossa", "answer": "ljungrygg", "typed": "älggräs", "aside": "vattenklöver", "put off": "tranbär",
    "relative told": "kaveldun", "relative untold": "hjortronblom",
}  # fmt: skip
"""Words that stand nowhere else: an entry of the ward; one of the clinic's, blocked; one of home nursing's, to which
the ward has no consent; one of social care's; how an attitude was clarified; an entry that was destroyed; where a
protected person lives and is reached, and who is close; somebody of whom only home nursing knows; why one was asked;
of the plan, why the ward and (blocked) the clinic limited a treatment, and a step of home nursing's; what was answered
in a form at the ward, and typed and not sent; why the ward put the patient aside, and put off what is due; what
relatives answered the ward, who let it be read and who did not."""

WARDS = {("ward", "care"), ("ward", "followup"), ("ward", "admin"), ("clinic", "care"), ("clinic", "followup"),
         ("assistant", "care")}  # fmt: skip
"""Who may see what the ward has written: its own, and the clinic of the same provider."""
SEEN_BY = {
    "own": WARDS,
    "blocked": {("clinic", "care"), ("clinic", "followup"), ("clinic", "admin")},
    "foreign": {("home", "care"), ("home", "followup"), ("home", "admin")},
    "social": {("social", "care"), ("social", "followup"), ("social", "admin")},
    "basis": {("home", "care"), ("home", "admin")},
    "destroyed": set(),
    "address": {("ward", "care"), ("clinic", "care"), ("home", "care")},
    "telephone": {("ward", "care"), ("clinic", "care"), ("home", "care")},
    "relative": {("ward", "care"), ("clinic", "care"), ("home", "care")},
    "stranger": {("home", "care"), ("home", "followup"), ("home", "admin"), ("home", "extract"), ("social", "followup"),
                 ("social", "extract")},
    "reason": {("ward", "care"), ("ward", "followup"), ("ward", "admin"), ("assistant", "care"), ("clinic", "care"),
               ("clinic", "followup"), ("clinic", "admin"), ("clerk", "care"), ("clerk", "admin")},
    "limit": WARDS, "limit elsewhere": {("clinic", "care"), ("clinic", "followup"), ("clinic", "admin")},
    "step": {("home", "care"), ("home", "followup"), ("home", "admin")},
    "answer": WARDS, "typed": {("ward", "care")}, "aside": {("ward", "care"), ("assistant", "care"), ("clerk", "care")},
    "put off": WARDS, "relative told": {("ward", "care"), ("assistant", "care")}, "relative untold": set(),
}  # fmt: skip
"""Who may see a canary, by who they are and for what."""
SURELY = {
    "own": ("ward", "care"), "blocked": ("clinic", "care"), "foreign": ("home", "care"), "social": ("social", "care"),
    "relative": ("ward", "care"), "telephone": ("ward", "care"), "stranger": ("home", "care"),
    "limit": ("ward", "care"), "limit elsewhere": ("clinic", "care"), "step": ("home", "care"),
    "answer": ("ward", "care"), "typed": ("ward", "care"), "aside": ("assistant", "care"),
    "put off": ("clinic", "care"), "relative told": ("ward", "care"),
}  # fmt: skip
"""Who does see it on some page: the walk is no good where they do not."""


@dataclass
class Planted:
    """The world: the patient, the one only home nursing knows, and who comes."""

    patient: str
    stranger: str
    staff: dict[str, Staff]


def diagnosis(word: str) -> facts.Diagnosis:
    return facts.Diagnosis(code=Code(text=word), ref=word)


def plant() -> Planted:
    """Everything as it may be in a record, with its canaries."""
    places = workplaces.build()
    staff = {"ward": places.ward.staff, "clinic": places.clinic.staff, "home": places.home_nursing.staff}
    patient = people.new_patient()
    people.identify(patient, "personnummer", NUMBER)
    for detail in (
        Name(given="Astrid", family="Ekorre"), Birth(date="1912-12-12", sex="female"),
        Address(lines=(CANARIES["address"],), city="Norrvik", municipality="1780"),
        Telecom(value=CANARIES["telephone"]), Protection(level="skyddad_folkbokforing"),
        Relative(ref="r", name=CANARIES["relative"], relation="dotter", telecom=(CANARIES["telephone"],)),
    ):  # fmt: skip
        people.note(patient, detail, by="test")
    when = When.at(NOW - timedelta(days=3))
    ward = [facts.Admitted(episode="e"), diagnosis(CANARIES["own"]), diagnosis(CANARIES["destroyed"]), *frail(),
            limit("resuscitation", CANARIES["limit"]), filled_in(CANARIES["answer"])]  # fmt: skip
    asked = facts.RelationOpened(relation="a", ground="asked", reason=CANARIES["reason"])
    for place, told in (
        (places.ward, [*ward, asked]),
        (
            places.clinic,
            [
                facts.RelationOpened(relation="c"),
                diagnosis(CANARIES["blocked"]),
                limit("hospital", CANARIES["limit elsewhere"]),
            ],
        ),
        (
            places.home_nursing,
            [
                facts.Enrolled(enrolment="h", form="home_nursing"),
                diagnosis(CANARIES["foreign"]),
                StepPlanned(problem="pain", first=CANARIES["step"]),
            ],
        ),
    ):
        drafts = [Draft(fact, when, signed=not isinstance(fact, LimitDecided)) for fact in told]
        log.append(patient, drafts, place.author, expected=ANY)
    staff |= _more_staff(places, patient, when)
    _beside(patient, places, **dict.fromkeys(("typed", "aside", "off"), CANARIES["destroyed"]))
    actions.block(patient, "unit", places.clinic.reader())
    actions.note_attitude(
        patient, "unable", places.home_nursing.reader(), basis=CANARIES["basis"], opposed=True
    )
    stranger = people.new_patient()
    people.note(stranger, Name(given="Sixten", family=CANARIES["stranger"]), by="test")
    log.append(
        stranger, [Draft(facts.Enrolled(enrolment="h"), when)], places.home_nursing.author, expected=ANY
    )
    export.remember_folder(settings.LINDRA_HOME, settings.LINDRA_HOME / "export")
    export.export(settings.LINDRA_HOME / "export", settings.LINDRA_PSEUDONYM_KEY)
    _destroy(patient, places)
    _beside(patient, places, CANARIES["typed"], CANARIES["aside"], CANARIES["put off"])
    _answered(patient, places.ward)
    return Planted(patient, stranger, staff)


def limit(treatment: str, why: str) -> LimitDecided:
    """A limit of treatment, to be reviewed."""
    physician = Clinician(name="Y", profession="physician")
    return LimitDecided(treatment=treatment, decision="withhold", basis=("illness",), reason=why, physician=physician,
                        assessed="in_person", patient_told="yes", relatives_told="yes", review=REVIEW)  # fmt: skip


def filled_in(answer: str) -> Answered:
    """A form, filled in here."""
    item = Item(link="note", text="Anteckning", answers=(Answer(value=facts.Amount(text=answer)),))
    return Answered(ref="filled", questionnaire="visit|1.0.0", language="sv", items=(item,))


def frail() -> list[facts.Measured]:
    """Signs of needs: who has them stands on a list."""
    told = (("CFS", 7), ("AKPS", 30))
    return [facts.Measured(code=Code(code=code), value=facts.Amount(number=number)) for code, number in told]


def _beside(patient: str, places: workplaces.Workplaces, typed: str, aside: str, off: str) -> None:
    """What is kept beside the record: something typed, why the patient is put aside, why what is due is put off."""
    ward = places.ward.reader()
    place = {"staff": ward.staff.id, "assignment": ward.assignment.id, "form": "visit", "answer": ""}
    body = {"q:line": [typed]}
    forms.keep_draft({**place, "patient": patient}, body, "1.0.0", door.open(patient, ward).seq, "k")
    identification.choose(signs.known(), ward)
    until = clock.today() + timedelta(days=5)
    rows = worklist.rows_of("due", ward, [patient])
    due.not_now(patient, next(one.row.key for one in rows), ward, until, off)
    identification.not_now(patient, ward, until, aside)


def _answered(patient: str, ward: workplaces.Workplace) -> None:
    """What two relatives answered the ward; one of them lets it be read."""
    form = survey.latest()
    for name, may_read in (("relative told", True), ("relative untold", False)):
        answers, _ = survey.read_typed(form, {"q:more": [CANARIES[name]], "q:pain": ["full"]})
        asked = {
            "patient": patient,
            "unit": ward.unit,
            "provider": ward.provider,
            "form": form.named,
            "language": "sv",
        }
        row = Invitation.objects.create(id=name, relative=name, until="2026-07-01", code=name, **asked)
        RelativeAnswer.objects.create(
            id=name, invitation=row.id, may_read=may_read, sent_at="2026-06-14T08:00:00.000000Z", **asked,
            response=survey.verbatim(form, answers, "sv", NOW), said=survey.said(form, answers),
        )  # fmt: skip


def _more_staff(places: workplaces.Workplaces, patient: str, when: When) -> dict[str, Staff]:
    """An assistant nurse and a clerk of the ward, somebody of social care, and somebody without an assignment."""
    found = {}
    more = (
        ("assistant", "assistant nurse", ("care",)),
        ("clerk", "clerk", ("care", "admin")),
        ("idle", "", ()),
    )
    for number, (key, role, purposes) in enumerate(more):
        found[key] = people.add_staff(f"SE2321000016-T{number}", f"Person {key}", username=f"canary-{key}")
        if purposes:
            people.assign(found[key], places.ward.unit, role, purposes)
    kommun = Provider.objects.get(pk=places.home_nursing.provider)
    unit = areas.add_unit(hsa_id="SE2321000016-U7", name="Hemtjänsten", kind="other", municipality="1780",
                          provider=kommun, valid_from=date(2020, 1, 1))  # fmt: skip
    found["social"] = people.add_staff("SE2321000016-T7", "Person social", username="canary-social")
    work = people.assign(found["social"], unit.id, "undersköterska", ("care", "followup", "extract", "admin", "review"),
                         regime="social")  # fmt: skip
    people.assign(
        found["social"], unit.id, "lead", ("followup", "extract", "admin", "review"), regime="social"
    )
    author = Author(found["social"].hsa_id, work.id, unit.id, kommun.id, "social")
    told = [facts.RelationOpened(relation="s"), diagnosis(CANARIES["social"])]
    log.append(patient, [Draft(fact, when) for fact in told], author, expected=ANY)
    return found


def _destroy(patient: str, places: workplaces.Workplaces) -> None:
    gone = [e.id for e in events_of(patient) if e.payload and CANARIES["destroyed"] in str(e.payload)]
    decision = Decision("IVO 17/2026", "IVO", "2026-06-01", "en diagnos")
    door.destroy(patient, gone, decision, places.ward.reader("admin"))


@pytest.fixture(scope="module")
def planted(sqlite_template, tmp_path_factory) -> Iterator[Planted]:
    clock.fix(NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("canaries") / "home"):
            yield plant()
    finally:
        clock.fix(None)


def comes(planted: Planted, who: str) -> list[tuple[str, Client]]:
    """Somebody's browser for each purpose they have; without an assignment, or signed in, one without."""
    client = Client(SERVER_NAME="localhost")
    if who == "nobody":
        return [("", client)]
    client.force_login(planted.staff[who].user, backend=BACKEND)
    found = []
    for work in planted.staff[who].assignments.order_by("id"):
        for purpose in work.purposes:
            one = Client(SERVER_NAME="localhost")
            one.force_login(planted.staff[who].user, backend=BACKEND)
            one.post("/assignment/", {"choice": f"{work.id}|{purpose}"})
            found.append((purpose, one))
    return found or [("", client)]


OF_A_PATIENT = (
    "?show=everything", "plan/", "plan/confirm/", "plan/history/", "plan/history/?day=2026-06-13", "plan/paper/",
    "sign/", "forms/", "forms/visit/", "forms/limit/", "forms/trends/", "death-at-home/", "home-nursing/", "asked/",
)  # fmt: skip
"""Pages about one patient from which a walk begins."""
OF_DUE = ("/due/?unit=every", "/due/?when=off&unit=every", "/due/?when=mine")
BEDSIDE, HOME = {"bedside-sections": SECTIONS}, {"home-parts": tuple(home_words.PARTS)}
PAPERS = (
    ("bedside", {**BEDSIDE, "as": "pdf"}),
    ("bedside", {**BEDSIDE, "as": "file"}),
    ("home", {**HOME, "as": "page"}),
)


def told(client: Client, planted: Planted) -> Iterator[tuple[str, str]]:
    """Where, and everything that was said there: pages, headers, forms asked for the canaries."""
    starts = [
        f"/patients/{one}/{page}" for one in (planted.patient, planted.stranger) for page in OF_A_PATIENT
    ]
    for page in surface.walk(client, (*starts, *OF_DUE), alike=2, most=170):
        yield page.url, said(page.answer)
    for patient in (planted.patient, planted.stranger):
        for paper, asked in PAPERS:
            where = f"/patients/{patient}/plan/paper/{paper}/"
            yield f"{where} as {asked['as']}", said(client.post(where, asked))
    for word in (*CANARIES.values(), NUMBER, "Ekorre"):
        yield (
            f"search for {word}",
            said(client.post("/patients/", {"sought": word})).replace(f'value="{word}"', ""),
        )


def said(answer: HttpResponse) -> str:
    """Headers and body; a PDF as its text, a signed file as what was signed."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type", "") == "application/pdf":
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    elif answer.get("Content-Type", "") == "application/jose":
        text = base64.urlsafe_b64decode(body.split(b".")[1] + b"==").decode()
    else:
        text = body.decode(errors="replace")
    return f"{answer.items()}\n{text}"


def leaks(planted: Planted, who: str) -> tuple[list[str], set[tuple[str, str]]]:
    """Canaries seen by somebody who may not, and where; and those seen by right, with the purpose."""
    wrong, right = [], set()
    for purpose, client in comes(planted, who):
        for where, text in told(client, planted):
            folded = text.casefold()
            for name, word in CANARIES.items():
                if word.casefold() in folded and not where.endswith(word):
                    if (who, purpose) in SEEN_BY[name]:
                        right.add((name, purpose))
                    else:
                        wrong.append(f"{name} seen by {who} for {purpose or 'nothing'} at {where}")
    return wrong, right


WHO = ("nobody", "idle", "ward", "assistant", "clerk", "clinic", "home", "social")


@pytest.mark.parametrize("who", WHO)
def test_no_page_shows_what_this_person_may_not_see(planted, who):
    wrong, right = leaks(planted, who)
    assert wrong == []
    missing = {(name, purpose) for name, (one, purpose) in SURELY.items() if one == who} - right
    assert missing == set(), "the walk no longer reaches what may be seen"


def test_a_view_that_goes_around_the_door_is_found(planted):
    """The test of the test."""

    def everything(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM record_event WHERE body IS NOT NULL")
            return HttpResponse(b"\n".join(bytes(row[0]) for row in cursor.fetchall()))

    around = ModuleType("around")
    around.urlpatterns = [*urls.urlpatterns, path("everything/", everything, name="everything")]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=around):
        wrong, _ = leaks(planted, "assistant")
    assert {one.split()[0] for one in wrong} >= {"blocked", "foreign", "social", "basis"}
    assert all(one.endswith("/everything/") for one in wrong)


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("who", ["ward", "clinic", "home", "social"])
def test_no_command_in_somebodys_name_says_more(planted, who, purpose):
    runner, hsa_id = CliRunner(), planted.staff[who].hsa_id
    asked = [
        ["patient", "show", planted.patient, "--as", hsa_id, "--purpose", purpose, "--json"],
        ["privacy", "extract", planted.patient, "--as", hsa_id, "--purpose", purpose],
        ["plan", "show", planted.patient, "--as", hsa_id, "--purpose", purpose, "--json"],
        ["due", "--as", hsa_id, "--purpose", purpose, "--all-units", "--json"],
        [
            "privacy",
            "explain",
            "--as",
            hsa_id,
            "--staff",
            hsa_id,
            "--patient",
            planted.patient,
            "--purpose",
            purpose,
        ],
    ]
    for arguments in asked:
        done = runner.invoke(gathered(), arguments)
        clock.fix(NOW)
        text = json.dumps(done.output, ensure_ascii=False).casefold() + str(done.exception)
        seen = {name for name, word in CANARIES.items() if word.casefold() in text}
        assert {name for name in seen if (who, str(purpose)) not in SEEN_BY[name]} == set(), arguments


def test_no_log_line_says_anything_of_a_patient(planted, caplog):
    with caplog.at_level(logging.DEBUG):
        for who in ("ward", "home", "nobody"):
            for _, client in comes(planted, who)[:1]:
                list(told(client, planted))
                client.get(f"/no/such/{CANARIES['own']}/")
    lines = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("lindra", "django"))
    )
    shown = [name for name, word in CANARIES.items() if word.casefold() in lines.casefold() and name != "own"]
    assert shown == []
    assert NUMBER not in lines


def test_nothing_of_what_was_destroyed_is_left_anywhere(planted):
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    word = CANARIES["destroyed"].encode()
    holding = [
        str(path) for path in settings.LINDRA_HOME.rglob("*") if path.is_file() and word in path.read_bytes()
    ]
    assert holding == []


def test_the_export_holds_no_word_of_anybody(planted):
    folder = settings.LINDRA_HOME / "export"
    export.export(folder, settings.LINDRA_PSEUDONYM_KEY)
    files = sorted(folder.rglob("*.parquet"))
    assert files
    for file in files:
        rows = str(duckdb.sql(f"SELECT * FROM read_parquet('{file}')").fetchall())
        assert [name for name, word in CANARIES.items() if word in rows] == [], file


def test_the_access_log_names_patients_by_opaque_id_only(planted):
    rows = json.dumps(accesslog.entries(100_000), default=str, ensure_ascii=False)
    assert [name for name, word in CANARIES.items() if word in rows] == []
    assert NUMBER not in rows
