"""Where deviations are: behind the wall, unlinked with what was destroyed, in a backup, counted all the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pyrage
import pytest
from django.conf import settings
from django.db import connections

from discharge.deviations import erring
from discharge.deviations.erring import ANSWER, ASSESSED, NOW, Erring, again, opened, reported, sent
from helpers import worlds
from helpers.worlds import World
from lindra.discharge.deviations import actions, counts, queries
from lindra.discharge.models import Deviation
from lindra.record import destruction, wall
from lindra.record import queries as record
from lindra.record.destruction import Decision
from lindra.site import backup, restore
from lindra.site.backup import Progress
from lindra.site.restore import Wanted
from lindra.site.world import migrate

At = Callable[[datetime], datetime]
DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "the whole record")
QUIET = Progress(lambda done, of: None, lambda items, label: iter(items))
WORD = "Fjällsjö"


def destroy(patient: str) -> None:
    events = [event.id for event in record.events_of(patient)]
    with wall.opened([patient]):
        destruction.destroy(patient, events, DECISION, settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY)


def lived(of: Erring) -> Deviation:
    """One that was answered, assessed and closed, with somebody's words in every act."""
    one = sent(of, harm="serious", what=WORD, message="m", episode="e1")
    told = {
        name: WORD if isinstance(value, str) and name != "due" else value for name, value in ANSWER.items()
    }
    one = actions.answer(again(one, of.ward.reader()), of.ward.reader(), told, seen=one.number)
    mas = of.mas.reader("followup")
    one = actions.assess(again(one, mas), mas, ASSESSED | {"reason": WORD}, seen=one.number)
    return actions.act(one, of.home.reader(), "close", {"change": WORD}, seen=one.number)


def test_with_destroyed_entries_goes_whom_it_is_about_and_every_word(either_erring: Erring) -> None:
    one = lived(either_erring)
    assert WORD in str(one.acts)
    destroy(either_erring.patient)
    kept = Deviation.objects.get()
    assert (kept.patient, kept.what, kept.message, kept.episode) == ("", "", "", "")
    assert WORD not in str(kept.acts)
    found = again(kept, either_erring.home.reader())
    assert queries.standing(found).state == "closed", "it still stands as it stood"
    assert counts.whole([counts.Counted(*row) for row in queries.everybodys()]).written == 1
    ward = either_erring.ward.reader()
    actions.act(again(kept, ward), ward, "carry_out", seen=kept.number)


def test_a_page_of_one_that_is_unlinked_opens(erring_world: Erring) -> None:
    from django.urls import reverse

    from helpers import visitors

    one = lived(erring_world)
    destroy(erring_world.patient)
    for url in (reverse("deviation", args=[one.pk]), reverse("deviations")):
        assert visitors.at_work(erring_world.home).get(url).status_code == 200


def test_a_backup_holds_them_and_a_restore_unlinks_again(
    either_erring: Erring, either_world: World, tmp_path: Path
) -> None:
    lived(either_erring)
    identity, file = pyrage.x25519.Identity.generate(), tmp_path / "backup.age"
    home, url = either_world.home, either_world.database_url
    assert backup.backup(file, home, url, [identity.to_public()], QUIET).found.faults == ()
    destroy(either_erring.patient)
    Deviation.objects.all().delete()
    connections.close_all()
    restore.restore(Wanted(file, [identity], home, url, replace=True), QUIET)
    kept = Deviation.objects.get()
    assert (kept.patient, kept.state, WORD in str(kept.acts)) == ("", "closed", False)


# Behind the second wall, on PostgreSQL

ROLE = f"lindra_deviations_{os.getpid()}"


@pytest.fixture
def walled(tmp_path: Path, clock_at: At) -> Iterator[Erring]:
    """The same in a database whose owner is a role that row-level security holds."""
    clock_at(NOW)
    server = os.environ["LINDRA_TEST_POSTGRES"]
    worlds.command(server, f'CREATE ROLE "{ROLE}" LOGIN')
    worlds.command(server, f'CREATE DATABASE "{ROLE}" OWNER "{ROLE}"')
    parts = urlsplit(worlds.url_of(server, ROLE))
    url = urlunsplit(parts._replace(netloc=f"{ROLE}@{parts.netloc.rpartition('@')[2]}"))
    try:
        with worlds.pointed_at(tmp_path / "walled", url), wall.everything():
            migrate()
            made = erring.build()
        with worlds.pointed_at(tmp_path / "walled", url):
            yield made
    finally:
        worlds.command(server, f'DROP DATABASE "{ROLE}" WITH (FORCE)')
        worlds.command(server, f'DROP ROLE "{ROLE}"')


def test_all_of_it_goes_on_behind_the_wall(walled: Erring) -> None:
    one = lived(walled)
    assert Deviation.objects.count() == 0
    reader = walled.home.reader()
    assert queries.counts(reader, queries.Filters())["over"] == 1
    assert len(queries.everything_of(walled.quality.reader("followup"))) == 1
    assert len(queries.to_assess(walled.mas.reader("followup"))) == 1
    assert [
        row.pk for row in queries.of_message(opened(walled.patient, reader).records, "m", walled.home.unit)
    ] == [one.pk]
    reported(walled)
    assert queries.not_judged(reader) == 0
    with wall.everything():
        events = [event.id for event in record.events_of(walled.patient)]
    with wall.opened([walled.patient]):
        destruction.destroy(
            walled.patient, events, DECISION, settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY
        )
    ward = walled.ward.reader()
    found = again(one, ward)
    assert (found.patient, found.what) == ("", "")
    assert actions.act(found, ward, "carry_out", seen=found.number).number == found.number
    assert Deviation.objects.count() == 0
