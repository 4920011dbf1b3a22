"""Made-up regions: some hundred dead and stays each, so that sums and what is withheld have something to say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

from measures.examples.discharge import LAST, entry, log_of
from measures.exports import written
from measures.last_year import Row, died, row

REGIONS = {"17": ("1715", "1780", "1785", None), "01": ("0180", "0182"), "12": ("1280", "1281", "1290")}
"""Regions and where their dead lived; of some it is not told."""
MANY = 60


def people(region: str) -> tuple[list[Row], list[tuple[str, Row]], list[Row]]:
    """The rows of the dead of a region, the entries of its stays, and who its people are."""
    random, rows, entries, who = Random(region), [], [], []
    for number in range(MANY):
        person = f"pseudonym-{region}-{number:03}"
        death = (
            f"{random.choice(('2025', '2026'))}-{random.randint(1, 5):02}-{random.randint(1, 28):02} 14:00"
        )
        home = random.choice(REGIONS[region])
        about = {
            "municipality": home, "region": region, "sex": random.choice(("female", "male")),
            "unit": f"u-{region}-{number % 4}", "age_at_death": random.randint(50, 100),
        }  # fmt: skip
        rows.append(died(person, death, status="yes", **about))
        if random.random() < 0.8:
            mouth = random.choice(("yes", "yes", "no", "unknown"))
            rows.append(
                row(person, death, "death_reported", death, answers=f"|expected=yes|mouth={mouth}|", **about)
            )
        if random.random() < 0.5:
            rows.append(row(person, death, "admitted", f"{death[:8]}01 10:00", form="hospital", **about))
        last = LAST if number == 0 else f"2026-{random.randint(1, 5):02}-{random.randint(3, 28):02} 10:00"
        stay = {"episode": "E", "unit": about["unit"]}
        entries += [
            ("admitted", entry(person, 1, f"{last[:8]}01 10:00", **stay)),
            ("ready_for_discharge", entry(person, 2, f"{last[:8]}02 10:00", **stay)),
            ("discharged", entry(person, 3, last, form="own_home", **stay)),
        ]
        who.append(
            {
                "patient": person,
                "sex": about["sex"],
                "birth_year": 1940,
                "municipality": home,
                "region": region,
            }
        )
    return rows, entries, who


def export(folder: Path, regions: Iterable[str]) -> Path:
    """An export of some regions together."""
    rows: list[Row] = []
    entries: list[tuple[str, Row]] = []
    who: list[Row] = []
    for region in regions:
        for some, more in zip((rows, entries, who), people(region), strict=True):
            some += more  # type: ignore[operator, arg-type]
    written(folder, rows, log_of(entries, who) | {"ready_withdrawn": [], "withdrawn": []})
    return folder
