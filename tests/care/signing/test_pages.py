"""The page where decisions are signed: what it says to whom, what its button does, and how it is to look at."""

from __future__ import annotations

import json
import os
import re
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from playwright.sync_api import Page

from care.signing.conftest import KARIM, VERA, Scene, expected, limit
from helpers import browsers, servers, walking
from helpers.told import NOW
from helpers.worlds import World
from lindra.care import rules
from lindra.care.cli import commands
from lindra.record.kinds import Fact

SIGN = "Signera<span"
UNSEEN = re.compile(r"<[^>]+>")


def address(scene: Scene, page: str = "sign") -> str:
    return f"/patients/{scene.patient}/{page}/"


def text(scene: Scene, who: str, page: str = "sign", language: str = "sv") -> str:
    """What a page says, without its marks."""
    answer = scene.client(who, language).get(address(scene, page))
    assert answer.status_code == 200
    return " ".join(UNSEEN.sub(" ", answer.content.decode()).split())


def post(scene: Scene, who: str, act: str, **changed: Any) -> Any:
    told = {"act": act, "seen": json.dumps(scene.open(who).positions())}
    return scene.client(who).post(address(scene), told | changed, follow=True)


def test_the_physician_reads_all_of_it_and_signs_with_one_button(scene: Scene) -> None:
    scene.fill_in(**{"consulted-unit": "Hemsjukvården"})
    page = text(scene, "vera")
    for said in (
        "HLR: Nej", "Ansvarig läkare Vera Sjö, Jouren", "Rådfrågad kollega Maj Ek, sjuksköterska, Hemsjukvården",
        "Grund sjukdomens läge, skulle inte hjälpa", "Skäl för just den här patienten Hjärtat är svagt, och hon vill",
        "Hur patienten bedömdes på plats", "Omprövas senast", "Inskrivet av Person 3, Hemsjukvården, 15 juni 2026",
        "Rätta i stället",
    ):  # fmt: skip
        assert said in page, said
    [one] = rules.unsigned(scene.chart)
    answer = post(scene, "vera", one.act)
    assert answer.redirect_chain == [(address(scene), 302)]
    said = answer.content.decode()
    assert "Signerat." in said
    assert "Inget väntar på signering" in said
    assert "signerat av Vera Sjö 15 juni 2026" in text(scene, "nurse", "plan")


def test_who_cannot_correct_it_writes_it_anew(scene: Scene) -> None:
    scene.fill_in(physician=KARIM)
    assert "Rätta i stället" in text(scene, "vera")
    page = scene.client("karim").get(address(scene)).content.decode()
    assert "Rätta i stället" not in page
    assert f'href="/patients/{scene.patient}/forms/limit/">Skriv det på nytt i stället' in page


def test_others_see_what_waits_and_for_whom_and_have_no_button(scene: Scene) -> None:
    scene.write(limit(hsa_id=VERA))
    for who, why in (
        ("nurse", "Läkaren signerar det."),
        ("ulf", "Bara den läkare som är angiven signerar det."),
    ):
        page = text(scene, who)
        assert "Väntar på Vera Sjö, Jouren" in page
        assert why in page
        assert SIGN not in scene.client(who).get(address(scene)).content.decode()


def test_who_takes_over_is_told_so_before(scene: Scene) -> None:
    scene.write(limit("Jourläkaren"))
    page = text(scene, "ulf")
    assert "Du är inte den som är angiven" in page
    assert "Signera och ta över ansvaret" in page
    assert "Du är inte den" not in text(scene, "nurse")


def test_a_later_decision_in_its_place_is_said(scene: Scene) -> None:
    scene.write(limit())
    assert "Ett annat beslut har fattats" not in text(scene, "vera")
    scene.write(limit(decision="give"))
    assert text(scene, "vera").count("Ett annat beslut har fattats") == 1


