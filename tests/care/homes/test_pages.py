"""The pages of physicians in municipal care: what is entered, who may, what is shown; and the command."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import product

import pytest
from click.testing import CliRunner

from helpers import browsers, servers, walking, workplaces
from helpers.visitors import at_work, watched
from lindra import clock
from lindra.areas import actions as areas
from lindra.areas.queries import provider_of
from lindra.care.homes import actions, queries
from lindra.care.homes.cli import homes
from lindra.care.homes.models import HomeAgreement, HomeCover, HomeHeld
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)  # a Monday, noon in Stockholm


@pytest.fixture
def places(world, clock_at):
    clock_at(NOW)
    made = workplaces.build()
    provider = provider_of(made.home_nursing.unit, clock.today())
    assert provider is not None
    areas.add_unit(hsa_id="SE2321000016-U9", name="Solgläntan", kind="care_home", municipality="1780",
                   provider=provider, valid_from=workplaces.FIRST)  # fmt: skip
    return made


def filled(places):
    """The worked example of the rules, as a nurse at the unit would enter it."""
    unit, reader = places.home_nursing.unit, places.home_nursing.reader()
    actions.agree(
        unit, reader, physician="Dr Vera Sjö", practice="Vårdcentralen", phone="054-17 17 17", hours=Decimal(4),
        first_day=date(2026, 1, 15), last_day=date(2026, 8, 31),
    )  # fmt: skip
    for day, hours, kind in [(date(2026, 5, 6), 3, "round"), (date(2026, 5, 27), Decimal("1.5"), "plan"),
                             (date(2026, 6, 3), 2, "followup")]:  # fmt: skip
        actions.hold(unit, reader, day=day, hours=Decimal(hours), kind=kind, physician="Dr Vera Sjö")
    for start, end, who in [(time(8), time(17), "Vårdcentralen"), (time(17), time(8), "Jouren")]:
        actions.cover(unit, reader, who=who, phone="054-17 17 18", days="workdays", start=start, end=end)
    for number, (name, days_ago, met) in enumerate(
        [("Ada Ek", 3, False), ("Bo Berg", 10, True), ("Cilla Dahl", 40, False)]
    ):
        discharged(places, name, days_ago, met, f"s{number}")
    return unit


def discharged(places, name, days_ago, met, episode):
    """Somebody discharged to a home so many days ago; a physician met them on the fourth day after, or did not."""
    patient = workplaces.patient_at(places.home_nursing, name, episode)
    back = clock.now() - timedelta(days=days_ago)
    visit = facts.Contact(episode="c", form="home_visit", actors=(facts.Actor(role="physician"),))
    drafts = [Draft(facts.Discharged(episode=episode, to="care_home"), When.at(back))]
    drafts += [Draft(visit, When.at(back + timedelta(days=4)))] * met
    log.append(patient, drafts, places.home_nursing.author, expected=ANY)
    return patient


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_unit_sees_what_is_agreed_held_and_missing(places):
    unit = filled(places)
    with watched():
        answer = at_work(places.home_nursing).get(f"/homes/{unit}/")
    home = answer.context["home"]
    assert [(str(month.agreed), str(month.total)) for month in home.months[-2:]] == [
        ("17.7", "4.50"),
        ("8.6", "2.00"),
    ]
    said = text(answer)
    for told in (
        "Den sista avtalade dagen är 31 augusti 2026",
        "2026-01-01 – 2026-01-14",
        "2026-06-19 08:00 – 2026-06-22 00:00",
    ):
        assert told in said
    assert [one.who for one in home.ring] == ["Vårdcentralen"]
    assert [(row[0].text, row[2].text) for row in answer.context["discharged"].rows] == [
        ("Ada Ek", "Inte än"), ("Bo Berg", "Uppföljd"),
    ]  # fmt: skip


def test_it_is_entered_on_pages_that_say_what_is_wrong(places):
    unit, client = places.home_nursing.unit, at_work(places.home_nursing)
    new = {
        "physician": "Dr Vera Sjö",
        "practice": "Älven",
        "hours": "2,5",
        "first_day": "2026-06-01",
        "last_day": "",
    }
    with watched():
        wrong = client.post(
            f"/homes/{unit}/agreement/", new | {"hours": "41", "last_day": "2026-05-01", "practice": " "}
        )
        assert set(wrong.context["form"].errors) == {"hours", "last_day", "practice"}
        assert "Dr Vera Sjö" in wrong.content.decode(), "what was typed is still there"
        assert set(client.post(f"/homes/{unit}/held/", {"day": "2026-06-16"}).context["form"].errors) == {
            "day",
            "hours",
            "kind",
        }
        assert set(client.post(f"/homes/{unit}/cover/", {"start": "x"}).context["form"].errors) == {
            "who", "phone", "days", "start", "end",
        }  # fmt: skip
    assert not HomeAgreement.objects.exists()
    assert client.post(f"/homes/{unit}/agreement/", new).status_code == 302
    made = HomeAgreement.objects.get()
    assert (made.hours, made.last_day, made.by) == (Decimal("2.5"), None, places.home_nursing.staff.hsa_id)
    client.post(f"/homes/{unit}/agreement/{made.pk}/", new | {"last_day": "2026-12-31", "hours": "3"})
    assert HomeAgreement.objects.get().last_day == date(2026, 12, 31)
    client.post(f"/homes/{unit}/held/", {"day": "2026-06-15", "hours": "1.5", "kind": "round"})
    client.post(
        f"/homes/{unit}/cover/",
        {"who": "Jouren", "phone": "1", "days": "every_day", "start": "17:00", "end": "08:00"},
    )
    assert (HomeHeld.objects.get().hours, HomeCover.objects.get().start) == (Decimal("1.5"), "17:00")
    for what, model in (("held", HomeHeld), ("cover", HomeCover)):
        client.post(f"/homes/{unit}/remove/", {"what": what, "number": model.objects.get().pk})
        assert not model.objects.exists()
    assert client.post(f"/homes/{unit}/remove/", {"what": "agreement", "number": made.pk}).status_code == 404


def test_others_see_it_for_follow_up_only_and_enter_nothing(places):
    unit, number = filled(places), HomeAgreement.objects.get().pk
    follow = at_work(places.home_nursing, "followup")
    with watched():
        table = follow.get("/homes/").context["table"]
    assert [row[0].text for row in table.rows] == ["Hemsjukvården", "Solgläntan"]
    assert "Skriv in ett avtal" not in text(follow.get(f"/homes/{unit}/"))
    addresses = [f"/homes/{unit}/{page}/" for page in ("agreement", "held", "cover", f"agreement/{number}")]
    assert {follow.get(address).status_code for address in addresses} == {403}
    assert follow.post(f"/homes/{unit}/remove/", {"what": "held", "number": "1"}).status_code == 403
    for place, purpose in ((places.ward, "care"), (places.ward, "followup")):
        assert at_work(place, purpose).get(f"/homes/{unit}/").status_code == 404
    with pytest.raises(PermissionError):
        actions.remove(unit, places.ward.reader(), "held", 1)
    assert at_work(places.home_nursing).get("/homes/")["Location"] == f"/homes/{unit}/"
    assert "Ingen kommunal vårdenhet" in text(at_work(places.ward).get("/homes/"))


def test_another_units_patients_are_not_among_the_discharged(places):
    filled(places)
    assert queries.discharged(places.ward.reader()) == []
    assert queries.discharged(places.ward.reader("followup")) == []
    with watched():
        table = at_work(places.home_nursing, "followup").get("/homes/").context["discharged"]
    assert [row[0].text for row in table.rows] == ["Ada Ek", "Bo Berg"], "of all the units of the provider"


def test_the_command_tells_the_same(places):
    filled(places)
    words = ["show", "--as", places.home_nursing.staff.hsa_id, "--purpose", "care", "--json"]
    told = json.loads(CliRunner().invoke(homes, words).stdout)
    assert (told["agreed_until"], told["runs_out_soon"]) == ("2026-08-31", True)
    assert told["months"][-2] == {
        "month": "2026-05", "agreed": "17.7", "held": "4.50", "gap": "13.20", "round": "3.00", "plan": "1.50",
        "followup": "0", "other": "0",
    }  # fmt: skip
    assert [one["state"] for one in told["discharged"]] == ["waiting", "in time"]
    refused = CliRunner().invoke(homes, ["show", "--as", places.ward.staff.hsa_id, "--purpose", "care"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    other = [
        "show",
        "--as",
        places.home_nursing.staff.hsa_id,
        "--purpose",
        "followup",
        "--home",
        "SE2321000016-U9",
    ]
    assert "unit: Solgläntan" in CliRunner().invoke(homes, other).stdout


@pytest.mark.browser
def test_the_pages_are_for_everybody(places, world, pages):
    unit = filled(places)
    follow = at_work(places.home_nursing, "followup")
    care = at_work(places.home_nursing)
    every = {
        "home": (f"/homes/{unit}/", care), "agreement": (f"/homes/{unit}/agreement/", care),
        "held": (f"/homes/{unit}/held/", care),
        "cover": (f"/homes/{unit}/cover/", care), "homes": ("/homes/", follow),
        "nothing": (f"/homes/{queries.homes(places.home_nursing.reader('followup'))[1].id}/", follow),
    }  # fmt: skip
    with servers.serving(world.env | {"LINDRA_NOW": NOW.isoformat()}) as address:
        for (name, (path, client)), language, scheme in product(
            every.items(), ("sv", "en"), ("light", "dark")
        ):
            page = pages.open(language=language, scheme=scheme)
            page.context.add_cookies([
                {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address},
                {"name": "language", "value": language, "url": address},
            ])  # fmt: skip
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.goto(address + path).status == 200
                if folder := os.environ.get("PICTURES"):
                    page.screenshot(
                        path=f"{folder}/homes-{name}-{language}-{scheme}-{width}.png", full_page=True
                    )
                assert browsers.axe_violations(page) == [], (name, language, scheme, width)
                assert walking.too_wide(page, width) == [], (name, language, scheme, width)
            known = ["sjuksköterska", "Vårdcentralen", "Jouren", "Hemsjukvården", "Solgläntan"]
            assert walking.in_the_wrong_language(page, language, known=known) == [], (name, language)
            page.context.close()
