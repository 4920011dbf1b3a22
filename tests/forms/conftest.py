"""A workplace with a patient and a made-up form, and who may fill it in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from forms.made import bounds, given, in_english, item, look, options, own, when
from helpers import visitors, workplaces
from helpers.workplaces import Workplace, Workplaces
from helpers.worlds import World, sqlite_world
from lindra import clock
from lindra.forms import library
from lindra.people.models import Staff

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)  # three in the morning in Stockholm
PASSWORD = "relieve-17"


def visit(version: str = "1.0.0") -> dict[str, Any]:
    """A form that gives a diagnosis with a note and a day, a score, and one more diagnosis for each row of a group."""
    found = item(
        "found", "group",
        item("name", required=True, text="Vad är det?", _text=in_english("What is it?"),
             extension=own(field="code.text")),
        item("note", "text", extension=own(field="note")),
        item("day", "date", extension=own(when=True)),
        extension=own(fact="diagnosis", fixed={"code.code": "MAIN", "code.system": "made"}),
    )  # fmt: skip
    pain = item(
        "pain", "integer", text="Smärta", code=[{"system": "NRS", "code": "NRS", "display": "Smärta, NRS"}],
        extension=[*own(measured=True, fresh=True), *bounds(0, 10), *look("slider")],
    )  # fmt: skip
    others = item(
        "others", "group", item("code", text="Kod", extension=own(field="code.code")), repeats=True,
        extension=own(fact="diagnosis", fixed={"code.system": "others"}),
    )  # fmt: skip
    hangs = item("why", required=True, text="Varför?", **when("worse", answerBoolean=True))
    return given(
        found, pain, item("worse", "boolean", text="Sämre?"), hangs, others,
        item("mood", "choice", text="Läge", answerOption=options("calm", "worried")),
        id="made-visit", version=version, title="Besök", _title=in_english("Visit"),
    )  # fmt: skip


@pytest.fixture
def forms_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the form *made-visit*, registered for the length of the test."""
    folder = tmp_path / "forms"
    folder.mkdir()
    monkeypatch.setattr(library, "_folders", {**library._folders})
    (folder / "visit.json").write_text(json.dumps(visit()))
    library.register(folder)
    yield folder
    monkeypatch.undo()
    library.shipped.cache_clear()


@dataclass
class Bedside:
    """Who works where, and a patient of the ward."""

    places: Workplaces
    patient: str
    staff: dict[str, Staff]

    @property
    def ward(self) -> Workplace:
        """Where the patient is."""
        return self.places.ward


def build() -> Bedside:
    """Make it in the present, empty world. The clock must stand at ``NOW``."""
    places = workplaces.build()
    staff = {key: getattr(places, key).staff for key in ("ward", "clinic", "home_nursing")}
    return Bedside(places, workplaces.patient_at(places.ward), staff)


@pytest.fixture
def bedside(world: World, clock_at: Callable[..., datetime], forms_folder: Path) -> Bedside:
    """On SQLite."""
    clock_at(NOW)
    return build()


@pytest.fixture
def either_bedside(either_world: World, clock_at: Callable[..., datetime], forms_folder: Path) -> Bedside:
    """The same on each database."""
    clock_at(NOW)
    return build()


@pytest.fixture(scope="module")
def standing_bedside(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bedside]:
    """Made once a file, with the forms that Lindra ships; a test that writes takes a patient of its own."""
    clock.fix(NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("forms") / "home"):
            yield build()
    finally:
        clock.fix(None)


@pytest.fixture
def client(bedside: Bedside) -> Iterator[Callable[..., Client]]:
    """``client("ward")``: the browser of who works there, in Swedish unless told."""
    with visitors.watched():
        yield lambda place="ward", language="sv": visitors.visitor(bedside, place, language)  # type: ignore[arg-type]
