"""The access log has a place of its own, and stays when a request is rolled back."""

from __future__ import annotations

import sqlite3

import pytest
from django.apps import apps
from django.db import connections, transaction

from helpers.worlds import World
from lindra.people.actions import new_patient
from lindra.people.models import Patient
from lindra.privacy import accesslog
from lindra.privacy.models import AccessEntry, AccessHead, AccessName, AccessWeeding
from lindra.site.databases import Router


def tables(world: World, file: str) -> set[str]:
    with sqlite3.connect(world.home / file) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in found if not name.startswith(("django_", "sqlite_"))}


def test_the_access_log_is_alone_in_its_file(world: World) -> None:
    own = {f"privacy_access{part}" for part in ("", "_head", "_name", "_weeding")}
    assert tables(world, "access.sqlite3") == own
    assert not own & tables(world, "lindra.sqlite3")
    assert {"record_event", "people_patient"} <= tables(world, "lindra.sqlite3")


def test_the_access_log_is_a_table_among_others_on_postgresql(postgres_world: World) -> None:
    names = connections["default"].introspection.table_names()
    assert {"privacy_access", "record_event"} <= set(names)


def test_every_model_is_read_and_written_in_one_place() -> None:
    router = Router()
    for model in apps.get_models():
        wanted = "access" if model in (AccessEntry, AccessHead, AccessName, AccessWeeding) else None
        assert (router.db_for_read(model), router.db_for_write(model)) == (wanted, wanted)


class Rolled(Exception):
    """What goes wrong in the middle of a request."""


def test_what_was_logged_stays_when_the_rest_is_rolled_back(either_world: World) -> None:
    with pytest.raises(Rolled), transaction.atomic():  # noqa: PT012 - both belong to what is rolled back
        new_patient()
        accesslog.system_run("test", "proof")
        raise Rolled
    assert not Patient.objects.exists()
    assert [(entry["what"], entry["purpose"]) for entry in accesslog.entries()] == [("test", "proof")]
