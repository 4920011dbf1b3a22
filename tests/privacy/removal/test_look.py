"""The pages of removal and registers in a real browser: narrow and wide, light and dark, both languages, with axe."""

from __future__ import annotations

import os
from itertools import product

import pytest
from django.urls import reverse

from helpers import browsers, servers, walking, workplaces
from lindra.privacy.removal import actions, register, rules
from lindra.privacy.removal.register import Said
from lindra.record import facts, log
from lindra.record.log import ANY
from privacy.removal import scenes
from privacy.removal.scenes import diagnosis, told, write
from privacy.removal.test_pages import visitor

pytestmark = pytest.mark.browser
ROLES = ["sjuksköterska", "medicinskt ansvarig sjuksköterska"]
SAID = "Lungcancer, ej närmare angiven"


@pytest.fixture
def served(world, clock_at):
    """Every page with something on it: chosen, waiting, refused, gone, half weeded, noted; and its address."""
    clock_at(scenes.NOW)
    scene = scenes.set_scene(world)
    ward = scene.places.ward
    clock_at("2012-01-01T12:00:00+01:00")
    old = [workplaces.patient_at(place, name, f"o{n}") for n, (place, name) in enumerate(
        ((ward, "Ada Ek"), (scene.places.clinic, "Bo Al"), (ward, "Cia Ask"), (ward, "Dan Björk")))]  # fmt: skip
    clock_at(scenes.NOW)
    patient = workplaces.patient_at(ward, "Berit Bergström-Lindqvist")
    first = write(patient, ward, diagnosis(SAID))
    second = write(patient, ward, diagnosis("Lungcancer", "d2"))
    withdrawal = log.withdraw(patient, second, "Fel patient", ward.author, expected=ANY).events[0]
    write(patient, ward, facts.Measured(code=facts.Code(text="Smärta i vila"), value=facts.Amount(number=4)))
    write(patient, scene.places.clinic, diagnosis("Astma", "d3"))
    waiting = actions.prepare(patient, [first], told(), scene.one)
    refused = actions.prepare(patient, [second, withdrawal], told(), scene.one)
    actions.refuse(refused, "other_entries", scene.other)
    weeding = actions.prepare_weeding(old[:2], "KA 2026-17", scene.one)
    mark = rules.fingerprint(event for part in weeding.parts.all() for event in part.events)
    actions.confirm(weeding, mark, scene.other, most=1)
    nurse = ward.reader("care")
    register.note(patient, Said("opposed"), nurse)
    register.note(
        patient, Said("unable_not_opposed", "relative", "Dottern och läkaren är tillfrågade."), nurse
    )
    one, other = (visitor(reader).cookies["sessionid"].value for reader in (scene.one, scene.other))
    care = visitor(nurse).cookies["sessionid"].value
    with servers.serving(world.env) as address:
        yield address, {
            "removals": (reverse("removals"), one), "weeding": (reverse("weeding"), one),
            "prepare": (reverse("removal-prepare", args=[patient]), one),
            "waits for another": (reverse("removal", args=[waiting.id]), one),
            "confirm": (reverse("removal", args=[waiting.id]), other),
            "refused": (reverse("removal", args=[refused.id]), one),
            "half weeded": (reverse("removal", args=[weeding.id]), other),
            "registers": (reverse("register-opt-out", args=[patient]), care),
        }  # fmt: skip


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
        assert walking.in_the_wrong_language(page, language, known=ROLES) == [], (name, language)
        page.context.close()


@pytest.mark.parametrize("name", ["prepare", "registers"])
def test_what_is_missing_is_told_where_it_is_seen(served, pages, name):
    address, every = served
    path, cookie = every[name]
    page = pages.open(language="sv")
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page.goto(address + path)
    page.locator("main form button").first.click()
    page.locator(".error-summary").wait_for()
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}-missing.png", full_page=True)
    assert browsers.axe_violations(page) == []
