"""From sign-in to the end of the session, without a browser: time-out, second factor, limits, the demo's people."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from helpers.small_world import NOW, PASSWORD, SmallWorld
from helpers.worlds import World
from lindra import clock
from lindra.people import actions as people
from lindra.people import staff
from lindra.people.models import Staff
from lindra.site import rules, signin_cli
from lindra.site.signin import address_of
from lindra.synthetic import county

Visitor = Callable[..., Client]


@pytest.fixture(autouse=True)
def time_put_back() -> Iterator[None]:
    """The small world's clock, and no attempts remembered, whatever a test did."""
    yield
    clock.fix(NOW)
    cache.clear()


def sign_in(username: str = "astri", password: str = PASSWORD, address: str = "127.0.0.1") -> Client:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=address)
    client.post("/sign-in/", {"username": username, "password": password})
    return client


def after(minutes: float) -> None:
    clock.fix(NOW + timedelta(minutes=minutes))


# Time


def test_an_idle_session_ends_and_says_why(small: SmallWorld) -> None:
    client = sign_in()
    after(29)
    assert client.get("/accessibility/").status_code == 200
    after(58)
    assert client.get("/assignment/").status_code == 200, "it counts from the last page, not from the sign-in"
    after(88)
    answer = client.get("/patients/?page=2")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/sign-in/?ended=idle&next=%2Fpatients%2F%3Fpage%3D2",
    )
    page = client.get(answer["Location"]).content.decode()
    assert "Du loggades ut eftersom inget hade gjorts på 30 minuter." in page
    assert 'name="next" value="/patients/?page=2"' in page
    assert client.get("/assignment/")["Location"] == "/sign-in/?next=/assignment/", (
        "it is over, and says so once"
    )


def test_a_session_ends_after_the_longest_shift_however_busy(small: SmallWorld) -> None:
    client = sign_in()
    for minutes in range(20, 720, 20):
        after(minutes)
        assert client.get("/assignment/").status_code == 200
    after(720)
    answer = client.post("/assignment/", {"choice": "x"})
    assert answer["Location"] == "/sign-in/?ended=long", (
        "a form that was sent is not sent again after signing in"
    )
    client.cookies["language"] = "en"
    assert "because the session had lasted 12 hours" in client.get(answer["Location"]).content.decode()


def test_an_ended_session_cannot_be_taken_up_again(small: SmallWorld) -> None:
    client = sign_in()
    key = client.session.session_key
    after(31)
    client.get("/assignment/")
    after(0)
    client.cookies["sessionid"] = key
    assert client.get("/assignment/").status_code == 302


def test_signing_in_takes_a_new_key_and_the_browser_forgets_it_when_closed(small: SmallWorld) -> None:
    client = Client(SERVER_NAME="localhost")
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/sign-in/", {"username": "astri", "password": PASSWORD})
    assert client.session.session_key != planted
    assert not client.cookies["sessionid"]["max-age"]


@pytest.mark.parametrize(
    "made_up",
    [r'"\000' + r"\000" * 30 + r'\000"', "x" * 31, "x" * 33, "Å" * 32, "' or 1=1 --".ljust(32), ""],
    ids=["nulls", "short", "long", "letters", "quotes", "empty"],
)
def test_a_key_that_nobody_was_given_is_no_session(either_world: World, made_up: str) -> None:
    client = Client(SERVER_NAME="localhost", headers={"cookie": f"sessionid={made_up}"})
    assert client.get("/assignment/")["Location"] == "/sign-in/?next=/assignment/"
    assert client.post("/patients/", {"sought": "Ek"}).status_code == 302


# The second factor


def key_of(small: SmallWorld, username: str) -> Authenticator:
    return Authenticator.objects.create(
        user=small.staff[username].user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Blå", "credential": {}},
    )


@override_settings(SECOND_FACTOR_DEMANDED=True)
@pytest.mark.parametrize("path", ["/", "/patients/", "/assignment/", "/indicators/", "/security-keys/"])
def test_in_production_a_password_alone_leads_only_to_registering_a_key(small: SmallWorld, path: str) -> None:
    client = sign_in()
    assert client.get(path)["Location"] == "/security-keys/add/"
    assert client.post(path)["Location"] == "/security-keys/add/"


@override_settings(SECOND_FACTOR_DEMANDED=True)
def test_who_must_register_a_key_can_do_so_at_once_or_turn_back(small: SmallWorld) -> None:
    client = sign_in()
    page = client.get("/security-keys/add/").content.decode()
    assert "Registrera först en nyckel" in page
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


