"""The pages on the access log in a real browser: accessible, narrow and wide, light and dark, in both languages."""

from __future__ import annotations

import os
import urllib.request
from datetime import UTC, datetime
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from helpers import browsers, servers, walking, workplaces
from lindra.people import actions as people
from lindra.privacy import accesslog, door
from lindra.privacy.checks import actions as check_actions
from lindra.privacy.log import anchors
from lindra.privacy.log import verify as log_verify
from lindra.privacy.models import AccessCheck
from lindra.privacy.reader import named

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)


@pytest.fixture
def served(world, clock_at):
    """A world with a patient whose record has been opened, tried, and opened in an emergency; and its address."""
    clock_at(NOW)
    places = workplaces.build()
    people.assign(places.clinic.staff, places.clinic.unit, "quality", ("review",))
    patient = workplaces.patient_at(places.ward, "Berit Bergström")
    door.open(patient, places.ward.reader())
    door.rows("patients", places.ward.reader())
    door.open(patient, places.home_nursing.reader())
    door.open(workplaces.patient_at(places.home_nursing, episode="e2"), places.ward.reader())
    accesslog.log(places.ward.reader(), [patient], "timeline", "SFS 2022:913 3 kap. 6 §", "emergency")
    check_actions.draw(places.ward.provider, "2026-06")
    reviewer = named(places.clinic.staff.hsa_id, "review")
    check = AccessCheck.objects.get(ground="emergency")
    check_actions.review(check, "unclear", "Enhetschefen är tillfrågad.", reviewer)
    extract = places.clinic.reader("extract")
    with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
        yield (
            address,
            {
                "extract": (reverse("extract", args=[patient]), session(places.clinic, extract)),
                "checks": (reverse("checks"), session(places.clinic, reviewer)),
                "one ground": (
                    f"{reverse('checks')}?month=2026-06&ground=sample",
                    session(places.clinic, reviewer),
                ),
                "nothing drawn": (f"{reverse('checks')}?month=2026-05", session(places.clinic, reviewer)),
                "item": (reverse("check", args=[check.key]), session(places.clinic, reviewer)),
                "summary": (reverse("checks-summary"), session(places.clinic, reviewer)),
            },
        )


def session(place, reader):
    """The cookie of somebody signed in who reads for a purpose."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(place.staff.user, backend="django.contrib.auth.backends.ModelBackend")
    kept = client.session
    kept["assignment"], kept["purpose"] = reader.assignment.id, str(reader.purpose)
    kept.save()
    return client.cookies["sessionid"].value


@pytest.mark.browser
def test_the_pages_are_for_everybody(served, pages):
    address, every = served
    for (name, (path, cookie)), (language, scheme) in product(
        every.items(), (("sv", "light"), ("en", "dark"))
    ):
        page = pages.open(language=language, scheme=scheme)
        page.context.add_cookies([
            {"name": "sessionid", "value": cookie, "url": address},
            {"name": "language", "value": language, "url": address},
        ])  # fmt: skip
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(address + path).status == 200
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{name}-{language}-{scheme}-{width}.png", full_page=True)
            assert browsers.axe_violations(page) == [], (name, language, scheme, width)
            assert walking.too_wide(page, width) == [], (name, language, scheme, width)
        found = walking.in_the_wrong_language(page, language, known=["sjuksköterska", "Vårdcentralen"])
        assert found == [], (name, language)
        page.context.close()


def test_a_server_that_is_stopped_has_anchored_its_chain_to_the_last_row(world, clock_at):
    clock_at(NOW)
    places = workplaces.build()
    people.assign(places.clinic.staff, places.clinic.unit, "quality", ("review",))
    cookie = session(places.clinic, named(places.clinic.staff.hsa_id, "review"))
    with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
        for _ in range(5):
            asked = urllib.request.Request(
                address + reverse("checks"), headers={"Cookie": f"sessionid={cookie}"}
            )
            assert urllib.request.urlopen(asked).status == 200
    lines = list(anchors.lines(world.home))
    assert [(line.seq, line.last) for line in lines] == [(0, False), (1, False), (5, True)]
    assert log_verify.check().faults == []
