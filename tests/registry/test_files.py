"""Reports left in a file for the register, and taken back: what is left once, again, erased; what does not fit."""

from __future__ import annotations

import csv
import io
import json
import stat
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from helpers import workplaces
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.areas import queries as areas
from lindra.forms import library
from lindra.forms.answers import of_response
from lindra.forms.yields import facts as facts_of
from lindra.people import actions as people
from lindra.people.details import Protection
from lindra.privacy import accesslog, door, worklist
from lindra.record import facts
from lindra.record.facts import Signed
from lindra.registry.cli import registry
from lindra.registry.events import DeathReported
from lindra.registry.files import columns, sending
from lindra.registry.files.columns import COLUMNS, QUESTIONS
from lindra.registry.files.parsed import NotAFile, parse
from registry import scenes
from registry.scenes import NOW, TEST_NUMBERS, dead, opted_out, reported, withdrawn


@pytest.fixture
def places(world, clock_at):
    clock_at(NOW)
    return workplaces.build()


def run(*arguments: Any, place=None, purpose: str = "care", code: int = 0):
    """The command as the one who works at a place; its result, its output, and what it said besides."""
    who = ["--as", place.staff.hsa_id, "--purpose", purpose] if place else []
    answer = CliRunner().invoke(registry, [*map(str, arguments), *who])
    assert answer.exit_code == code, answer.output + repr(answer.exception)
    return answer


def export(place, out, *more: Any, code: int = 0) -> dict[str, Any]:
    return json.loads(run("export", "--out", out, "--json", *more, place=place, code=code).stdout)


def lines_of(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def left(**counts: int) -> dict[str, int]:
    return {"new": 0, "corrected": 0, "erased": 0, "left": {}} | counts


def told(done: dict[str, Any]) -> dict[str, Any]:
    return {name: done[name] for name in ("new", "corrected", "erased", "left")}


# What is to be left, as arithmetic

entries = st.sampled_from(["", "v1", "v2"])


@given(st.lists(st.tuples(entries, st.booleans()), max_size=8))
def test_after_each_run_the_register_has_what_stands_and_a_second_run_leaves_nothing(history) -> None:
    """However a report comes, goes, is corrected, and the person opts out and in again."""
    there, last = "", None
    for standing, out in history:
        what = sending.due(standing, last, opted_out=out)
        if what is not None:
            last = {"report": there if what == "erased" else standing, "what": what}
            assert (what == "new") == (there == "")
            there = "" if what == "erased" else standing
        assert there == ("" if out else standing)
        assert sending.due(standing, last, opted_out=out) is None


def test_a_batch_is_known_by_its_lines_in_whatever_order() -> None:
    one, other = ("new", "a"), ("corrected", "b")
    assert sending.batch_of("u", [one, other]) == sending.batch_of("u", [other, one])  # type: ignore[list-item]
    assert len({sending.batch_of(unit, [one]) for unit in "uv"} | {sending.batch_of("u", [other])}) == 3  # type: ignore[list-item]


def literal(annotation: object) -> list[str]:
    inner = get_args(annotation)
    return [one for one in inner if isinstance(one, str)] or [text for one in inner for text in literal(one)]


@st.composite
def reports(draw) -> DeathReported:
    """A report with every question answered or not, by its own codes."""
    told: dict[str, Any] = {}
    for name, model in DeathReported.model_fields.items():
        codes = literal(model.annotation)
        if name in columns.SEVERAL:
            told[name] = tuple(
                draw(st.lists(st.sampled_from(codes), unique=True, min_size=model.is_required()))
            )
        elif codes:
            told[name] = draw(
                st.sampled_from(codes) if model.is_required() else st.sampled_from([None, *codes])
            )
        elif name == "arrived":
            told[name] = draw(st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)))
        else:
            told[name] = draw(
                st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)
            ).strip()
    return DeathReported(**told)


@given(reports())
def test_a_report_is_the_same_when_it_has_been_a_line(report: DeathReported) -> None:
    assert columns.report(columns.told(report)) == report


