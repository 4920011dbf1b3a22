"""What the surroundings say is checked once at start, and production is stricter."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.worlds import SOURCE
from lindra.site import databases, environment

SECRET, PSEUDONYM = "0123456789abcdef" * 4, "fedcba9876543210" * 4
PRODUCTION = {
    "LINDRA_MODE": "production",
    "LINDRA_SECRET_KEY": SECRET,
    "LINDRA_PSEUDONYM_KEY": PSEUDONYM,
    "LINDRA_HOSTS": "lindra.example.se, plan.example.se",
}


def refused(variables: dict[str, str]) -> str:
    with pytest.raises(ValueError, match="LINDRA_") as caught:
        environment.read(variables)
    return str(caught.value)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"LINDRA_HOME": str(tmp_path / "home")}


def test_production_with_all_it_needs_is_accepted(home: dict[str, str]) -> None:
    read = environment.read(PRODUCTION | home)
    assert (read.mode, read.secret_key, read.demo, read.now) == ("production", SECRET, False, None)
    assert read.hosts == ("lindra.example.se", "plan.example.se")


@pytest.mark.parametrize("name", ["LINDRA_SECRET_KEY", "LINDRA_PSEUDONYM_KEY"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_is_refused_without_a_key(home: dict[str, str], name: str, value: str | None) -> None:
    variables = {key: text for key, text in (PRODUCTION | home).items() if key != name}
    if value is not None:
        variables[name] = value
    assert f"{name} must be set" in refused(variables)


SITHS = {
    "id": "siths", "name": "SITHS", "issuer": "https://idp.example.se", "client_id": "lindra",
    "client_secret": "kept-from-everybody", "levels": ["http://id.elegnamnden.se/loa/1.0/loa3"],
}  # fmt: skip


def oidc(**changed: object) -> dict[str, str]:
    """``LINDRA_OIDC`` with one provider, changed; what is ``None`` is left out."""
    provider = {name: value for name, value in (SITHS | changed).items() if value is not None}
    return {"LINDRA_OIDC": json.dumps([provider])}


UNSAFE = {
    "a short key": ({"LINDRA_SECRET_KEY": "0123456789" * 4}, "LINDRA_SECRET_KEY could be guessed"),
    "a key of one sign": ({"LINDRA_PSEUDONYM_KEY": "p" * 64}, "LINDRA_PSEUDONYM_KEY could be guessed"),
    "one key for two things": ({"LINDRA_PSEUDONYM_KEY": SECRET}, "must differ"),
    "any host": ({"LINDRA_HOSTS": "*"}, "LINDRA_HOSTS must name every host"),
    "any host of a domain": ({"LINDRA_HOSTS": ".example.se"}, "LINDRA_HOSTS must name every host"),
    "no host": ({"LINDRA_HOSTS": " "}, "LINDRA_HOSTS must name every host"),
    "an issuer that is not encrypted": (
        oidc(issuer="http://idp.example.se"),
        "siths: the issuer must be an https",
    ),
    "an issuer of this machine": (
        oidc(issuer="http://127.0.0.1:8080"),
        "siths: the issuer must be an https address",
    ),
    "a provider of any level": (oidc(levels=None), "siths: the levels of assurance let in must be named"),
    "a provider without a secret": (oidc(client_secret=None), "siths: the client secret must be set"),
}


@pytest.mark.parametrize("row", UNSAFE)
def test_an_unsafe_production_is_refused(home: dict[str, str], row: str) -> None:
    variables, told = UNSAFE[row]
    said = refused(PRODUCTION | home | variables)
    assert told in said
    assert "kept-from-everybody" not in said


def test_local_mode_is_for_this_machine_only(home: dict[str, str]) -> None:
    said = refused(home | {"LINDRA_HOSTS": "localhost, journal.example.se"})
    assert "journal.example.se" in said
    assert "LINDRA_MODE=production" in said


WRONG = {
    "no JSON": ("siths: https://idp.example.se", "must be a list in JSON"),
    "not a list": (json.dumps(SITHS), "must be a list in JSON"),
    "twice the same": (json.dumps([SITHS, SITHS]), "two providers have the same id"),
    "another scheme": (oidc(issuer="ftp://idp.example.se")["LINDRA_OIDC"], "must be an https address"),
    "no host": (oidc(issuer="https://")["LINDRA_OIDC"], "must be an https address"),
    "not OpenID": (oidc(scopes=["profile"])["LINDRA_OIDC"], "the scopes must hold openid"),
}


@pytest.mark.parametrize("row", WRONG)
def test_providers_that_are_not_as_they_should_are_refused_in_every_mode(
    home: dict[str, str], row: str
) -> None:
    text, told = WRONG[row]
    said = refused(home | {"LINDRA_OIDC": text})
    assert told in said
    assert "kept-from-everybody" not in said


@pytest.mark.parametrize(
    "changed", [{"id": "SITHS!"}, {"name": ""}, {"client_id": None}, {"secret": "misspelt"}]
)
def test_a_provider_that_is_not_fully_described_is_refused(
    home: dict[str, str], changed: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=rf"oidc\.0\.{next(iter(changed))}") as caught:
        environment.read(home | oidc(**changed))
    assert "kept-from-everybody" not in str(caught.value)


def test_a_provider_is_read_with_the_usual_claims(home: dict[str, str]) -> None:
    (siths,) = environment.read(PRODUCTION | home | oidc(levels=["http://id.sambi.se/loa/loa3"])).oidc
    assert (siths.hsa_claim, siths.level_claim, siths.scopes) == ("employeeHsaId", "acr", ("openid",))
    assert siths.levels == ("http://id.sambi.se/loa/loa3",)


def test_a_provider_of_this_machine_needs_no_encryption_in_a_local_world(home: dict[str, str]) -> None:
    assert environment.read(home | oidc(issuer="http://127.0.0.1:8080", client_secret=None)).oidc
    assert environment.read(home).oidc == ()


TOLD = """
import django, json, sys
django.setup()
from django.test import override_settings
from lindra.site import world
world.migrate()
for changed in json.load(sys.stdin):
    with override_settings(**changed):
        print(world.unsafe())
