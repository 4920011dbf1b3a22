"""What the made-up county has undertaken: some of each kind, planted once, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from helpers.worlds import World
from lindra.governance.commitments import due, queries, rules, states
from lindra.governance.commitments.queries import Filters
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.measures import catalogue
from lindra.synthetic import sinks
from lindra.synthetic.generator import UNTIL
from lindra.synthetic.governing import commitments

TODAY = UNTIL.date()


@pytest.fixture
def planted(world: World, clock_at: Callable[[datetime], datetime]) -> World:
    clock_at(UNTIL)
    sinks._writers()
    commitments.plant(UNTIL)
    return world


def test_it_is_planted_once_and_the_same_every_time(planted: World) -> None:
    first = list(Commitment.objects.order_by("id").values())
    commitments.plant(UNTIL)
    assert list(Commitment.objects.order_by("id").values()) == first
    assert {one["id"] for one in first} == {
        commitments.commitment_id(one["slug"]) for one in commitments.told()
    }
    assert len(first) >= 20


def test_there_is_something_of_each(planted: World) -> None:
    every = list(Commitment.objects.all())
    counted = queries.counted(None, TODAY, "")
    assert counted["late"] >= 4
    assert counted["no_day"] == 2
    assert counted["ownerless"] == 2, "nobody said, and who works there no longer"
    assert {one.state for one in every} == set(states.STATES)
    assert {one.kind for one in every} == set(rules.KINDS)
    assert {"gap", "recommendation", "decision", "promise", "deviation"} <= {one.origin for one in every}
    assert max(states.standing(one.acts).moved for one in every) == 2
    assert any(states.standing(one.acts).reopened for one in every)


def test_every_indicator_is_one_in_force_and_two_can_be_seen_before_and_after(planted: World) -> None:
    with_measure = list(Commitment.objects.exclude(measure=""))
    for one in with_measure:
        found = catalogue.keyed(one.measure)
        assert found is not None
        assert catalogue.in_force(found.id, TODAY) is found
    done = [one for one in with_measure if one.state == "done" and one.ended_on]
    assert len([one for one in done if (TODAY - one.ended_on).days > 120]) == 2  # type: ignore[operator]


def test_the_head_of_the_demo_has_something_late_of_her_own(planted: World) -> None:
    from lindra.synthetic import county

    spec = county.organisation().staff["home-1780:manager"]
    mine = queries.listed(None, Filters(owner=spec.hsa_id, open="yes"))
    assert any(rules.late(one.state, one.due, TODAY) for one in mine)
    seat = Seat("unit", mine[0].holder, mine[0].unit, spec.hsa_id)
    assert due.counts(seat, TODAY)["late_actions"] >= 1
