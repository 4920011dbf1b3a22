"""The report on paper: it says the numbers of the cube, in both languages, and can be listened to."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from lindra.frame import numbers
from lindra.measures.cli import measures
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.kept import Kept
from lindra.measures.report.content import Report, report
from lindra.measures.report.pdf import pdf
from lindra.measures.report.scope import parse
from measures import planted


def told(text: str = "region:17", level: str = "own", month: str = "2026-05") -> Report:
    with Cube(Kept(planted.home()).cube(level)) as cube:  # type: ignore[arg-type]
        return report(cube, parse(text), month)


def said(paper: bytes) -> str:
    pages = PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u202f", " ").split())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_paper_says_the_numbers_of_the_cube(language: str) -> None:
    found = told()
    text = said(pdf(found, language))
    of = {"sv": "av", "en": "of"}[language]
    for row in found.rows:
        for result in (row.now, row.year):
            assert f"{result.met} {of} {result.of}" in text
            assert numbers.percent(result.value or 0, language=language).replace("\u202f", " ") in text
        assert row.measure.key.split("@")[0][:12] in text
        assert row.measure.source.said(language)[:40] in text
        if row.gap:
            assert f"{row.gap} {'personer' if language == 'sv' else 'people'}" in text


@pytest.mark.parametrize(
    ("language", "title", "headings"),
    [
        ("sv", "Månadsrapport, Värmland, maj 2026", ["Gapet i människor", "Vad som ändrades", "Över tid"]),
        ("en", "Monthly report, Värmland, May 2026", ["The gap in people", "What changed", "Over time"]),
    ],
)  # fmt: skip
def test_the_paper_is_tagged_and_titled_in_its_language(
    language: str, title: str, headings: list[str]
) -> None:
    paper = pdf(told(), language)
    reader = PdfReader(io.BytesIO(paper))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, language)
    assert root["/StructTreeRoot"]["/K"]
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert 2 <= len(reader.pages) <= 4
    text = said(paper)
    assert [one for one in (title, *headings) if one not in text] == []


def test_every_picture_is_told_in_words() -> None:
    reader = PdfReader(io.BytesIO(pdf(told(), "en")))
    told_of = [
        one for one in _elements(reader.trailer["/Root"]["/StructTreeRoot"]) if one.get("/S") == "/Figure"
    ]
    assert len(told_of) == 7, "the gaps, and each indicator over time"
    assert all(one.get("/Alt") for one in told_of)
    assert any("2026-05 50%" in str(one["/Alt"]) for one in told_of)


def _elements(node: object) -> list[dict[str, object]]:
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [found for one in node for found in _elements(one)]
    if not isinstance(node, dict):
        return []
    return [node, *_elements(node.get("/K", []))]


def test_low_coverage_is_said_first() -> None:
    found = told()
    text = said(pdf(replace(found, coverage=0.62, coverage_at_most=0.7), "en"))
    assert text.index("Coverage is 62%") < text.index("The gap in people")
    so_far = said(pdf(replace(found, coverage=0.62, coverage_at_most=0.71), "en"))
    assert "Coverage is 62%" not in so_far
    assert so_far.index("Coverage so far is 62%") < so_far.index("The gap in people")
    assert "Coverage" not in said(pdf(found, "en")).split("The gap in people")[0], "75 % is enough"


def test_what_is_not_complete_is_said() -> None:
    text = said(pdf(told(), "en"))
    assert "A hollow point is not yet complete" in text
    assert "Reports of this period may still come." in text
    past = said(pdf(told(month="2025-11"), "en"))
    assert "not yet complete" not in past
    assert "may still come" not in past


@pytest.mark.parametrize(("level", "withheld"), [("own", False), ("inside", True)])
def test_that_small_counts_are_withheld_is_said_where_they_are(level: str, withheld: bool) -> None:
    assert ("Small counts are withheld" in said(pdf(told(level=level), "en"))) is withheld


def test_the_period_of_a_unit_is_said_and_its_name() -> None:
    text = said(pdf(told(f"unit:{planted.UNIT}"), "en", "Ward 5"))
    assert "Monthly report, Ward 5, quarter 2 of 2026" in text
    assert "Units are shown by quarter" in text


def test_the_same_report_is_the_same_file() -> None:
    assert pdf(told(), "sv") == pdf(told(), "sv")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_command_writes_it(tmp_path: Path, language: str) -> None:
    out = tmp_path / "report.pdf"
    cube = Kept(planted.home()).cube("own")
    asked = ["report", str(cube), "--scope", "municipality:1780", "--month", "2026-05", "--out", str(out)]
    found = CliRunner().invoke(measures, [*asked, "--language", language])
    assert found.exit_code == 0, found.output
    assert "Karlstad" in said(out.read_bytes())


@pytest.mark.parametrize(("scope", "month"), [("region:25", "2026-05"), ("x", "2026-05"), ("all", "May")])
def test_the_command_says_what_it_cannot_do(tmp_path: Path, scope: str, month: str) -> None:
    out = tmp_path / "report.pdf"
    cube = Kept(planted.home()).cube("own")
    asked = ["report", str(cube), "--scope", scope, "--month", month, "--out", str(out)]
    found = CliRunner().invoke(measures, asked)
    assert found.exit_code == 2
    assert "Error: " in found.stderr
    assert not out.exists()
