"""Open data: what was released for anybody, to anybody, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from click.testing import CliRunner
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from helpers import worlds
from helpers.worlds import World
from lindra.measures.api.answers import NotThere, released
from lindra.measures.cli import measures
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.kept import Kept
from measures import planted

AT = "/indicators/api/"
DOCS = Path(__file__).parents[3] / "docs" / "measures-api.md"


@pytest.fixture(scope="module")
def made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("api") / "home") as world:
        planted.into(world.home)
        yield world


@pytest.fixture
def world(made: World, clock_at: Callable[[datetime], datetime]) -> World:
    clock_at(planted.NOW)
    return made


@pytest.fixture
def empty(world: World) -> Iterator[World]:
    """The same before anything was released."""
    cubes = world.home / "cubes"
    cubes.rename(cubes.with_name("away"))
    yield world
    cubes.with_name("away").rename(cubes)


def ask(address: str, **headers: str) -> HttpResponse:
    return Client(SERVER_NAME="localhost").get(AT + address, headers=headers)


def results(query: str) -> list[dict[str, Any]]:
    answer = ask(f"results.json?{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def fault(address: str, status: int) -> str:
    answer = ask(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert (error["status"], error["see"]) == (status, AT)
    return str(error["message"])


# What is answered.


def test_results_are_what_the_command_says(world: World) -> None:
    cube = str(Kept(world.home).cube("outside"))
    asked = [
        "show",
        cube,
        "--measure",
        "mouth-reported",
        "--by",
        "municipality,year",
        "--where",
        "region=17",
        "--json",
    ]
    told = CliRunner().invoke(measures, asked)
    assert told.exit_code == 0
    found = ask("results.json?measure=mouth-reported&by=municipality,year&where=region:17").json()
    assert found == json.loads(told.stdout)
    assert found["cube"]["level"] == "outside"


def test_counts_are_rounded_as_they_left(world: World) -> None:
    [year] = results("measure=mouth-reported&by=year&where=period:2025")
    met, of = (12 * sum(planted.met(place, 2)[at] for place in planted.DEAD) for at in (0, 1))
    assert (year["met"], year["of"]) == (round(met / 5) * 5, round(of / 5) * 5)
    assert year["low"] < year["value"] < year["high"]


def test_the_table_says_the_same(world: World) -> None:
    query = "measure=place-of-death&by=region,month&where=period:2026-01"
    rows = list(csv.DictReader(io.StringIO(ask(f"results.csv?{query}").content.decode())))
    found = results(query)
    assert len(rows) == len(found) > 1
    for row, one in zip(rows, found, strict=True):
        assert set(row) == set(one)
        assert row["part"] == one["part"]
        assert row["withheld"] == str(one["withheld"]).lower()
        for name in ("of", "met", "value"):
            assert row[name] == ("" if one[name] is None else str(one[name]))


def test_a_table_without_rows_has_its_columns(world: World) -> None:
    query = "measure=coverage&by=region,year&where=region:25"
    assert results(query) == []
    lines = ask(f"results.csv?{query}").content.decode().splitlines()
    assert lines[0].startswith("measure,period,region,region_name,of,met,unknown,out,value,low,high")
    assert len(lines) == 1


def test_definitions_are_those_that_are_counted(world: World) -> None:
    found = ask("measures.json").json()["measures"]
    assert {f"{one['id']}@{one['version']}" for one in found} == {one.key for one in planted.measures()}
    assert all(one["title"]["sv"] and one["title"]["en"] and one["source"]["en"] for one in found)


def test_the_cube_says_what_it_is(world: World) -> None:
    cube = ask("about.json").json()["cube"]
    assert (cube["level"], cube["counted"]["deaths"]) == ("outside", 17 * 40)


@pytest.mark.parametrize(("language", "title"), [("sv", "Öppna data"), ("en", "Open data")])
def test_the_page_says_what_there_is(world: World, language: str, title: str) -> None:
    client = Client(SERVER_NAME="localhost")
    client.cookies["language"] = language
    page = client.get(AT).content.decode()
    assert f"<h1>{title}</h1>" in page or title in page
    for one in planted.measures():
        assert one.key in page
        assert one.title.said(language) in page


# What is not.


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "say which measure"),
        ("measure=place-of-life", 404, "no measure 'place-of-life'"),
        ("measure=coverage@7", 404, "no measure 'coverage@7'"),
        ("measure=nausea-reported", 404, "not counted in this cube"),
        ("measure=coverage&by=moon", 400, "give groups among region, municipality"),
        ("measure=coverage&by=month,year", 400, "at most one of month, quarter, year"),
        ("measure=coverage&by=municipality,month", 400, "municipality is released by year only"),
        ("measure=coverage&by=unit,quarter", 400, "unit is released by year only"),
        ("measure=coverage&by=sex,place", 400, "deaths are not counted by place and sex"),
        ("measure=coverage&where=region", 400, "write name:value"),
        ("measure=coverage&where=moon:1", 400, "write name:value"),
        ("measure=coverage&where=period:2026-03", 400, "2026-03 is a month"),
        ("measure=coverage&by=region,month&where=period:2026-Q1", 400, "is no period"),
        ("measure=coverage&by=municipality,year&where=municipality:9999", 400, "no municipality '9999'"),
        ("measure=coverage&level=own", 400, "no parameter 'level'"),
        ("measure=coverage%00", 404, "no measure"),
        ("measure=coverage&by=%00", 400, "give groups"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_what_cannot_be_answered_is_said(world: World, kind: str, query: str, status: int, said: str) -> None:
    assert said in fault(f"results.{kind}?{query}", status)


@pytest.mark.parametrize("value", ["17%00", "'; DROP TABLE x; --", "%F0%9F%8C%99", "x" * 5000])
def test_an_odd_value_is_no_code_and_of_a_unit_nobodys(world: World, value: str) -> None:
    said = fault(f"results.json?measure=coverage&by=region,year&where=region:{value}", 400)
    assert "there is no region" in said
    assert len(said) < 300
    assert results(f"measure=coverage&by=unit,year&where=unit:{value}") == []


def test_a_group_that_is_not_known_may_be_asked_for(world: World) -> None:
    assert results("measure=coverage&by=region,year&where=region:") == []


@pytest.mark.parametrize(
    "address", ["about.json", "measures.json", "results.json?measure=coverage", "results.csv"]
)
def test_before_anything_is_released_it_is_not_there(empty: World, address: str) -> None:
    assert "nothing has been released here yet" in fault(address, 404)


def test_before_anything_is_released_the_page_says_so(empty: World) -> None:
    answer = ask("")
    assert answer.status_code == 200
    assert "lindra measures refresh" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(world: World, method: str) -> None:
    for address in ("", "about.json", "results.json", "openapi.json"):
        assert getattr(Client(SERVER_NAME="localhost"), method)(AT + address).status_code == 405


# Only what was released.


def test_only_the_cube_for_anybody_is_ever_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    made = Cube.__init__
    monkeypatch.setattr(
        Cube, "__init__", lambda cube, folder: (read.append(str(folder)), made(cube, folder))[1]
    )
    for level in ("own", "inside"):
        for file in Kept(world.home).cube(level).rglob("*"):  # type: ignore[arg-type]
            file.chmod(0)
    try:
        for address in ("", "about.json", "measures.json", "results.json?measure=coverage&by=unit,year",
                        "results.csv?measure=place-of-death&by=month", "openapi.json"):  # fmt: skip
            assert ask(address).status_code == 200
    finally:
        for level in ("own", "inside"):
            for file in Kept(world.home).cube(level).rglob("*"):  # type: ignore[arg-type]
                file.chmod(0o700)
    assert set(read) == {str(Kept(world.home).cube("outside"))}


def test_a_cube_of_another_level_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cubes").mkdir()
    for level in ("own", "inside"):
        Kept(tmp_path).cube("outside").unlink(missing_ok=True)
        Kept(tmp_path).cube("outside").symlink_to(Kept(planted.home()).cube(level))  # type: ignore[arg-type]
        with pytest.raises(NotThere, match="not been released for anybody"):
            released(tmp_path)


def test_no_count_of_few_leaves(world: World) -> None:
    for one in planted.measures():
        for by in ("region,month", "municipality,year", "unit,year", "age,year"):
            for row in results(f"measure={one.key}&by={by}"):
                assert row["of"] is None or row["of"] == 0 or row["of"] >= 5
                assert row.get("met") is None or row["met"] % 5 == 0


# Keeping.


def test_an_answer_is_known_by_its_cube(world: World) -> None:
    first = ask("results.json?measure=coverage")
    assert first["Cache-Control"] == "public, max-age=300"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first
    again = ask("results.json?measure=coverage", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert ask("results.json?measure=place-of-death")["ETag"] != first["ETag"]


def test_another_cube_is_another_answer(world: World) -> None:
    first = ask("about.json")["ETag"]
    file = Kept(world.home).cube("outside") / "cube.json"
    text = file.read_text()
    file.write_text(re.sub(r'"made_at": "2026-06-15', '"made_at": "2026-06-16', text))
    try:
        assert ask("about.json", if_none_match=first).status_code == 200
    finally:
        file.write_text(text)


# What is described.


def test_every_example_of_the_page_is_answered_so(world: World) -> None:
    examples = re.findall(r"^GET (\S+)\n(\d+) (\S+)$", DOCS.read_text("utf-8"), re.M)
    assert len(examples) >= 7
    for address, status, kind in examples:
        answer = Client(SERVER_NAME="localhost").get(address)
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (int(status), kind), address


def test_everything_is_answered_as_it_is_described(world: World) -> None:
    """But that a question of the right form may ask for what is not counted so: that is told with 400."""
    described = ask("openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {one.path for one in operations} == {
        "/about.json", "/measures.json", "/results.json", "/results.csv", "/openapi.json"}  # fmt: skip
    asked = 0

    for operation in operations:

        @settings(
            max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def check(case: Case) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers={"Host": "localhost"}, excluded_checks=[positive_data_acceptance])

        check()
    assert asked >= 20
