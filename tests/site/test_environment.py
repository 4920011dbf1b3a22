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

PRODUCTION = {
    "LINDRA_MODE": "production",
    "LINDRA_SECRET_KEY": "s" * 64,
    "LINDRA_PSEUDONYM_KEY": "p" * 64,
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
    assert (read.mode, read.secret_key, read.demo, read.now) == ("production", "s" * 64, False, None)
    assert read.hosts == ("lindra.example.se", "plan.example.se")


@pytest.mark.parametrize("name", ["LINDRA_SECRET_KEY", "LINDRA_PSEUDONYM_KEY"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_is_refused_without_a_key(home: dict[str, str], name: str, value: str | None) -> None:
    variables = {key: text for key, text in (PRODUCTION | home).items() if key != name}
    if value is not None:
        variables[name] = value
    assert f"{name} must be set" in refused(variables)


def test_production_makes_no_keys_of_its_own(home: dict[str, str]) -> None:
    environment.read(PRODUCTION | home)
    assert not (Path(home["LINDRA_HOME"]) / "keys.json").exists()


def test_production_refuses_a_clock_that_stands_still(home: dict[str, str]) -> None:
    assert "LINDRA_NOW is refused" in refused(PRODUCTION | home | {"LINDRA_NOW": "2026-06-15T03:00:00+02:00"})


def test_production_refuses_the_demo(home: dict[str, str]) -> None:
    assert "LINDRA_DEMO is refused" in refused(PRODUCTION | home | {"LINDRA_DEMO": "1"})


def test_a_refusal_does_not_repeat_the_keys(home: dict[str, str]) -> None:
    assert "p" * 64 not in refused(PRODUCTION | home | {"LINDRA_SECRET_KEY": "", "LINDRA_DEMO": "1"})


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
