"""The patient's extract of the access log: every access and attempt, in plain words, on page and paper."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader

from helpers import workplaces
from helpers.visitors import at_work
from lindra.people import actions as people
from lindra.privacy import accesslog, door
from lindra.privacy.log import extract_pdf
from lindra.privacy.log import words as log_words
from lindra.privacy.log.extract import Extract, extract


@pytest.fixture
def places(either_world, clock_at):
    clock_at("2026-06-15T03:00:00+02:00")
    return workplaces.build()


@pytest.fixture
def patient(places):
    """Opened at the ward, in a list there, and tried by another provider."""
    patient = workplaces.patient_at(places.ward, "Berit Bergström")
    people.identify(patient, "personnummer", "191212121212")
    door.open(patient, places.ward.reader())
    door.rows("patients", places.ward.reader())
    door.open(patient, places.home_nursing.reader())
    return patient


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(found):
    return [(line.unit, line.provider, line.what, line.refused) for line in found.lines()]


def test_the_extract_says_from_which_unit_what_was_done_and_what_was_tried(patient, places):
    found = extract(patient, places.ward.reader("extract"))
    assert isinstance(found, Extract)
    assert told(found) == [
        ("Avdelning 5", "Norrviks region", "Took out the list of who has opened the record", False),
        (
            "Hemsjukvården",
            "Norrviks kommun",
            "Tried to open the record, and was refused: nothing was shown",
            True,
        ),
        ("Avdelning 5", "Norrviks region", "Saw the patient in the list of the unit's patients", False),
        ("Avdelning 5", "Norrviks region", "Opened the record", False),
    ]
    opened = found.lines()[-1]
    assert (opened.who, opened.why) == ("sjuksköterska", "To give care")
    assert opened.ground.endswith("the Patient Data Act (2008:355) chapter 4 section 1")
    assert found.units == [("Avdelning 5", "Norrviks region", 3), ("Hemsjukvården", "Norrviks kommun", 1)]


def test_the_extract_names_nobody_of_the_staff(patient, places):
    found = extract(patient, places.ward.reader("extract"))
    said = json.dumps(extract_pdf.content(found, places.ward.reader("extract")))
    for place in (places.ward, places.home_nursing):
        assert place.staff.name not in said
        assert place.staff.hsa_id not in said


def test_linked_records_have_one_extract(patient, places):
    other = workplaces.patient_at(places.home_nursing, episode="e2")
    door.open(other, places.home_nursing.reader())
    people.link(patient, other, reason="same person", by="test")
    assert len(extract(patient, places.ward.reader("extract")).rows) == 5


def test_another_patients_accesses_are_not_in_it(patient, places):
    other = workplaces.patient_at(places.ward, "Sven Svensson")
    door.open(other, places.ward.reader())
    assert len(extract(patient, places.ward.reader("extract")).rows) == 4


@pytest.mark.parametrize(
    ("place", "purpose"), [("ward", "care"), ("ward", "admin"), ("home_nursing", "extract")]
)
def test_nobody_gets_it_for_another_purpose_or_without_a_relation(patient, places, place, purpose):
    found = extract(patient, getattr(places, place).reader(purpose))
    assert isinstance(found, door.Denied)
    latest = accesslog.entries(1)[0]
    assert (latest["what"], latest["outcome"], latest["patients"]) == (
        "extract of the access log", "denied", [patient],
    )  # fmt: skip


def test_what_the_log_says_has_words_in_both_languages():
    for language in ("en", "sv"):
        with translation.override(language):
            for what in (*log_words.DEEDS, "write admitted", "list deaths", "destroy by 3.4-1"):
                assert what not in log_words.deed(what, "opened").split(": ")
                assert log_words.deed(what, "denied")
            assert "something new" in log_words.deed("something new", "opened")


SOURCE = Path(__file__).resolve().parents[2] / "src" / "lindra"
SAYS = {
    "open": 2,
    "visible": 2,
    "for_opened": 0,
    "log": 2,
    "_write": 4,
    "_allow": 2,
    "_listed": 3,
    "states": 3,
    "masked": 4,
}
"""Functions that write in the access log, and which argument says what was done."""
NAMES_NOBODY = {"checks of the access log", "removal of entries", "asked about a patient"}


def said_in_code():
    """Every text by which the code tells the access log what was done to a patient."""
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            target.id: node.value for node in tree.body if isinstance(node, ast.Assign)
            for target in node.targets if isinstance(target, ast.Name)
        }  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from texts(said_by(node), named)


def said_by(call):
    """Which argument of a call, if any, says what was done."""
    place = SAYS.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
    by_name = [given.value for given in call.keywords if given.arg == "what"] if place is not None else []
    return call.args[place] if place is not None and len(call.args) > place else next(iter(by_name), None)


def texts(said, named):
    """A text as it is written, the beginning of one put together, and what a module's name stands for."""
    if isinstance(said, ast.Name):
        said = named.get(said.id)
    if isinstance(said, ast.JoinedStr) and isinstance(said.values[0], ast.Constant):
        said = said.values[0]
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value