@given(st.lists(reports(), min_size=1, max_size=3))
def test_lines_are_the_same_when_they_have_been_a_file(several: list[DeathReported]) -> None:
    from lindra.registry.files.written import as_file

    died = date(2026, 5, 4)
    written = [
        columns.Line("new", "u", f"{nr}", "Åsa", "Ek, von", died, died, one) for nr, one in enumerate(several)
    ]
    read = parse(as_file(written, "b", "csv", NOW)).lines
    assert [columns.report(one.cells) for one in read] == several
    assert [one.cells["family"] for one in read] == ["Ek, von"] * len(several)


# Out


def test_a_signed_report_is_left_once_with_whose_it_is_and_its_answers(places, tmp_path):
    patient = dead(places.ward, "Ada Ek", 3, number=0)
    reported(patient, places.ward)
    done = export(places.ward, tmp_path / "one.csv")
    assert told(done) == left(new=1)
    (line,) = lines_of(tmp_path / "one.csv")
    assert tuple(line) == COLUMNS
    assert {name: line[name] for name in ("action", "number", "given", "family", "died", "reported")} == {
        "action": "new", "number": TEST_NUMBERS[0], "given": "Ada", "family": "Ek", "died": "2026-06-12",
        "reported": "2026-06-14",
    }  # fmt: skip
    assert (line["unit"], line["batch"]) == (areas.unit(places.ward.unit).hsa_id, done["batch"])
    assert (line["diseases"], line["mouth"], line["pain"]) == ("cancer heart", "yes", "")
    assert stat.S_IMODE((tmp_path / "one.csv").stat().st_mode) == 0o600
    assert told(export(places.ward, tmp_path / "two.csv")) == left()
    assert not (tmp_path / "two.csv").exists()


def test_what_was_left_is_an_entry_in_the_record_with_its_batch_and_version(places, tmp_path):
    patient = dead(places.ward, number=0)
    entry = reported(patient, places.ward)
    batch = export(places.ward, tmp_path / "one.csv")["batch"]
    opened = door.open(patient, places.ward.reader())
    sent = opened.chart.one("register_sent")
    assert sent.value == {"report": entry, "batch": batch}
    assert sent.author == places.ward.staff.hsa_id


def test_it_is_left_again_only_when_it_was_corrected_and_then_as_that(places, tmp_path):
    patient = dead(places.ward, number=0)
    entry = reported(patient, places.ward)
    first = export(places.ward, tmp_path / "1.csv")["batch"]
    scenes.write(patient, places.ward, scenes.report(mouth="no"), clock.now(), corrects=entry)
    done = export(places.ward, tmp_path / "2.csv", "--from", "2030-01-01")
    assert told(done) == left(corrected=1), "what was left before is put right whatever its day"
    assert done["batch"] != first
    assert [(line["action"], line["mouth"]) for line in lines_of(tmp_path / "2.csv")] == [("corrected", "no")]
    assert told(export(places.ward, tmp_path / "3.csv")) == left()


def test_who_opted_out_is_never_left_and_who_did_so_afterwards_is_erased_once(places, tmp_path):
    out, also = dead(places.ward, "Ada Ek", number=0), dead(places.ward, "Bo Berg", number=1)
    for patient in (out, also):
        reported(patient, places.ward)
    opted_out(out)
    assert told(export(places.ward, tmp_path / "1.csv")) == left(new=1)
    assert TEST_NUMBERS[0] not in (tmp_path / "1.csv").read_text()
    opted_out(also)
    assert told(export(places.ward, tmp_path / "2.csv")) == left(erased=1)
    (line,) = lines_of(tmp_path / "2.csv")
    assert (line["action"], line["number"], line["died"]) == ("erased", TEST_NUMBERS[1], "2026-06-12")
    assert {line[name] for name in (*QUESTIONS, "given", "family", "reported")} == {""}
    assert told(export(places.ward, tmp_path / "3.csv")) == left()
    opted_out(also, False)
    assert told(export(places.ward, tmp_path / "4.csv")) == left(new=1)


def test_a_report_that_is_withdrawn_after_it_was_left_is_erased(places, tmp_path):
    patient = dead(places.ward, number=0)
    entry = reported(patient, places.ward)
    export(places.ward, tmp_path / "1.csv")
    withdrawn(patient, places.ward, entry)
    assert told(export(places.ward, tmp_path / "2.csv")) == left(erased=1)


