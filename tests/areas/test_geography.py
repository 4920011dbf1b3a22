"""Names, figures and codes of regions and municipalities."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lindra.areas import build_data, geography

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def test_there_are_21_regions_and_290_municipalities_each_with_its_own_code() -> None:
    assert len({region.code for region in geography.regions()}) == len(geography.regions()) == 21
    assert len({one.code for one in geography.municipalities()}) == len(geography.municipalities()) == 290


def test_every_municipality_lies_in_the_region_its_code_begins_with() -> None:
    assert all(geography.region(one.region).code == one.code[:2] for one in geography.municipalities())
    assert {one.region for one in geography.municipalities()} == {one.code for one in geography.regions()}


def test_regions_are_called_what_they_call_themselves() -> None:
    assert geography.region("23").name == "Region Jämtland Härjedalen"
    assert geography.region("14").name == "Västra Götalandsregionen"
    assert geography.region("04").short == "Sörmland"
    assert geography.municipality("1480").name == "Göteborg"


def test_gotland_is_both_a_region_and_a_municipality() -> None:
    assert geography.municipalities_of("09") == (geography.municipality("0980"),)
    for period in ("2018", "2019", "2015-2019"):
        assert geography.deaths("09", period).value == geography.deaths("0980", period).value
    assert geography.region_of("0980") == geography.region_of("09") == geography.region("09")


@pytest.mark.parametrize("code", ["", "0", "02", "9999", "148", "00", "sverige"])
def test_a_code_nobody_has_is_refused_by_name(code: str) -> None:
    with pytest.raises(geography.UnknownArea, match=f"code {code!r}"):
        geography.area(code)
    with pytest.raises(KeyError):
        geography.border(code)


@pytest.mark.parametrize("period", ["2018", "2019", "2015-2019"])
def test_deaths_of_the_parts_sum_to_the_whole(period: str) -> None:
    by_region = {region.code: geography.deaths(region.code, period).value for region in geography.regions()}
    for code, stated in by_region.items():
        parts = sum(geography.deaths(one.code, period).value for one in geography.municipalities_of(code))
        assert parts == pytest.approx(stated, abs=0.05)
    assert sum(by_region.values()) == pytest.approx(geography.deaths("00", period).value, abs=0.1)


def test_deaths_of_the_nation_are_those_published() -> None:
    published = {"2018": 92_185, "2019": 88_766, "2020": 98_124, "2021": 91_541, "2024": 91_268}
    assert {period: geography.deaths("00", period).value for period in published} == published
    assert geography.deaths("00", "2015-2019").value == pytest.approx(90_962, abs=0.5)
    assert geography.deaths("00", None).period == "2024"


def test_population_of_the_parts_sums_to_the_whole() -> None:
    regions = [region.code for region in geography.regions()]
    assert sum(geography.population(code, "2019").value for code in regions) == 10_327_589
    assert sum(geography.population(code, "2023").value for code in regions) == 10_551_707
    assert geography.population("00", "2019").value == 10_327_589
    assert geography.population("00").value == 10_587_710


def test_a_figure_says_its_period_and_source() -> None:
    figure = geography.deaths("12")
    assert (figure.value, figure.period) == (11_728, "2019")
    assert "SCB" in figure.source
    assert geography.population("12").period == "2023"
    assert geography.population("1280").period == "2019"


def test_a_figure_that_is_not_kept_is_refused_with_those_that_are() -> None:
    with pytest.raises(
        geography.UnknownFigure, match="no deaths of 12 for 2020; kept: 2015-2019, 2018, 2019"
    ):
        geography.deaths("12", "2020")
    with pytest.raises(geography.UnknownFigure):
        geography.population("1280", "2023")
    with pytest.raises(geography.UnknownArea):
        geography.deaths("02")


def test_every_file_of_data_is_accounted_for_in_sources() -> None:
    text = (geography.DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in text for path in geography.DATA.iterdir() if path.name != "SOURCES.md")


@pytest.mark.shared
def test_the_files_are_what_the_originals_say(tmp_path: Path) -> None:
    build_data.build(SHARED, tmp_path)
    built = sorted(path.name for path in tmp_path.iterdir())
    assert len(built) == 4
    for name in built:
        assert (tmp_path / name).read_bytes() == (geography.DATA / name).read_bytes()


@pytest.mark.shared
def test_names_and_deaths_agree_with_another_original() -> None:
    with (SHARED / "areas" / "regions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            region = geography.region(row["lan_kod"])
            assert (region.name, region.county, region.letter) == (
                row["region_name"],
                row["lan"],
                row["lan_bokstav"],
            )
            assert len(geography.municipalities_of(region.code)) == int(row["n_kommuner"])
            assert geography.deaths(region.code, "2018").value == int(row["deaths_2018"])
    with (SHARED / "areas" / "kommun_region_skr_group.csv").open(encoding="utf-8") as file:
        assert {row["kommun_kod"]: row["kommun"] for row in csv.DictReader(file)} == {
            one.code: one.name for one in geography.municipalities()
        }


def test_originals_whose_parts_do_not_sum_are_refused() -> None:
    with pytest.raises(ValueError, match="deaths_2019 of region 09: 625, but its parts sum to 624"):
        build_data._check({"0980": ("608", "624", "624.6")}, {"09": ("608", "625", "624.6")})
