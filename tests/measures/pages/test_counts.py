"""What pages make of counts that are written down: weekends, the target picture, standardised shares, dated targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame import texts
from lindra.measures import catalogue, targets
from lindra.measures.cubes.cube import Cell
from lindra.measures.cubes.results import of_cell, of_cells
from lindra.measures.honest import gap as honest_gap
from lindra.measures.honest import numbers as honest_numbers
from lindra.measures.measure import Measure
from lindra.measures.pagesets import (
    comparing,
    gaps,
    overview,
    sentences,
    shortfalls,
    standardising,
    target_picture,
)
from lindra.measures.pagesets.behind import short_of
from lindra.measures.pagesets.scope import Scope
from measures.pages.stub import ON, Counts, Written, look

TALK = "conversation-reported"
NUMBERS = honest_numbers.numbers(ON)
REGION = Scope("region", "17")


def measure(id: str = TALK) -> Measure:
    found = catalogue.in_force(id, ON)
    assert found is not None
    return found


# Weekends.


def weekend(counts: dict[str, tuple[int, int]]) -> list[str]:
    with translation.override("en"):
        return sentences._weekend(honest_gap.gap(counts, 0.98, NUMBERS.gap), "en")


def test_as_on_other_days_leaves_the_weekends_out() -> None:
    assert weekend({"weekend": (14, 28), "weekday": (56, 72)}) == [
        "14 at weekends, where 6 would be as on other days."
    ]
    assert weekend({"weekend": (8, 10), "weekday": (40, 50)}) == ["2 at weekends, as many as on other days."]


def test_without_other_days_nothing_is_said_of_weekends() -> None:
    assert weekend({"weekend": (14, 28)}) == []


# The target picture.


@pytest.mark.parametrize(
    ("counts", "reached", "gap"), [((98, 100), True, ""), ((90, 100), False, "8"), (None, False, "")]
)
def test_a_target_is_reached_only_where_the_numbers_are_shown(
    counts: Counts, reached: bool, gap: str
) -> None:
    told = Written({(TALK, (), "year"): {("2026",): counts}})
    found = target_picture._counted(look(told, scope=Scope()))
    assert found["reached"] is reached
    assert gap in found["gap"]
    assert bool(found["gap"]) is bool(gap)


# The target picture: what remains to equal access.


def unequal(places: dict[str, Counts], whole: Counts) -> target_picture.Unequal:
    by_place = {("2026", code): counts for code, counts in places.items()}
    told = Written({(TALK, ("municipality",), "year"): by_place, (TALK, (), "year"): {("2026",): whole}})
    return target_picture._of(look(told, scope=Scope()), measure())


def test_worse_than_chance_explains_is_what_the_funnel_says_it_is() -> None:
    """At 80 %, of 50 met, 33 may be chance (limits of 95 %), 29 is not (of 99.8 %)."""
    places: dict[str, Counts] = {"1780": (418, 500), "1715": (33, 50), "1785": (29, 50)}
    told = Written(
        {(TALK, ("municipality",), "year"): {("2026", code): counts for code, counts in places.items()},
         (TALK, (), "year"): {("2026",): (480, 600)}}
    )  # fmt: skip
    found = unequal(places, (480, 600))
    assert found.places == ("Säffle",)
    assert found.people == 40 - 29
    with translation.override("en"):
        funnel = comparing.funnel(look(told, scope=Scope(), group="municipality"))
        assert funnel is not None
        said = {str(row[0].text): row[-1].text for row in _texts(funnel)}
    assert said["Kil"] == "worse, may be chance"
    assert said["Säffle"] == "worse than chance explains"


def _texts(figure):  # type: ignore[no-untyped-def]
    return [[cell for _column, cell in row] for row in figure.table(texts.words()).cells()]


def test_the_centre_is_the_regions_own_share_with_those_of_no_shown_municipality() -> None:
    """Of all 70 % were met, from which 54 % of 50 may be chance; of those in municipalities that are shown 78 %."""
    places: dict[str, Counts] = {"1780": (400, 500), "1785": (27, 50), "1715": None, "": (20, 100)}
    assert unequal(places, (460, 660)).places == ()
    assert unequal({"1780": (400, 500), "1785": (27, 50)}, (427, 550)).places == ("Säffle",)


def test_where_the_region_is_withheld_nothing_remains_to_be_said() -> None:
    assert unequal({"1780": (4, 9)}, None).people == 0


# Standardised.

STRATA = [(str(age), f"d{n}") for age in range(5) for n in range(8)]


def reckoned(
    strata: dict[tuple[str, ...], Counts], own: Counts, standard: dict[tuple[str, ...], float] | None = None
) -> standardising.Compared | None:  # fmt: skip
    whole = standard or dict.fromkeys(STRATA, 10.0)
    return standardising._reckoned("1780", strata, own, whole, ON)


def test_an_area_is_shown_if_nine_tenths_of_its_people_are_whatever_the_number_of_groups() -> None:
    """Forty groups; five are withheld, with three in a hundred of the dead."""
    strata: dict[tuple[str, ...], Counts] = dict.fromkeys(STRATA, (5, 10))
    strata |= dict.fromkeys(STRATA[::8], None)
    found = reckoned(strata, (180, 361))
    assert found is not None
    assert (found.mixed.of, found.not_counted) == (350, 11)
    assert reckoned(strata, (195, 390)) is None, "a tenth and more of the dead"
    assert reckoned(strata, None) is None


@given(
    st.dictionaries(st.sampled_from(STRATA), st.none() | st.integers(1, 30), min_size=1), st.integers(0, 40)
)
def test_everybody_is_in_the_number_or_not_in_it(
    people: dict[tuple[str, ...], int | None], withheld: int
) -> None:
    strata: dict[tuple[str, ...], Counts] = {key: n and (n // 2, n) for key, n in people.items()}  # type: ignore[misc]
    shown = sum(n or 0 for n in people.values())
    own = (shown // 2, shown + withheld)
    found = reckoned(strata, own, dict.fromkeys(STRATA[:20], 1.0))
    if found is not None:
        inside = sum(n or 0 for key, n in people.items() if key in STRATA[:20])
        assert found.mixed.of == inside
        assert found.mixed.of + found.not_counted == own[1]
        assert shown >= 0.9 * own[1]


def standardised(part: str = "") -> Written:
    """Two municipalities; in each some of no known age, and in Karlstad a group that is withheld in the region too."""
    mix: dict[tuple[str, ...], Counts] = {
        ("80-89", "cancer"): (40, 50), ("90-", "dementia"): (10, 50), ("", "cancer"): (5, 10),
    }  # fmt: skip
    places = {("2026", code, *key): counts for code in ("1780", "1715") for key, counts in mix.items()} | {
        ("2026", "1780", "90-", "cancer"): None
    }
    regions: dict[tuple[str, ...], Counts] = {
        ("2026", "17", *key): (counts[0] * 2, counts[1] * 2) for key, counts in mix.items() if counts
    }
    regions |= {("2026", "17", "90-", "cancer"): None, ("2026", "06", "90-", "cancer"): (6, 20)}
    return Written({
        (TALK, ("municipality", "age", "diagnosis"), "year"): places,
        (TALK, ("region", "age", "diagnosis"), "year"): regions,
        (TALK, ("municipality",), "year"): {("2026", "1780"): (58, 114), ("2026", "1715"): (55, 110)},
    })  # fmt: skip


def test_the_standard_has_those_not_known_in_it_and_a_group_that_one_region_withholds() -> None:
    found = standardising._standard(look(standardised(), scope=REGION))
    assert found == {
        ("80-89", "cancer"): 100, ("90-", "dementia"): 100, ("", "cancer"): 20, ("90-", "cancer"): 20,
    }  # fmt: skip


def test_as_it_is_is_the_areas_own_share_and_who_is_not_in_it_is_said() -> None:
    with translation.override("en"):
        figure = standardising.standardised(look(standardised(), scope=REGION))
        assert figure is not None
        rows = {row[0].text: [cell.text for cell in row] for row in _texts(figure)}
        heads = [one.label for one in figure.table(texts.words()).columns]
    as_it_is, left = heads.index("As it is"), heads.index("Not in it")
    assert rows["Karlstad"][as_it_is] == "50.9%", "58 of 114, not 55 of the 110 of groups that are shown"
    assert (rows["Karlstad"][left], rows["Kil"][left]) == ("4", "0")
    assert "Not in it: those whose group" in figure.note


# Targets, dated.


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was aimed at before 2024; 80 % then, and 98 % from July 2025."""
    rows = (
        targets.Target("conversation", date(2024, 1, 1), date(2025, 6, 30), 0.8, "The first"),
        targets.Target("conversation", date(2025, 7, 1), None, 0.98, "The second"),
    )
    monkeypatch.setattr(targets, "_every", lambda: rows)


