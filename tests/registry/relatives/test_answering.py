"""A relative answers: without an account, part by part, once; and nothing of the one who died is told to anybody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from helpers.judging import listening
from helpers.workplaces import Workplaces
from lindra.registry.relatives import codes, rules
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from registry.relatives import bereft
from registry.relatives.bereft import NOW, PHONE, browser, invited, with_code

At = Callable[[datetime], datetime]


def answer_all(client: Client, **said: str) -> None:
    """Goes through every part; what is not named is left out."""
    assert client.post("/answer/about/")["Location"] == "/answer/part/1/"
    for number, then in enumerate(["part/2/", "part/3/", "part/4/", "part/5/", "check/"], 1):
        page = client.get(f"/answer/part/{number}/").content.decode()
        names = set(re.findall(r'name="q:(\w+)"', page))
        sent = client.post(f"/answer/part/{number}/", {f"q:{name}": said.get(name, "") for name in names})
        assert sent["Location"] == f"/answer/{then}"


def test_a_relative_answers_part_by_part_and_sends_once(either_places: Workplaces) -> None:
    dead = bereft.patient(either_places.ward)
    given = invited(dead, either_places.ward)
    client = with_code(given.code)
    answer_all(client, present="nobody", pain="partly", follow_up="no", more="Tack för omtanken.")
    assert "Tack för omtanken." in client.get("/answer/check/").content.decode()
    assert client.post("/answer/check/", {"may_read": "yes"})["Location"] == "/answer/done/"
    thanks = client.get("/answer/done/").content.decode()
    assert all(number in thanks for number in (PHONE, "1177", "112"))

    (kept,) = RelativeAnswer.objects.all()
    assert (kept.patient, kept.unit, kept.may_read) == (dead, either_places.ward.unit, True)
    assert kept.said == {"present": "nobody", "pain": "partly", "follow_up": "no"}
    assert kept.response["resourceType"] == "QuestionnaireResponse"
    assert "Tack för omtanken." in str(kept.response)
    assert Invitation.objects.get().draft == {}

    for again in (client, browser()):
        assert again.post("/answer/", {"code": given.code})["Location"] == "/answer/done/"
        assert again.post("/answer/check/", {})["Location"] == "/answer/done/"
        assert again.get("/answer/part/1/")["Location"] == "/answer/done/"
    assert RelativeAnswer.objects.count() == 1


def test_what_was_answered_is_there_when_the_code_is_written_again(places: Workplaces, dead: str) -> None:
    given = invited(dead, places.ward)
    first = with_code(given.code)
    assert first.post("/answer/part/1/", {"q:pain": "full", "to": "leave"})["Location"] == "/answer/?left="
    assert "sparat" in first.get("/answer/?left=").content.decode()
    assert first.get("/answer/part/1/")["Location"] == "/answer/", "the code is forgotten here"
    later = with_code(rules.pieces(given.code).lower().replace("-", " "))
    assert chosen(later, 1) == {"pain": "full"}
    later.post("/answer/part/1/", {"q:pain": "", "q:anxiety": "none", "to": "back"})
    assert chosen(later, 1) == {"anxiety": "none"}, "an answer can be taken back"


def chosen(client: Client, number: int) -> dict[str, str]:
    page = client.get(f"/answer/part/{number}/").content.decode()
    return dict(re.findall(r'name="q:(\w+)" value="(\w+)" checked', page))


def test_a_page_left_alone_asks_for_the_code_again_and_keeps_what_was_typed(
    places: Workplaces, dead: str, clock_at: At
) -> None:
    given = invited(dead, places.ward)
    client = with_code(given.code)
    clock_at(NOW + timedelta(minutes=61))
    assert client.post("/answer/part/5/", {"q:more": "Långt svar."})["Location"] == "/answer/?left="
    assert client.get("/answer/part/5/")["Location"] == "/answer/"
    assert "Långt svar." in with_code(given.code).get("/answer/part/5/").content.decode()


def test_nothing_at_all_is_not_sent(places: Workplaces, dead: str) -> None:
    client = with_code(invited(dead, places.ward).code)
    answer = client.post("/answer/check/")
    assert answer.status_code == 422
    assert "Inget är besvarat än" in answer.content.decode()
    assert RelativeAnswer.objects.count() == 0


def test_a_text_that_is_too_long_is_told_and_not_lost(places: Workplaces, dead: str) -> None:
    client = with_code(invited(dead, places.ward).code)
    text = "lång " * 500
    answer = client.post("/answer/part/5/", {"q:more": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2000" in page
    assert text.strip() in page
    assert Invitation.objects.get().draft == {}


def test_what_is_no_answer_is_not_kept(places: Workplaces, dead: str) -> None:
    client = with_code(invited(dead, places.ward).code)
    assert client.post("/answer/part/1/", {"q:pain": "terrible"}).status_code == 422
    assert client.get("/answer/part/6/").status_code == 404
    assert client.get("/answer/part/0/").status_code == 404


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x00", "\u202eabc", "{{ 1234567*8 }}", "<script>alert(1)</script>"]
)
def test_odd_texts_are_kept_as_texts(either_places: Workplaces, text: str) -> None:
    client = with_code(invited(bereft.patient(either_places.ward), either_places.ward).code)
    assert client.post("/answer/part/5/", {"q:more": text}).status_code == 302
    page = client.get("/answer/check/").content.decode()
    assert "<script>alert" not in page
    assert "9876536" not in page
    client.post("/answer/part/1/", {"q:pain": "full"})
    assert client.post("/answer/check/")["Location"] == "/answer/done/"


def test_who_declines_is_not_asked_again(places: Workplaces, dead: str) -> None:
    client = with_code(invited(dead, places.ward).code)
    client.post("/answer/part/1/", {"q:pain": "full"})
    assert "Vill du inte svara?" in client.get("/answer/decline/").content.decode()
    assert client.post("/answer/decline/")["Location"] == "/answer/done/"
    assert "Du blir inte tillfrågad igen." in client.get("/answer/done/").content.decode()
    row = Invitation.objects.get()
    assert (row.draft, bool(row.declined_at), row.state(NOW.date())) == ({}, True, "declined")
    with pytest.raises(bereft.actions.NotAsked, match="declined"):
        invited(dead, places.ward)


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_code_that_no_longer_holds_opens_nothing(
    places: Workplaces, dead: str, clock_at: At, how: str
) -> None:
    given = invited(dead, places.ward)
    client = with_code(given.code)
    if how == "revoked":
        reader = places.ward.reader()
        assert bereft.actions.revoke(bereft.opened(dead, reader), reader, given.invitation.id)
    else:
        Invitation.objects.update(until="2026-06-14")
    for answer in (client.get("/answer/part/1/"), browser().post("/answer/", {"code": given.code})):
        assert answer.status_code == 410
        assert "Koden gäller inte längre" in answer.content.decode()
    assert client.get("/answer/check/")["Location"] == "/answer/"


def test_a_code_holds_on_its_last_day_and_not_after(places: Workplaces, dead: str, clock_at: At) -> None:
    given = invited(dead, places.ward)
    assert given.invitation.until == "2026-08-14"
    clock_at(NOW.replace(month=8, day=14, hour=21))  # 23 in Stockholm
    with_code(given.code)
    clock_at(NOW.replace(month=8, day=14, hour=22))  # past midnight there
    assert browser().post("/answer/", {"code": given.code}).status_code == 410


# Guessing


def test_guessing_is_limited_and_a_right_code_costs_nothing(places: Workplaces, dead: str) -> None:
    given = invited(dead, places.ward)
    for _ in range(12):
        with_code(given.code)
    guesses = [browser().post("/answer/", {"code": codes.draw()}).status_code for _ in range(11)]
    assert guesses == [422] * 10 + [429]
    assert browser().post("/answer/", {"code": given.code}).status_code == 429, "nobody learns what is right"
    elsewhere = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.99")
    assert elsewhere.post("/answer/", {"code": given.code}).status_code == 302


@pytest.mark.parametrize("typed", ["", "ABCD", "BCDF-GHJK-MNPO", "BCDF-GHJK-MNP0", "x" * 400, "%s" * 6])
def test_what_cannot_be_a_code_is_told_and_is_no_guess(places: Workplaces, typed: str) -> None:
    for _ in range(12):
        answer = browser().post("/answer/", {"code": typed})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()


def test_only_a_keyed_hash_of_a_code_is_stored(places: Workplaces, dead: str) -> None:
    given = invited(dead, places.ward)
    with_code(given.code)
    assert re.fullmatch("[0-9a-f]{64}", given.invitation.code)
    assert given.invitation.code != hashlib.sha256(given.code.encode()).hexdigest(), "it needs the key"
    for path in (one for one in settings.LINDRA_HOME.rglob("*") if one.is_file()):
        assert given.code.encode() not in path.read_bytes(), path.name


# What is told, and to whom


def test_nothing_of_the_dead_is_on_any_page_header_address_or_log_line(places: Workplaces, dead: str) -> None:
    given = invited(dead, places.ward)
    with listening() as ears:
        client = with_code(given.code)
        said = []
        for path in (
            "",
            "about/",
            "part/1/",
            "part/2/",
            "part/3/",
            "part/4/",
            "part/5/",
            "check/",
            "decline/",
        ):
            answer = client.get(f"/answer/{path}")
            said += [answer.content.decode(), str(answer.headers), answer.request["PATH_INFO"]]
            assert answer["Cache-Control"] == "no-store, private"
            assert "default-src 'none'" in answer["Content-Security-Policy"]
            assert answer["Referrer-Policy"] == "same-origin"
        said += [client.post("/answer/check/").content.decode()]
        client.post("/answer/part/1/", {"q:pain": "full"})
        client.post("/answer/check/")
        said += [client.get("/answer/done/").content.decode(), *ears.lines]
    secrets = (bereft.NAME, bereft.FAMILY, dead, "Bo ", "Åkerström", "1940-", given.code, "cancer")
    everything = "\n".join(said)
    assert [secret for secret in secrets if secret in everything] == []
    assert "Avdelning 5" in everything, "the unit that asks may be known: the letter comes from it"


def test_the_pages_need_a_code(places: Workplaces) -> None:
    for path in ("about/", "part/1/", "check/", "decline/", "done/"):
        assert browser().get(f"/answer/{path}")["Location"] == "/answer/"
        assert browser().post(f"/answer/{path}")["Location"] == "/answer/"


def test_the_staff_who_sit_at_the_same_browser_do_not_show_on_the_page(places: Workplaces, visit) -> None:  # type: ignore[no-untyped-def]
    page = visit(places.ward).get("/answer/").content.decode()
    assert "Person 1" not in page
    assert "/patients/" not in page


# Languages


@pytest.mark.parametrize(
    ("language", "first", "towards"),
    [
        ("sv", "Innan du börjar", ""),
        ("en", "Before you begin", ""),
        ("ar", "قبل أن تبدأ", ' dir="rtl"'),
    ],
)
def test_the_pages_begin_in_the_language_of_the_letter(
    places: Workplaces, dead: str, language: str, first: str, towards: str
) -> None:
    client = with_code(invited(dead, places.ward, language=language).code)
    answer = client.get("/answer/about/")
    page = answer.content.decode()
    assert f'<html lang="{language}"{towards}>' in page
    assert first in page
    assert answer["Content-Language"] == language


def test_switching_language_keeps_what_was_typed_and_stays_on_the_page(places: Workplaces, dead: str) -> None:
    client = with_code(invited(dead, places.ward).code)
    answer = client.post("/answer/part/1/", {"q:pain": "not", "language": "ar"})
    assert answer["Location"] == "/answer/part/1/"
    page = client.get("/answer/part/1/").content.decode()
    assert "هل كان الشخص القريب منك يعاني من الألم" in page
    assert chosen(client, 1) == {"pain": "not"}
    client.post("/answer/check/", {"language": "en"})
    assert 'lang="en"' in client.get("/answer/check/").content.decode()
    client.post("/answer/check/", {"language": "klingon"})
    assert 'lang="en"' in client.get("/answer/check/").content.decode()


def test_the_answers_are_kept_in_the_words_in_which_they_were_asked(places: Workplaces, dead: str) -> None:
    client = with_code(invited(dead, places.ward, language="ar").code)
    client.post("/answer/part/1/", {"q:pain": "not"})
    client.post("/answer/check/")
    kept = RelativeAnswer.objects.get()
    assert (kept.language, kept.response["language"]) == ("ar", "ar")
    assert "نعم، دون تخفيف" in str(kept.response)
    assert kept.said == {"pain": "not"}
