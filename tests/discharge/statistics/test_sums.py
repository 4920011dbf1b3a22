"""What must hold whatever the stays: parts add up, and what is withheld stays withheld."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from discharge.stays import NATIONAL, NOW, stays
from lindra.discharge.statistics import report, told
from lindra.discharge.statistics.choices import chart_numbers, choices
from lindra.discharge.statistics.report import Tally
from lindra.discharge.statistics.stays import MARKS, Stay, counted
from lindra.discharge.statistics.sums import Sums, grouped, together
from lindra.discharge.statistics.withholding import hidden, whole_hidden
from lindra.discharge.steps import Step, put_together
from lindra.discharge.story import tell

CHOICE = choices(date(2026, 6, 1))
LEAST = CHOICE.least_shown

some = st.builds(
    Stay,
    municipality=st.sampled_from(["1280", "1281", "1290", "1291"]),
    hospital=st.sampled_from(["a", "b"]),
    on=st.integers(0, 200).map(lambda days: date(2026, 1, 1) + timedelta(days=days)),
    kind=st.sampled_from(["counted", "counted", "counted", "left_out", "not_ready"]),
    days=st.integers(0, 40),
    in_mean=st.booleans(),
    died=st.booleans(),
    marks=st.dictionaries(st.sampled_from(MARKS), st.booleans()),
)
many = st.lists(some, max_size=60)


def summed(found: list[Stay]) -> Sums:
    sums = Sums()
    for one in found:
        sums.add(one)
    return sums


@given(many)
def test_the_distribution_adds_up_and_the_middle_is_within(found: list[Stay]) -> None:
    sums = summed(found)
    assert sum(sums.distribution(CHOICE)) == sums.n == sum(one.kind == "counted" for one in found)
    if sums.n:
        assert sums.median is not None
        assert sums.mean is not None
        assert sums.most is not None
        assert 0 <= sums.median <= sums.most
        assert 0 <= sums.mean <= sums.most
        ordered = sorted(one.days for one in found if one.kind == "counted")
        middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        assert sums.median == middle


@given(many, many)
def test_the_whole_is_its_parts_put_together(first: list[Stay], second: list[Stay]) -> None:
    assert together([summed(first), summed(second)]) == summed(first + second)
    assert together(grouped(first, lambda one: one.municipality).values()) == summed(first)


@given(many)
def test_neither_can_a_band_of_days_that_is_withheld_be_had_from_the_whole(found: list[Stay]) -> None:
    sums = summed(found)
    counts = dict(zip(CHOICE.band_names, sums.distribution(CHOICE), strict=True))
    shown = dict(zip(CHOICE.band_names, told.bands(sums, CHOICE, LEAST), strict=True))
    gone = {band for band, count in shown.items() if count is None}
    assert all(shown[band] == counts[band] for band in counts if band not in gone)
    assert not any(0 < counts[band] < LEAST for band in counts if band not in gone)
    assert safe(counts, gone, LEAST)
    assert told.bands(sums, CHOICE) == sums.distribution(CHOICE)


@given(many)
def test_no_share_is_of_more_than_there_are(found: list[Stay]) -> None:
    sums = summed(found)
    for mark in MARKS:
        assert 0 <= sums.cases[mark] <= sums.of[mark] <= len(found)
        share = sums.share(mark)
        assert (share is None) == (sums.of[mark] == 0)
        if share is not None:
            assert 0 <= share[1] <= share[0] <= share[2] <= 1


@given(many)
def test_before_and_after_are_all(found: list[Stay]) -> None:
    tally = Tally(date(2026, 4, 10))
    for one in found:
        tally.add(one)
    before, after = report.sides(tally, report.municipality)
    assert together([before.whole.sums, after.whole.sums]) == summed(found) == tally.whole()


def safe(counts: dict[str, int], gone: set[str], least: int) -> bool:
    """Whether nothing that is withheld can be had from the whole and what is shown."""
    left = sum(counts.values()) - sum(count for key, count in counts.items() if key not in gone)
    of = [key for key in gone if counts[key]]
    return not of or whole_hidden(counts, gone, least) or (len(of) >= 2 and left >= least)


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)),
    st.sets(st.sampled_from("abcdefgh")),
    st.integers(1, 8),
)
def test_what_is_withheld_cannot_be_had_by_subtraction(
    counts: dict[str, int], also: set[str], least: int
) -> None:
    gone = hidden(counts, least, also)
    assert all(key in gone for key, count in counts.items() if 0 < count < least or key in also)
    assert safe(counts, gone, least)


@given(many)
def test_neither_can_what_is_withheld_in_a_table_or_in_its_shares(found: list[Stay]) -> None:
    tally = Tally()
    for one in found:
        tally.add(one)
    for by in (report.municipality, report.month, report.hospital, report.full):
        groups = tally.by(by)
        table = report.table(groups, LEAST)
        of = {" ".join(row.group): row.sums.n for row in table.rows}
        gone = {" ".join(row.group) for row in table.rows if not row.shown}
        assert all(row.sums.n >= LEAST for row in table.rows if row.shown and row.sums.n)
        assert safe(of, gone, LEAST) or not table.whole.shown
        for mark in MARKS:
            of = {" ".join(row.group): row.sums.of[mark] for row in table.rows}
            gone = {" ".join(row.group) for row in table.rows if not row.shows(mark)}
            assert not any(0 < of[key] < LEAST for key in of if key not in gone)
            assert safe(of, gone, LEAST) or not table.whole.shows(mark)


@given(many, st.sampled_from(["", "municipality"]))
def test_nor_from_the_months_of_charts_beside_a_table(found: list[Stay], by: str) -> None:
    tally = Tally()
    for one in found:
        tally.add(one)
    gone = report.cells(tally, by, LEAST)
    cells = {key: sums.n for key, sums in tally.by(lambda key: (key[0], key[2])).items()}
    charts = report.charts(tally, CHOICE, chart_numbers(), gone)
    shown = {
        (group[0], point.month): point.n
        for group, one in charts.items()
        for point in one.points
        if point.value is not None
    }
    assert not any(cell in gone for cell in shown)
    assert all(count is not None and count >= LEAST for count in shown.values())
    if by == "municipality":
        table = report.table(tally.by(report.municipality), LEAST)
        for row in table.rows:
            own = {cell[1]: count for cell, count in cells.items() if cell[0] == row.group[0]}
            assert not row.shown or safe(own, {cell[1] for cell in gone if cell[0] == row.group[0]}, LEAST)
            if not row.shown:
                assert row.group not in charts
    else:
        named = {" ".join(cell): count for cell, count in cells.items()}
        assert safe(named, {" ".join(cell) for cell in gone}, LEAST)


def test_without_a_least_number_nothing_is_withheld() -> None:
    tally = Tally()
    tally.add(Stay("1290", "a", date(2026, 3, 1), "counted", days=3))
    assert report.table(tally.by(report.full)).rows[0].shown
    assert report.cells(tally, "", 0) == set()
    assert not report.table(tally.by(report.full), LEAST).rows[0].shown
    assert not report.table(tally.by(report.full), LEAST).whole.shown


@given(st.lists(stays(), min_size=1, max_size=5))
def test_stays_of_any_kind_can_be_counted(every: list[list[Step]]) -> None:
    sums = Sums()
    for number, steps in enumerate(every):
        case, _ = put_together(f"c{number}", [("1290", step) for step in steps], now=NOW)
        story, _ = tell(case)
        found = counted(story, NATIONAL, NOW, CHOICE) if story is not None else None
        if found is not None:
            assert found.days >= 0
            assert bool(found.long) <= (found.kind == "counted")
            sums.add(found)
    assert sums.reasons.total() >= sums.long
