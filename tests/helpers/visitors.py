"""Visitors to the pages without a browser: quick, and what the templates were given can be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.template import Template
from django.test import Client
from django.test.utils import instrumented_test_render

from helpers.small_world import SmallWorld
from helpers.workplaces import Workplace

BACKEND = "django.contrib.auth.backends.ModelBackend"


@contextmanager
def watched() -> Iterator[None]:
    """While it lasts, an answer has a ``context`` and ``templates``."""
    before = Template._render
    Template._render = instrumented_test_render
    try:
        yield
    finally:
        Template._render = before


def visitor(world: SmallWorld, username: str = "", language: str = "") -> Client:
    """The browser of a stranger, or of somebody who is signed in, in a language they have chosen."""
    client = Client(SERVER_NAME="localhost")
    if language:
        client.cookies["language"] = language
    if username:
        user = world.staff[username].user
        assert user is not None
        client.force_login(user, backend=BACKEND)
    return client


def at_work(place: Workplace, purpose: str = "care", language: str = "sv") -> Client:
    """The browser of who works at a workplace, signed in for a purpose."""
    client = Client(SERVER_NAME="localhost")
    client.cookies["language"] = language
    assert place.staff.user is not None
    client.force_login(place.staff.user, backend=BACKEND)
    session, reader = client.session, place.reader(purpose)
    session["assignment"], session["purpose"] = reader.assignment.id, purpose
    session.save()
    return client
