"""Destruction through the door: in somebody's name, for administration, and refused with the reason.

That it takes two persons is shown in ``removal/``; there is no other way to it than those pages.
"""

from __future__ import annotations

import pytest
from django.db import connection

from helpers import workplaces
from lindra.privacy import accesslog, door
from lindra.record import log, queries
from lindra.record.destruction import Decision
from lindra.record.kinds import Refused


@pytest.fixture
def ward(either_world):
    return workplaces.build().ward


def destroy(patient, ward, *events, purpose="admin"):
    made = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "one entry")
    return door.destroy(patient, events, made, ward.reader(purpose))


def test_a_decision_is_carried_out_in_somebodys_name(ward):
    patient = workplaces.patient_at(ward)
    (event,) = queries.events_of(patient)
    done = destroy(patient, ward, event.id)
    assert queries.events_of(patient)[0].payload is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, authority, decided_on, scope FROM record_destruction")
        assert cursor.fetchall() == [(done, "IVO", "2026-06-01", "one entry")]
    entry = accesslog.entries(1)[0]
    assert (entry["staff"], entry["patients"], entry["right"]) == (
        ward.staff.hsa_id, [patient], "SFS 2008:355 8 kap. 4 §",
    )  # fmt: skip


def test_what_would_let_an_old_entry_stand_again_is_refused(ward):
    patient = workplaces.patient_at(ward)
    log.withdraw(patient, queries.events_of(patient)[0].id, "wrong", ward.author, expected=1)
    log.append(patient, [log.Draft(workplaces.facts.RelationOpened(relation="r"))], ward.author, expected=2)
    with pytest.raises(Refused, match="would stand again"):
        destroy(patient, ward, queries.events_of(patient)[1].id)


def test_another_purpose_destroys_nothing(ward):
    patient = workplaces.patient_at(ward)
    (event,) = queries.events_of(patient)
    with pytest.raises(PermissionError):
        destroy(patient, ward, event.id, purpose="care")
    assert queries.events_of(patient)[0].payload is not None
    assert accesslog.entries(1)[0]["outcome"] == "denied"
