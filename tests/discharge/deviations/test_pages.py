"""The pages: reported, sent, answered, closed; assessed; who may not; nothing of the patient where it should not be."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from discharge.deviations import erring
from discharge.deviations.erring import ANSWER, ASSESSED, NAME, NOW, Erring, again, opened, reported, sent
from helpers import workplaces
from helpers.workplaces import Workplace
from lindra.discharge import actions as discharge
from lindra.discharge.deviations import actions, links, queries, rules
from lindra.discharge.deviations.actions import Stale
from lindra.discharge.events import messages
from lindra.discharge.models import Deviation, DeviationWish
from lindra.ids import new_id
from lindra.moves import Impossible
from lindra.people import actions as people
from lindra.privacy import accesslog
from lindra.privacy.log import words as log_words
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

Visit = Callable[..., Client]
At = Callable[[datetime], datetime]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, text(answer)[:500]
    return text(answer)


def one_url(one: Deviation) -> str:
    return reverse("deviation", args=[one.pk])


def do(client: Client, one: Deviation, name: str, **told: Any) -> HttpResponse:
    seen = told.pop("seen", Deviation.objects.get(pk=one.pk).number)
    return client.post(reverse("deviation-act", args=[one.pk, name]), {"seen": seen, **told})  # type: ignore[return-value]


def said(form: dict[str, Any]) -> dict[str, Any]:
    return form | {"serious": "yes" if form["serious"] else "no"} if "serious" in form else form


# Reported where it happens


def test_a_report_is_written_and_sent_with_one_button(erring_world: Erring, visit: Visit) -> None:
    nurse = visit(erring_world.home)
    url = links.to_report(erring_world.patient, clock="admission_notice", unit=erring_world.ward.unit)
    assert NAME.split()[1] not in url
    answer = nurse.get(url)
    form = answer.context["form"]
    assert (form["category"].value(), form["about"].value(), form["harm"].value()) == (
        "notice_late", erring_world.ward.unit, "unknown",
    )  # fmt: skip
    told = {"category": "notice_late", "about": erring_world.ward.unit, "harm": "unknown", "do": "send",
            "clock": "admission_notice", "report": answer.context["report"]}  # fmt: skip
    done = nurse.post(reverse("deviation-report", args=[erring_world.patient]), told)
    (one,) = Deviation.objects.all()
    assert done["Location"] == one_url(one)
    assert (one.state, one.way, one.receiver, one.context) == (
        "sent", "lindra", erring_world.ward.unit, "clock:admission_notice",
    )  # fmt: skip
    shown = page(nurse, one_url(one))
    assert "Skickad" in shown
    assert "Frist: Inskrivningsmeddelande" in shown
    again = nurse.post(reverse("deviation-report", args=[erring_world.patient]), told)
    assert again["Location"] == one_url(one), "sent twice, it is one"
    assert Deviation.objects.count() == 1


def test_beside_a_message_its_sender_and_what_it_points_to_are_preselected(
    erring_world: Erring, visit: Visit
) -> None:
    notice = messages.AdmissionNotice(
        ref=new_id(), episode="e1", to=(erring_world.home.unit,), needs=("municipal_health",),
        admitted=NOW - timedelta(days=3), estimate=NOW.date() + timedelta(days=2),
    )  # fmt: skip
    here = opened(erring_world.patient, erring_world.ward.reader())
    discharge.send(here, erring_world.ward.reader(), notice, expected=here.seq)
    home = visit(erring_world.home)
    answer = home.get(links.to_report(erring_world.patient, message=notice.ref))
    form = answer.context["form"]
    assert (form["category"].value(), form["about"].value()) == ("notice_late", erring_world.ward.unit)
    assert "I den här patientens process" in text(answer)
    told = {"category": "notice_late", "about": erring_world.ward.unit, "harm": "none", "message": notice.ref}
    home.post(reverse("deviation-report", args=[erring_world.patient]), told)
    (one,) = Deviation.objects.all()
    assert (one.message, one.episode, one.context) == (notice.ref, "e1", "admission_notice")
    assert "Inskrivningsmeddelande" in page(home, one_url(one))
    shown = page(home, links.to_report(erring_world.patient, message=notice.ref))
    assert "Er enhet har redan rapporterat något här" in shown
    other = home.get(links.to_report(erring_world.patient, clock="admission_notice"))
    assert other.context["form"]["about"].value() == erring_world.ward.unit, (
        "the one of that side in the case"
    )


def test_a_draft_is_kept_and_counted_as_written_and_not_sent(erring_world: Erring, visit: Visit) -> None:
    nurse = visit(erring_world.home)
    told = {
        "category": "aids",
        "about": erring_world.ward.unit,
        "harm": "none",
        "do": "keep",
        "what": "Sängen kom inte.",
    }
    nurse.post(reverse("deviation-report", args=[erring_world.patient]), told)
    (one,) = Deviation.objects.all()
    assert (one.state, one.sent_at) == ("written", "")
    answer = nurse.get(reverse("deviations"))
    assert (answer.context["tiles"][0]["value"], answer.context["tiles"][0]["tone"]) == (1, "warning")
    assert "Skrivna och inte skickade" in text(answer)
    do(nurse, one, "send")
    assert nurse.get(reverse("deviations")).context["tiles"][0]["value"] == 0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"category": ""}, "Välj vad som gick fel."),
        ({"category": "hello"}, "Välj vad som gick fel."),
        ({"about": ""}, "Välj den enhet det gäller."),
        ({"about": "nobody"}, "Välj den enhet det gäller."),
        ({"harm": "hello"}, "Välj ett alternativ."),
        ({"what": "x" * 4001}, "Skriv högst 4000 tecken. Du har skrivit 4001."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    erring_world: Erring, visit: Visit, wrong: dict[str, str], message: str
) -> None:
    told = {
        "category": "aids",
        "about": erring_world.ward.unit,
        "harm": "risk",
        "what": "Sängen kom inte.",
    } | wrong
    answer = visit(erring_world.home).post(reverse("deviation-report", args=[erring_world.patient]), told)
    assert answer.status_code == 422
    assert message in text(answer)
    assert told["what"] in text(answer)
    assert not Deviation.objects.exists()


def test_ones_own_unit_is_not_whom_it_concerns(erring_world: Erring, visit: Visit) -> None:
    told = {"category": "aids", "about": erring_world.home.unit, "harm": "none"}
    answer = visit(erring_world.home).post(reverse("deviation-report", args=[erring_world.patient]), told)
    assert answer.status_code == 422


def test_what_comes_along_and_nobody_knows_is_left_out(erring_world: Erring, visit: Visit) -> None:
    url = links.to_report(erring_world.patient, message="<x>", clock="<y>", unit="<z>", episode="<e>")
    answer = visit(erring_world.home).get(url)
    assert answer.status_code == 200
    assert not answer.context["form"]["category"].value()
    assert "<x>" not in text(answer)


def test_who_may_not_write_about_the_patient_reports_nothing(erring_world: Erring, visit: Visit) -> None:
    stranger = workplaces.patient_at(erring_world.ward, "Okänd Person")
    for place, purpose, patient in (
        (erring_world.home, "care", stranger), (erring_world.home, "followup", erring_world.patient),
        (erring_world.mas, "followup", erring_world.patient), (erring_world.home, "admin", erring_world.patient),
    ):  # fmt: skip
        client, url = visit(place, purpose), reverse("deviation-report", args=[patient])
        assert client.get(url).status_code == 403
        assert (
            client.post(
                url, {"category": "aids", "about": erring_world.clinic.unit, "harm": "none"}
            ).status_code
            == 403
        )
    assert not Deviation.objects.exists()


def test_what_was_reported_beside_the_same_message_is_told(erring_world: Erring, visit: Visit) -> None:
    one = reported(erring_world, message="m", context="admission_notice")
    assert queries.of_message([erring_world.patient], "m", erring_world.home.unit) == [one]
    assert queries.of_message([erring_world.patient], "m", erring_world.ward.unit) == []
    assert queries.of_message([erring_world.patient], "", erring_world.home.unit) == []


# Sent, answered, closed


def test_the_receiver_answers_and_the_sender_closes(erring_world: Erring, visit: Visit) -> None:
    one = sent(erring_world, harm="risk", what="Ingen ringde.")
    home, ward = visit(erring_world.home), visit(erring_world.ward)
    listed = text(ward.get(reverse("deviations")))
    assert "Väntar på vårt svar" in listed
    assert do(ward, one, "receive").status_code == 302
    wrong = do(
        ward, one, "answer", answer="Larmet var av.", causes="system", change="Slås på.", owner="", due=""
    )
    assert wrong.status_code == 422
    assert "Larmet var av." in text(wrong)
    assert "Ange vem som ser till att det ändras." in text(wrong)
    assert do(ward, one, "answer", **ANSWER).status_code == 302
    shown = page(home, one_url(one))
    assert "Larmet var avstängt." in shown
    assert "Digitalt system" in shown
    assert do(home, one, "close", change="").status_code == 422
    assert do(home, one, "close", change="Vi ringer själva.").status_code == 302
    assert Deviation.objects.get().state == "closed"
    assert do(home, one, "close", change="En gång till.").status_code == 409
    assert do(ward, one, "carry_out").status_code == 302
    assert "Ändringen är genomförd" in page(home, one_url(one))


def test_who_answers_has_received_it(erring_world: Erring) -> None:
    one = sent(erring_world)
    done = actions.answer(
        again(one, erring_world.ward.reader()), erring_world.ward.reader(), ANSWER, seen=one.number
    )
    assert [act["act"] for act in done.acts] == ["write", "send", "receive", "answer"]


def test_it_is_sent_back_and_is_written_again(erring_world: Erring, visit: Visit) -> None:
    one, ward = sent(erring_world), visit(erring_world.ward)
    assert do(ward, one, "send_back", reason="").status_code == 422
    assert do(ward, one, "send_back", reason="Det var en annan avdelning.")["Location"] == reverse(
        "deviations"
    )
    assert page(ward, one_url(one), 404)
    home = visit(erring_world.home)
    assert "Det var en annan avdelning." in page(home, one_url(one))
    told = {"category": "aids", "about": erring_world.clinic.unit, "harm": "none", "what": "", "seen": 3}
    assert home.post(reverse("deviation-change", args=[one.pk]), told).status_code == 302
    do(home, one, "send")
    assert page(visit(erring_world.clinic), one_url(one))
    assert page(ward, one_url(one), 404)


def test_who_acts_on_an_old_page_is_told_and_nothing_is_lost(erring_world: Erring, visit: Visit) -> None:
    one = sent(erring_world)
    ward = visit(erring_world.ward)
    do(ward, one, "receive")
    old = do(ward, one, "answer", seen=one.number, **ANSWER)
    assert old.status_code == 409
    assert "Någon annan har gjort något" in text(old)
    assert "Larmet var avstängt." in text(old), "what was typed stays"
    assert do(ward, one, "answer", seen="hello", **ANSWER).status_code == 409
    assert Deviation.objects.get().state == "received"


def test_two_at_once_do_not_both_win(either_erring: Erring) -> None:
    one = reported(either_erring)
    reader = either_erring.home.reader()
    same = again(one, reader)
    actions.send(one, reader, seen=one.number)
    with pytest.raises(Stale):
        actions.send(same, reader, seen=same.number)
    assert [act["act"] for act in again(one, reader).acts] == ["write", "send"]


def test_a_change_that_is_not_written_any_more_is_refused(erring_world: Erring, visit: Visit) -> None:
    one = sent(erring_world)
    home = visit(erring_world.home)
    assert home.get(reverse("deviation-change", args=[one.pk])).status_code == 409
    reader = erring_world.home.reader()
    with pytest.raises(Impossible):
        actions.act(one, reader, "change", {"harm": "none"}, seen=one.number)


# How the receiver wants it


def wish(client: Client, **told: Any) -> HttpResponse:
    start = {
        "way": "email",
        "address": "avvikelse@norrvik.example",
        "function": "Kvalitet",
        "first_day": "2026-06-15",
    }
    return client.post(reverse("deviation-wishes"), start | told)  # type: ignore[return-value]


def test_a_provider_says_how_it_wants_them_and_who_sends_is_told(erring_world: Erring, visit: Visit) -> None:
    quality, home = visit(erring_world.quality, "followup"), visit(erring_world.home)
    assert wish(quality).status_code == 302
    told = {
        "category": "aids",
        "about": erring_world.ward.unit,
        "harm": "none",
        "do": "send",
        "what": "Sängen.",
    }
    home.post(reverse("deviation-report", args=[erring_world.patient]), told)
    (one,) = Deviation.objects.all()
    assert one.state == "written", "nobody has handed it over yet"
    shown = page(home, one_url(one))
    assert "vill ha avvikelser med e-post" in shown
    (mail,) = [part.split('"')[0] for part in shown.split('href="mailto:')[1:]]
    assert mail.startswith("avvikelse@norrvik.example?subject=Avvikelse%202026-")
    assert erring_world.patient not in mail
    quoted = shown.split("<blockquote>")[1].split("</blockquote>")[0]
    assert not any(word in quoted for word in (*NAME.split(), "Sängen", "1940"))
    do(home, one, "send")
    now = Deviation.objects.get()
    assert (now.state, now.way, now.receiver) == ("sent", "email", "")
    assert page(visit(erring_world.ward), one_url(one), 404), "it is not in their list"
    assert do(home, one, "answer", **ANSWER).status_code == 302, "who wrote it notes what they say"


def test_a_wish_of_some_categories_and_a_unit_of_ones_own(erring_world: Erring, visit: Visit) -> None:
    quality = visit(erring_world.quality, "followup")
    assert wish(quality, way="lindra", unit=erring_world.clinic.unit, categories=["aids"]).status_code == 302
    one = sent(erring_world, category="aids")
    assert (one.way, one.receiver, one.about_unit) == (
        "lindra",
        erring_world.clinic.unit,
        erring_world.ward.unit,
    )
    other = sent(erring_world, category="sip")
    assert (other.way, other.receiver) == ("paper", "")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"address": "hello"}, "Skriv e-postadressen till en funktion"),
        ({"way": "web", "address": "http://norrvik.example"}, "Skriv en webbadress"),
        ({"way": "web", "address": "https://norrvik.example/?id=1"}, "Skriv en webbadress"),
        ({"way": "web", "address": "https://[::1"}, "Skriv en webbadress"),
        ({"way": "lindra", "unit": "theirs"}, "Välj en enhet hos er egen vårdgivare."),
        ({"first_day": "2026-06-14"}, "Välj en dag från i dag"),
        ({"first_day": "2226-06-14"}, "Välj en dag från i dag"),
        ({"way": "paper"}, "Välj hur."),
    ],
)
def test_a_wish_that_cannot_be_is_refused(
    erring_world: Erring, visit: Visit, wrong: Any, message: str
) -> None:
    answer = wish(visit(erring_world.quality, "followup"), **wrong)
    assert answer.status_code == 422
    assert message in text(answer)
    assert not DeviationWish.objects.exists()


def test_who_only_gives_care_reads_how_it_is_wanted_and_does_not_say_it(
    erring_world: Erring, visit: Visit
) -> None:
    wish(visit(erring_world.quality, "followup"))
    (kept,) = DeviationWish.objects.all()
    nurse = visit(erring_world.ward)
    assert "avvikelse@norrvik.example" in page(nurse, reverse("deviation-wishes"))
    assert wish(nurse).status_code == 403
    end = reverse("deviation-wish-end", args=[kept.pk])
    assert nurse.post(end).status_code == 403
    assert visit(erring_world.mas, "followup").post(end).status_code == 404, "another provider's"
    assert visit(erring_world.quality, "followup").post(end).status_code == 302
    assert DeviationWish.objects.get().last_day == NOW.date()


def test_a_unit_that_belongs_to_nobody_gets_nothing(erring_world: Erring, visit: Visit) -> None:
    from lindra.areas.models import UnitMembership

    one = reported(erring_world)
    UnitMembership.objects.filter(unit_id=erring_world.ward.unit).update(valid_to=NOW.date())
    answer = do(visit(erring_world.home), one, "send")
    assert answer.status_code == 409
    assert "hör inte till någon i dag" in text(answer)


# Assessed


def test_risk_goes_to_the_nurse_medically_responsible_who_decides(erring_world: Erring, visit: Visit) -> None:
    reported(erring_world, harm="none")
    one = reported(erring_world, harm="serious", what="Fel dos.")
    mas = visit(erring_world.mas, "followup")
    listed = page(mas, reverse("deviation-assessments"))
    assert listed.count("/deviations/") > 1
    assert "Väntar på bedömning" in listed
    wrong = do(mas, one, "assess", **said(ASSESSED | {"decision": "not"}))
    assert wrong.status_code == 422
    assert "Då ska vårdgivaren anmäla det snarast" in text(wrong)
    assert "Kunde ha lett till döden." in text(wrong)
    assert do(mas, one, "assess", **said(ASSESSED)).status_code == 302
    shown = page(mas, one_url(one))
    assert "Ska anmälas till IVO (lex Maria)" in shown
    assert "Medelhög" not in shown
    assert "Måttlig risk" in shown
    assert "inte anmälda än" in page(mas, reverse("deviation-assessments"))
    assert do(mas, one, "report", reported_on="2026-06-16").status_code == 422
    assert do(mas, one, "report", reported_on="2026-06-15", note="3.1-17/2026").status_code == 302
    assert "3.1-17/2026" in page(mas, one_url(one))


def test_each_provider_assesses_for_itself_and_shows_it_to_nobody_else(
    erring_world: Erring, visit: Visit
) -> None:
    one = sent(erring_world, harm="risk")
    mas, quality = visit(erring_world.mas, "followup"), visit(erring_world.quality, "followup")
    do(mas, one, "assess", **said(ASSESSED))
    shown = page(quality, one_url(one))
    assert "Kunde ha lett till döden." not in shown
    assert "Ska anmälas till IVO (lex Maria)</span>" not in shown
    assert "Väntar på bedömning" in page(quality, reverse("deviation-assessments"))


def test_who_does_not_assess_for_the_provider_may_not(erring_world: Erring, visit: Visit) -> None:
    one = sent(erring_world, harm="harm")
    for place, purpose in (
        (erring_world.home, "care"),
        (erring_world.home, "followup"),
        (erring_world.ward, "care"),
    ):
        client = visit(place, purpose)
        assert client.get(reverse("deviation-assessments")).status_code == 403
        assert do(client, one, "assess", **said(ASSESSED)).status_code == 403
    assert again(one, erring_world.home.reader()).number == one.number


def test_an_assessment_that_waits_too_long_is_told(erring_world: Erring, visit: Visit, clock_at: At) -> None:
    reported(erring_world, harm="risk")
    clock_at(NOW + timedelta(days=8))
    assert "Bedömningen är sen" in page(visit(erring_world.mas, "followup"), reverse("deviation-assessments"))


# Who sees what


def test_nobody_else_finds_it(erring_world: Erring, visit: Visit) -> None:
    one = reported(erring_world, what="Ingen ringde.")
    for place, purpose in (
        (erring_world.ward, "care"), (erring_world.quality, "followup"), (erring_world.clinic, "care"),
        (erring_world.clinic, "admin"),
    ):  # fmt: skip
        client = visit(place, purpose)
        for url in (one_url(one), reverse("deviation-csv", args=[one.pk]), reverse("deviation-json", args=[one.pk]),
                    reverse("deviation-change", args=[one.pk])):  # fmt: skip
            assert client.get(url).status_code == 404
        assert client.post(reverse("deviation-paper", args=[one.pk])).status_code == 404
        assert do(client, one, "send").status_code == 404
        assert "Ingen ringde." not in text(client.get(reverse("deviations")))
        assert one.pk not in text(client.get(reverse("deviations")))
    assert visit(erring_world.home, "extract").get(reverse("deviations")).status_code == 403
    assert visit(erring_world.home, "extract").get(one_url(one)).status_code == 403


def test_a_unit_of_another_provider_never_sees_what_was_sent_to_one(
    erring_world: Erring, visit: Visit
) -> None:
    one = sent(erring_world)
    assert page(visit(erring_world.ward), one_url(one))
    assert page(visit(erring_world.quality, "followup"), one_url(one)), "of the same provider, for follow-up"
    assert page(visit(erring_world.clinic), one_url(one), 404)


def test_who_answers_for_quality_sees_the_providers_and_a_nurse_the_units(
    erring_world: Erring, visit: Visit
) -> None:
    one = reported(erring_world)
    assert visit(erring_world.mas, "followup").get(reverse("deviations")).context["tiles"][0]["value"] == 1
    nurse = visit(erring_world.home, "followup")
    assert page(nurse, one_url(one))
    assert do(nurse, one, "send").status_code == 403, "for follow-up a nurse reads, and does nothing"


def test_whom_it_is_about_is_shown_to_who_may_know_and_to_nobody_else(
    erring_world: Erring, visit: Visit
) -> None:
    one = sent(erring_world, about=erring_world.clinic.unit)
    mine = page(visit(erring_world.home), one_url(one))
    assert NAME in mine
    for url in (one_url(one), reverse("deviations")):
        theirs = page(visit(erring_world.clinic), url)
        assert not any(word in theirs for word in NAME.split())
    assert "Vem det gäller visas inte för dig" in page(visit(erring_world.clinic), one_url(one))
    assert NAME in page(visit(erring_world.home), reverse("deviations"))


def test_that_somebody_saw_it_stands_in_the_access_log_in_plain_words(
    erring_world: Erring, visit: Visit
) -> None:
    home = visit(erring_world.home)
    page(home, reverse("deviation-report", args=[erring_world.patient]))
    one = sent(erring_world)
    page(home, one_url(one))
    page(home, reverse("deviations"))
    home.post(reverse("deviation-paper", args=[one.pk]), {"who": "yes"})
    page(visit(erring_world.clinic), one_url(one), 404)
    rows = accesslog.entries(limit=100)
    told = {
        row["what"]
        for row in rows
        if row["patients"] == [erring_world.patient] and row["staff"].endswith("S3")
    }
    expected = {
        "deviation to report",
        "report a deviation",
        "deviation",
        "list deviations",
        "deviation on paper",
    }
    assert expected <= told
    assert all(what in log_words.DEEDS for what in expected)
    assert not any(row["outcome"] == "denied" for row in rows)


def test_the_receiver_without_a_relation_leaves_no_refused_attempt(
    erring_world: Erring, visit: Visit
) -> None:
    one = sent(erring_world, about=erring_world.clinic.unit)
    page(visit(erring_world.clinic), one_url(one))
    rows = [row for row in accesslog.entries(limit=100) if row["staff"].endswith("S2")]
    assert all(row["patients"] == [] and row["outcome"] != "denied" for row in rows)


def test_filters_stay_in_the_address_and_narrow(erring_world: Erring, visit: Visit) -> None:
    reported(erring_world, category="aids")
    reported(erring_world, category="sip", harm="risk")
    home = visit(erring_world.home)
    answer = home.get(reverse("deviations") + "?category=sip&harm=risk")
    assert answer.context["tiles"][0]["value"] == 1
    assert all("category=sip" in tab["url"] for tab in answer.context["tabs"])
    only = home.get(reverse("deviations") + "?show=written&category=aids")
    assert [len(one["table"].rows) for one in only.context["sections"]] == [1]
    assert 'value="written"' in text(only)
    for nonsense in (
        "?show=hello",
        "?category=%00",
        "?harm=hello&page=99",
        "?show=over&page=hello",
        "?unit=x",
    ):
        assert home.get(reverse("deviations") + nonsense).status_code == 200


def test_a_long_list_has_pages(erring_world: Erring, visit: Visit) -> None:
    reader = erring_world.home.reader()
    seen = opened(erring_world.patient, reader)
    for _ in range(queries.PAGE + 2):
        actions.report(seen, reader, actions.Report(new_id(), "sip", erring_world.ward.unit, "none"))
    home = visit(erring_world.home)
    assert "?show=written" in page(home, reverse("deviations"))
    last = home.get(reverse("deviations") + "?show=written&page=2")
    assert [len(one["table"].rows) for one in last.context["sections"]] == [2]


# Files


def test_the_files_say_what_happened_and_not_to_whom(erring_world: Erring, visit: Visit) -> None:
    one = reported(erring_world, what="=1+1 Sängen kom inte.")
    home = visit(erring_world.home)
    told = json.loads(page(home, reverse("deviation-json", args=[one.pk])))
    assert (told["category"], told["from_id"], told["about_name"]) == (
        "notice_late",
        "SE2321000016-U3",
        "Avdelning 5",
    )
    (row,) = csv.DictReader(io.StringIO(page(home, reverse("deviation-csv", args=[one.pk]))))
    assert row["what"] == "'=1+1 Sängen kom inte."
    assert row["reference"] == told["reference"]
    for content in (json.dumps(told), str(row)):
        assert not any(word in content for word in (*NAME.split(), erring_world.patient))


@pytest.mark.parametrize(("language", "title"), [("sv", "Avvikelse"), ("en", "Deviation")])
def test_the_paper_is_tagged_and_names_the_patient_only_if_asked(
    erring_world: Erring, visit: Visit, language: str, title: str
) -> None:
    one = reported(erring_world, what="Sängen kom inte.\n\nIngen ringde.")
    home = visit(erring_world.home, "care", language)
    for who, there in (("", False), ("yes", True)):
        answer = home.post(reverse("deviation-paper", args=[one.pk]), {"who": who})
        paper = PdfReader(io.BytesIO(answer.content))
        content = " ".join(sheet.extract_text() for sheet in paper.pages)
        assert title in content
        assert "Ingen ringde." in content
        assert ("Skogsduva" in content) is there
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
        assert "Skogsduva" not in answer["Content-Disposition"]


def test_the_paper_for_who_may_not_know_whom_it_is_about_does_not_tell(
    erring_world: Erring, visit: Visit
) -> None:
    one = sent(erring_world, about=erring_world.clinic.unit)
    answer = visit(erring_world.clinic).post(reverse("deviation-paper", args=[one.pk]), {"who": "yes"})
    content = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Skogsduva" not in content


# Numbers


def test_numbers_for_everybody_withhold_few(erring_world: Erring, visit: Visit) -> None:
    url = reverse("deviation-statistics")
    for _ in range(4):
        sent(erring_world, category="aids")
    assert "För få avvikelser" in page(visit(erring_world.clinic), url)
    for _ in range(6):
        sent(erring_world, category="sip")
    answer = visit(erring_world.clinic, "extract").get(url)
    assert answer.status_code == 200, "for everybody who is signed in"
    shown = text(answer)
    assert "visas inte" in shown
    assert NAME.split()[1] not in shown
    assert "Avdelning 5" not in shown, "no unit is named"


def test_ones_own_numbers_are_for_who_follows_up_the_provider(erring_world: Erring, visit: Visit) -> None:
    sent(erring_world)
    reported(erring_world)
    url = reverse("deviation-followup")
    answer = visit(erring_world.mas, "followup").get(url)
    (row,) = answer.context["table"].rows
    assert [cell if isinstance(cell, str) else cell.text for cell in row] == ["Hemsjukvården", "2", "1", "–"]
    assert len(answer.context["wrote"]) == 1
    assert len(visit(erring_world.quality, "followup").get(url).context["got"]) == 1
    for place, purpose in ((erring_world.home, "followup"), (erring_world.home, "care")):
        assert visit(place, purpose).get(url).status_code == 403


@pytest.mark.parametrize("days", [3, 4])
def test_what_is_not_sent_in_time_is_told(
    erring_world: Erring, visit: Visit, clock_at: At, days: int
) -> None:
    one = reported(erring_world)
    clock_at(NOW + timedelta(days=days))
    for url in (one_url(one), reverse("deviations")):
        assert ("Inte skickad i tid" in page(visit(erring_world.home), url)) is (days == 4)


def test_linked_records_are_one_person(erring_world: Erring, visit: Visit) -> None:
    one = reported(erring_world)
    other = workplaces.patient_at(erring_world.home, "Vendela Skogsduva")
    people.link(erring_world.patient, other, reason="same", by="test")
    assert NAME in page(visit(erring_world.home), one_url(one))


def test_after_the_death_it_can_still_be_reported_and_read(erring_world: Erring, visit: Visit) -> None:
    log.append(
        erring_world.patient,
        [Draft(facts.Died(expected="yes"), When.at(NOW))],
        erring_world.home.author,
        expected=ANY,
    )
    one = reported(erring_world)
    assert NAME in page(visit(erring_world.home), one_url(one))


def test_social_care_is_told_that_lex_sarah_is_not_covered(erring_world: Erring, visit: Visit) -> None:
    from lindra.areas.models import CareUnit

    CareUnit.objects.filter(pk=erring_world.ward.unit).update(kind="social_service")
    one = reported(erring_world, harm="risk")
    assert "lex Sarah" in page(visit(erring_world.mas, "followup"), one_url(one))


@pytest.mark.parametrize("name", ["hello", "write", "change"])
def test_what_is_no_act_of_the_page_is_not_found(erring_world: Erring, visit: Visit, name: str) -> None:
    one = reported(erring_world)
    assert do(visit(erring_world.home), one, name).status_code == 404


def test_roles_that_assess_are_known_to_the_data() -> None:
    assert rules.assesses("municipality", "Medicinskt ansvarig sjuksköterska")
    assert not rules.assesses("region", "sjuksköterska")


def test_a_stranger_is_asked_to_sign_in(erring_world: Erring) -> None:
    assert "/sign-in/" in Client(SERVER_NAME="localhost").get(reverse("deviations"))["Location"]


def places(of: Erring) -> tuple[Workplace, ...]:
    return of.home, of.ward


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_opens_in_both_languages(erring_world: Erring, visit: Visit, language: str) -> None:
    one = sent(erring_world, harm="risk")
    for place in places(erring_world):
        client = visit(place, "care", language)
        for url in (
            one_url(one),
            reverse("deviations"),
            reverse("deviation-statistics"),
            reverse("deviation-wishes"),
        ):
            page(client, url)
    assert erring.NAME in page(
        visit(erring_world.mas, "followup", language), reverse("deviation-assessments")
    )
