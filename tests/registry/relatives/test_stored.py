"""Where answers are: behind the wall, gone with what was destroyed, back after a restore, and not kept for ever."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pyrage
import pytest
from django.conf import settings
from django.db import connections

from helpers import workplaces, worlds
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.record import destruction, queries, wall
from lindra.record.destruction import Decision
from lindra.registry.relatives import actions, group
from lindra.registry.relatives import queries as asked
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.site import backup, restore
from lindra.site.backup import Progress
from lindra.site.restore import Wanted
from lindra.site.world import migrate
from registry.relatives import bereft
from registry.relatives.bereft import NOW, answered, invited, with_code

At = Callable[[datetime], datetime]
DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "the whole record")
QUIET = Progress(lambda done, of: None, lambda items, label: iter(items))
WORD = "fjällsjö"


def destroy(patient: str) -> None:
    events = [event.id for event in queries.events_of(patient)]
    destruction.destroy(patient, events, DECISION, settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY)


def test_with_destroyed_entries_go_the_answers_and_the_code(places: Workplaces, dead: str) -> None:
    other = bereft.patient(places.ward)
    for one in (dead, other):
        answered(invited(one, places.ward), pain="full", more=WORD)
    begun = invited(dead, places.ward, "r2")
    with_code(begun.code).post("/answer/part/5/", {"q:more": WORD})
    destroy(dead)
    assert list(RelativeAnswer.objects.values_list("patient", flat=True)) == [other]
    assert list(Invitation.objects.values_list("patient", flat=True)) == [other]
    assert bereft.browser().post("/answer/", {"code": begun.code}).status_code == 422, (
        "nobody knows it any more"
    )


def test_a_backup_holds_the_answers_and_a_restore_destroys_again_what_was_destroyed_since(
    either_places: Workplaces, either_world: World, tmp_path: Path
) -> None:
    one, other = bereft.patient(either_places.ward), bereft.patient(either_places.ward)
    for patient in (one, other):
        answered(invited(patient, either_places.ward), pain="full", more=WORD)
    identity, file = pyrage.x25519.Identity.generate(), tmp_path / "backup.age"
    home, url = either_world.home, either_world.database_url
    assert backup.backup(file, home, url, [identity.to_public()], QUIET).found.faults == ()
    destroy(one)
    RelativeAnswer.objects.all().delete()
    connections.close_all()
    restore.restore(Wanted(file, [identity], home, url, replace=True), QUIET)
    (kept,) = RelativeAnswer.objects.all()
    assert (kept.patient, WORD in str(kept.response)) == (other, True)
    assert Invitation.objects.get().patient == other


def test_answers_are_kept_for_three_years_and_drafts_until_their_code_has_run_out(
    places: Workplaces, dead: str, clock_at: At
) -> None:
    answered(invited(dead, places.ward), pain="full")
    with_code(invited(dead, places.ward, "r2").code).post("/answer/part/5/", {"q:more": WORD})
    assert actions.weed() == 0
    assert WORD in str(Invitation.objects.values_list("draft"))
    clock_at(NOW + timedelta(days=61))
    assert actions.weed() == 0
    assert WORD not in str(Invitation.objects.values_list("draft"))
    clock_at(NOW + timedelta(days=1095))
    assert (actions.weed(), RelativeAnswer.objects.count()) == (0, 1)
    clock_at(NOW + timedelta(days=1096))
    assert (actions.weed(), RelativeAnswer.objects.count(), Invitation.objects.count()) == (1, 0, 0)


# Behind the second wall, on PostgreSQL

ROLE = f"lindra_relatives_{os.getpid()}"


@pytest.fixture
def walled(tmp_path: Path, clock_at: At) -> Iterator[Workplaces]:
    """Workplaces in a database whose owner is a role that row-level security holds."""
    clock_at(NOW)
    server = os.environ["LINDRA_TEST_POSTGRES"]
    worlds.command(server, f'CREATE ROLE "{ROLE}" LOGIN')
    worlds.command(server, f'CREATE DATABASE "{ROLE}" OWNER "{ROLE}"')
    parts = urlsplit(worlds.url_of(server, ROLE))
    url = urlunsplit(parts._replace(netloc=f"{ROLE}@{parts.netloc.rpartition('@')[2]}"))
    try:
        with worlds.pointed_at(tmp_path / "walled", url), wall.everything():
            migrate()
            made = workplaces.build()
        with worlds.pointed_at(tmp_path / "walled", url):
            yield made
    finally:
        worlds.command(server, f'DROP DATABASE "{ROLE}" WITH (FORCE)')
        worlds.command(server, f'DROP ROLE "{ROLE}"')


def test_all_of_it_goes_on_behind_the_wall(walled: Workplaces) -> None:
    with wall.everything():
        dead = [bereft.patient(walled.ward) for _ in range(6)]
        for one in dead:
            bereft.reported(one, walled.ward, pain="no")
    assert (Invitation.objects.count(), RelativeAnswer.objects.count()) == (0, 0)
    for number, one in enumerate(dead):
        client = with_code(invited(one, walled.ward).code)
        client.post("/answer/part/1/", {"q:pain": "none" if number else "full"})
        assert client.post("/answer/check/", {"may_read": "yes"})["Location"] == "/answer/done/"
        assert client.get("/answer/done/").status_code == 200
    assert (Invitation.objects.count(), RelativeAnswer.objects.count()) == (0, 0)
    found = group.of(walled.ward.reader("followup"))
    (pain,) = [one for one in found.questions if one.question == "pain"]
    assert (found.answers, pain.agree, pain.pairs) == (6, 5, 6)
    reader = walled.ward.reader()
    assert len(asked.readable(bereft.opened(dead[0], reader).records, reader.assignment.unit)) == 1
    actions.declined(bereft.opened(dead[0], reader), reader, "r2")
    again = invited(dead[1], walled.ward, "r2")
    assert actions.revoke(bereft.opened(dead[1], reader), reader, again.invitation.id)
    clock.fix(NOW + timedelta(days=1200))
    assert actions.weed() == 6