def test_a_report_without_a_death_is_told_of_until_it_is_put_right(places, tmp_path):
    """Before it was left, and after."""
    for number in (0, 1):
        patient = workplaces.patient_at(places.ward, f"Ada Ek{number}")
        people.identify(patient, "personnummer", TEST_NUMBERS[number])
        death = scenes.write(patient, places.ward, facts.Died(), clock.now())
        reported(patient, places.ward, days_ago=0)
        if number == 1:
            assert told(export(places.ward, tmp_path / "1.csv", code=1)) == left(new=1, left={"no_death": 1})
        withdrawn(patient, places.ward, death)
    for _ in range(2):
        assert told(export(places.ward, tmp_path / "2.csv", code=1)) == left(left={"no_death": 2})


def test_only_signed_reports_also_those_that_were_signed_later(places, tmp_path):
    patient = dead(places.ward, number=0)
    entry = reported(patient, places.ward, signed=False)
    assert told(export(places.ward, tmp_path / "1.csv", code=1)) == left(left={"unsigned": 1})
    act = next(e.act for e in door.open(patient, places.ward.reader()).history() if e.id == entry)
    scenes.write(patient, places.ward, Signed(signs=act), clock.now())
    assert told(export(places.ward, tmp_path / "2.csv")) == left(new=1)


def test_what_cannot_be_left_is_counted_and_the_rest_is_left(places, tmp_path):
    reported(dead(places.ward, "Ada Ek"), places.ward)
    protected = dead(places.ward, "Bo Berg", number=1)
    people.note(protected, Protection(level="sekretessmarkering"), by="test")
    reported(protected, places.ward)
    reported(dead(places.ward, "Cilla Dahl", number=2), places.ward)
    done = export(places.ward, tmp_path / "1.csv", code=1)
    assert told(done) == left(new=1, left={"number": 1, "protected": 1})
    done = export(places.ward, tmp_path / "2.csv", "--protected", code=1)
    assert told(done) == left(new=1, left={"number": 1})


def test_days_choose_among_what_was_not_left_before(places, tmp_path):
    for number, days in enumerate((40, 20, 10)):
        reported(dead(places.ward, f"Ada Ek{number}", days, number), places.ward)
    first, last = (f"{clock.today() - timedelta(days=days)}" for days in (20, 20))
    done = export(places.ward, tmp_path / "1.csv", "--from", first, "--to", last)
    assert told(done) == left(new=1)
    assert lines_of(tmp_path / "1.csv")[0]["number"] == TEST_NUMBERS[1]
    assert told(export(places.ward, tmp_path / "2.csv")) == left(new=2)


def test_a_unit_leaves_its_own_and_no_others(places, tmp_path):
    patient = dead(places.ward, number=0)
    for place in (places.clinic, places.home_nursing):
        visit = facts.Enrolled(enrolment=place.unit, form="home_nursing")
        scenes.write(patient, place, visit, clock.now() - timedelta(days=9))
    reported(patient, places.ward)
    assert told(export(places.clinic, tmp_path / "1.csv")) == left()
    assert told(export(places.home_nursing, tmp_path / "2.csv")) == left()
    assert told(export(places.ward, tmp_path / "3.csv")) == left(new=1)


def test_of_a_person_with_two_records_the_report_is_left_wherever_it_stands(places, tmp_path):
    one, other = dead(places.ward, number=0), workplaces.patient_at(places.ward, "Ada Ek", "e2")
    people.link(one, other, reason="same", by="test")
    reported(other, places.ward)
    assert told(export(places.ward, tmp_path / "1.csv")) == left(new=1)
    assert told(export(places.ward, tmp_path / "2.csv")) == left()


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_noted(places, tmp_path):
    reported(dead(places.ward, number=0), places.ward)
    (tmp_path / "1.csv").write_text("kept")
    run("export", "--out", tmp_path / "1.csv", place=places.ward, code=2)
    assert (tmp_path / "1.csv").read_text() == "kept"
    assert told(export(places.ward, tmp_path / "2.csv")) == left(new=1)