@override_settings(SECOND_FACTOR_DEMANDED=True)
def test_a_session_from_before_the_key_was_registered_is_over(small: SmallWorld) -> None:
    client = sign_in()
    key = key_of(small, "astri")
    try:
        assert client.get("/security-keys/add/")["Location"].startswith("/sign-in/?ended=second")
        assert client.get("/assignment/").status_code == 302
    finally:
        key.delete()


@pytest.mark.parametrize("demanded", [True, False])
def test_who_has_a_key_is_asked_for_it_and_is_nobody_until_then(small: SmallWorld, demanded: bool) -> None:
    key = key_of(small, "home")
    client = Client(SERVER_NAME="localhost")
    try:
        with override_settings(SECOND_FACTOR_DEMANDED=demanded):
            answer = client.post("/sign-in/", {"username": "home", "password": PASSWORD})
            assert answer["Location"] == "/sign-in/key/"
            assert client.get("/assignment/")["Location"] == "/sign-in/?next=/assignment/"
            assert client.get("/security-keys/add/")["Location"] == "/sign-in/?next=/security-keys/add/"
    finally:
        key.delete()


RESPONSE = '{"id": "AA", "rawId": "AA", "type": "public-key", "response": %s}'
MADE_UP = [
    "not json", "[]", "1", '"x"', '{"id": 1}', '{"id": "é"}',
    '{"id": "AA", "rawId": "AB", "type": "public-key", "response": {}}',
    RESPONSE % '{"clientDataJSON": 5, "authenticatorData": {}}',
    RESPONSE % '{"clientDataJSON": "AA", "attestationObject": "AA"}',
    RESPONSE % '{"clientDataJSON": "e30", "attestationObject": "oA"}',
]  # fmt: skip


