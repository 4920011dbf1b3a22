"""Hours of a week: written, kept to the minute, and as 168 bits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.access import hours
from lindra.access.hours import ALL, DAY, WEEK, BadHours, Span

SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, WEEK - 1), st.integers(1, WEEK)
)
SOME = st.lists(SPANS, max_size=6).map(tuple)


def minutes(spans: tuple[Span, ...]) -> set[int]:
    """The plain way: every minute of the week that some span covers."""
    return {minute % WEEK for span in spans for minute in range(span.start, span.end)}


@given(SOME)
def test_an_hour_s_bit_is_set_where_every_minute_of_it_is_covered_and_nowhere_else(
    spans: tuple[Span, ...],
) -> None:
    covered = minutes(spans)
    for hour in range(168):
        whole = all(minute in covered for minute in range(hour * 60, hour * 60 + 60))
        some = any(minute in covered for minute in range(hour * 60, hour * 60 + 60))
        assert bool(hours.mask(spans) >> hour & 1) == whole
        assert bool(hours.partly(spans) >> hour & 1) == (some and not whole)


@given(SOME)
def test_merging_changes_no_minute_and_leaves_no_overlap(spans: tuple[Span, ...]) -> None:
    merged = hours.merged(spans)
    assert minutes(merged) == minutes(spans)
    assert hours.overlaps(merged) == []


@given(SOME)
def test_spans_overlap_when_they_cover_a_minute_twice(spans: tuple[Span, ...]) -> None:
    twice = sum(span.end - span.start for span in spans) > len(minutes(spans))
    assert bool(hours.overlaps(spans)) == twice


@given(st.integers(0, ALL))
def test_bits_and_spans_of_whole_hours_are_the_same_thing(bits: int) -> None:
    assert hours.mask(hours.of_mask(bits)) == bits


@given(SOME)
def test_what_is_written_is_read_again_to_the_minute(spans: tuple[Span, ...]) -> None:
    again = hours.parse(hours.text(spans))
    assert sorted(again) == sorted(spans)


@given(SOME)
def test_days_in_swedish_are_read_as_the_same(spans: tuple[Span, ...]) -> None:
    swedish = hours.text(spans, ("mån", "tis", "ons", "tors", "fre", "lör", "sön"))
    assert sorted(hours.parse(swedish)) == sorted(spans)


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("24/7", "Mon 00:00", 168),
        ("dygnet runt", "Mon 00:00", 168),
        ("Mon-Fri 08:00-17:00", "Mon 08:00", 45),
        ("mån-fre 8-17", "Mon 08:00", 45),
        ("vardagar 8.00–16.30", "Mon 08:00", 40),
        ("Sat,Sun 10-14", "Sat 10:00", 8),
        ("lördag och söndag 10-14", "Sat 10:00", 8),
        ("Fri-Mon 00-24", "Mon 00:00", 96),
        ("Fri 17-Mon 08", "Mon 00:00", 63),
        ("Sun 22-06", "Mon 00:00", 8),
    ],
)
def test_hours_as_people_write_them(text: str, first: str, count: int) -> None:
    bits = hours.mask(hours.parse(text))
    assert hours.count(bits) == count
    assert hours.told((bits & -bits).bit_length() - 1) == first


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Mon 8", "is no hours"),
        ("Mon 08-08", "begins when it ends"),
        ("Mon 08-25", "no time of a day"),
        ("Mon 08:75-10", "no time of a day"),
        ("Mon 24-06", "begins at 24"),
        ("Mun 08-10", "is no weekday"),
        ("Mon-Wed 08-Fri 10", "several days"),
        ("Mon-Tue-Wed 08-10", "is no row of days"),
        ("ring först", "is no hours"),
    ],
)
def test_what_is_no_hours_is_refused_with_what_is_wrong(text: str, about: str) -> None:
    with pytest.raises(BadHours, match=about):
        hours.parse(text)


def test_passing_midnight_is_kept_and_told() -> None:
    (night,) = hours.parse("Sat 22:00-06:00")
    assert (night.start, night.end) == (5 * DAY + 22 * 60, 6 * DAY + 6 * 60)
    assert night.passes_midnight
    assert not hours.parse("Sat 22:00-24:00")[0].passes_midnight
    (over,) = hours.parse("Sun 22:00-06:00")
    assert over.end > WEEK


@pytest.mark.parametrize("text", ["Sun 03:00", "sön 03", "söndag 3.00", "sunday 03:59"])
def test_a_moment_is_the_hour_that_holds_it(text: str) -> None:
    assert hours.moment(text) == 6 * 24 + 3


@pytest.mark.parametrize("text", ["", "03:00", "Sun", "Sun 24:00", "Sun 25", "someday 03", "Sun 03:00-04:00"])
def test_a_bad_moment_is_refused(text: str) -> None:
    with pytest.raises(BadHours):
        hours.moment(text)
