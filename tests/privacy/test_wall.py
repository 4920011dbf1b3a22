"""Behind the second wall the door answers as without it: all that it opens is what it has decided on.

On PostgreSQL, in a database whose owner is held by row-level security. What the door answers there is compared with
what it answers where everything is open.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from helpers import small_world, worlds
from helpers.small_world import NOW, SmallWorld
from lindra import clock
from lindra.care.identification import actions as identification
from lindra.care.identification.queries import aside
from lindra.deadlines import actions as due
from lindra.deadlines import queries as holds
from lindra.forms import actions as typing
from lindra.forms import queries as drafts
from lindra.forms.models import Draft as Typed
from lindra.people import staff as staffing
from lindra.privacy import actions, door, tallies, worklist
from lindra.privacy.reader import Reader, reader, works
from lindra.record import facts, wall
from lindra.record.log import Draft
from lindra.registry.readings import STATES
from lindra.site.world import migrate

ROLE = f"lindra_door_{os.getpid()}"


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallWorld]:
    """The small world, owned by a role that is no superuser."""
    server = os.environ["LINDRA_TEST_POSTGRES"]
    worlds.command(server, f'CREATE ROLE "{ROLE}" LOGIN')
    worlds.command(server, f'CREATE DATABASE "{ROLE}" OWNER "{ROLE}"')
    parts = urlsplit(worlds.url_of(server, ROLE))
    url = urlunsplit(parts._replace(netloc=f"{ROLE}@{parts.netloc.rpartition('@')[2]}"))
    clock.fix(NOW)
    try:
        with worlds.pointed_at(tmp_path_factory.mktemp("walled"), url), wall.everything():
            migrate()
            made = small_world.build()
        with worlds.pointed_at(tmp_path_factory.mktemp("walled"), url):
            yield made
    finally:
        clock.fix(None)
        worlds.command(server, f'DROP DATABASE "{ROLE}" WITH (FORCE)')
        worlds.command(server, f'DROP ROLE "{ROLE}"')


def readers(world: SmallWorld) -> list[Reader]:
    """Everybody who works there, in every assignment, for every purpose it allows."""
    found = []
    for staff in world.staff.values():
        member = staffing.by_hsa_id(staff.hsa_id)
        assert member is not None
        found += [reader(member, work, purpose) for work in works(member) for purpose in work.purposes]
    return found


def alike(ask: Callable[[], Any]) -> Any:
    """What is answered behind the wall, which must be what is answered where everything is open."""
    with wall.everything():
        expected = ask()
    assert ask() == expected
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM record_event) + (SELECT count(*) FROM people_identifier)"
        )
        assert cursor.fetchone() == (0,)
    return expected


def told(patient: str, who: Reader) -> Any:
    """Everything the door tells of a patient."""
    opened = door.open(patient, who)
    if isinstance(opened, door.Denied):
        return opened
    return opened.person, opened.chart, opened.seq, opened.timeline(), opened.undated(), opened.history()


def test_patients_are_opened_as_without_the_wall(walled: SmallWorld) -> None:
    names = ("ten years", "linked", "linked too", "protected", "elsewhere", "only a relative")
    answers = [alike(lambda who=who, name=name: told(walled.patients[name], who))
               for who in readers(walled) for name in names]  # fmt: skip
    assert any(isinstance(answer, door.Denied) for answer in answers)
    assert any(not isinstance(answer, door.Denied) and answer[3] for answer in answers)


def test_lists_counts_and_searches_are_as_without_the_wall(walled: SmallWorld) -> None:
    for who in readers(walled):
        assert alike(lambda who=who: door.rows("patients", who, limit=100))
        assert alike(lambda who=who: door.counts("patients", who))
        alike(lambda who=who: door.rows("register", who, limit=100))
        alike(lambda who=who: tallies.tally("register", who, STATES, [who.assignment.unit]))
        alike(lambda who=who: worklist.worklist("register_sent", who, worklist.Wanted()))
        for text in ("vanja", "a", walled.numbers[0], walled.numbers[5], walled.numbers[-1], "nobody at all"):
            alike(lambda who=who, text=text: door.search(text, who, "patients"))
            alike(lambda who=who, text=text: door.patient_of(text, who))
    assert any(door.search(walled.numbers[0], who, "patients") for who in readers(walled))


def test_what_may_be_written_is_written(walled: SmallWorld) -> None:
    patient = walled.patients["ten years"]
    caring = [one for one in readers(walled) if one.purpose == "care"]
    found = [(one, door.open(patient, one)) for one in caring]
    who, before = next((one, opened.seq) for one, opened in found if isinstance(opened, door.Opened))
    door.write(patient, [Draft(facts.Contact(episode="w", form="home_visit"))], who, expected=before)
    actions.block(patient, "unit", who)
    after = door.open(patient, who)
    assert isinstance(after, door.Opened)
    assert after.seq == before + 2


def caring_for(world: SmallWorld, patient: str) -> Reader:
    """Somebody who may write about the patient."""
    caring = [one for one in readers(world) if one.purpose == "care"]
    return next(one for one in caring if isinstance(door.open(patient, one), door.Opened))


def test_what_somebody_types_is_kept_given_back_and_dropped_behind_the_wall(walled: SmallWorld) -> None:
    patient, old = walled.patients["ten years"], walled.patients["dead"]
    who = caring_for(walled, patient)
    place = {"staff": who.staff.id, "assignment": who.assignment.id, "form": "visit", "answer": ""}
    with wall.everything():
        Typed.objects.create(**place, patient=old, version="1", seen=1, key="k", updated_at="2026-01-01")
    for text in ("Först", "Sedan"):
        typing.keep_draft({**place, "patient": patient}, {"q": [text]}, "1", 1, "k")
    with wall.everything():
        assert list(Typed.objects.values_list("patient", flat=True)) == [patient], "the old one is dropped"
    kept = alike(lambda: drafts.draft(who, patient, "visit"))
    assert kept.body == {"q": ["Sedan"]}
    typing.drop_draft(who, patient, "visit")
    assert alike(lambda: drafts.drafts(who, patient)) == []


def test_what_is_noted_beside_lists_is_kept_and_given_back_behind_the_wall(walled: SmallWorld) -> None:
    patient, until = walled.patients["ten years"], clock.today() + timedelta(days=5)
    who = caring_for(walled, patient)
    identification.not_now(patient, who, until, "Vill vänta")
    noted = alike(lambda: aside(who.assignment.unit, "2026-06-15"))
    assert noted[patient].reason == "Vill vänta"
    rows = worklist.rows_of("due", who, [patient])
    key = next(row.row.key for row in rows if isinstance(row.row, door.Item))
    due.claim(patient, key, who)
    due.not_now(patient, key, who, until, "Hos dottern")
    assert alike(lambda: holds.holds([(patient, key)]))[patient, key].reason == "Hos dottern"
    assert alike(lambda: holds.claimed_by(who.staff.hsa_id)) == {(patient, key)}
    assert alike(lambda: holds.put_off([who.assignment.unit], "2026-06-15")) == {(patient, key)}
    due.bring_back(patient, key, who)
    due.release(patient, key, who)
    assert alike(lambda: holds.holds([(patient, key)])) == {}
