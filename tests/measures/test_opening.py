"""An export opened: each person's value, the rows behind it, what follows from some of them, what is compared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.measures import language as lang
from lindra.measures.cases.opening import Compared, Export, NoExport, OfRows, Out, Value, Where, whatever_said
from lindra.measures.cases.seen import settled
from lindra.measures.catalogue.common import REPORT
from lindra.measures.measure import Measure
from lindra.measures.national.pairs import pairs
from lindra.record.layers import OldExport
from measures import plain
from measures.cubes import ON, current, named, of_deaths
from measures.drawn import tables
from measures.exports import written
from measures.last_year import Row, day_is_known, died, export_of, patients, row

DEATH = "2026-03-10 14:00"


def sound(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of everybody who is counted at all, of each person at most one report, as the register has it."""
    return {name: once(own) for name, own in patients(rows).items() if not plain.fault(own)}


def once(own: list[Row]) -> list[Row]:
    reports = [r for r in own if r["kind"] == "death_reported"]
    return [r for r in own if r["kind"] != "death_reported" or r is reports[0]]


def value_of(measure: Measure, own: list[Row]) -> Value:
    """The value of a person in plain Python."""
    counted = plain.so(measure.population, own) and not plain.so(measure.exclusions, own)
    value: Value
    if measure.choice is not None:
        value = plain.which(measure.choice, own)
    elif measure.mean is not None:
        found = plain.number(measure.mean, own)
        counted, value = counted and found is not None, found or 0
    elif measure.of is not None:
        assert measure.met is not None
        rows = OfRows(plain.number(measure.met, own) or 0, plain.number(measure.of, own) or 0)
        counted, value = counted and rows.of > 0, rows
    else:
        assert measure.numerator is not None
        value = plain.so(measure.numerator, own)
    return value if counted else Out.NOT_COUNTED


@given(tables(most=4))
@settings(max_examples=5)
def test_each_person_has_the_value_that_plain_python_gives(rows: list[Row]) -> None:
    with export_of(rows) as export:
        for measure in of_deaths():
            expected = {
                name: value_of(measure, own)
                for name, own in sorted(patients(rows).items())
                if not plain.fault(own) and not (measure.register and own[0]["register_opt_out"])
            }
            found = {one.pseudonym: one.value for one in export.cases(measure, "p")}
            assert found == expected, measure.key


@given(tables(most=3), st.randoms(use_true_random=False))
@settings(max_examples=6)
def test_what_follows_from_some_rows_is_so_whatever_the_others_are(rows: list[Row], random: object) -> None:
    everyone = sound(rows)
    with export_of([r for own in everyone.values() for r in own]) as export:
        for measure in of_deaths():
            behind = export.behind(measure, list(everyone))
            for one in export.cases(measure, "p"):
                assert one.day_known == day_is_known(everyone[one.pseudonym])
                told = behind[one.pseudonym]
                some = [r for r in told if random.random() < 0.5]  # type: ignore[attr-defined]
                for seen in (told, some, ()):
                    found = settled(measure, seen, day_known=one.day_known)
                    assert found is None or found == one.value, (measure.key, seen)


@given(tables(most=3))
@settings(max_examples=5)
def test_the_rows_behind_a_value_are_all_that_it_stands_on(rows: list[Row]) -> None:
    """With only those rows, and the death, the value is the same."""
    everyone = sound(rows)
    with export_of([r for own in everyone.values() for r in own]) as export:
        for measure in of_deaths():
            behind = export.behind(measure, list(everyone))
            for name, own in everyone.items():
                if measure.register and own[0]["register_opt_out"]:
                    assert behind[name] == ()
                    continue
                kept = {(b.kind, b.form, b.minutes_before_death) for b in behind[name]}
                some = [r for r in own if r["kind"] == "died" or place(r) in kept]
                assert value_of(measure, some) == value_of(measure, own), measure.key


def place(r: Row) -> tuple[object, ...]:
    return r["kind"], r["form"], r["minutes_before_death"]


# What is opened.


def test_a_number_opens_only_to_the_dead_of_the_provider_and_to_the_rows_behind_it() -> None:
    first = {"form": "hospital", "provider": "p", "unit": "ward"}
    rows = [
        died("a", DEATH, provider="p"),
        row("a", DEATH, "admitted", "2026-03-01 10:00", "2026-03-05 10:00", **first),
        row("a", DEATH, "admitted", "2026-03-08 10:00", form="hospital", provider="q"),
        row("a", DEATH, "contact", "2026-03-08 10:00", form="outpatient", provider="q"),
        died("b", DEATH, provider="q"),
        row("b", DEATH, "admitted", "2026-03-08 10:00", form="hospital", provider="q"),
    ]
    admitted = named("admitted-last-30-days")
    with export_of(rows) as export:
        [case] = export.cases(admitted, "p")
        found = export.behind(admitted, ["a", "nobody"])
        assert export.cases(admitted, "nobody") == []
        assert export.behind(admitted, []) == {}
    assert (case.pseudonym, case.value) == ("a", True)
    told = [(one.kind, one.unit, one.provider, one.regime, one.days_before_death) for one in found["a"]]
    assert told == [("admitted", "ward", "p", "health", 9), ("admitted", "u", "q", "health", 2)]
    assert all(one.shown for one in found["a"])
    assert found["nobody"] == ()


def test_what_only_says_who_is_counted_is_not_told_beside_the_value() -> None:
    rows = [
        died("a", DEATH),
        row("a", DEATH, "enrolled", "2026-02-01 10:00", form="specialised_home_care"),
        row("a", DEATH, "plan_confirmed", "2026-02-02 10:00"),
    ]
    with export_of(rows) as export:
        found = export.behind(named("plan-among-enrolled"), ["a"])["a"]
    assert [(one.kind, one.shown) for one in found] == [("enrolled", False), ("plan_confirmed", True)]


