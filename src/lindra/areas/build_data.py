"""Restate names, population and deaths in the small files of ``data/`` from the public originals.

Run as ``python -m lindra.areas.build_data FOLDER``, where FOLDER holds the originals in ``areas/``,
``population/`` and ``deaths/`` as ``data/SOURCES.md`` lists them. ``regions.csv``, ``nation.csv`` and
``population_regions_2023.csv`` are written by hand and only read here.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parent / "data"
DEATHS = ("deaths_2018", "deaths_2019", "deaths_mean_2015_2019")


def build(originals: Path, target: Path = DATA) -> None:
    """Write the four files that are made from originals; refuse if parts and wholes do not add up."""
    codes = [row["code"] for row in _read(DATA / "regions.csv")]
    names = _read(originals / "areas" / "municipalities.csv")
    municipalities = [
        (row["municipality_code"], row["municipality_name_short"], row["county_code"]) for row in names
    ]
    known = {code for code, _, _ in municipalities}
    people = {
        row["kommun_kod"]: row["population"]
        for row in _read(originals / "population" / "scb_population_kommun_total_2008_2019.csv")
        if row["year"] == "2019"
    }
    local = {
        row["kommun_kod"]: (row["deaths_2018"], row["deaths_2019"], row["deaths_avg_2015_2019"])
        for row in _read(originals / "deaths" / "scb_deaths_kommun_annual.csv")
    }
    regional = _regional_deaths(originals / "deaths", codes)
    if not known == set(people) == set(local):
        raise ValueError("the originals do not hold the same municipalities")
    _check(local, regional)
    _write(target / "municipalities.csv", ("code", "name", "region"), sorted(municipalities))
    _write(target / "population_municipalities_2019.csv", ("code", "population_2019"), sorted(people.items()))
    for name, figures in (("municipalities", local), ("regions", regional)):
        rows = ((code, *figures[code]) for code in sorted(figures))
        _write(target / f"deaths_{name}.csv", ("code", *DEATHS), rows)


def _regional_deaths(folder: Path, codes: list[str]) -> dict[str, tuple[str, str, str]]:
    """Deaths per region: two years from one table, the final mean from the table by month."""
    annual = {
        (row["lan_kod"], row["year"]): row["deaths"]
        for row in _read(folder / "scb_deaths_region_annual_2018_2019.csv")
    }
    mean = {
        row["scb_sort_lan"][:2]: row["total"]
        for row in _read(folder / "scb_deaths_month_region_kommun_avg2015_2019_2020.csv")
        if not row["kommun_kod"] and row["period"] == "2015-2019 Medelvärde"
    }
    return {code: (annual[code, "2018"], annual[code, "2019"], mean[code]) for code in codes}


def _check(local: dict[str, tuple[str, str, str]], regional: dict[str, tuple[str, str, str]]) -> None:
    for code, stated in regional.items():
        for column, name in enumerate(DEATHS):
            summed = sum(float(row[column]) for key, row in local.items() if key.startswith(code))
            if abs(summed - float(stated[column])) > 0.05:
                raise ValueError(f"{name} of region {code}: {stated[column]}, but its parts sum to {summed}")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m lindra.areas.build_data FOLDER")
    build(Path(sys.argv[1]))
