"""The engine against a plain-Python count of made-up tables; its groups, its cases, what it reads."""

from __future__ import annotations

import statistics
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.measures.definitions import BY_SLUG, OWN
from lindra.measures.engine import GROUPS, Export, NoExport, Where
from lindra.record.derive import LAST_YEAR_COLUMNS
from lindra.record.parquet import Table
from measures.last_year import REFERENCE, Row, at, died, export_of, patients, row

DEATHS = (
    "2026-03-10 14:00",
    "2026-03-29 03:30",
    "2025-10-26 02:30",
    "2026-01-01 00:00",
    "2026-03-10",
    "2026-02",
    "2024",
)
FORMS = {
    "admitted": ("hospital", "palliative", "short_stay"),
    "contact": ("emergency", "outpatient", "home_visit"),
    "moved": ("own_home", "care_home", "short_stay", "hospice", "other", "unknown", "ward"),
    "enrolled": ("specialised_home_care", "consult_team", "palliative_clinic", "home_nursing"),
}
# Minutes around death: at it, beside it, at the edges of the windows, and anywhere.
DAY = 24 * 60
offsets = st.one_of(
    st.sampled_from([-DAY, -1, 0, 1, 30 * DAY, 31 * DAY, 31 * DAY - 1, 90 * DAY, 90 * DAY + 1]),
    st.integers(-2 * DAY, 120 * DAY),
)


@st.composite
def events(draw: st.DrawFn, patient: str, death: str) -> Row:
    kind = draw(st.sampled_from(sorted(FORMS)))
    start = at(death) - timedelta(minutes=draw(offsets))
    length = draw(st.none() | st.integers(0, 60 * DAY))
    end: datetime | None = None if length is None else start + timedelta(minutes=length)
    if end and draw(st.booleans()):
        end = max(start, at(death) - timedelta(minutes=draw(st.sampled_from([-1, 0, 1]))))
    rest = {
        "form": draw(st.sampled_from(FORMS[kind])),
        "palliative": draw(st.booleans()),
        "provider": draw(st.sampled_from("pq")),
    }
    return row(patient, death, kind, start, end, **rest)


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 4))):
        patient, death = f"patient{number}", draw(st.sampled_from(DEATHS))
        home = draw(st.sampled_from(["1780", "1715", None]))
        own = [died(patient, death), *draw(st.lists(events(patient, death), max_size=6))]
        rows += [each | {"municipality": home} for each in own]
    return rows if draw(st.booleans()) else rows[::-1]


@given(tables())
def test_the_engine_gives_each_patient_what_plain_python_gives(rows: list[Row]) -> None:
    with export_of(rows) as export:
        for slug, (included, value) in REFERENCE.items():
            told = {case.pseudonym: case.value for case in export.cases(BY_SLUG[slug], "p")}
            expected = {name: value(own) for name, own in patients(rows).items() if included(own)}
            assert told == pytest.approx(expected) if slug.startswith("days") else told == expected, slug


@given(tables())
def test_the_counts_are_those_of_the_cases(rows: list[Row]) -> None:
    with export_of(rows) as export:
        for slug, (included, value) in REFERENCE.items():
            everyone = patients(rows).values()
            values = [value(own) for own in everyone if included(own)]
            results = export.count(BY_SLUG[slug])
            assert {r.denominator for r in results} == {len(values)}
            assert {r.left_out for r in results} == {len(everyone) - len(values)}
            if BY_SLUG[slug].kind == "mean":
                assert results[0].value == (pytest.approx(statistics.mean(values)) if values else None)
                assert results[0].median == (pytest.approx(statistics.median(values)) if values else None)
            else:
                assert {r.category: r.n for r in results if r.n} == _tally(values)


def _tally(values: list[bool | str]) -> dict[str, int]:
    named = [value if isinstance(value, str) else "" for value in values if value is not False]
    return {name: named.count(name) for name in named}


@given(tables())
@settings(max_examples=10)
def test_groups_add_up_to_all_unless_they_overlap(rows: list[Row]) -> None:
    with export_of(rows) as export:
        for indicator in OWN:
            whole = sum(result.n for result in export.count(indicator))
            for by in GROUPS:
                total = sum(result.n for result in export.count(indicator, by))
                assert total >= whole if by == "provider" else total == whole