def test_who_may_not_is_refused_also_without_the_page(scene: Scene) -> None:
    act = scene.write(limit(hsa_id=VERA))
    for who, status, why in (
        ("nurse", 422, "Bara en läkare signerar detta"),
        ("ulf", 422, "En annan läkare"),
    ):
        answer = post(scene, who, act)
        assert (answer.status_code, why in answer.content.decode()) == (status, True)
    follow_up = scene.client("vera")
    work = scene.staff["vera"].assignments.get().pk
    follow_up.post("/assignment/", {"choice": f"{work}|followup"})
    assert SIGN not in follow_up.get(address(scene)).content.decode()
    told = {"act": act, "seen": json.dumps(scene.open("vera").positions())}
    assert follow_up.post(address(scene), told).status_code == 403
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.force_login(scene.staff["vera"].user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    assert strict.post(address(scene), told).status_code == 403
    assert len(rules.unsigned(scene.chart)) == 1


def test_a_change_in_between_is_told_and_nothing_is_signed(scene: Scene) -> None:
    act = scene.write(limit())
    before = json.dumps(scene.open("vera").positions())
    scene.write(limit(treatment="hospital"))
    answer = post(scene, "vera", act, seen=before)
    assert answer.status_code == 422
    assert "Någon har skrivit sedan du öppnade sidan" in answer.content.decode()
    for odd in ("", "[]", "null", '{"a": "b"}', "{"):
        assert post(scene, "vera", act, seen=odd).status_code == 422
    assert len(rules.unsigned(scene.chart)) == 2


def test_the_plan_and_the_record_lead_to_it_as_long_as_something_waits(scene: Scene) -> None:
    act = scene.write(limit(), expected())
    for page in (f"/patients/{scene.patient}/plan/", f"/patients/{scene.patient}/"):
        told = scene.client("vera").get(page).content.decode()
        assert "2 beslut väntar på läkarens signering." in told
        assert address(scene) in told
    everything = scene.client("vera").get(f"/patients/{scene.patient}/?show=everything").content.decode()
    assert everything.count(f'<a href="{address(scene)}">Signera, eller se vem det väntar på') == 2
    post(scene, "vera", act)
    for page in ("plan/", "", "?show=everything"):
        assert (
            address(scene)
            not in scene.client("vera").get(f"/patients/{scene.patient}/{page}").content.decode()
        )
    signed = scene.client("nurse").get(f"/patients/{scene.patient}/?show=everything").content.decode()
    assert signed.count("Hemsjukvården · signerat av Vera Sjö 15 juni 2026") == 2


def test_the_page_of_death_at_home_says_whether_the_decision_is_signed(scene: Scene) -> None:
    act = scene.write(expected())
    assert "Signering ännu inte signerat av läkaren" in text(scene, "nurse", "death-at-home")
    post(scene, "vera", act)
    assert "Signering signerat av Vera Sjö 15 juni 2026" in text(scene, "nurse", "death-at-home")


def test_the_command_tells_what_is_signed(scene: Scene) -> None:
    act = scene.write(limit())

    def signed() -> bool:
        arguments = ["show", scene.patient, "--as", VERA, "--purpose", "care", "--json"]
        told = json.loads(CliRunner().invoke(commands[0], arguments).stdout)
        return bool(told["chart"]["limits"][0]["stated"]["signed"])

    assert not signed()
    post(scene, "vera", act)
    assert signed()


# Whom a nurse names.


def test_the_nurse_chooses_the_physician_who_is_then_the_only_one_who_signs(scene: Scene) -> None:
    page = scene.client("nurse").get(f"/patients/{scene.patient}/forms/limit/").content.decode()
    offered = re.findall(r'<option value="(SE[^"]+)"[^>]*>\s*([^<]+?)\s*</option>', page)
    assert offered == [
        ("SE2120001868-V2", "Ulf Dal, Hemsjukvården"), (VERA, "Vera Sjö, Hemsjukvården"),
        (KARIM, "Karim Nord, Vårdcentralen"),
    ]  # fmt: skip
    scene.fill_in(physician=KARIM)
    [one] = rules.unsigned(scene.chart)
    assert one.value["physician"] == {
        "name": "Karim Nord", "profession": "physician", "unit": "Vårdcentralen", "hsa_id": KARIM,
    }  # fmt: skip
    assert post(scene, "vera", one.act).status_code == 422
    assert post(scene, "karim", one.act).redirect_chain


def test_only_physicians_of_units_that_have_the_patient_are_offered(scene: Scene) -> None:
    form = scene.client("nurse").get(f"/patients/{scene.patient}/forms/limit/").content.decode()
    assert KARIM in form
    assert scene.places.ward.staff.hsa_id not in form
    form = scene.client("vera").get(f"/patients/{scene.patient}/forms/limit/").content.decode()
    assert re.search(rf'<option value="{VERA}"[^>]*selected', form), "who writes is filled in"


def test_a_physician_who_has_left_stays_with_what_was_written(scene: Scene) -> None:
    scene.fill_in(physician=KARIM)
    scene.staff["karim"].assignments.update(valid_to="2026-06-01")
    form = scene.client("nurse").get(f"/patients/{scene.patient}/forms/limit/").content.decode()
    assert KARIM not in form
    written = next(one for one in scene.open().history() if one.kind == "answered")
    correct = scene.client("nurse").get(f"/patients/{scene.patient}/forms/answers/{written.id}/correct/")
    assert re.search(rf'<option value="{KARIM}"[^>]*selected', correct.content.decode())


# As people see it.


def see(page: Page, served: str, client: Client, language: str) -> None:
    page.context.add_cookies([
        {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": served},
        {"name": "language", "value": language, "url": served},
    ])  # fmt: skip


def faults(page: Page, language: str, name: str) -> list[str]:
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("PICTURES"):
            scheme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
            page.screenshot(path=f"{folder}/{name}-{language}-{scheme}-{width}.png", full_page=True)
        found += [f"{name} {width}: {one}" for one in browsers.axe_violations(page)]
        found += [f"{name} {width}: {one}" for one in walking.too_wide(page, width)]
    known = ["Hemsjukvården", "sjuksköterska", "Jouren", "läkare", "Vårdcentralen", "Jourläkaren"]
    return found + [f"{name}: {one}" for one in walking.in_the_wrong_language(page, language, known=known)]


@pytest.mark.browser
def test_a_nurse_writes_the_physician_signs_and_the_plan_says_so(
    scene: Scene, world: World, pages: browsers.Pages
) -> None:
    nurse, vera, plan = scene.client("nurse"), scene.client("vera"), f"/patients/{scene.patient}/plan/"
    with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as served:
        writing = pages.open(java_script_enabled=False, width=360)
        see(writing, served, nurse, "sv")
        writing.goto(f"{served}/patients/{scene.patient}/forms/limit/")
        _fill_in(writing)
        reading = pages.open(java_script_enabled=False, width=360)
        see(reading, served, vera, "sv")
        reading.goto(served + plan)
        assert "ännu inte signerat av läkaren" in reading.inner_text("#decisions")
        reading.click("text=Läs vad som väntar")
        reading.click("main button:has-text('Signera')")
        assert "Signerat." in reading.inner_text("body")
        reading.goto(served + plan)
        assert "signerat av Vera Sjö 15 juni 2026" in reading.inner_text("#decisions")


def _fill_in(page: Page) -> None:
    """A limit of treatment, by the one who took the call at night."""
    page.select_option("[name='q:treatment']", "resuscitation")
    for name in (
        "decision=withhold",
        "basis=illness",
        "assessed=in_person",
        "patient-told=no",
        "relatives-told=no",
    ):
        question, _, answer = name.partition("=")
        page.check(f"[name='q:{question}'][value='{answer}']")
    page.fill("[name='q:reason']", "Hjärtat är svagt")
    page.select_option("[name='q:physician']", VERA)
    page.fill("[name='q:review']", "2026-07-15")
    page.click("main form button[type=submit]:has-text('Spara')")
    if page.locator(
        "[name='q:consulted-name']"
    ).count():  # without a script it is asked when it is known to be needed
        page.fill("[name='q:consulted-name']", "Maj Ek")
        page.select_option("[name='q:consulted-profession']", "nurse")
        page.click("main form button[type=submit]:has-text('Spara')")
    page.wait_for_url(re.compile(r"/forms/answers/|/plan/|/forms/$"))


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("sv", "light"), ("en", "dark")])
def test_the_pages_are_for_everybody(
    scene: Scene, world: World, pages: browsers.Pages, language: str, scheme: str
) -> None:
    told: list[tuple[Fact, ...]] = [
        (limit(condition="Om benet bryts", decision="conditional", knows=("patient", "team"), review="2026-07-15"),),
        (limit("Jourläkaren", treatment="hospital", assessed="at_a_distance", knows_patient=True), expected()),
        (limit(decision="give"),),
    ]  # fmt: skip
    for some in told:
        scene.write(*some)
    client = {who: scene.client(who, language) for who in ("vera", "nurse")}
    with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as served:
        found = []
        for (who, one), path in product(client.items(), ("sign/", "plan/", "", "forms/limit/")):
            page = pages.open(language=language, scheme=scheme, reduced_motion="reduce")
            see(page, served, one, language)
            page.goto(f"{served}/patients/{scene.patient}/{path}")
            found += faults(page, language, f"{path.strip('/').replace('/', '-') or 'patient'}-{who}")
            page.context.close()
        assert found == []
