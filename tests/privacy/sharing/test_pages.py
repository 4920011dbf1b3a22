"""The pages about sharing: what is said before the law allows more, the steps to more, and what they write."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpers import workplaces
from lindra import clock
from lindra.privacy import accesslog, actions, door
from lindra.record import facts, log, queries
from lindra.record.envelope import When
from lindra.record.facts import Code
from lindra.record.log import ANY, Draft

SECRETS = {
    "home_nursing": "Hemlighet Kornblixt",
    "clinic": "Hemlighet Norrsken",
    "social": "Hemlighet Tordön",
}
HOLDERS = ("Hemsjukvården", "Norrviks kommun", "Hemtjänsten")

Who = Callable[..., Client]
Fresh = Callable[..., str]
Later = Callable[..., None]


def visible(answer: Any) -> str:
    """The text of the page's own part, without its markup."""
    content = answer.content.decode()
    body = content[content.index("<main") : content.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def page(client: Client, patient: str, rest: str = "") -> Any:
    return client.get(f"/patients/{patient}/{rest}")


def send(client: Client, patient: str, rest: str, **told: str) -> Any:
    return client.post(f"/patients/{patient}/sharing/{rest}", told)


def shows(answer: Any) -> set[str]:
    return {key for key, word in SECRETS.items() if word in answer.content.decode()}


def offers(answer: Any) -> list[str]:
    """The ways on of a patient's page, by the last part of their addresses."""
    return [step.url.rstrip("/").rpartition("/")[2] for step in answer.context["more"].steps]


def outcomes(count: int) -> list[tuple[str, str]]:
    return [(entry["what"], entry["outcome"]) for entry in accesslog.entries(count)]


# The notice


def test_that_there_is_more_is_said_without_who_or_what(client: Who, shared: Any) -> None:
    answer = page(client("ward"), shared.patients["asked"])
    assert "Det finns mer än det som visas här" in visible(answer)
    assert "(2022:913) om sammanhållen vård- och omsorgsdokumentation 3 kap. 1 §" in visible(answer)
    assert shows(answer) == {"clinic"}
    assert not any(name in visible(answer) for name in HOLDERS)
    assert offers(answer) == ["consents", "unable", "danger"]


def test_where_nothing_is_hidden_nothing_is_said(client: Who, shared: Any) -> None:
    answer = page(client("ward"), shared.patients["only here"])
    assert "Det finns mer" not in visible(answer)
    assert offers(answer) == []


@pytest.mark.parametrize(
    ("key", "said", "ways"),
    [
        ("refused", ["patienten inte vill att de läses här"], []),
        (
            "blocked",
            ["En annan del av er egen vårdgivare", "En annan vårdgivare har uppgifter som"],
            ["danger"],
        ),
        ("blocked at home", ["En annan vårdgivare har uppgifter som patienten har spärrat"], ["danger"]),
        ("child", ["De visas om patienten samtycker"], ["consents", "child", "danger"]),
    ],
)
def test_each_answer_has_its_words_and_only_the_ways_that_help(
    client: Who, shared: Any, key: str, said: list[str], ways: list[str]
) -> None:
    answer = page(client("ward"), shared.patients[key])
    assert all(one in visible(answer) for one in said)
    assert offers(answer) == ways
    assert not any(name in visible(answer) for name in HOLDERS)


def test_social_care_is_never_offered_danger(client: Who, fresh: Fresh) -> None:
    patient = fresh()
    answer = page(client("social"), patient)
    assert offers(answer) == ["consents"], "unable opens only what other social care holds, and there is none"
    assert shows(answer) == {"social"}
    assert send(client("social"), patient, "danger/").status_code == 403
    assert "Avdelning 5" not in visible(
        send(client("social"), patient, "danger/", step="open", reason="fara")
    )


def test_for_follow_up_there_is_no_notice_and_no_way(client: Who, shared: Any) -> None:
    nurse, patient = client("ward"), shared.patients["asked"]
    offered = nurse.get("/assignment/").context["offered"]
    nurse.post(
        "/assignment/", {"choice": next(f"{work.id}|{why}" for work, why in offered if why == "followup")}
    )
    assert page(nurse, patient).context["more"].url == ""
    assert offers(page(nurse, patient)) == []
    assert page(nurse, patient, "sharing/").status_code == 403


# Consent


def test_consent_is_two_steps_and_opens(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    assert "Anteckna samtycket" in visible(page(nurse, patient, "sharing/consents/"))
    answer = send(nurse, patient, "consents/", told_by="patient", until="2026-07-01")
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{patient}/")
    opened = page(nurse, patient)
    assert shows(opened) == set(SECRETS)
    assert "Samtycket är antecknat" in visible(opened)
    assert "Det finns mer" not in visible(opened)
    state = visible(page(nurse, patient, "sharing/"))
    assert "Patienten samtycker till att vi läser" in state
    assert "Gäller till och med 2026-07-01." in state
    assert "Antecknat 15 juni 2026 kl. 03:00 · Person 1 · Avdelning 5" in state


def test_a_consent_cannot_end_before_today(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    answer = send(nurse, patient, "consents/", told_by="patient", until="2026-06-14")
    assert 'role="alert"' in answer.content.decode()
    assert "Sista dagen kan inte vara före i dag." in visible(answer)
    assert shows(page(nurse, patient)) == {"clinic"}


def test_no_and_taken_back_close_at_once(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    for rest, said in (
        ("refuses/", "antecknat att patienten inte vill"),
        ("not-asked/", "om patienten samtycker"),
    ):
        send(nurse, patient, "consents/", told_by="patient")
        assert shows(page(nurse, patient)) == set(SECRETS)
        send(nurse, patient, rest, told_by="patient")
        assert shows(page(nurse, patient)) == {"clinic"}
        assert said in visible(page(nurse, patient))


def test_a_consent_that_has_run_out_is_said_to_have(client: Who, fresh: Fresh, later: Later) -> None:
    nurse, patient = client("ward"), fresh()
    send(nurse, patient, "consents/", told_by="patient", until="2026-06-15")
    later(hours=33)
    state = visible(page(client("ward"), patient, "sharing/"))
    assert "Det finns inget samtycke" in state
    assert "gick ut 2026-06-15" in state


def test_a_child_who_cannot_consent_needs_none(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh(child=True)
    send(nurse, patient, "child/")
    assert shows(page(nurse, patient)) == set(SECRETS)
    grown = fresh()
    assert send(nurse, grown, "child/").status_code == 403
    assert shows(page(nurse, grown)) == {"clinic"}


def test_for_a_child_a_guardian_consents_but_does_not_oppose(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh(child=True)
    assert "vårdnadshavare" not in visible(page(nurse, fresh(), "sharing/consents/"))
    assert "vårdnadshavare" in visible(page(nurse, patient, "sharing/consents/"))
    assert "told_by" not in page(nurse, patient, "sharing/refuses/").context["form"].fields
    send(nurse, patient, "consents/", told_by="guardian")
    assert shows(page(nurse, patient)) == set(SECRETS)
    assert "Uppgift från barnets vårdnadshavare" in visible(page(nurse, patient, "sharing/"))


def test_of_the_dead_there_is_more_but_nobody_to_ask(client: Who, fresh: Fresh, shared: Any) -> None:
    nurse, patient = client("ward"), fresh()
    log.append(
        patient, [Draft(facts.Died(), When.at(clock.now()))], shared.place("ward").author, expected=ANY
    )
    answer = page(nurse, patient)
    assert "Patienten har avlidit och kan inte längre tillfrågas." in visible(answer)
    assert offers(answer) == []
    assert "Patienten har avlidit och kan inte längre tillfrågas." in visible(
        page(nurse, patient, "sharing/")
    )
    for rest, told in (
        ("consents/", {"told_by": "patient"}),
        ("unable/", {}),
        ("danger/", {}),
        ("informed/", {}),
    ):
        refused = send(nurse, patient, rest, **told)
        assert refused.status_code == 403
        assert not any(name in visible(refused) for name in HOLDERS)
    assert shows(page(nurse, patient)) == {"clinic"}


# Lastingly unable


def test_who_holds_is_shown_before_what_and_only_when_it_is_said(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    assert not any(name in visible(page(nurse, patient, "sharing/unable/")) for name in HOLDERS)
    told = send(nurse, patient, "unable/")
    assert all(name in visible(told) for name in HOLDERS)
    assert shows(told) == set()
    assert ("who holds entries", "shown") in outcomes(2)
    answer = send(
        nurse, patient, "unable/", step="open", basis="Dottern, som säger att hon alltid delat allt"
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{patient}/")
    assert shows(page(nurse, patient)) == set(SECRETS)


def test_without_a_basis_nothing_opens(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    answer = send(nurse, patient, "unable/", step="open", basis="  ")
    assert "Skriv hur patientens inställning har klarlagts." in visible(answer)
    assert all(name in visible(answer) for name in HOLDERS)
    assert shows(page(nurse, patient)) == {"clinic"}


def test_somebody_thought_to_be_against_it_stays_closed(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    send(nurse, patient, "unable/", step="open", basis="sade nej i fjol", opposed="on")
    assert "Inget mer visas" in visible(page(nurse, patient))
    assert shows(page(nurse, patient)) == {"clinic"}
    assert "antas motsätta sig att vi läser" in visible(page(nurse, patient, "sharing/"))


def test_a_no_is_a_reason_to_think_them_against_it(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    send(nurse, patient, "refuses/", told_by="patient")
    answer = send(nurse, patient, "unable/")
    assert "Det är antecknat att patienten har sagt nej." in visible(answer)
    assert answer.context["form"].initial == {"opposed": True}


# Danger to life


def test_danger_is_said_then_the_reason_then_it_is_open_for_hours(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    asked = page(nurse, patient, "sharing/danger/")
    assert not any(name in visible(asked) for name in HOLDERS), "a link alone says nothing"
    told = send(nurse, patient, "danger/")
    assert all(name in visible(told) for name in HOLDERS)
    assert shows(told) == set()
    assert ("who holds entries", "emergency") in outcomes(2)
    answer = send(nurse, patient, "danger/", step="open", reason="Medvetslös, svår andnöd")
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{patient}/")
    opened = page(nurse, patient)
    assert shows(opened) == set(SECRETS)
    assert "Nödöppnad till 15 juni 2026 kl. 15:00" in visible(opened)
    assert "granskas" in visible(opened)
    assert "Medvetslös, svår andnöd" in visible(page(nurse, patient, "sharing/"))


def test_without_a_reason_nothing_opens(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    answer = send(nurse, patient, "danger/", step="open", reason="")
    assert "Skriv varför patienten oundgängligen behöver detta." in visible(answer)
    assert 'role="alert"' in answer.content.decode()
    assert shows(page(nurse, patient)) == {"clinic"}


def test_it_is_open_to_the_one_who_said_so_and_only_as_long_as_it_lasts(
    client: Who, fresh: Fresh, later: Later
) -> None:
    patient = fresh()
    send(client("ward"), patient, "danger/", step="open", reason="Medvetslös")
    assert shows(page(client("clinic"), patient)) == {"clinic"}
    later(hours=11, minutes=59)
    assert shows(page(client("ward"), patient)) == set(SECRETS)
    later(hours=12)
    closed = page(client("ward"), patient)
    assert shows(closed) == {"clinic"}
    assert "Nödöppnad" not in visible(closed)


def test_what_another_provider_blocks_is_never_opened_here_but_who_to_ask_is_told(
    client: Who, shared: Any
) -> None:
    nurse, patient = client("ward"), shared.patients["blocked at home"]
    told = visible(send(nurse, patient, "danger/"))
    assert "Hemsjukvården" in told
    assert "Bara Norrviks kommun kan häva spärren" in told
    assert "ring vårdgivarens växel" in told
    assert "Nödöppna" not in told
    answer = send(nurse, patient, "danger/", step="open", reason="Medvetslös")
    assert answer.status_code == 403
    assert shows(page(nurse, patient)) == {"clinic"}


def test_what_is_blocked_within_opens_in_two_steps_and_the_rest_stays_blocked(
    client: Who, shared: Any
) -> None:
    nurse, patient = client("ward"), shared.patients["blocked"]
    assert shows(page(nurse, patient)) == set()
    told = send(nurse, patient, "danger/")
    assert "Vårdcentralen" in visible(told)
    assert "4 kap. 5 §" in visible(told)
    assert "asked" in told.context["form"].fields
    send(nurse, patient, "danger/", step="open", reason="Medvetslös", asked="on")
    opened = page(nurse, patient)
    assert shows(opened) == {"clinic"}
    assert [step.name for step in opened.context["more"].steps] == ["Se vem som spärrar, och hur man frågar"]
    again = send(nurse, patient, "danger/")
    assert again.context["form"] is None
    assert "Hemsjukvården" in visible(again)
    assert "har tillfrågats om att häva spärren" in visible(page(nurse, patient, "sharing/"))


# What stands, blocks


def test_a_block_is_set_and_lifted_at_once(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    clinic = client("clinic")
    actions_before = "Inskriven" in visible(page(clinic, patient))
    answer = send(nurse, patient, "", level="unit", act="block", told_by="patient")
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{patient}/sharing/")
    state = visible(page(nurse, patient, "sharing/"))
    assert "Er enhet: Avdelning 5 Spärrat" in state
    assert "Er vårdprocess: sjukhusvård Inte spärrat" in state
    assert "Spärrat: Avdelning 5 Uppgift från patienten" in state
    assert actions_before
    assert "Inskriven" not in visible(page(clinic, patient))
    assert "En annan del av er egen vårdgivare" in visible(page(clinic, patient))
    send(nurse, patient, "", level="unit", act="lift", told_by="patient")
    assert "Inskriven" in visible(page(clinic, patient))


def test_a_guardian_cannot_block_and_is_told_by_which_paragraph(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh(child=True)
    answer = send(nurse, patient, "", level="provider", act="block", told_by="guardian")
    assert answer.status_code == 200
    assert "En vårdnadshavare kan inte spärra" in visible(answer)
    assert "2 kap. 3 §" in visible(answer)
    assert 'href="#provider_told_by"' in answer.content.decode()
    assert "Spärrat" not in visible(page(nurse, patient, "sharing/"))


def test_nobody_else_can_block_for_an_adult(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    answer = send(nurse, patient, "", level="unit", act="block", told_by="relative")
    assert (
        "Bara patienten själv kan få uppgifter spärrade. (patientdatalagen (2008:355) 4 kap. 4 §)"
        in visible(answer)
    )
    assert "Spärrat" not in visible(page(nurse, patient, "sharing/"))


@pytest.mark.parametrize("told", [{}, {"level": "unit"}, {"level": "x", "told_by": "patient"},
                                  {"level": "unit", "act": "block", "told_by": "nobody"}])  # fmt: skip
def test_what_no_form_sends_blocks_nothing(client: Who, fresh: Fresh, told: dict[str, str]) -> None:
    nurse, patient = client("ward"), fresh()
    assert send(nurse, patient, "", **told).status_code == 200
    assert "Spärrat" not in visible(page(nurse, patient, "sharing/"))


def test_that_the_patient_was_informed_is_noted(client: Who, fresh: Fresh) -> None:
    nurse, patient = client("ward"), fresh()
    assert "inte antecknat här att patienten har informerats" in visible(page(nurse, patient, "sharing/"))
    assert "Vad sammanhållen" in visible(page(nurse, patient, "sharing/informed/"))
    send(nurse, patient, "informed/", how="samtal och broschyr")
    state = visible(page(nurse, patient, "sharing/"))
    assert "Er vårdgivare har informerat patienten" in state
    assert "Samtal och broschyr" in state


# The patient's view of an entry


def wrote(shared: Any, patient: str, place: str, text: str) -> str:
    draft = Draft(facts.Diagnosis(code=Code(text=text), ref=text), When.at(clock.now()))
    return log.append(patient, [draft], shared.place(place).author, expected=ANY).events[0]


def test_the_patients_view_stands_beside_the_entry(client: Who, fresh: Fresh, shared: Any) -> None:
    nurse, patient = client("ward"), fresh()
    entry = wrote(shared, patient, "ward", "Sockersjuka")
    choose = page(nurse, patient, "?show=everything&wrong=").content.decode()
    assert f"/patients/{patient}/sharing/entry/{entry}/" in choose
    assert "Sockersjuka" in visible(page(nurse, patient, f"sharing/entry/{entry}/"))
    assert 'role="alert"' in send(nurse, patient, f"entry/{entry}/", view=" ").content.decode()
    assert send(nurse, patient, f"entry/{entry}/", view="Jag har aldrig haft det.").status_code == 302
    shown = visible(page(nurse, patient, "?show=everything"))
    view = "Patienten anser att detta är oriktigt eller missvisande: Jag har aldrig haft det."
    assert f"Diagnos: Sockersjuka {view}" in shown
    assert "sharing/entry/" not in page(nurse, patient, "?show=everything").content.decode()


def test_an_entry_with_a_view_is_never_folded_among_others(client: Who, fresh: Fresh, shared: Any) -> None:
    nurse, patient = client("ward"), fresh()
    entries = [wrote(shared, patient, "ward", f"Sjukdom {number}") for number in range(5)]
    send(nurse, patient, f"entry/{entries[1]}/", view="Det var min syster.")
    content = page(nurse, patient, "?show=everything").content.decode()
    folded = "".join(re.findall(r'<ol class="event__folded">.*?</ol>', content, re.DOTALL))
    assert "Sjukdom 3" in folded
    assert "Sjukdom 1" not in folded
    assert "Det var min syster." in content


def test_another_providers_entry_and_none_look_the_same(client: Who, fresh: Fresh, shared: Any) -> None:
    nurse, patient = client("ward"), fresh()
    foreign = wrote(shared, patient, "home_nursing", "Främmande")
    none = "00000000-0000-7000-8000-000000000000"
    answers = [page(nurse, patient, f"sharing/entry/{one}/") for one in (foreign, none)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert visible(answers[0]).replace(foreign, none) == visible(answers[1])
    assert send(nurse, patient, f"entry/{foreign}/", view="fel").status_code == 403
    assert not [event for event in queries.events_of(patient) if event.kind == "disputed"]


# Asked about a patient one does not have


def ask(client: Client, number: str, **told: str) -> Any:
    sent = {"number": number, "asked_by": "sjuksköterska, hemsjukvården", "reason": "andnöd"} | told
    return client.post("/patients/", sent)


def test_a_search_that_finds_nobody_of_ones_own_offers_the_question(client: Who, shared: Any) -> None:
    number = shared.numbers["not here"]
    answer = client("on_call").post("/patients/", {"sought": number})
    assert answer.context["asking"]
    assert f'value="{number}"' in answer.content.decode()
    assert "Sven Annanstans" not in answer.content.decode()
    assert not client("on_call").post("/patients/", {"sought": "Sven"}).context["asking"]


def test_asked_the_doctor_on_call_comes_from_nothing_to_the_plan(
    client: Who, fresh: Fresh, shared: Any
) -> None:
    doctor = client("on_call")
    patient, number = shared.patients["not here"], shared.numbers["not here"]
    assert page(doctor, patient).status_code == 403
    answer = ask(doctor, number)
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{patient}/")
    assert number not in answer["Location"]
    first = page(doctor, patient)
    assert shows(first) == {"clinic"}
    assert "danger" in offers(first)
    send(doctor, patient, "danger/")
    send(doctor, patient, "danger/", step="open", reason="Svår andnöd, kan inte svara")
    assert shows(page(doctor, patient)) == set(SECRETS)
    asked = next(event for event in queries.events_of(patient) if event.kind == "relation_opened" and
                 (event.payload or {}).get("ground") == "asked")  # fmt: skip
    assert asked.payload is not None
    assert (asked.payload["asked_by"], asked.payload["reason"]) == ("sjuksköterska, hemsjukvården", "andnöd")


@pytest.mark.parametrize("number", ["19121212-1212", "191212121212", "not a number", "1"])
def test_nobodys_number_and_no_number_get_the_same_answer(client: Who, shared: Any, number: str) -> None:
    answer = ask(client("on_call"), number)
    assert answer.status_code == 200
    assert "Ingen här har det numret. Se efter att det är rätt skrivet." in visible(answer)
    assert outcomes(4).count(("asked about a patient: no such patient", "denied")) == 1


def test_who_asked_and_what_about_are_needed(client: Who, shared: Any) -> None:
    answer = ask(client("on_call"), shared.numbers["Ulla Pages"], asked_by="", reason=" ")
    assert "Skriv vem som frågade." in visible(answer)
    assert "Skriv vad frågan gäller." in visible(answer)
    assert page(client("on_call"), shared.patients["pages"]).status_code == 403


def test_who_may_not_be_asked_sees_no_form_and_is_refused(client: Who, shared: Any) -> None:
    helper = client("social")
    assert helper.get("/patients/").context["asked"] is None
    known, unknown = (ask(helper, one) for one in (shared.numbers["Ulla Pages"], "191212121212"))
    assert known.status_code == unknown.status_code == 403
    assert visible(known) == visible(unknown)


# Not one's own


ADDRESSES = ("", "consents/", "refuses/", "not-asked/", "child/", "unable/", "danger/", "informed/",
             "entry/00000000-0000-7000-8000-000000000000/")  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("rest", ADDRESSES)
def test_somebody_elses_patient_looks_like_none(client: Who, shared: Any, rest: str, method: str) -> None:
    nobody, elsewhere = "00000000-0000-7000-8000-000000000000", _elsewhere(shared)
    answers = [
        getattr(client("clinic"), method)(f"/patients/{one}/sharing/{rest}") for one in (elsewhere, nobody)
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert visible(answers[0]) == visible(answers[1])


def _elsewhere(shared: Any) -> str:
    if "elsewhere" not in shared.patients:
        shared.patients["elsewhere"] = workplaces.patient_at(shared.places.home_nursing, "Ulla Annorstädes")
    return str(shared.patients["elsewhere"])


def test_nothing_is_written_of_somebody_elses_patient(client: Who, shared: Any) -> None:
    patient = _elsewhere(shared)
    before = len(queries.events_of(patient))
    for rest, told in (("consents/", {"told_by": "patient"}), ("danger/", {"step": "open", "reason": "fara"}),
                       ("", {"level": "unit", "act": "block", "told_by": "patient"}),
                       ("informed/", {"how": "x"})):  # fmt: skip
        send(client("clinic"), patient, rest, **told)
    assert len(queries.events_of(patient)) == before


def test_english_says_the_same(client: Who, shared: Any) -> None:
    answer = page(client("ward", "en"), shared.patients["asked"])
    assert "There is more than is shown here" in visible(answer)
    assert "Act on Shared Health and Care Records (2022:913) chapter 3 section 1" in visible(answer)


def test_the_notice_agrees_with_the_door(shared: Any) -> None:
    opened = door.open(shared.patients["asked"], shared.places.ward.reader())
    assert isinstance(opened, door.Opened)
    assert {str(held.decision.answer) for held in opened.sight.held()} == {"ask"}
    with pytest.raises(PermissionError):
        actions.holders_if_unable(_elsewhere(shared), shared.places.ward.reader())
