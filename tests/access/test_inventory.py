"""The June 2026 inventory as we restate it: counts, codes, the two lists, the answers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lindra.access import inventory
from lindra.areas import geography

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "access"


def original(name: str) -> Iterator[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_the_matrix_has_21_regions_and_8_functions() -> None:
    matrix = inventory.matrix()
    assert list(matrix) == [region.code for region in geography.regions()]
    assert all(len(row) == 8 for row in matrix.values())
    assert all(status.region == code for code, row in matrix.items() for status in row)
    assert len({status.function for status in matrix["01"]}) == 8


def test_every_code_in_the_files_is_known_and_used() -> None:
    listed = {label.code for label in inventory.listed_functions()}
    assert {finding.function for finding in inventory.findings()} == listed
    assert {answer.function for answer in inventory.answers()} <= set(inventory.functions())
    assert {answer.status for answer in inventory.answers()} == set(inventory.statuses())
    assert {finding.related_function for finding in inventory.findings()} - {""} <= set(inventory.functions())
    assert {finding.list for finding in inventory.findings()} == {"summary", "appendix"}
    regions = {region.code for region in geography.regions()}
    assert {finding.region for finding in inventory.findings()} == regions
    assert {answer.region for answer in inventory.answers()} == regions


def test_every_code_has_a_name_in_both_languages() -> None:
    labels = [
        *inventory.functions().values(),
        *inventory.statuses().values(),
        *inventory.categories().values(),
    ]
    assert all(label.text("sv") and label.text("en") for label in labels)
    assert inventory.functions()["mottagning"].text("en-gb") == "Palliative outpatient clinic"
    assert inventory.functions()["mottagning"].short("sv") == "Mottagning"


def test_every_statement_has_its_line_in_the_document() -> None:
    rows = [*inventory.findings(), *inventory.answers(), *inventory.quoted()]
    assert len(rows) == 235 + 180 + 7
    assert all(row.source_line > 0 for row in rows)


def test_no_row_is_not_stated_and_never_a_yes() -> None:
    status = inventory.status("20", "jourlinje_24_7")  # Dalarna: neither list names it
    assert status.where == "not_stated"
    assert not status.named
    assert not status.disagree


def test_a_function_may_be_named_in_both_lists_or_in_one() -> None:
    assert inventory.status("22", "jourlinje_24_7").where == "both"
    assert inventory.status("13", "slutenvard_sjukhus").where == "summary"
    assert inventory.status("09", "jourlinje_24_7").where == "appendix"
    gotland = inventory.status("09", "hemsjukvard")
    assert [finding.source_line for finding in (*gotland.summary, *gotland.appendix)] == [116, 476]


def test_the_lists_differ_for_eight_regions() -> None:
    assert [geography.region(each.region).short for each in inventory.disagreements()] == [
        "Stockholm", "Jönköping", "Gotland", "Blekinge", "Skåne", "Halland", "Örebro", "Dalarna"
    ]  # fmt: skip


def test_the_round_the_clock_line_is_missing_in_15_regions_by_the_summary_and_16_with_the_appendix() -> None:
    lines = [inventory.status(region.code, "jourlinje_24_7") for region in geography.regions()]
    assert sum(bool(line.summary) for line in lines) == 15
    assert sum(line.named for line in lines) == 16
    unnamed = {geography.region(line.region).short for line in lines if not line.named}
    assert unnamed == {"Dalarna", "Kalmar", "Skåne", "Västerbotten", "Västmanland"}


def test_the_text_says_fifteen_without_concrete_plans_and_the_categories_sixteen() -> None:
    counted = Counter(inventory.category(region.code).code for region in geography.regions())
    assert counted == {"konkret_plan": 5, "delvis_plan": 8, "utan_plan": 7, "ej_svar": 1}
    assert inventory.category("22").code == "ej_svar"
    assert inventory.regions_without_concrete_plans() == 16
    assert inventory.stated("without_concrete_plans").value == 15


def test_a_gap_that_a_region_quotes_may_be_in_neither_list() -> None:
    outside = [quoted for quoted in inventory.quoted() if not quoted.in_lists]
    assert [(quoted.region, quoted.function) for quoted in outside] == [("23", "slutenvard_utanfor_sjukhus")]


def test_an_unknown_region_or_function_is_refused() -> None:
    with pytest.raises(geography.UnknownArea):
        inventory.status("02", "mottagning")
    with pytest.raises(geography.UnknownArea):
        inventory.category("1280")
    with pytest.raises(KeyError):
        inventory.status("01", "hospice")


def test_every_file_of_data_is_accounted_for_in_sources() -> None:
    text = (inventory.DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in text for path in inventory.DATA.iterdir() if path.name != "SOURCES.md")


@pytest.mark.shared
def test_the_coded_columns_are_those_of_the_original() -> None:
    ours = [(f.region, f.list, f.function, f.related_function, f.source_line) for f in inventory.findings()]
    assert ours == [
        (row["lan_kod"], row["source"], row["function"], row["related_function"], int(row["seed_line"]))
        for row in original("inventory_2026.csv")
    ]
    given = [(a.region, a.function, a.status, a.source_line) for a in inventory.answers()]
    assert given == [
        (row["lan_kod"], row["function"], row["status_class"], int(row["seed_line"]))
        for row in original("responses_2026.csv")
    ]
    assert all(
        inventory.category(row["lan_kod"]).code == row["response_category"]
        for row in original("inventory_2026.csv")
    )


@pytest.mark.shared
def test_a_place_or_limit_is_restated_exactly_where_the_original_has_one() -> None:
    for ours, row in zip(inventory.findings(), original("inventory_2026.csv"), strict=True):
        assert (bool(ours.area), bool(ours.limitation)) == (bool(row["area"]), bool(row["limitation"]))
        assert bool(ours.note) == bool(row["note"])


@pytest.mark.shared
def test_no_sentence_of_the_document_is_copied() -> None:
    sentences = {row["verbatim"].rstrip(".").casefold() for row in original("inventory_2026.csv")}
    replies = {row["verbatim"].rstrip(".").casefold() for row in original("responses_2026.csv")}
    ours = {f"{finding.area} {finding.limitation}".strip().casefold() for finding in inventory.findings()}
    assert not {text for text in ours if len(text.split()) > 3} & sentences
    assert not {answer.measure.casefold() for answer in inventory.answers()} & replies


@pytest.mark.shared
def test_rows_per_region_are_those_counted_apart() -> None:
    counted = Counter((finding.region, finding.list) for finding in inventory.findings())
    for row in original("inventory_2026_counts.csv"):
        assert counted[row["lan_kod"], "summary"] == int(row["summary_rows"])
        assert counted[row["lan_kod"], "appendix"] == int(row["appendix_rows"])


@pytest.mark.shared
def test_disagreements_are_those_found_apart() -> None:
    ours = {each.region: each for each in inventory.disagreements()}
    codes = {row["region"]: row["lan_kod"] for row in original("inventory_2026_counts.csv")}
    for row in original("inventory_2026_summary_vs_appendix.csv"):
        found = ours.get(codes[row["region"]])
        assert set(found.only_in_summary if found else ()) == parts(row["only_in_summary"])
        assert set(found.only_in_appendix if found else ()) == parts(row["only_in_appendix"])


@pytest.mark.shared
def test_answers_to_each_missing_function_are_those_counted_apart() -> None:
    for row in original("responses_2026_coverage.csv"):
        region, function = row["lan_kod"], row["function"]
        given = inventory.answers_of(region, function)
        assert inventory.status(region, function).named
        assert len(given) == int(row["n_response_rows"])
        stances = Counter(inventory.statuses()[answer.status].stance for answer in given)
        assert stances["acts"] == int(row["n_action_rows"])
        assert stances["contests"] == int(row["n_contests"])
        assert stances["declines"] == int(row["n_no_action"])


def parts(text: str) -> set[str]:
    return {part.strip() for part in text.split(";") if part.strip()}