def cell(period: str, met: int = 70, of: int = 100) -> Cell:
    return Cell(period, {}, {"of": of, "met": met, "unknown": 0, "out": 0})


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("period", "share", "gap"),
    [("2023", None, None), ("2024", 0.8, 10), ("2025", 0.98, 28), ("2025-06", 0.8, 10), ("2025Q2", 0.8, 10),
     ("2025Q3", 0.98, 28), ("2026", 0.98, 28), ("", 0.98, 28)],
)  # fmt: skip
def test_a_number_has_the_target_of_the_last_day_of_its_period(
    period: str, share: float | None, gap: int | None
) -> None:
    for found in (
        of_cell(measure(), cell(period), ON)[0],
        of_cells({f"{TALK}@1": [cell(period)]}, [measure()], ON),
    ):
        one = found[measure().key][0] if isinstance(found, dict) else found
        assert (one.target.share if one.target else None, one.gap) == (share, gap)


@pytest.mark.usefixtures("dated")
def test_a_target_to_come_is_not_aimed_at_in_a_year_that_goes_on() -> None:
    assert of_cell(measure(), cell("2025"), date(2025, 3, 1))[0].gap == 10


def aimed() -> Written:
    years: dict[tuple[str, ...], Counts] = {(year,): (70, 100) for year in ("2023", "2024", "2025", "2026")}
    return Written({(TALK, (), "year"): years})


