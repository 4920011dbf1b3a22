"""Kinds: versions and what they do."""

from __future__ import annotations

import pytest

from lindra.record import facts
from lindra.record.kinds import KINDS, SLOTS, Refused, UnknownKind, fact_of


def test_a_contact_of_version_1_is_read_as_one_of_version_2():
    old = {"episode": "e1", "emergency": True}
    assert fact_of("contact", 1, old) == facts.Contact(episode="e1", form="emergency")
    assert fact_of("contact", 1, {"episode": "e2"}) == facts.Contact(episode="e2", form="other")


def test_an_event_of_a_newer_program_is_an_error_that_says_so():
    with pytest.raises(UnknownKind, match="newer program"):
        fact_of("contact", 3, {})


def test_an_unknown_kind_is_an_error():
    with pytest.raises(UnknownKind, match="telepathy"):
        fact_of("telepathy", 1, {})


def test_a_wrong_payload_says_where_it_is_wrong():
    with pytest.raises(Refused, match="contact: form"):
        fact_of("contact", 2, {"episode": "e", "form": "seance"})


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_is_versioned_and_can_be_read_back_from_any_version(name):
    fact = KINDS[name]
    assert fact.kind == name
    assert set(fact.upcasters) == set(range(1, fact.version))


def test_every_slot_is_bounded():
    assert all(0 < cap <= 200 for cap in SLOTS.values())


def test_whom_a_patient_met_leaves_as_the_status_of_a_contact():
    met = facts.Contact(
        episode="e", form="home_visit", palliative=True, profession="dietitian", status="finished"
    )
    assert met.columns["status"].read(met) == "dietitian"
    assert "profession" not in facts.Contact(episode="e", form="home_visit").dump()
    with pytest.raises(Refused, match="profession"):
        fact_of("contact", 2, {"episode": "e", "form": "home_visit", "profession": "priest"})


def test_days_waited_are_none_or_zero_or_more_and_leave_as_a_number():
    same_day = facts.Enrolled(enrolment="e", waited=0)
    assert same_day.dump() == {"enrolment": "e", "waited": 0}
    assert same_day.columns["number"].read(same_day) == 0
    assert facts.Enrolled(enrolment="e").dump() == {"enrolment": "e"}
    with pytest.raises(Refused, match="waited"):
        fact_of("enrolled", 1, {"enrolment": "e", "waited": -1})