def test_groups_are_named_and_those_not_known_are_kept() -> None:
    rows = [
        died("a", "2026-03-10 14:00", provider="p"),
        died("b", "2026-04-10 14:00", provider="q", municipality="1715"),
        died("c", "2025-04-10 14:00", provider="q", municipality=None),
    ]
    with export_of(rows) as export:
        admitted = BY_SLUG["admitted-last-30-days"]
        assert [r.group for r in export.count(admitted, "municipality")] == ["", "1715", "1780"]
        assert [r.group for r in export.count(admitted, "region")] == ["17"]
        assert [(r.group, r.denominator) for r in export.count(admitted, "provider")] == [("p", 1), ("q", 2)]
        assert [(r.group, r.denominator) for r in export.count(admitted, "year")] == [
            ("2025", 1),
            ("2026", 2),
        ]
        assert [r.group for r in export.count(admitted, "month")] == ["2025-04", "2026-03", "2026-04"]
        assert export.groups("municipality") == ["1715", "1780"]
        assert [r.denominator for r in export.count(admitted, where=Where("17", "1715", "2026"))] == [1]
        assert [r.denominator for r in export.count(admitted, where=Where(year="2025"))] == [1]


def test_a_number_opens_only_to_patients_of_the_provider_and_to_the_rows_behind_it() -> None:
    death = "2026-03-10 14:00"
    rows = [
        died("a", death, provider="p"),
        row(
            "a",
            death,
            "admitted",
            "2026-03-01 10:00",
            "2026-03-05 10:00",
            form="hospital",
            provider="p",
            unit="ward",
        ),
        row("a", death, "admitted", "2026-03-08 10:00", form="hospital", provider="q"),
        died("b", death, provider="q"),
        row("b", death, "admitted", "2026-03-08 10:00", form="hospital", provider="q"),
    ]
    with export_of(rows) as export:
        (case,) = export.cases(BY_SLUG["admitted-last-30-days"], "p")
        found = export.behind(BY_SLUG["admitted-last-30-days"], ["a", "nobody"])
        assert export.cases(BY_SLUG["admitted-last-30-days"], "nobody") == []
        assert export.behind(BY_SLUG["admitted-last-30-days"], []) == {}
    assert (case.pseudonym, case.value) == ("a", True)
    assert [
        (each.kind, each.unit, each.provider, each.regime, each.days_before_death) for each in found["a"]
    ] == [
        ("admitted", "ward", "p", "health", 9),
        ("admitted", "u", "q", "health", 2),
    ]
    assert found["nobody"] == ()


def test_cases_come_in_the_same_order_whatever_their_value() -> None:
    death = "2026-03-10 14:00"
    rows = [died(name, death) for name in "abc"]
    rows.append(row("b", death, "admitted", "2026-03-01 10:00", form="hospital"))
    with export_of(rows) as export:
        for indicator in OWN:
            assert [case.pseudonym for case in export.cases(indicator, "p")] == ["a", "b", "c"]
            year = Where(year="2025")
            assert export.cases(indicator, "p", year) == []


def test_a_text_that_is_no_code_is_a_value_and_never_sql() -> None:
    with export_of([died("a", "2026-03-10 14:00")]) as export:
        for text in ("17' OR '1'='1", "'; DROP TABLE last_year; --"):
            assert export.count(BY_SLUG["palliative-contact"], where=Where(region=text))[0].denominator == 0
            assert export.cases(BY_SLUG["palliative-contact"], text) == []
        assert export.count(BY_SLUG["palliative-contact"])[0].denominator == 1


def parquet(folder: Path, rows: list[Row]) -> Path:
    """The rows as an export lies on disk."""
    for month in sorted({each["death_month"] for each in rows}):
        table = Table(folder / "last_year" / f"death_month={month}" / "part.parquet", LAST_YEAR_COLUMNS)
        for each in rows:
            if each["death_month"] == month:
                table.add(each)
        table.close()
    return folder


def test_the_parquet_of_every_month_is_read(tmp_path: Path) -> None:
    folder = parquet(
        tmp_path / "it's an export", [died("a", "2026-03-10 14:00"), died("b", "2025-12-10 14:00")]
    )
    with Export(folder) as export:
        assert [(r.group, r.denominator) for r in export.count(BY_SLUG["palliative-contact"], "month")] == [
            ("2025-12", 1),
            ("2026-03", 1),
        ]


def test_a_folder_without_an_export_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoExport, match="lindra export"):
        Export(tmp_path)


def test_measures_run_without_an_arrow_library(tmp_path: Path) -> None:
    folder = parquet(tmp_path, [died("a", "2026-03-10 14:00")])
    program = (
        "import sys; sys.modules['pyarrow'] = sys.modules['pandas'] = sys.modules['numpy'] = None\n"
        "from pathlib import Path\n"
        "from lindra.measures.engine import Export, INDICATORS\n"
        f"with Export(Path({str(folder)!r})) as export:\n"
        "    print(sum(export.count(i)[0].denominator for i in OWN))\n"
    ).replace(
        "engine import Export, INDICATORS",
        "engine import Export\nfrom lindra.measures.definitions import OWN",
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == (str(len(OWN)), 0), done.stderr