def test_where_noting_fails_there_is_no_file_and_all_is_left_the_next_time(places, tmp_path, monkeypatch):
    for number in (0, 1):
        reported(dead(places.ward, f"Ada Ek{number}", number=number), places.ward)
    real, calls = door.write, []

    def once(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise door.Conflict(1, 2)
        return real(*args, **kwargs)

    monkeypatch.setattr(door, "write", once)
    run("export", "--out", tmp_path / "1.csv", place=places.ward, code=1)
    monkeypatch.setattr(door, "write", real)
    assert not (tmp_path / "1.csv").exists()
    assert told(export(places.ward, tmp_path / "1.csv")) == left(new=2)


@pytest.mark.parametrize("purpose", ["followup", "admin"])
def test_it_is_for_care_and_for_who_is_authorised(places, tmp_path, purpose):
    reported(dead(places.ward, number=0), places.ward)
    run("export", "--out", tmp_path / "1.csv", place=places.ward, purpose=purpose, code=1)
    assistant = people.add_staff("SE2321000016-S9", "Person 9", "Undersköterska")
    people.assign(assistant, places.ward.unit, "undersköterska", ("care",))
    other = replace(places.ward, staff=assistant)
    run("export", "--out", tmp_path / "1.csv", place=other, code=1)
    run("import", __file__, place=other, code=2)  # no register file at all
    assert not (tmp_path / "1.csv").exists()


def test_nothing_of_a_patient_is_said_or_logged_beside_the_file(places, tmp_path, caplog):
    reported(dead(places.ward, "Ada Ek", number=0), places.ward)
    said = run("export", "--out", tmp_path / "1.csv", place=places.ward).output
    said += run("import", tmp_path / "1.csv", place=places.ward, code=0).output
    said += caplog.text + str([entry["what"] for entry in accesslog.entries(50)])
    assert TEST_NUMBERS[0] not in said
    assert "Ek" not in said


def test_the_bundle_says_the_same_by_the_registers_form(places, tmp_path):
    one, other = dead(places.ward, "Ada Ek", number=0), dead(places.ward, "Bo Berg", number=1)
    reported(one, places.ward)
    reported(other, places.ward)
    export(places.ward, tmp_path / "1.csv")
    opted_out(other)
    entry = door.open(one, places.ward.reader()).chart.one("register_report").event
    scenes.write(
        one, places.ward, scenes.report(mouth="no", pain="yes", pain_relief="full"), NOW, corrects=entry
    )
    done = export(places.ward, tmp_path / "2.json", "--format", "fhir")
    bundle = json.loads((tmp_path / "2.json").read_text(encoding="utf-8"))
    assert (bundle["type"], bundle["identifier"]["value"]) == ("collection", done["batch"])
    by_number = {
        e["resource"]["contained"][0]["identifier"][0]["value"]: e["resource"] for e in bundle["entry"]
    }
    amended, erased = by_number[TEST_NUMBERS[0]], by_number[TEST_NUMBERS[1]]
    assert (amended["status"], erased["status"]) == ("amended", "entered-in-error")
    assert "item" not in erased
    assert "name" not in erased["contained"][0]
    assert amended["contained"][0]["deceasedDateTime"] == "2026-06-12"
    form = library.get("death-report")
    answers, problems = of_response(form, amended)
    assert problems == []
    (fact,) = [y.fact for y in facts_of(form, answers, NOW, "ref")[0] if isinstance(y.fact, DeathReported)]
    assert fact == scenes.report(mouth="no", pain="yes", pain_relief="full")


# Back


def taken(place, path, code: int = 0) -> dict[str, Any]:
    return json.loads(run("import", path, "--json", place=place, code=code).stdout)


def written(path, *changes: dict[str, str], extra: tuple[str, ...] = ()) -> Any:
    """A file of a unit's own lines, one for each of the changes to a sound line."""
    unit = areas.unit_by_hsa_id("SE2321000016-U1")
    assert unit is not None
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, (*COLUMNS, *extra))
        writer.writeheader()
        for change in changes:
            sound = {"unit": unit.hsa_id, "died": "2026-06-12", "reported": "2026-06-14"}
            writer.writerow(sound | columns.told(scenes.report()) | change)
    return path


def number(place: int) -> dict[str, str]:
    return {"number": TEST_NUMBERS[place]}


def why(done: dict[str, Any]) -> list[tuple[int, str]]:
    return [(one["line"], one["why"]) for one in done["left"]]