def test_whatever_the_code_says_was_done_has_words_for_the_patient():
    said = set(said_in_code())
    assert {
        "timeline",
        "who holds entries",
        "write ",
        "list ",
        "plan on paper",
        "whether the death is reported",
    } <= said, "the guard must see what is there"
    silent = {what for what in said if not log_words.known(what) and ": no such patient" not in what}
    assert {what for what in silent if not what.startswith(("counts of ", "figures of "))} == NAMES_NOBODY


def test_a_law_is_told_in_words_and_what_is_no_law_as_it_is():
    assert log_words.ground("SFS 2022:913 3 kap. 6 §", "emergency").startswith("danger to life")
    assert log_words.ground("SFS 2008:355 4 kap. 1 §", "denied").startswith("Refused by the Patient Data Act")
    assert log_words.ground("command line", "run") == "command line"
    assert log_words.ground("SFS 2008:355 7 kap. 2 a §", "allowed").endswith("chapter 7 section 2 a")


def test_several_laws_are_told_in_words_each_and_each_once():
    several = (
        "SFS 2008:355 4 kap. 1 §; SFS 2022:913 3 kap. 1 §; SFS 2022:913 3 kap. 6 §; SFS 2008:355 4 kap. 1 §"
    )
    for outcome in ("opened", "emergency"):
        told = log_words.ground(several, outcome).split("; ")
        assert [one.split(" – ")[0] for one in told] == [
            "takes part in the care, or needs it for the work", "takes part in the care, and the patient consented",
            "danger to life, and the patient could not be asked",
        ]  # fmt: skip
        assert all("chapter" in one for one in told)
    assert log_words.ground(several, "denied").count("Refused by") == 3


def test_a_page_read_by_an_emergency_opening_is_told_as_such_with_every_ground(patient, places):
    right = "SFS 2008:355 4 kap. 1 §; SFS 2022:913 3 kap. 6 §"
    accesslog.log(places.ward.reader(), [patient], "timeline", right, "emergency")
    line = extract(patient, places.ward.reader("extract")).lines()[1]
    assert (line.note, line.refused, line.ground.count("; ")) == ("Emergency opening", False, 1)
    assert "SFS" not in line.ground


def structure(reader):
    """The kinds of tags of a PDF, each with how many there are."""
    kinds, waiting = {}, [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            kinds[str(node.get("/S"))] = kinds.get(str(node.get("/S")), 0) + 1
            waiting += [node["/K"]] if "/K" in node else []
    return kinds


@pytest.mark.parametrize(("language", "name"), [("sv", None), ("en", "Who has opened your record")])
def test_the_paper_is_tagged_has_title_and_language_and_holds_the_same_rows(patient, places, language, name):
    reader = places.ward.reader("extract")
    with translation.override(language):
        found = extract(patient, reader)
        paper = PdfReader(io.BytesIO(extract_pdf.pdf(found, reader)))
        root = paper.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
        assert root["/Lang"] == language
        assert paper.metadata.title == extract_pdf.title()
        assert name in (None, paper.metadata.title)
        assert "pdfuaid:part" in paper.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
        for line in found.lines():
            assert " ".join(line.what.split()) in text
            assert line.unit in text
        tags = structure(paper)
        assert tags["/TH"] == 3 + 5
        assert tags["/TR"] == 1 + len(found.units) + 1 + len(found.rows)


def test_the_page_shows_the_extract_and_gives_it_as_pdf(patient, places):
    client = at_work(places.ward, "extract", "en")
    address = door_address(patient)
    page = client.get(address)
    assert page.status_code == 200
    assert "Tried to open the record" in page.content.decode()
    paper = client.get(f"{address}pdf/")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert at_work(places.home_nursing, "extract", "en").get(address).status_code == 403
    assert at_work(places.ward, "care", "en").get(f"{address}pdf/").status_code == 403


def door_address(patient):
    from django.urls import reverse

    return reverse("extract", args=[patient])


START = (
    "import django; django.setup(); from lindra.privacy.commands import privacy; privacy(prog_name='lindra')"
)


def run(world, *words, said=""):
    return subprocess.run(
        [sys.executable, "-c", START, *words],
        env=world.env,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_prints_it_and_writes_the_paper(patient, places, either_world, tmp_path):
    words = ("extract", "-", "--as", places.ward.staff.hsa_id, "--purpose", "extract")
    printed = run(either_world, *words, said="19121212-1212\n")
    assert (printed.returncode, len(printed.stdout.splitlines())) == (0, 4)
    paper = tmp_path / "extract.pdf"
    told = run(either_world, *words, "--pdf", str(paper), "--json", said="19121212-1212\n")
    assert [one["refused"] for one in json.loads(told.stdout)["accesses"]] == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert paper.read_bytes().startswith(b"%PDF-")
    assert paper.stat().st_mode & 0o077 == 0
    denied = run(
        either_world, "extract", patient, "--as", places.home_nursing.staff.hsa_id, "--purpose", "extract"
    )
    assert (denied.returncode, denied.stdout) == (1, "")


def test_the_commands_anchor_and_weed(patient, places, either_world, tmp_path):
    kept = tmp_path / "kept.gz"
    assert run(either_world, "anchor", str(kept)).returncode == 0
    assert kept.exists()
    young = run(either_world, "weed", "--before", "2024-01-01")
    assert (young.returncode, "kept 5 years" in young.stderr) == (2, True)
    assert run(either_world, "weed", "--before", "2021-01-01").stderr.strip() == "rows emptied: 0"
