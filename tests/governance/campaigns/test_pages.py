"""The pages: what is first, what is done on them, who may not; the letters; the page for everybody."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from governance.campaigns import asking
from governance.campaigns.asking import TODAY, A, Asking, B, C, D
from lindra.access import actions as access
from lindra.access import functions
from lindra.governance import bodies
from lindra.governance.campaigns import following, inventories, letters, loading, queries
from lindra.governance.campaigns.queries import Asked
from lindra.governance.commitments import actions as commitments
from lindra.governance.models import Campaign, Commitment, Reply

Visit = Callable[..., Client]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"governance:{name}", args=args))
    assert answer.status_code == status, text(answer)[:500]
    return text(answer)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def do(client: Client, name: str, *args: object, **told: Any) -> Any:
    return client.post(reverse(f"governance:{name}", args=args), told)


def of(campaign: Campaign, body: str) -> Asked:
    found = queries.whole(campaign, TODAY).of(body)
    assert found is not None
    return found


# 2026


def test_the_page_of_2026_shows_classes_and_both_figures(made: Asking, visit: Visit) -> None:
    loading.load_2026()
    answer = visit(made.secretary).get(reverse("governance:campaign", args=["2026"]))
    assert [(one.code, one.count) for one in answer.context["classes"]] == [
        ("konkret_plan", 5), ("delvis_plan", 8), ("utan_plan", 7), ("ej_svar", 1),
    ]  # fmt: skip
    told = words(text(answer))
    assert "15 enligt texten" in told
    assert "16 enligt klasserna" in told
    assert "10 påmindes 2026-06-02" in told
    assert "Vilka de var anges inte" in told
    assert "Den andra läsningen är inte gjord" in told
    assert "Ingen senare inventering än" in told
    assert len(answer.context["tiles"]) == 21


def test_each_class_has_a_colour_a_pattern_and_a_sign_of_its_own(made: Asking, visit: Visit) -> None:
    loading.load_2026()
    classes = visit(made.secretary).get(reverse("governance:campaign", args=["2026"])).context["classes"]
    for look in ("css", "pattern", "sign"):
        assert len({getattr(one, look) for one in classes}) == 4


def test_a_body_page_shows_what_is_not_known_as_not_known(made: Asking, visit: Visit) -> None:
    loading.load_2026()
    told = words(page(visit(made.nurse, "care"), "campaign-body", "2026", bodies.area("10")))
    assert "dagen då det inkom är inte känd" in told
    assert "Moderaterna i Blekinge (2026-06-11)" in told
    assert "efter sista dagen" in told
    assert "Ingen dag angiven" in told
    assert "Listorna skiljer sig" in told
    silent = words(page(visit(made.secretary), "campaign-body", "2026", bodies.area("22")))
    assert "Inget svar har kommit" in silent
    assert "Inget har lovats" in silent


# For everybody


def test_everybody_sees_the_public_page_without_signing_in(made: Asking) -> None:
    loading.load_2026()
    told = words(page(Client(SERVER_NAME="localhost"), "campaign-public", "2026"))
    for said in (
        "15 enligt texten",
        "16 enligt klasserna",
        "Region Blekinge",
        "Konsultronder på två avdelningar",
    ):
        assert said in told
    for staff in ("Person 9", "Person 8", "SE2321000016"):
        assert staff not in told
    assert "/actions/" not in page(Client(SERVER_NAME="localhost"), "campaign-public", "2026"), (
        "no way inside"
    )


def test_what_is_not_public_is_not_there_and_nothing_else_opens_without_signing_in(
    made: Asking, visit: Visit
) -> None:
    loading.load_2026()
    asking.asked()
    stranger = Client(SERVER_NAME="localhost")
    page(stranger, "campaign-public", "made-up", status=404)
    page(stranger, "campaign-public", "none", status=404)
    for name, args in (
        ("campaigns", ()), ("campaign", ("2026",)), ("campaign-body", ("2026", A)), ("campaign-letter", ("2026", A)),
        ("campaign-letters-pdf", ("2026",)), ("campaign-new", ()), ("campaign-read", ("2026", A)),
    ):  # fmt: skip
        assert stranger.get(reverse(f"governance:{name}", args=args)).status_code == 302
    secretary = visit(made.secretary)
    assert do(secretary, "campaign-act", "2026", "hide").status_code == 302
    page(stranger, "campaign-public", "2026", status=404)
    do(secretary, "campaign-act", "2026", "publish")
    page(stranger, "campaign-public", "2026")


# Who may


def test_who_runs_no_campaign_reads_and_does_nothing(made: Asking, visit: Visit) -> None:
    campaign = asking.asked()
    asking.replied(campaign, A)
    nurse = visit(made.nurse, "care")
    assert "Notera ett svar" not in page(nurse, "campaign-body", "made-up", A)
    page(nurse, "campaign-new", status=403)
    page(nurse, "campaign-read", "made-up", A, status=403)
    for name, args, told in (
        ("campaign-act", ("made-up", "publish"), {}), ("campaign-body-act", ("made-up", A, "reply"), {"summary": "x"}),
        ("campaign-read", ("made-up", A), {"code": "utan_plan", "grounds": "x"}), ("campaign-new", (), {"title": "x"}),
    ):  # fmt: skip
        assert do(nurse, name, *args, **told).status_code == 403
    assert Reply.objects.count() == 1
    assert not Campaign.objects.get().public


def test_who_was_not_asked_has_no_page(made: Asking, visit: Visit) -> None:
    asking.asked()
    for body in (bodies.area("12"), "area:99", "nothing"):
        page(visit(made.secretary), "campaign-body", "made-up", body, status=404)
        assert (
            do(visit(made.secretary), "campaign-body-act", "made-up", body, "reply", summary="x").status_code
            == 404
        )
    assert not Reply.objects.exists()


# Put, reminded, replied, promised, read, settled


NEW = {
    "title": "Frågan 2027", "question": "Vad blev det?", "key": "2027", "asked_by": "Vårdrådet", "inventory": "2026-06",
    "reply_by": "2027-01-31", "functions": "Hälso- och sjukvårdsdirektör\n\n Nämndens ordförande ", "bodies": [A, B],
}  # fmt: skip


def test_a_new_question_is_made_from_an_inventory_and_sent(made: Asking, visit: Visit) -> None:
    secretary = visit(made.secretary)
    assert "Inventeringen 2026-06-15" in page(secretary, "campaign-new")
    assert do(secretary, "campaign-new", **NEW)["Location"] == reverse("governance:campaign", args=["2027"])
    campaign = Campaign.objects.get()
    assert (campaign.asked_on, campaign.made_by) == (None, "SE2321000016-S9")
    found = of(campaign, A)
    assert found.recipient.functions == ["Hälso- och sjukvårdsdirektör", "Nämndens ordförande"]
    assert "Skicka brevet" in page(secretary, "campaign", "2027")
    assert do(secretary, "campaign-act", "2027", "send", on=TODAY.isoformat()).status_code == 302
    assert of(campaign, A).state == "asked"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "Ge den en rubrik."),
    ({"key": "new"}, "Använd små bokstäver"),
    ({"key": "Å Ä"}, "Använd små bokstäver"),
    ({"key": "made-up"}, "Det finns redan en fråga made-up"),
    ({"reply_by": "2026-11-30"}, "de behöver tid att svara"),
    ({"reply_by": "snart"}, "Välj en dag."),
    ({"bodies": []}, "Välj minst en."),
    ({"bodies": ["area:99"]}, "area:99"),
    ({"inventory": "1999"}, "Välj en inventering."),
]


def test_what_is_wrong_with_a_new_question_is_said_and_nothing_is_lost(made: Asking, visit: Visit) -> None:
    asking.asked()
    secretary = visit(made.secretary)
    for wrong, told in WRONG:
        answer = do(secretary, "campaign-new", **(NEW | wrong))
        assert answer.status_code == 422, wrong
        assert told in text(answer)
        assert "Vad blev det?" in text(answer)
    assert Campaign.objects.count() == 1


def test_a_reminder_is_noted_for_those_who_have_not_answered(made: Asking, visit: Visit) -> None:
    campaign, secretary = asking.asked(), visit(made.secretary)
    asking.replied(campaign, A)
    form = secretary.get(reverse("governance:campaign", args=["made-up"])).context["forms"][0]["form"]
    assert {key for key, _name in form.fields["bodies"].choices} == {B, C, D}
    answer = do(secretary, "campaign-act", "made-up", "remind", bodies=[C], on="2026-11-30", by="2026-11-01")
    assert (answer.status_code, "2026-11-01 är inte efter" in text(answer)) == (422, True)
    assert (
        do(
            secretary, "campaign-act", "made-up", "remind", bodies=[C], on="2026-11-30", by="2026-12-10"
        ).status_code
        == 302
    )
    assert (of(campaign, C).state, of(campaign, B).state) == ("reminded", "silent")
    assert do(secretary, "campaign-act", "made-up", "sing").status_code == 404


def test_a_reply_and_a_promise_are_noted_and_the_day_is_read_from_what_was_said(
    made: Asking, visit: Visit
) -> None:
    asking.asked()
    secretary = visit(made.secretary)
    told = {
        "who": "director",
        "who_said": "Direktören",
        "kind": "first",
        "received_on": "",
        "summary": "Vi bygger.",
    }
    wrong = do(secretary, "campaign-body-act", "made-up", A, "reply", **(told | {"summary": ""}))
    assert (wrong.status_code, "Direktören" in text(wrong)) == (422, True)
    assert do(secretary, "campaign-body-act", "made-up", A, "reply", **told).status_code == 302
    reply = Reply.objects.get()
    assert (reply.received_on, reply.noted_by) == (None, "SE2321000016-S9")
    said = {
        "reply": reply.pk,
        "text": "En mottagning öppnar",
        "function": "mottagning",
        "when": "hösten 2027",
        "due": "",
    }
    assert do(secretary, "campaign-body-act", "made-up", A, "promise", **said).status_code == 302
    assert str(Commitment.objects.get().due) == "2027-11-30"
    vague = said | {"text": "Fler läkare", "when": "på sikt"}
    assert do(secretary, "campaign-body-act", "made-up", A, "promise", **vague).status_code == 302
    assert Commitment.objects.get(title="Fler läkare").due is None
    shown = words(page(secretary, "campaign-body", "made-up", A))
    for part in ("En mottagning öppnar", "2027-11-30", "Fler läkare", "Ingen dag angiven", "1 utan dag"):
        assert part in shown
    early = do(secretary, "campaign-body-act", "made-up", A, "promise", **(said | {"due": "2026-09-01"}))
    assert (early.status_code, "före dagen då frågan ställdes" in text(early)) == (422, True)


def test_a_page_sent_twice_notes_once(made: Asking, visit: Visit) -> None:
    campaign, secretary = asking.asked(), visit(made.secretary)
    drawn = secretary.get(reverse("governance:campaign-body", args=["made-up", A])).context["forms"][0]["id"]
    told = {"id": drawn, "who": "director", "kind": "first", "summary": "Ja"}
    for _ in range(2):
        assert do(secretary, "campaign-body-act", "made-up", A, "reply", **told).status_code == 302
    assert len(of(campaign, A).replies) == 1


def test_the_second_reader_does_not_see_the_first_and_a_difference_is_settled(
    made: Asking, visit: Visit
) -> None:
    campaign = asking.asked()
    asking.replied(campaign, B)
    first, second = visit(made.secretary), visit(made.quality, "followup")
    assert do(first, "campaign-read", "made-up", B, code="konkret_plan", grounds="").status_code == 422
    told = {"code": "konkret_plan", "grounds": "Mottagningen har en dag"}
    assert do(first, "campaign-read", "made-up", B, **told).status_code == 302
    assert "görs av någon annan" in page(first, "campaign-read", "made-up", B)
    blind = page(second, "campaign-read", "made-up", B)
    assert "Mottagningen har en dag" not in blind
    assert "Person 9" not in blind
    assert (
        do(second, "campaign-read", "made-up", B, code="delvis_plan", grounds="Ingen dag").status_code == 302
    )
    assert of(campaign, B).next == "settle"
    whole = words(page(first, "campaign", "made-up"))
    assert "De är överens om 0 av 1" in whole
    settled = {"code": "delvis_plan", "grounds": "Dagen gällde något annat"}
    assert do(first, "campaign-body-act", "made-up", B, "settle", **settled).status_code == 302
    assert (of(campaign, B).classed.code, of(campaign, B).classed.how) == ("delvis_plan", "settled")
    assert "Dagen gällde något annat" in page(second, "campaign-body", "made-up", B)


def test_a_provider_classes_other_regions_and_runs_no_campaign(made: Asking, visit: Visit) -> None:
    campaign, quality = asking.asked(), visit(made.quality, "followup")
    for body in (A, B):
        asking.replied(campaign, body)
    assert (
        do(quality, "campaign-read", "made-up", A, code="konkret_plan", grounds="Vår egen").status_code == 403
    )
    assert "/read/" not in page(quality, "campaign-body", "made-up", A)
    assert (
        do(quality, "campaign-read", "made-up", B, code="delvis_plan", grounds="Ingen dag").status_code == 302
    )
    for name in ("publish", "hide", "send", "remind", "close"):
        assert do(quality, "campaign-act", "made-up", name).status_code == 403
    for name in ("reply", "promise", "settle", "withdraw"):
        assert do(quality, "campaign-body-act", "made-up", B, name).status_code == 403
    assert quality.get(reverse("governance:campaign-new")).status_code == 403
    assert [len(of(campaign, body).classings) for body in (A, B)] == [0, 1]


def test_a_reply_is_withdrawn_with_a_reason(made: Asking, visit: Visit) -> None:
    campaign, secretary = asking.asked(), visit(made.secretary)
    reply = asking.replied(campaign, A)
    assert (
        do(secretary, "campaign-body-act", "made-up", A, "withdraw", reply=reply.pk, reason="").status_code
        == 422
    )
    assert (
        do(secretary, "campaign-body-act", "made-up", A, "withdraw", reply=reply.pk, reason="Fel").status_code
        == 302
    )
    assert of(campaign, A).replies == ()


# Letters


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_letter_is_made_from_the_regions_own_gaps(made: Asking, visit: Visit, language: str) -> None:
    campaign = loading.load_2026()
    one = of(campaign, bodies.area("10"))
    made_letter = letters.letter(campaign, one, language)
    assert [gap.name for gap in made_letter.gaps] == [
        functions.functions()[gap.function].text(language) for gap in inventories.gaps("2026-06", "10")
    ]
    (differing,) = [gap for gap in made_letter.gaps if gap.differ]
    assert differing.summary == ()
    plain = letters.text(made_letter)
    with translation.override("en" if language == "sv" else "sv"):
        assert letters.text(made_letter) == plain, "a letter has its own language"
    shown = words(
        page(visit(made.secretary, language=language), "campaign-letter", "2026", bodies.area("10"))
    )
    paper = PdfReader(io.BytesIO(letters.pdf([made_letter])))
    printed = " ".join("".join(one.extract_text() for one in paper.pages).split())
    assert paper.metadata is not None
    assert paper.metadata.title == made_letter.title
    for gap in made_letter.gaps:
        assert gap.name in plain
        for found in (*gap.summary, *gap.appendix):
            with translation.override(language):
                whole = found.whole()
            for told in (plain, shown, printed):
                assert whole in told
    assert ("31 maj 2026" if language == "sv" else "31 May 2026") in plain


def test_all_letters_come_at_once(made: Asking, visit: Visit) -> None:
    loading.load_2026()
    secretary = visit(made.secretary)
    answer = secretary.get(reverse("governance:campaign-letters-pdf", args=["2026"]))
    told = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    names = [one.body.name for one in queries.whole(Campaign.objects.get(), TODAY).asked]
    assert all(name in told for name in names)
    packed = zipfile.ZipFile(
        io.BytesIO(secretary.get(reverse("governance:campaign-letters-zip", args=["2026"])).content)
    )
    assert len(packed.namelist()) == 42
    assert "10-region-blekinge-sv.txt" in packed.namelist()
    assert (
        secretary.get(reverse("governance:campaign-letter-text", args=["2026", A]))
        .content.decode()
        .startswith("Region")
    )


# The next inventory

LATER = {"says": "missing", "stated_by": "Registret", "stated_on": "2026-11-01", "source": "påhittad"}


def test_gaps_and_promises_are_held_against_the_next_inventory(made: Asking, visit: Visit) -> None:
    campaign = loading.load_2026()
    assert following.later(queries.whole(campaign, TODAY)) is None
    told = access.take_in([
        (1, LATER | {"function": "mottagning", "areas": "10"}), (2, LATER | {"function": "hemsjukvard", "areas": "10"}),
        (3, {"says": "exists", "function": "jourlinje_24_7", "areas": "10", "hours": "24/7", "name": "Jourlinjen",
             "provider": made.secretary.provider, "stated_by": "Registret", "stated_on": "2026-11-01",
             "valid_from": "2026-10-01"}),
    ], "2026-11")  # fmt: skip
    assert told.faults == []
    whole = queries.whole(campaign, TODAY)
    later = following.later(whole)
    assert later is not None
    assert (later.name, later.dated) == ("2026-11", date(2026, 11, 1))
    of_blekinge = {row.function: row for row in following.became(whole, later, whole.of(bodies.area("10")))}
    with translation.override("sv"):
        names = {code: functions.functions()[code].sv for code in functions.functions()}
    assert of_blekinge[names["mottagning"]].change == "remains"
    assert of_blekinge[names["hemsjukvard"]].change == "new"
    assert of_blekinge[names["jourlinje_24_7"]].change == "closed"
    assert [one.title for one in of_blekinge[names["jourlinje_24_7"]].promises] == [
        "Telefonberedskap dagtid på helger börjar"
    ]
    assert of_blekinge[names["slutenvard_sjukhus"]].change == "not_mentioned", "which says nothing"
    shown = words(page(visit(made.secretary), "campaign", "2026"))
    assert "Ingen senare inventering" not in shown
    for said in ("Kvarstår", "Ny brist", "Åtgärdad", "Nämns inte igen"):
        assert said in shown
    assert "Telefonberedskap dagtid" in words(
        page(Client(SERVER_NAME="localhost"), "campaign-public", "2026")
    )
    assert TODAY - later.dated == timedelta(29)


@pytest.mark.parametrize("kind", ["promise", "action"])
def test_nobody_else_promises_in_the_name_of_who_replied(made: Asking, kind: str) -> None:
    campaign = asking.asked(public=True)
    reply = asking.replied(campaign, A)
    body = bodies.unit(made.nurse.unit) if kind == "promise" else A
    commitments.make(
        commitments.New(
            title="Inskjutet", body=body, kind=kind, owner="x", due=date(2027, 1, 1), origin="promise",  # type: ignore[arg-type]
            origin_key=reply.pk,
        ),
        asking.BY,
    )  # fmt: skip
    assert of(campaign, A).promises == ()
    assert "Inskjutet" not in page(Client(SERVER_NAME="localhost"), "campaign-public", "made-up")


def test_the_id_of_what_another_said_is_none_here(made: Asking, visit: Visit) -> None:
    campaign, secretary = asking.asked(), visit(made.secretary)
    own, other = asking.replied(campaign, A), asking.replied(campaign, B)
    again = {"id": other.pk, "who": "body", "kind": "first", "summary": "Ja"}
    assert do(secretary, "campaign-body-act", "made-up", C, "reply", **again).status_code == 302
    said = {"id": other.points.get().pk, "reply": own.pk, "text": "En mottagning", "function": "mottagning"}
    assert do(secretary, "campaign-body-act", "made-up", A, "promise", **said).status_code == 302
    assert (len(of(campaign, C).replies), Commitment.objects.get().body) == (1, A)