@pytest.mark.parametrize(
    "answers", ["|expected=yes|mouth=yes|", "|expected=yes|mouth=no|", "|expected=no|", None]
)
def test_a_report_stands_behind_whatever_it_says(answers: str | None) -> None:
    reported = row("a", DEATH, "death_reported", "2026-03-12 09:00", answers=answers)
    with export_of([died("a", DEATH), reported]) as export:
        for measure in (one for one in current() if one.id.endswith("-reported")):
            [only] = export.behind(measure, ["a"])["a"]
            assert (only.kind, only.shown) == ("death_reported", True)


def test_conditions_on_answers_are_left_out_and_no_others() -> None:
    says, other = lang.Says("mouth", ("yes",)), lang.Between("number", least=1)
    assert whatever_said(REPORT & says) == lang.And((REPORT,))
    assert whatever_said(REPORT & (says | other)) == lang.And((REPORT,))
    assert whatever_said(REPORT & ~says & other) == lang.And((lang.And((REPORT,)), other))
    assert whatever_said(REPORT & ~other) == REPORT & ~other
    assert whatever_said(says) is None


def test_nobody_is_left_out_because_of_what_their_rows_say() -> None:
    """Who is in the list would tell it: a report of an expected death, an enrolment, a conversation."""
    rows = [died(name, DEATH) for name in "abc"]
    rows.append(row("b", DEATH, "admitted", "2026-03-01 10:00", form="hospital"))
    rows.append(row("c", DEATH, "death_reported", "2026-03-12 10:00", answers="|expected=yes|"))
    with export_of(rows) as export:
        for measure in of_deaths():
            assert [case.pseudonym for case in export.cases(measure, "p")] == ["a", "b", "c"], measure.key


def test_only_the_dead_that_are_asked_for_are_opened() -> None:
    rows = [
        died("a", DEATH),
        died("b", "2025-04-10 14:00", municipality="1715"),
        died("c", DEATH, municipality=None),
    ]
    measure = named("coverage")
    with export_of(rows) as export:

        def found(where: Where) -> str:
            return "".join(case.pseudonym for case in export.cases(measure, "p", where))

        assert found(Where()) == "abc"
        assert found(Where(region="17")) == "abc"
        assert found(Where(municipality="1715")) == "b"
        assert found(Where("17", "1780", "2026")) == "a"
        assert (export.groups("municipality"), export.groups("region")) == (["1715", "1780"], ["17"])
        assert export.groups("year") == ["2025", "2026"]


def test_who_died_twice_or_before_birth_is_opened_no_more_than_counted() -> None:
    rows = [
        died("a", DEATH),
        died("a", DEATH),
        died("b", DEATH, age_at_death=-1),
        died("c", DEATH, age_at_death=80),
    ]
    with export_of(rows) as export:
        assert [case.pseudonym for case in export.cases(named("coverage"), "p")] == ["c"]


def test_a_text_that_is_no_code_is_a_value_and_never_sql() -> None:
    measure = named("palliative-contact")
    with export_of([died("a", DEATH)]) as export:
        for text in ("17' OR '1'='1", "'; DROP TABLE last_year; --"):
            assert export.cases(measure, "p", Where(region=text)) == []
            assert export.cases(measure, text) == []
            assert export.behind(measure, [text]) == {text: ()}
            assert export.documented(unit=text) == []
        assert len(export.cases(measure, "p")) == 1


# Reports against the record.


@given(tables(most=6))
@settings(max_examples=5)
def test_reports_and_record_are_compared_as_plain_python_does(rows: list[Row]) -> None:
    own = [one for one in sound(rows).values() if not one[0]["register_opt_out"]]
    with export_of([r for one in sound(rows).values() for r in one]) as export:
        for pair in pairs(ON):
            each = [(value_of(pair.reported, one), value_of(pair.recorded, one)) for one in own]
            out = Out.NOT_COUNTED
            expected = Compared(
                both=each.count((True, True)), only_report=each.count((True, False)),
                only_record=each.count((False, True)), neither=each.count((False, False)),
                unreported=sum(a is out and b is not out for a, b in each),
                only_reported=sum(a is not out and b is out for a, b in each),
            )  # fmt: skip
            assert export.compare(pair) == expected, pair.key


# The folder.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "it's an export", [died("a", DEATH), died("b", "2025-12-10 14:00")])
    return tmp_path / "it's an export"


def test_the_parquet_of_every_month_is_read(folder: Path) -> None:
    with Export(folder) as export:
        assert [case.pseudonym for case in export.cases(named("coverage"), "p")] == ["a", "b"]
        assert export.groups("year") == ["2025", "2026"]


def test_a_folder_without_an_export_and_an_old_one_are_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OldExport, match="lindra export"):
        Export(tmp_path / "nothing")
    (folder / "manifest.json").unlink()
    with pytest.raises(OldExport, match="an older Lindra wrote it"):
        Export(folder)


def test_an_export_in_which_nobody_has_died_is_told(tmp_path: Path) -> None:
    written(tmp_path, [])
    with pytest.raises(NoExport, match="no deaths are exported"):
        Export(tmp_path)


def test_an_export_is_opened_without_an_arrow_library(folder: Path) -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = sys.modules['pandas'] = sys.modules['numpy'] = None\n"
        "from pathlib import Path\n"
        "from lindra.measures import catalogue\n"
        "from lindra.measures.cases.opening import Export\n"
        f"with Export(Path({str(folder)!r})) as export:\n"
        "    print(len(export.cases(catalogue.measures()[0], 'p')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("2", 0), done.stderr