@pytest.fixture
def halfway(small: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The password was right; the key is awaited."""
    key = key_of(small, "home")
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    yield sign_in("home")
    key.delete()


@pytest.mark.parametrize("answer", MADE_UP)
def test_a_key_made_up_is_refused(halfway: Client, answer: str) -> None:
    halfway.get("/sign-in/key/")
    refused = halfway.post("/sign-in/key/", {"credential": answer})
    assert refused.status_code == 200
    assert halfway.get("/assignment/").status_code == 302
    registering = sign_in()
    registering.get("/security-keys/add/")
    assert registering.post("/security-keys/add/", {"credential": answer}).status_code == 200
    assert not Authenticator.objects.exclude(data__name="Blå").exists()


def test_after_five_wrong_keys_one_waits(halfway: Client) -> None:
    halfway.cookies["language"] = "en"
    client_data = b64encode(
        b'{"type": "webauthn.get", "challenge": "AAAA", "origin": "http://localhost"}'
    ).decode()
    well_formed = {"clientDataJSON": client_data, "authenticatorData": "A" * 50, "signature": "AA"}
    answer = {"credential": RESPONSE % json.dumps(well_formed)}
    told = [halfway.post("/sign-in/key/", answer).content.decode() for _ in range(rules.WRONG_KEYS + 1)]
    assert all("The security key was not accepted" in page for page in told[: rules.WRONG_KEYS])
    assert "Too many wrong attempts. Wait five minutes" in told[rules.WRONG_KEYS]


def test_who_has_lost_every_key_gets_them_forgotten(small: SmallWorld) -> None:
    key_of(small, "home")
    run = CliRunner().invoke(signin_cli.forget_keys, [small.staff["home"].hsa_id])
    assert (run.exit_code, run.stderr) == (0, "Håkan Åsäng: 1 keys removed\n")
    assert sign_in("home").get("/assignment/").status_code == 200
    unknown = CliRunner().invoke(signin_cli.forget_keys, ["SE1-2"])
    assert unknown.exit_code == 2
    assert "nobody with the HSA-id SE1-2" in unknown.stderr


def test_the_keys_of_others_and_of_e_identities_are_out_of_reach(small: SmallWorld) -> None:
    key = key_of(small, "home")
    try:
        client = sign_in()
        for page in ("name", "remove"):
            assert client.get(f"/security-keys/{key.pk}/{page}/").status_code == 404
            assert client.post(f"/security-keys/{key.pk}/{page}/", {"name": "mine"}).status_code == 404
    finally:
        key.delete()
    member = people.add_staff("SE0000001700-P9", "Lo Ek")
    client = Client(SERVER_NAME="localhost")
    client.force_login(staff.account(member), backend="django.contrib.auth.backends.ModelBackend")
    for page in ("/security-keys/", "/security-keys/add/", "/sign-in/again/", "/sign-in/again/key/"):
        assert client.get(page).status_code == 404


def test_keys_are_changed_only_by_who_has_just_typed_the_password(visitor: Visitor) -> None:
    client = visitor("astri")  # signed in, but not in this minute
    answer = client.get("/security-keys/add/")
    assert answer["Location"] == "/sign-in/again/?next=%2Fsecurity-keys%2Fadd%2F"
    wrong = client.post(answer["Location"], {"password": "wrong"})
    assert "Det är inte ditt lösenord." in wrong.content.decode()
    right = client.post(answer["Location"], {"password": PASSWORD, "next": "/security-keys/add/"})
    assert right["Location"] == "/security-keys/add/"
    assert client.get("/security-keys/add/").status_code == 200


def test_nothing_else_of_the_library_has_an_address(visitor: Visitor) -> None:
    for page in ("signup/", "password/reset/", "email/", "login/", "3rdparty/", "2fa/", "accounts/login/"):
        assert visitor("astri").get(f"/{page}").status_code == 404


# Accounts


def test_an_account_made_for_an_e_identity_is_made_once_and_no_password_opens_it(small: SmallWorld) -> None:
    member = people.add_staff("SE0000001700-P8", "Lo Ek")
    account = staff.account(member)
    assert staff.account(Staff.objects.get(pk=member.pk)) == account
    assert not account.has_usable_password()
    assert staff.account(small.staff["astri"]) == small.staff["astri"].user
    answer = Client(SERVER_NAME="localhost").post("/sign-in/", {"username": account.username, "password": ""})
    assert answer.status_code == 200


def test_both_databases_keep_accounts_keys_and_sessions(either_world: World) -> None:
    member = people.add_staff("SE0000001700-P6", "Lo Ek")
    assert staff.account(member) == staff.account(Staff.objects.get(pk=member.pk))
    local = people.add_staff("SE0000001700-P5", "Bo Ek", username="bo", password=PASSWORD)
    assert sign_in("bo").get("/assignment/").status_code == 200
    Authenticator.objects.create(user=local.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Blå"})
    assert sign_in("bo").get("/assignment/").status_code == 302


def test_a_closed_account_lets_nobody_in(small: SmallWorld) -> None:
    account = staff.account(people.add_staff("SE0000001700-P7", "Lo Ek", username="lo", password=PASSWORD))
    client = sign_in("lo")
    assert client.get("/assignment/").status_code == 200
    account.is_active = False
    account.save()
    assert client.get("/assignment/").status_code == 302, "also the sessions that it has"
    assert sign_in("lo").get("/assignment/").status_code == 302


@pytest.mark.parametrize("runs", [True, False])
def test_the_people_of_the_demo_sign_in_only_where_the_demo_runs(small: SmallWorld, runs: bool) -> None:
    spec = next(one for one in county.organisation().staff.values() if one.username)
    member = Staff.objects.filter(hsa_id=spec.hsa_id).first() or people.add_staff(
        spec.hsa_id, spec.name, username=spec.username, password=county.PASSWORD
    )
    with override_settings(LINDRA_DEMO=runs):
        client = Client(SERVER_NAME="localhost")
        answer = client.post("/sign-in/", {"username": member.user.username, "password": county.PASSWORD})
    assert answer.status_code == (302 if runs else 200)
    assert ("Kontot hör till demonstrationen" in answer.content.decode()) is not runs


# Limits


def test_one_address_may_not_try_for_ever_and_others_go_on(small: SmallWorld) -> None:
    cache.clear()
    one = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.18")
    for number in range(rules.ATTEMPTS):  # other names each time, so that no account is locked
        one.post("/sign-in/", {"username": f"name {number}", "password": ""})
    answer = one.post("/sign-in/", {"username": "astri", "password": PASSWORD})
    assert answer.status_code == 429
    assert "<h1>För många försök</h1>" in answer.content.decode()
    assert one.get("/sign-in/").status_code == 200
    assert sign_in(address="127.0.0.19").get("/assignment/").status_code == 200


@pytest.mark.parametrize(("proxies", "told"), [(0, "10.0.0.1"), (1, "192.0.2.17")])
def test_an_address_told_by_a_stranger_counts_only_behind_a_proxy(proxies: int, told: str) -> None:
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get(
        "/", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.17"}
    )
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert address_of(request) == told