@pytest.mark.usefixtures("dated")
def test_each_year_has_its_own_gap_and_a_year_without_a_target_none() -> None:
    with translation.override("en"):
        told = {year: gaps.ranked(look(aimed(), year=year)) for year in ("2023", "2024", "2026")}
        assert {year: [one.people for one in found] for year, found in told.items()} == {
            "2023": [], "2024": [10], "2026": [28],
        }  # fmt: skip
        assert short_of(look(aimed(), year="2023")) is None
        assert overview.gaps(look(aimed(), year="2023")) is None
        years = shortfalls.years(look(aimed()))
        assert years is not None
        assert [row[1].text for row in _texts(years)] == ["10", "28", "28"]


@pytest.mark.usefixtures("dated")
def test_where_targets_come_from_is_said_from_the_data() -> None:
    with translation.override("en"):
        first, second = (overview.gaps(look(aimed(), year=year)) for year in ("2024", "2026"))
    assert first is not None
    assert second is not None
    assert "Targets: The first." in first.note
    assert "Targets: The second." in second.note
    assert "2017" not in first.note + second.note


def test_which_groups_are_named_is_told_by_the_numbers_that_hold_that_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From 2026 on no more than one group is named, were it so written; the target is of 2017."""
    later = replace(NUMBERS, valid_from=date(2026, 1, 1), gap=replace(NUMBERS.gap, told_groups=1))
    monkeypatch.setattr(honest_numbers, "_every", lambda: (NUMBERS, later))
    result = of_cell(measure(), cell("2025", 60), ON)[0]
    by = dict.fromkeys("ab", (20, 33)) | {"c": (20, 34)}
    before, after = (gaps.of(result, by, day) for day in (date(2025, 12, 31), ON))
    assert before is not None
    assert after is not None
    assert before.most.keys == ("c", "a")
    assert after.most.keys == ()
