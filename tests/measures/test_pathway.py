"""Who was taken on long before death: two measures of one thing say the same, however far back it began."""

from __future__ import annotations

from hypothesis import given, settings

from lindra.measures import catalogue
from lindra.measures.measure import Measure
from measures import plain
from measures.drawn import people
from measures.last_year import Row, day_is_known, died, row

DEATH = "2026-03-10 14:00"


def named(key: str) -> Measure:
    found = catalogue.keyed(key)
    assert found is not None
    return found


ENROLLED, EARLY = named("enrolled@1"), named("enrolled-to-death@2")


def told(own: list[Row]) -> tuple[int, int]:
    """Whether somebody was enrolled, and whether *not in the last year* is said of them."""
    enrolled, early = (plain.counters(one, own, opted_out=False) for one in (ENROLLED, EARLY))
    return enrolled["met"], early["never"]


def test_who_was_enrolled_for_over_a_year_is_not_said_never_to_have_been() -> None:
    since = row("a", DEATH, "enrolled", "2025-02-03 10:00", form="specialised_home_care")
    assert told([died("a", DEATH), since]) == (1, 0)
    assert told([died("a", DEATH)]) == (0, 1)


@given(people(0, most=20))
@settings(max_examples=60)
def test_never_is_said_of_those_who_were_not_enrolled_and_of_nobody_else(own: list[Row]) -> None:
    if day_is_known(own):
        enrolled, never = told(own)
        assert enrolled + never == 1


def test_the_older_versions_stand_beside_those_that_look_further_back() -> None:
    for id in ("enrolled-to-death", "continuity"):
        one, two = catalogue.versions(id)
        assert one.valid_from < two.valid_from
        assert one.fingerprint != two.fingerprint
        assert catalogue.in_force(id, one.valid_from) is one
        assert catalogue.in_force(id, two.valid_from) is two
