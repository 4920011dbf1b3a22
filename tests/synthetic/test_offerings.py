"""What the made-up county offers: planted once, with something to tell at three on a Sunday morning."""

from __future__ import annotations

from datetime import UTC, datetime

from helpers.worlds import World
from lindra.access import coverage, hours, queries, summaries
from lindra.access.models import Offering, Said
from lindra.access.standing import places
from lindra.synthetic import sinks
from lindra.synthetic.governing import offerings

UNTIL = datetime(2026, 6, 15, 1, tzinfo=UTC)


def test_the_county_s_offerings_are_planted_once_and_tell_something(world: World) -> None:
    sinks._writers()
    offerings.plant(UNTIL)
    offerings.plant(UNTIL)
    assert (Offering.objects.count(), Said.objects.count()) == (len(offerings.OFFERED), 2)
    found = coverage.compute(queries.inventory("own", UNTIL.date()))
    night = {one.municipality: one.ways for one in places(found, summaries.NIGHT, summaries.codes_of("17"))}
    assert {ways["call"] for ways in night.values()} == {"other_hours"}
    assert {ways["stay"] for ways in night.values()} == {"exists"}
    by = {
        how: sum(ways["come"] == how for ways in night.values())
        for how in ("limited", "other_hours", "nothing")
    }
    assert by == {"limited": 11, "other_hours": 4, "nothing": 1}
    assert all(
        one.ways["call"] == "exists" for one in places(found, hours.moment("Mon 10"), ["1780", "1765"])
    )


def test_each_agreement_carries_offerings_whose_loss_is_told(world: World) -> None:
    sinks._writers()
    offerings.plant(UNTIL)
    everything = list(queries.on(UNTIL.date()))
    for (key, title), function in (
        (offerings.LINE, "jourlinje_24_7"), (offerings.TEAM, "hemsjukvard"),
        (offerings.HOSPICE, "slutenvard_utanfor_sjukhus"),
    ):  # fmt: skip
        resting = queries.offerings_of_agreement(key)
        assert {one.agreement_title for one in resting} == {title}
        left = [one for one in everything if one.agreement != key]
        gone = coverage.lost(queries.offers_of(everything), queries.offers_of(left))
        assert function in {one.function for one in gone}
        assert all(one.hours or one.hours_not_stated for one in gone)


def test_a_county_that_ends_before_they_began_has_none(world: World) -> None:
    sinks._writers()
    offerings.plant(datetime(2023, 6, 1, tzinfo=UTC))
    assert not Offering.objects.exists()