def test_what_was_left_by_one_system_is_taken_back_by_another(sqlite_template, tmp_path, clock_at):
    """The same people in two worlds: what one leaves, the other has, and leaves to nobody."""
    clock_at(NOW)
    several = [scenes.report(), scenes.report(place="care_home", diseases=("other",), disease_other='Å, "; ö'),
               scenes.report(expected="no", arrived=None, mouth=None, consulted=("none",))]  # fmt: skip
    for home in ("one", "other"):
        with sqlite_world(sqlite_template, tmp_path / home):
            places = workplaces.build()
            patients = [dead(places.ward, f"Ada Ek{nr}", 3, nr) for nr in range(len(several))]
            if home == "one":
                for patient, report in zip(patients, several, strict=True):
                    scenes.write(patient, places.ward, report, clock.now() - timedelta(days=1))
                assert export(places.ward, tmp_path / "1.csv")["new"] == len(several)
                continue
            assert taken(places.ward, tmp_path / "1.csv")["written"] == len(several)
            charts = [door.open(patient, places.ward.reader()).chart for patient in patients]
            found = [chart.one("register_report") for chart in charts]
            assert [DeathReported.model_validate(one.value) for one in found] == several
            assert {one.source.split("|")[0] for one in found} == {"register-file"}
            assert {clock.day(clock.datetime.fromisoformat(one.occurred_from)) for one in found} == {
                date(2026, 6, 14)
            }
            assert taken(places.ward, tmp_path / "1.csv")["there_already"] == len(several)
            assert told(export(places.ward, tmp_path / "2.csv")) == left()
            scenes.write(
                patients[0], places.ward, scenes.report(mouth="no"), clock.now(), corrects=found[0].event
            )
            assert told(export(places.ward, tmp_path / "3.csv")) == left(corrected=1)


def test_what_does_not_fit_is_told_by_line_and_the_rest_is_written(places, tmp_path):
    for nr in range(4):
        dead(places.ward, f"Ada Ek{nr}", 3, nr)
    alive = workplaces.patient_at(places.ward, "Bo Berg")
    people.identify(alive, "personnummer", TEST_NUMBERS[5])
    path = written(
        tmp_path / "1.csv",
        number(0),
        number(1) | {"mouth": "maybe", "place": ""},
        number(2) | {"died": "2026-06-11"},
        number(8),
        {"number": "19121212-1213"},
        number(5),
        number(3) | {"unit": "SE2321000016-U2"},
        number(3) | {"reported": "2026-06-01"},
        number(3) | {"reported": ""},
        number(3) | {"arrived": "2026-06-13"},
        {"action": "erased"} | number(3),
    )
    done = taken(places.ward, path, code=1)
    assert (done["written"], done["erasures_passed_over"]) == (1, 1)
    assert why(done) == [
        (3, "codes"), (4, "died"), (5, "unknown"), (6, "number"), (7, "not_dead"), (8, "unit"), (9, "days"),
        (10, "days"), (11, "days"),
    ]  # fmt: skip
    by_line = {one["line"]: one for one in done["left"]}
    assert by_line[3]["columns"] == ["place", "mouth"]
    assert by_line[4]["file"] == "2026-06-11"
    assert by_line[4]["record"].startswith("2026-06-12 (entry ")
    assert by_line[11]["columns"] == ["arrived", "died"]


def test_the_same_death_twice_in_a_file_is_left_to_who_knows_which_is_right(places, tmp_path):
    for nr in (0, 1):
        dead(places.ward, f"Ada Ek{nr}", 3, nr)
    path = written(tmp_path / "1.csv", number(0), number(1), number(0) | {"mouth": "no"}, number(1))
    done = taken(places.ward, path, code=1)
    assert (done["written"], done["said_again"]) == (1, 1)
    assert [(one["line"], one["why"], one["file"]) for one in done["left"]] == [
        (2, "twice", "lines 2, 4"), (4, "twice", "lines 2, 4"),
    ]  # fmt: skip


def test_who_is_reported_before_is_left_with_what_differs(places, tmp_path):
    patient = dead(places.ward, number=0)
    entry = reported(patient, places.ward, mouth="no", arrived=None)
    done = taken(places.ward, written(tmp_path / "1.csv", number(0)), code=1)
    assert done["left"] == [
        {
            "line": 2,
            "why": "reported",
            "columns": ["arrived", "mouth"],
            "file": "line 2",
            "record": f"entry {entry}",
        }
    ]
    assert len(door.open(patient, places.ward.reader()).timeline(kinds=("death_reported",))) == 1


