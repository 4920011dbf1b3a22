"""No sequence of acts by one person ever destroys anything, through whatever assignments they have."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import workplaces
from lindra.people import actions as people
from lindra.people import staff
from lindra.privacy.models import Removal
from lindra.privacy.reader import reader, works
from lindra.privacy.removal import actions, rules
from lindra.record.kinds import Refused
from privacy.removal import scenes
from privacy.removal.scenes import diagnosis, events, told, write

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["prepare", "prepare whole", "weed", "confirm", "refuse", "withdraw", "carry on"]),
        st.integers(0, 5), st.integers(0, 3),
    ),
    min_size=1, max_size=25,
)  # fmt: skip


@pytest.fixture
def alone(world, clock_at):
    """One person with three assignments, a patient, and a record that is old enough to be weeded."""
    clock_at(scenes.NOW)
    scene = scenes.set_scene(world)
    clock_at("2012-01-01T12:00:00+01:00")
    old = workplaces.patient_at(scene.places.ward)
    clock_at(scenes.NOW)
    patient = workplaces.patient_at(scene.places.ward, episode="e2")
    write(patient, scene.places.ward, diagnosis())
    who = scene.places.ward.staff
    people.assign(who, scene.places.ward.unit, "läkare", ("admin", "care"))
    people.assign(who, scene.places.clinic.unit, "läkare", ("admin",))
    readers = [reader(who, work, "admin") for work in works(staff.by_hsa_id(who.hsa_id))]
    assert len(readers) == 3
    return patient, old, readers


def act(what, removal, patient, old, who):
    """One act; what is refused changes nothing."""
    chosen = [event.id for event in events(patient)]
    if what == "prepare":
        actions.prepare(patient, chosen[-1:], told(), who)
    elif what == "prepare whole":
        actions.prepare(patient, chosen, told(scope="whole"), who)
    elif what == "weed":
        actions.prepare_weeding([old], "Dnr 17", who)
    elif removal is not None:
        shown = rules.fingerprint(event for part in removal.parts.all() for event in part.events)
        {
            "confirm": lambda: actions.confirm(removal, shown, who),
            "refuse": lambda: actions.refuse(removal, "other", who),
            "withdraw": lambda: actions.withdraw(removal, who),
            "carry on": lambda: actions.carry_on(removal, who),
        }[what]()


@given(acts=ACTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_destroyed_by_one_person(alone, acts):
    patient, old, readers = alone
    for what, which, who in acts:
        prepared = list(Removal.objects.order_by("-id")[:6])
        removal = prepared[which % len(prepared)] if prepared else None
        with suppress(PermissionError, Refused):
            act(what, removal, patient, old, readers[who % len(readers)])
        assert all(event.payload is not None for record in (patient, old) for event in events(record))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_destruction")
        assert cursor.fetchone() == (0,)
    assert not Removal.objects.filter(state__in=("confirmed", "carried_out")).exists()


def test_the_property_would_notice_were_there_another(alone):
    """The same acts, the second by somebody else, do destroy: what is tested can happen."""
    patient, old, readers = alone
    second = people.add_staff("SE2321000016-S9", "Person 9", "vårdadministratör")
    ward = readers[0].assignment.unit
    people.assign(second, ward, "läkare", ("admin",))
    other = reader(second, works(second)[0], "admin")
    for what in ("prepare", "weed"):
        act(what, None, patient, old, readers[0])
        act("confirm", Removal.objects.order_by("-id").first(), patient, old, other)
    assert [event.payload is None for record in (patient, old) for event in events(record)] == [
        False,
        True,
        True,
    ]