"""
SETTINGS = [
    ({}, ""),
    ({"DEBUG": True}, "security.W018"),
    ({"SESSION_COOKIE_SECURE": False}, "security.W0"),
    ({"SECURE_SSL_REDIRECT": False}, "security.W008"),
    ({"SECOND_FACTOR_DEMANDED": False}, "second factor"),
    ({"MFA_SUPPORTED_TYPES": ["totp"]}, "second factor"),
]


def test_settings_that_would_be_unsafe_are_not_served_in_production(home: dict[str, str]) -> None:
    variables = (
        PRODUCTION | home | {"DJANGO_SETTINGS_MODULE": "lindra.site.settings", "PYTHONPATH": str(SOURCE)}
    )
    said = subprocess.run(
        [sys.executable, "-c", TOLD], input=json.dumps([changed for changed, _ in SETTINGS]),
        env=os.environ | variables, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for (changed, why), told in zip(SETTINGS, said, strict=True):
        assert (why in told) if why else (told == ""), changed


def test_production_makes_no_keys_of_its_own(home: dict[str, str]) -> None:
    environment.read(PRODUCTION | home)
    assert not (Path(home["LINDRA_HOME"]) / "keys.json").exists()


def test_production_refuses_a_clock_that_stands_still(home: dict[str, str]) -> None:
    assert "LINDRA_NOW is refused" in refused(PRODUCTION | home | {"LINDRA_NOW": "2026-06-15T03:00:00+02:00"})


def test_production_refuses_the_demo(home: dict[str, str]) -> None:
    assert "LINDRA_DEMO is refused" in refused(PRODUCTION | home | {"LINDRA_DEMO": "1"})


def test_a_refusal_does_not_repeat_the_keys(home: dict[str, str]) -> None:
    assert PSEUDONYM not in refused(PRODUCTION | home | {"LINDRA_SECRET_KEY": "", "LINDRA_DEMO": "1"})


def test_a_local_world_makes_its_own_keys_that_only_its_owner_can_read(home: dict[str, str]) -> None:
    read = environment.read(home)
    path = Path(home["LINDRA_HOME"]) / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = json.loads(path.read_text())
    assert kept == {"secret_key": read.secret_key, "pseudonym_key": read.pseudonym_key}
    assert len({*kept.values()}) == 2
    assert all(len(key) == 64 for key in kept.values())


def test_the_keys_of_a_world_stay_the_same_and_differ_from_anothers(tmp_path: Path) -> None:
    first, second = ({"LINDRA_HOME": str(tmp_path / name)} for name in ("one", "two"))
    assert environment.read(first) == environment.read(first)
    assert environment.read(first).secret_key != environment.read(second).secret_key


def test_nothing_but_the_keys_is_left_behind(home: dict[str, str]) -> None:
    environment.read(home)
    assert os.listdir(home["LINDRA_HOME"]) == ["keys.json"]


def test_a_key_that_is_given_goes_before_the_worlds_own(home: dict[str, str]) -> None:
    assert environment.read(home | {"LINDRA_SECRET_KEY": "given"}).secret_key == "given"
    assert environment.read(home | {"LINDRA_SECRET_KEY": ""}).secret_key != ""


def test_a_moment_needs_its_offset(home: dict[str, str]) -> None:
    assert "needs an offset" in refused(home | {"LINDRA_NOW": "2026-06-15T03:00:00"})
    read = environment.read(home | {"LINDRA_NOW": "2026-06-15T03:00:00+02:00"})
    assert read.now == datetime(2026, 6, 15, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["LINDRA_NOW", "LINDRA_DEMO", "LINDRA_MODE"])
def test_what_cannot_be_understood_is_refused(home: dict[str, str], name: str) -> None:
    with pytest.raises(ValueError, match=name.removeprefix("LINDRA_").lower()):
        environment.read(home | {name: "what?"})


def test_without_variables_the_world_is_local_and_in_var(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read = environment.read({})
    assert (read.mode, read.home, read.demo, read.database_url) == ("local", tmp_path / "var", False, "")


def test_the_clock_stands_where_it_is_told_to(home: dict[str, str]) -> None:
    told = "import django; django.setup(); from lindra import clock; print(clock.now().isoformat(), clock.today())"
    variables = home | {
        "LINDRA_NOW": "2026-06-15T00:30:00+02:00",
        "DJANGO_SETTINGS_MODULE": "lindra.site.settings",
    }
    said = subprocess.run(
        [sys.executable, "-c", told], env=os.environ | variables | {"PYTHONPATH": str(SOURCE)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "2026-06-14T22:30:00+00:00 2026-06-15\n"


def test_a_password_costs_who_guesses_it_what_it_should(home: dict[str, str]) -> None:
    told = "import django; django.setup(); from django.contrib.auth.hashers import make_password as m; print(m('x'))"
    variables = home | {"DJANGO_SETTINGS_MODULE": "lindra.site.settings", "PYTHONPATH": str(SOURCE)}
    said = subprocess.run(
        [sys.executable, "-c", told], env=os.environ | variables, capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


@pytest.mark.parametrize("url", ["mysql://host/name", "postgresql://host", "postgresql://host/", "name"])
def test_an_address_of_another_kind_of_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must look like"):
        databases.configure(url, tmp_path)


def test_a_password_with_signs_in_it_is_understood(tmp_path: Path) -> None:
    both = databases.configure(
        "postgresql://anna:p%40ss%2F1@db.example:5433/lin%20dra?sslmode=require", tmp_path
    )
    for one in both.values():
        assert (one["USER"], one["PASSWORD"], one["NAME"]) == ("anna", "p@ss/1", "lin dra")
        assert (one["HOST"], one["PORT"], one["OPTIONS"]["sslmode"]) == ("db.example", "5433", "require")