def test_who_is_reported_by_another_provider_is_not_reported_again(places, tmp_path):
    """That there is a report may be known, not what it says."""
    patient = dead(places.ward, number=0)
    visit = facts.Enrolled(enrolment="h", form="home_nursing")
    scenes.write(patient, places.home_nursing, visit, clock.now() - timedelta(days=40))
    reported(patient, places.home_nursing)
    done = taken(places.ward, written(tmp_path / "1.csv", number(0)), code=1)
    assert why(done) == [(2, "elsewhere")]
    assert worklist.rows_of("register", places.ward.reader(), [patient]) == []


def test_an_old_death_that_is_nobodys_in_particular_is_taken_back(places, tmp_path, clock_at):
    """Long after the care ended, and where the record does not know which unit it was."""
    patient = dead(places.ward, number=0)
    opened = door.open(patient, places.ward.reader())
    admitted = opened.timeline(kinds=("admitted",))[0].id
    scenes.write(patient, places.ward, facts.RelationOpened(relation="r"), clock.now() - timedelta(days=40))
    withdrawn(patient, places.ward, admitted)
    clock_at(clock.now() + timedelta(days=400))
    assert taken(places.ward, written(tmp_path / "1.csv", number(0) | {"arrived": ""}))["written"] == 1


def test_who_has_opted_out_is_not_taken_back(places, tmp_path):
    opted_out(dead(places.ward, number=0))
    assert why(taken(places.ward, written(tmp_path / "1.csv", number(0)), code=1)) == [(2, "opted_out")]


def test_a_death_known_to_its_month_allows_every_day_of_it(places, tmp_path):
    patient = workplaces.patient_at(places.ward)
    people.identify(patient, "personnummer", TEST_NUMBERS[0])
    from lindra.record import log
    from lindra.record.envelope import When, midnight
    from lindra.record.log import ANY, Draft

    month = When(midnight(date(2026, 5, 1)), None, "month")
    log.append(patient, [Draft(facts.Died(), month)], places.ward.author, expected=ANY)
    sound = number(0) | {"arrived": ""}
    for died in ("2026-04-30", "2026-06-01"):
        done = taken(places.ward, written(tmp_path / "1.csv", sound | {"died": died}), code=1)
        assert why(done) == [(2, "died")]
    assert taken(places.ward, written(tmp_path / "1.csv", sound | {"died": "2026-05-31"}))["written"] == 1


def test_columns_that_nobody_knows_are_named_and_the_lines_are_read(places, tmp_path):
    dead(places.ward, number=0)
    path = written(tmp_path / "1.csv", number(0) | {"sålunda": "x"}, extra=("sålunda",))
    answer = run("import", path, place=places.ward, code=1)
    assert "unknown columns, not read: sålunda" in answer.output
    assert "written: 1" in answer.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "columns are missing: unit"),
        (b"unit,number\n", "columns are missing: died"),
        ("unit,number,died,å\n".encode("latin-1"), "not in UTF-8"),
        ((",".join(COLUMNS) + ",mouth\n").encode(), "stand there twice: mouth"),
        ((",".join(COLUMNS) + "\na,b\n").encode(), "line 2 has 2 cells"),
    ],
)
def test_what_is_no_register_file_is_not_read_at_all(content, said):
    with pytest.raises(NotAFile, match=said):
        parse(content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_separators_a_mark_of_order_and_lines_in_cells_are_read(separator):
    heading = separator.join(COLUMNS)
    cells = ["x"] * len(COLUMNS)
    cells[5] = '"två\r\nrader"'
    content = f"\ufeff{heading}\r\n{separator.join(cells)}\r\n\r\n{separator.join(cells)}\r\n"
    assert [one.line for one in parse(content.encode()).lines] == [2, 5]


def test_every_column_and_code_is_documented():
    from helpers.runs import ROOT

    text = (ROOT / "docs" / "register-file.md").read_text(encoding="utf-8")
    for name, model in DeathReported.model_fields.items():
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
        assert {code for code in literal(model.annotation) if f"`{code}`" not in row} == set(), name
    for name in columns.ABOUT:
        assert f"| `{name}` |" in text
