"""Two records of one person: linked, unlinked, in chains; never moved."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.worlds import World
from lindra.people import actions
from lindra.people import patients as identities
from lindra.people.models import Link


@pytest.fixture
def four(world: World) -> list[str]:
    return [actions.new_patient() for _ in range(4)]


def joined(one: str, other: str) -> None:
    actions.link(one, other, reason="same person", by="SE-1")


def test_a_record_that_is_not_linked_stands_alone(four: list[str]) -> None:
    assert identities.linked(four[0]) == (four[0],)


def test_linked_records_are_found_from_both_sides_the_one_asked_for_first(either_world: World) -> None:
    one, other = actions.new_patient(), actions.new_patient()
    joined(other, one)
    assert identities.linked(one) == (one, other)
    assert identities.linked(other) == (other, one)


def test_linking_again_the_other_way_round_changes_nothing(four: list[str]) -> None:
    joined(four[0], four[1])
    joined(four[1], four[0])
    assert Link.objects.count() == 1


def test_a_record_cannot_be_linked_to_itself(four: list[str]) -> None:
    with pytest.raises(ValueError, match="itself"):
        joined(four[0], four[0])


def test_a_chain_of_links_is_one_person(four: list[str]) -> None:
    joined(four[0], four[1])
    joined(four[2], four[1])
    joined(four[2], four[3])
    found = identities.linked_many(four)
    assert all(set(records) == set(four) and records[0] == patient for patient, records in found.items())


def test_a_ring_of_links_ends(four: list[str]) -> None:
    for one, other in ((0, 1), (1, 2), (2, 0)):
        joined(four[one], four[other])
    assert sorted(identities.linked(four[0])) == sorted(four[:3])
    assert identities.linked(four[3]) == (four[3],)


def test_what_is_unlinked_is_apart_again_and_both_acts_stay_known(four: list[str]) -> None:
    one, other = four[:2]
    joined(one, other)
    actions.unlink(other, one, reason="twins", by="SE-2")
    assert identities.linked(one) == (one,)
    kept = Link.objects.get()
    assert (kept.reason, kept.linked_by) == ("same person", "SE-1")
    assert (kept.unlink_reason, kept.unlinked_by) == ("twins", "SE-2")
    assert kept.unlinked_at is not None
    assert kept.unlinked_at >= kept.linked_at


def test_a_chain_broken_in_the_middle_falls_apart_there(four: list[str]) -> None:
    for one, other in ((0, 1), (1, 2), (2, 3)):
        joined(four[one], four[other])
    actions.unlink(four[1], four[2], reason="not the same", by="SE-1")
    assert set(identities.linked(four[0])) == set(four[:2])
    assert set(identities.linked(four[3])) == set(four[2:])


def test_what_was_unlinked_can_be_linked_again(four: list[str]) -> None:
    one, other = four[:2]
    joined(one, other)
    actions.unlink(one, other, reason="a mistake", by="SE-1")
    joined(one, other)
    assert identities.linked(one) == (one, other)
    assert Link.objects.count() == 2


def test_only_linked_records_can_be_unlinked(four: list[str]) -> None:
    with pytest.raises(ValueError, match="not linked"):
        actions.unlink(four[0], four[1], reason="x", by="SE-1")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(links=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_every_record_belongs_to_exactly_one_person(world: World, links: list[tuple[int, int]]) -> None:
    records = [actions.new_patient() for _ in range(6)]
    groups = {record: {record} for record in records}
    for one, other in links:
        if one == other:
            continue
        joined(records[one], records[other])
        together = groups[records[one]] | groups[records[other]]
        groups |= dict.fromkeys(together, together)
    found = identities.linked_many(records)
    assert {record: set(linked) for record, linked in found.items()} == groups
    assert all(len(linked) == len(set(linked)) for linked in found.values())
