"""``lindra destroy``: in somebody's name, for administration, and refused with the reason."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import connection

from helpers import workplaces
from lindra.privacy import accesslog
from lindra.privacy.cli import destroy
from lindra.record import log, queries


@pytest.fixture
def ward(either_world):
    return workplaces.build().ward


def run(patient, ward, *events, purpose="admin"):
    named = [word for event in events for word in ("--event", event)]
    return CliRunner().invoke(
        destroy, [patient, *named, "--as", ward.staff.hsa_id, "--purpose", purpose, "--decision", "3.4.1-1/2026",
                  "--authority", "IVO", "--decided-on", "2026-06-01", "--scope", "one entry"],
    )  # fmt: skip


def test_a_decision_is_carried_out_in_somebodys_name(ward):
    patient = workplaces.patient_at(ward)
    (event,) = queries.events_of(patient)
    done = run(patient, ward, event.id)
    assert done.exit_code == 0, done.output
    assert queries.events_of(patient)[0].payload is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, authority, decided_on, scope FROM record_destruction")
        assert cursor.fetchall() == [(done.output.strip(), "IVO", "2026-06-01", "one entry")]
    entry = accesslog.entries(1)[0]
    assert (entry["staff"], entry["patients"], entry["right"]) == (
        ward.staff.hsa_id, [patient], "SFS 2008:355 8 kap. 4 §",
    )  # fmt: skip


def test_what_would_let_an_old_entry_stand_again_is_refused(ward):
    patient = workplaces.patient_at(ward)
    log.withdraw(patient, queries.events_of(patient)[0].id, "wrong", ward.author, expected=1)
    log.append(patient, [log.Draft(workplaces.facts.RelationOpened(relation="r"))], ward.author, expected=2)
    refused = run(patient, ward, queries.events_of(patient)[1].id)
    assert refused.exit_code == 2
    assert "would stand again" in refused.output


def test_another_purpose_destroys_nothing(ward):
    patient = workplaces.patient_at(ward)
    (event,) = queries.events_of(patient)
    assert run(patient, ward, event.id, purpose="care").exit_code == 1
    assert queries.events_of(patient)[0].payload is not None
    assert accesslog.entries(1)[0]["outcome"] == "denied"
