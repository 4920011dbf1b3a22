"""The pages of forms: filled in without a script, told what is wrong, never losing what was typed, read afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from forms.conftest import NOW, Bedside, visit
from forms.made import posted
from helpers import workplaces
from lindra import clock
from lindra.forms import library, queries
from lindra.forms.models import Draft
from lindra.frame import texts
from lindra.people import actions as people
from lindra.privacy import accesslog, door
from lindra.record import destruction, facts, log
from lindra.record.envelope import When
from lindra.record.facts import Amount, Code

Who = Callable[..., Client]
FILLED = posted(name="Lungcancer", note="Funnen i dag\noch berättad", pain="6", **{"others[0]/code": "I10"})


def visible(answer: Any) -> str:
    """The text of the page's own part, without its markup."""
    content = answer.content.decode()
    body = content[content.index("<main") : content.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def url(bedside: Bedside, name: str = "form", *more: str) -> str:
    return reverse(
        name, args=[bedside.patient, *(more or (("made-visit",) if name in ("form", "form-draft") else ()))]
    )


def fields(page: Any) -> dict[str, list[str]]:
    """What the page would send beside the answers."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: [value] for name, value in found if name != "do"}


def send(
    client: Client, bedside: Bedside, told: dict[str, list[str]] = FILLED, page: Any = None, **more: Any
) -> Any:
    """Open the form and send it, as a browser without a script does."""
    page = page or client.get(url(bedside))
    return client.post(url(bedside), fields(page) | {"do": ["save"]} | told | more)


def sent(client: Client, bedside: Bedside, told: dict[str, list[str]] = FILLED) -> str:
    """The address of the answers that were written."""
    answer = send(client, bedside, told)
    assert answer.status_code == 302, visible(answer)
    return str(answer["Location"])


def seq(bedside: Bedside) -> int:
    opened = door.open(bedside.patient, bedside.ward.reader())
    assert isinstance(opened, door.Opened)
    return opened.seq


def test_a_form_is_filled_in_saved_and_read_as_it_was_answered(client: Who, bedside: Bedside) -> None:
    nurse = client()
    answers = nurse.get(sent(nurse, bedside), follow=True)
    assert "Sparat i journalen" in visible(answers)
    assert "Vad är det? Lungcancer" in visible(answers)
    assert "made-visit, Version 1.0.0" in visible(answers)
    assert answers.context["text"].splitlines()[:3] == [
        "Besök",
        "2026-06-15 03:00 · Person 1, sjuksköterska, Avdelning 5",
        "",
    ]
    assert "  Note: Funnen i dag\n    och berättad" in answers.context["text"]
    assert "Test Testsson" not in answers.context["text"], "it is pasted into a record of its own"
    assert "Besök" in visible(nurse.get(url(bedside, "forms")))


def test_what_is_wrong_stands_beside_the_question_and_in_the_summary_and_what_was_typed_stays(
    client: Who, bedside: Bedside
) -> None:
    before = seq(bedside)
    told = posted(note="Kvar", day="i förrgår", pain="6", worse="true", mood="calm")
    answer = send(client(), bedside, told)
    page = answer.content.decode()
    assert answer.status_code == 422
    for anchor, text in (
        ("q-name", "Besvara frågan."),
        ("q-day", "Skriv datum som år"),
        ("q-why", "Besvara frågan."),
    ):
        assert re.search(rf'<a href="#{anchor}">{text}', page), anchor
        assert re.search(rf'id="{anchor}-error".*?{text}', page, re.DOTALL)
    assert 'value="i förrgår"' in page
    assert ">\nKvar</textarea>" in page
    assert re.search(r'value="6" checked', page)
    assert seq(bedside) == before


def test_who_writes_at_once_is_told_what_is_new_and_saves_again(client: Who, bedside: Bedside) -> None:
    nurse, other = client(), client()
    page = nurse.get(url(bedside))
    sent(other, bedside, posted(name="Hjärtsvikt"))
    answer = send(nurse, bedside, page=page)
    assert answer.status_code == 409
    assert "Något har skrivits sedan du öppnade sidan" in visible(answer)
    assert "Besök 15 juni 2026 kl. 03:00, Person 1, sjuksköterska, Avdelning 5" in visible(answer)
    assert "Vad är det? Hjärtsvikt" in visible(answer)
    assert 'value="Lungcancer"' in answer.content.decode()
    again = nurse.post(url(bedside), fields(answer) | FILLED)
    assert again.status_code == 302, visible(again)


def test_the_same_page_sent_hours_later_is_not_said_to_be_saved(client: Who, bedside: Bedside) -> None:
    nurse = client()
    page = nurse.get(url(bedside))
    send(nurse, bedside, page=page)
    written = seq(bedside)
    clock.fix(NOW + timedelta(minutes=5))
    assert send(nurse, bedside, page=page).status_code == 302, "a retry"
    clock.fix(NOW + timedelta(hours=6))
    nurse = client()
    late = send(nurse, bedside, page=page)
    assert (late.status_code, seq(bedside)) == (409, written)
    assert "Det här sparades 15 juni 2026 kl. 03:00." in visible(late)
    assert f'href="{url(bedside)}"' in late.content.decode()
    assert send(nurse, bedside).status_code == 302
    assert seq(bedside) > written


def test_what_is_known_stands_there_already_but_not_what_is_asked_anew(client: Who, bedside: Bedside) -> None:
    nurse = client()
    sent(nurse, bedside)
    page = nurse.get(url(bedside)).content.decode()
    assert 'value="Lungcancer"' in page
    assert 'value="I10"' in page
    assert not re.search(r'name="q:pain" value="6" checked', page)


def test_one_more_one_less_and_an_answer_taken_back_work_without_a_script(
    client: Who, bedside: Bedside
) -> None:
    nurse = client()
    page = nurse.get(url(bedside))
    told = posted(name="Lungcancer", pain="6", **{"others[0]/code": "I10"})
    more = send(nurse, bedside, told, page, more="others")
    assert 'name="q:others[1]/code"' in more.content.decode()
    told |= posted(**{"others[1]/code": "E11"})
    less = send(nurse, bedside, told, more, less="others[0]").content.decode()
    assert 'name="q:others[0]/code" value="E11"' in less
    assert "others[1]" not in less
    back = send(nurse, bedside, told, more, clear="pain").content.decode()
    assert re.search(r'name="q:pain" value="6"(?! checked)', back)
    assert 'value="Lungcancer"' in back
    assert "Something needs" not in back


def test_only_those_who_take_part_in_the_care_write(client: Who, bedside: Bedside) -> None:
    nurse, before = client(), seq(bedside)
    offered = nurse.get("/assignment/").context["offered"]
    page = nurse.get(url(bedside))
    choice = next(f"{work.id}|{why}" for work, why in offered if why == "followup")
    nurse.post("/assignment/", {"choice": choice})
    assert nurse.get(url(bedside)).status_code == 403
    assert send(nurse, bedside, page=page).status_code == 403
    assert client("clinic").get(url(bedside)).status_code == 403, "no relation"
    assert seq(bedside) == before
    assert nurse.get("/patients/00000000-0000-7000-8000-000000000000/forms/").status_code == 403


def test_a_form_opened_in_another_assignment_is_not_saved_unawares(client: Who, bedside: Bedside) -> None:
    nurse = client()
    page = nurse.get(url(bedside))
    staff = bedside.ward.staff
    people.assign(staff, bedside.places.clinic.unit, "sjuksköterska", ("care",))
    log.append(bedside.patient, [log.Draft(facts.RelationOpened(relation="r"), When.at(clock.now()))],
               bedside.places.clinic.author, expected=log.ANY)  # fmt: skip
    offered = nurse.get("/assignment/").context["offered"]
    choice = next(f"{work.id}|{why}" for work, why in offered if work.unit == bedside.places.clinic.unit)
    nurse.post("/assignment/", {"choice": choice})
    answer = send(nurse, bedside, page=page)
    assert answer.status_code == 422
    assert "i ett annat medarbetaruppdrag" in visible(answer)
    assert send(nurse, bedside, page=answer).status_code == 409, (
        "and then it tells what was written meanwhile"
    )


# Drafts


def keep(
    client: Client, bedside: Bedside, page: Any, told: dict[str, list[str]], form: str = "made-visit"
) -> int:
    return int(client.post(url(bedside, "form-draft", form), fields(page) | told).status_code)


def test_a_draft_comes_back_with_what_could_not_be_read_and_can_be_thrown_away(
    client: Who, bedside: Bedside
) -> None:
    nurse = client()
    page = nurse.get(url(bedside))
    rows = len(list(accesslog.entries(1000)))
    assert keep(nurse, bedside, page, posted(name="Börj", day="i går")) == 204
    assert len(list(accesslog.entries(1000))) == rows, (
        "keeping shows nothing, and is no opening of the record"
    )
    again = nurse.get(url(bedside))
    assert "Du började på det här 15 juni 2026 kl. 03:00" in visible(again)
    assert 'value="i går"' in again.content.decode()
    assert fields(again)["key"] == fields(page)["key"]
    assert "Besök" in visible(nurse.get(url(bedside, "forms")))
    nurse.post(url(bedside), {"do": "discard"})
    assert "Börj" not in nurse.get(url(bedside)).content.decode()


def test_a_draft_is_dropped_after_a_week_and_with_destroyed_entries(client: Who, bedside: Bedside) -> None:
    nurse = client()
    where = sent(nurse, bedside)
    page = nurse.get(url(bedside))
    keep(nurse, bedside, page, posted(name="Lungcancer"))
    [entry] = re.findall(r"answers/([^/]+)/", where)
    decision = destruction.Decision("3.4-1", "IVO", "2026-06-01", "en anteckning")
    door.destroy(bedside.patient, [entry], decision, bedside.ward.reader("admin"))
    assert not Draft.objects.exists()
    assert keep(nurse, bedside, page, posted(name="Lungcancer")) == 409, "the page shows what is destroyed"
    late = send(nurse, bedside, posted(name="Lungcancer"), page)
    assert (late.status_code, "Lungcancer" in late.content.decode()) == (409, False)
    assert "förstörts efter beslut" in visible(late)
    assert not Draft.objects.exists()
    clock.fix(NOW + timedelta(minutes=1))
    assert keep(nurse, bedside, nurse.get(url(bedside)), posted(name="Lungcancer")) == 204
    clock.fix(NOW + timedelta(days=8))
    assert queries.drafts(bedside.ward.reader(), bedside.patient) == []
    later = client()
    keep(later, bedside, later.get(url(bedside, "form", "esas")), {}, "esas")
    assert not Draft.objects.filter(form="made-visit").exists()


def test_nobody_keeps_a_draft_on_somebody_elses_pass(client: Who, bedside: Bedside) -> None:
    page = client().get(url(bedside))
    assert keep(client("clinic"), bedside, page, FILLED) == 403
    assert client().post(url(bedside, "form-draft"), FILLED).status_code == 403
    assert not Draft.objects.exists()
    assert set(client().get(url(bedside, "form-draft")).json()) == {"token"}


# Afterwards


def test_answers_are_shown_as_they_were_given_also_when_the_form_is_gone(
    client: Who, bedside: Bedside, forms_folder: Path
) -> None:
    nurse = client(language="en")
    where = sent(nurse, bedside)
    (forms_folder / "visit.json").unlink()
    library.shipped.cache_clear()
    page = client().get(where)
    assert "What is it? Lungcancer" in visible(page)
    assert '<section class="panel stack" aria-labelledby="answers" lang="en">' in page.content.decode()
    assert "Rätta" not in visible(page)
    assert "Återta" in visible(page)


def test_a_correction_starts_from_the_version_that_was_answered(
    client: Who, bedside: Bedside, forms_folder: Path
) -> None:
    nurse = client()
    where = sent(nurse, bedside)
    (forms_folder / "later.json").write_text(json.dumps(visit("2.0.0")))
    library.shipped.cache_clear()
    page = nurse.get(f"{where}correct/")
    assert fields(page)["version"] == ["1.0.0"]
    assert "Du rättar det som skrevs 15 juni 2026 kl. 03:00" in visible(page)
    told = posted(name="Lungcancer i vänster lunga", pain="6")
    answer = nurse.post(f"{where}correct/", fields(page) | told, follow=True)
    assert "Vad är det? Lungcancer i vänster lunga" in visible(answer)
    assert "Det här har rättats" in visible(nurse.get(where))
    assert "Vad är det? Lungcancer" in visible(nurse.get(where)), "what stood before is read as it was"


def test_what_is_withdrawn_says_so_and_why(client: Who, bedside: Bedside) -> None:
    nurse = client()
    where = sent(nurse, bedside)
    page = nurse.get(f"{where}withdraw/")
    empty = nurse.post(f"{where}withdraw/", fields(page))
    assert (empty.status_code, "Skriv varför det återtas." in visible(empty)) == (422, True)
    done = nurse.post(f"{where}withdraw/", fields(page) | {"reason": ["Fel patient"]}, follow=True)
    assert "Återtaget Fel patient" in visible(done)
    assert nurse.get(f"{where}correct/").status_code == 403
    assert "Ingenting ännu." in visible(nurse.get(url(bedside, "forms")))


def test_what_another_provider_wrote_is_not_corrected_here(client: Who, bedside: Bedside) -> None:
    where = sent(client(), bedside)
    relation = log.Draft(facts.RelationOpened(relation="r"), When.at(clock.now()))
    log.append(bedside.patient, [relation], bedside.places.home_nursing.author, expected=log.ANY)
    for way in ("correct/", "withdraw/"):
        assert client("home_nursing").get(f"{where}{way}").status_code in (403, 404)


def test_no_answers_and_no_form_of_that_name_are_no_pages(client: Who, bedside: Bedside) -> None:
    assert client().get(url(bedside, "form", "no-such-form")).status_code == 404
    nobody = "00000000-0000-7000-8000-000000000000"
    assert client().get(url(bedside, "form-answer", nobody)).status_code == 404
    stay = door.open(bedside.patient, bedside.ward.reader()).timeline()[0].id  # type: ignore[union-attr]
    assert client().get(url(bedside, "form-answer", stay)).status_code == 404


# Over time


def test_measurements_are_drawn_over_time_on_their_scale_whoever_measured(
    client: Who, bedside: Bedside
) -> None:
    for days, number in ((20, 3), (10, 8)):
        fact = facts.Measured(
            code=Code(code="pain", system="ESAS", text="ESAS smärta"), value=Amount(number=number)
        )
        when = When.at(NOW - timedelta(days=days))
        log.append(bedside.patient, [log.Draft(fact, when)], bedside.ward.author, expected=log.ANY)
    nurse = client()
    page = nurse.get(url(bedside, "form", "esas"))
    nurse.post(url(bedside, "form", "esas"), fields(page) | posted(pain="5"))
    trends = nurse.get(url(bedside, "form-trends"))
    assert "Smärta 2026-06-15 03:00 5 8" in visible(trends)
    [figure] = trends.context["figures"]
    assert figure.note == "2026-05-26 till 2026-06-15 · skala 0–10"
    assert [row[1] for row in figure.table(texts.words()).rows] == ["3", "8", "5"]


def test_without_measurements_the_page_says_what_to_do(client: Who, bedside: Bedside) -> None:
    bedside.patient = workplaces.patient_at(bedside.ward)
    assert "Inget mätt ännu" in visible(client().get(url(bedside, "form-trends")))
