"""A unit asks relatives: whom, when, through the door; the letter says it all and does not name the one who died."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from helpers import visitors, workplaces
from helpers.workplaces import Workplaces
from lindra import clock
from lindra.people import actions as people
from lindra.people.details import Address, Protection
from lindra.privacy import accesslog
from lindra.record import log
from lindra.record.envelope import When
from lindra.record.facts import Died
from lindra.record.log import ANY, Draft
from lindra.registry.relatives import actions, codes, letter, rules
from lindra.registry.relatives.actions import NotAsked
from lindra.registry.relatives.models import Invitation
from registry.relatives import bereft
from registry.relatives.bereft import NOW, PHONE, answered, invited, opened

Visit = Callable[..., Client]
At = Callable[[datetime], datetime]
ASK = {"relative": "r1", "language": "sv", "phone": PHONE}


def page(client: Client, dead: str, status: int = 200) -> str:
    answer = client.get(f"/patients/{dead}/asked/")
    assert answer.status_code == status
    return str(answer.content.decode())


def asked(client: Client, dead: str, **told: str) -> str:
    """The page with the code, after the form was sent."""
    answer = client.post(f"/patients/{dead}/asked/letter/", ASK | told)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_nurse_makes_a_letter_and_its_code_opens_the_questions(
    places: Workplaces, dead: str, visit: Visit
) -> None:
    nurse = visit(places.ward)
    assert "Frågor till närstående" in nurse.get(f"/patients/{dead}/relatives/").content.decode()
    assert "Bo Åkerström – make" in page(nurse, dead)
    shown = asked(nurse, dead)
    (code,) = set(re.findall(r'name="code" value="([\w-]+)"', shown))
    assert f"http://localhost/answer/#{code}" in shown
    assert code not in page(nurse, dead), "it is shown once"
    assert "Tillfrågad" in page(nurse, dead)
    bereft.with_code(code)
    (row,) = Invitation.objects.all()
    assert (row.patient, row.relative, row.unit, row.phone) == (dead, "r1", places.ward.unit, PHONE)
    assert "Åkerström" not in str(Invitation.objects.values())
    written = [row for row in accesslog.entries(limit=100) if row["what"] == "ask a relative"]
    assert [(row["patients"], row["outcome"]) for row in written] == [([dead], "allowed")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", ["Avdelning 5 deltog i vården", "Skriv koden.", "2026-08-14", "Behöver du hjälp"]),
        ("en", ["Avdelning 5 took part in the care", "Write the code.", "2026-08-14", "Do you need help"]),
        ("ar", ["شاركت", "الرمز", "2026-08-14", "مساعدة"]),
    ],
)
def test_the_letter_is_tagged_in_its_language_and_names_nobody_who_died(
    places: Workplaces, dead: str, visit: Visit, language: str, said: list[str]
) -> None:
    nurse = visit(places.ward)
    hidden = dict(
        re.findall(r'name="(code|invitation)" value="([\w-]+)"', asked(nurse, dead, language=language))
    )
    answer = nurse.post(f"/patients/{dead}/asked/letter/paper/", hidden)
    assert answer["Content-Disposition"] == 'attachment; filename="brev.pdf"'
    reader = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, language)
    assert len(reader.pages) == 1
    text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    wanted = [*said, "Bo Åkerström", "http://localhost/answer/", hidden["code"], PHONE, "1177", "112"]
    assert [one for one in wanted if one not in text] == []
    secret = (bereft.NAME, bereft.FAMILY, dead, "1940", "make", "054-17 17 17")
    assert [one for one in secret if one in text] == []
    assert b"/Figure" in answer.content or "/StructTreeRoot" in root


def test_the_square_on_the_letter_brings_the_code_where_no_server_sees_it() -> None:
    link = letter.link("https://lindra.example/answer/", "BCDFGHJKMNPQ")
    assert link == "https://lindra.example/answer/#BCDF-GHJK-MNPQ"


def test_the_letter_is_only_for_who_has_the_code(places: Workplaces, dead: str, visit: Visit) -> None:
    given = invited(dead, places.ward)
    send = {"invitation": given.invitation.id, "code": given.code}
    nurse = visit(places.ward)
    url = f"/patients/{dead}/asked/letter/paper/"
    assert nurse.post(url, send).status_code == 200
    for wrong in (
        {"code": codes.draw()},
        {"code": ""},
        {"invitation": "none"},
        {"code": given.invitation.code},
    ):
        assert nurse.post(url, send | wrong).status_code == 404
    other = bereft.patient(places.ward)
    assert nurse.post(f"/patients/{other}/asked/letter/paper/", send).status_code == 404


# Whom, and when


@pytest.mark.parametrize(
    ("died", "why"),
    [(None, "Ingen har antecknat"), (10, "kan tillfrågas från 17 juli 2026"), (181, None), (179.9, "")],
)
def test_who_may_be_asked_when(places: Workplaces, visit: Visit, died: float | None, why: str | None) -> None:
    dead = bereft.patient(places.ward, died)
    shown = page(visit(places.ward), dead)
    assert ("Gör brevet" in shown) is (why == "")
    if why:
        assert why in shown
        answer = visit(places.ward).post(f"/patients/{dead}/asked/letter/", ASK)
        assert answer.status_code == 409
        assert Invitation.objects.count() == 0
    if why is None:
        assert "Åkerström" not in shown, "after half a year the unit does not know who was close"


def test_of_a_death_on_a_day_that_is_not_known_nobody_is_asked(places: Workplaces, visit: Visit) -> None:
    dead = bereft.patient(places.ward, None)
    month = When(NOW - timedelta(days=75), None, "month")
    log.append(dead, [Draft(Died(), month)], places.ward.author, expected=ANY)
    assert "Dödsdagen är inte känd" in page(visit(places.ward), dead)


def test_nothing_is_sent_where_the_identity_is_protected(places: Workplaces, visit: Visit) -> None:
    dead = bereft.patient(
        places.ward, 60, Protection(level="sekretessmarkering"), Address(lines=("Gömda stigen",))
    )
    assert "skyddade personuppgifter" in page(visit(places.ward), dead)
    with pytest.raises(NotAsked, match="protected"):
        invited(dead, places.ward)


def test_a_child_is_not_asked(places: Workplaces, dead: str, visit: Visit) -> None:
    assert "Barn möts på andra sätt" in page(visit(places.ward), dead)
    with pytest.raises(NotAsked, match="child"):
        invited(dead, places.ward, "r3")


def test_one_letter_at_a_time_and_a_lost_one_is_taken_back(
    places: Workplaces, dead: str, visit: Visit
) -> None:
    nurse = visit(places.ward)
    first = invited(dead, places.ward)
    with pytest.raises(NotAsked, match="asked"):
        invited(dead, places.ward)
    nurse.post(f"/patients/{dead}/asked/back/", {"invitation": first.invitation.id})
    assert bereft.browser().post("/answer/", {"code": first.code}).status_code == 410
    second = invited(dead, places.ward)
    bereft.with_code(second.code)
    assert [row.state(NOW.date()) for row in Invitation.objects.order_by("at", "id")] == ["revoked", "open"]


def test_somebody_whose_code_ran_out_is_asked_anew(places: Workplaces, clock_at: At) -> None:
    dead = bereft.patient(places.ward, 45)
    first = invited(dead, places.ward)
    clock_at(NOW + timedelta(days=61))
    second = invited(dead, places.ward)
    assert [bereft.browser().post("/answer/", {"code": one.code}).status_code for one in (first, second)] == [
        410,
        302,
    ]


def test_who_has_answered_is_not_asked_again(places: Workplaces, dead: str) -> None:
    answered(invited(dead, places.ward), pain="full")
    with pytest.raises(NotAsked, match="answered"):
        invited(dead, places.ward)
    invited(dead, places.ward, "r2")  # somebody else is


def test_who_tells_the_staff_that_they_do_not_want_to_be_asked_never_is(
    places: Workplaces, dead: str, visit: Visit
) -> None:
    nurse = visit(places.ward)
    given = invited(dead, places.ward)
    for ref in ("r1", "r2", "r2"):
        assert nurse.post(f"/patients/{dead}/asked/declined/", {"relative": ref}).status_code == 302
    assert page(nurse, dead).count("Vill inte bli tillfrågad</span>") == 2
    assert bereft.browser().post("/answer/", {"code": given.code})["Location"] == "/answer/done/"
    for ref in ("r1", "r2"):
        with pytest.raises(NotAsked, match="declined"):
            invited(dead, places.ward, ref)
    assert nurse.post(f"/patients/{dead}/asked/declined/", {"relative": "nobody"}).status_code == 404
    assert Invitation.objects.count() == 2


def test_what_is_wrong_in_the_form_is_said_beside_it(places: Workplaces, dead: str, visit: Visit) -> None:
    answer = visit(places.ward).post(
        f"/patients/{dead}/asked/letter/", {"language": "sv", "phone": "ring mig"}
    )
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj vem som tillfrågas." in told
    assert "Skriv ett telefonnummer" in told
    assert Invitation.objects.count() == 0


# By whom


def test_only_those_who_have_the_patient_ask(places: Workplaces, dead: str, visit: Visit) -> None:
    for place in (places.clinic, places.home_nursing):
        page(visit(place), dead, 403)
        assert visit(place).post(f"/patients/{dead}/asked/letter/", ASK).status_code == 403
    for purpose in ("followup", "admin", "extract"):
        page(visit(places.ward, purpose), dead, 403)
        assert visit(places.ward, purpose).post(f"/patients/{dead}/asked/letter/", ASK).status_code == 403
    assert Invitation.objects.count() == 0


def test_another_unit_takes_no_letter_back(places: Workplaces, dead: str) -> None:
    given = invited(dead, places.ward)
    stay = Draft(workplaces.facts.Admitted(episode="e2"), When.at(NOW - timedelta(days=70)))
    log.append(dead, [stay], places.clinic.author, expected=ANY)
    reader = places.clinic.reader()
    assert actions.revoke(opened(dead, reader), reader, given.invitation.id) is False
    bereft.with_code(given.code)


def test_the_clerk_who_only_administers_does_not_ask(places: Workplaces, dead: str) -> None:
    clerk = people.add_staff("SE2321000016-S9", "Person 9", "", username="person9")
    people.assign(clerk, places.ward.unit, "vårdadministratör", ("care",))
    reader = workplaces.named("SE2321000016-S9", "care")
    with pytest.raises(PermissionError):
        actions.invite(opened(dead, reader), reader, "r1", "sv", PHONE)


def test_linked_records_are_one_person(places: Workplaces) -> None:
    one, other = bereft.patient(places.ward), bereft.patient(places.ward, None)
    people.link(one, other, reason="same", by="test")
    invited(one, places.ward)
    with pytest.raises(NotAsked, match="asked"):
        invited(other, places.ward)


# What the unit may read


def test_what_a_relative_answered_is_shown_to_the_unit_only_if_they_said_so(
    places: Workplaces, dead: str, visit: Visit
) -> None:
    answered(invited(dead, places.ward, "r1"), pain="partly", more="Hemlig granskog")
    answered(invited(dead, places.ward, "r2"), may_read=True, pain="not", more="Öppen fjällsjö")
    shown = page(visit(places.ward), dead)
    assert "Svar från Eva Lindqvist – dotter" in shown
    assert "Öppen fjällsjö" in shown
    assert "Ja, och det lindrades inte" in shown
    for hidden in ("granskog", "Svar från Bo", "lindrades delvis"):
        assert hidden not in shown
    assert "fjällsjö" in page(visit(places.ward, language="en"), dead)
    assert "Yes, and it was not relieved" in page(visit(places.ward, language="en"), dead)


def test_another_unit_that_has_the_patient_does_not_read_it(
    places: Workplaces, dead: str, visit: Visit
) -> None:
    answered(invited(dead, places.ward), may_read=True, more="Öppen fjällsjö")
    stay = Draft(workplaces.facts.Admitted(episode="e2"), When.at(NOW - timedelta(days=70)))
    log.append(dead, [stay], places.clinic.author, expected=ANY)
    assert "fjällsjö" not in page(visit(places.clinic), dead)


def test_a_clerk_of_the_unit_does_not_read_it(places: Workplaces, dead: str) -> None:
    answered(invited(dead, places.ward), may_read=True, more="Öppen fjällsjö")
    clerk = people.add_staff("SE2321000016-S9", "Person 9", "", username="person9")
    people.assign(clerk, places.ward.unit, "vårdadministratör", ("care",))
    client = Client(SERVER_NAME="localhost")
    assert clerk.user is not None
    client.force_login(clerk.user, backend=visitors.BACKEND)
    shown = page(client, dead)
    assert "Bo Åkerström" in shown
    assert not any(word in shown for word in ("fjällsjö", "Gör brevet", "Svar från"))


def test_the_day_from_which_one_may_be_asked_is_that_of_the_data() -> None:
    assert rules.first_day(date(2026, 4, 16), clock.today()) == date(2026, 5, 28)
