"""Somebody who has died at the ward, those who were close, and what staff have reported; relatives who answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from helpers.workplaces import Workplace
from lindra import clock
from lindra.care.events.people import RelativeNoted
from lindra.people import actions as people
from lindra.people.details import Birth, DetailValue, Name, Relative
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft
from lindra.registry.events import DeathReported
from lindra.registry.relatives import actions, survey
from lindra.registry.relatives.actions import Given
from lindra.registry.relatives.answering import actions as answering

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)  # ten in the morning in Stockholm
PHONE = "054-17 00 17"
CLOSE = (
    Relative(ref="r1", name="Bo Åkerström", relation="make", telecom=("054-17 17 17",)),
    Relative(ref="r2", name="Eva Lindqvist", relation="dotter"),
    Relative(ref="r3", name="Nils Lindqvist", relation="dotterson"),
)
NAME, FAMILY = "Vendela", "Skogsduva"
"""Of the one who died: names that stand nowhere else."""


def ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


def patient(
    place: Workplace, died: float | None = 60, *details: DetailValue, close: tuple[Relative, ...] = CLOSE
) -> str:
    """Somebody who was at a workplace, and died there so many days ago (``None``: lives); the last of those close is
    a child."""
    found = people.new_patient()
    born = Birth(date="1940-05-17", sex="female")
    for detail in (Name(given=NAME, family=FAMILY), born, *close, *details):
        people.note(found, detail, by="test")
    drafts = [Draft(facts.Admitted(episode="e1"), When.at(ago(90)))]
    drafts += [Draft(RelativeNoted(relative="r3", child=True), When.at(ago(80)))]
    if died is not None:
        drafts += [Draft(facts.Died(expected="yes"), When.at(ago(died)))]
    log.append(found, drafts, place.author, expected=ANY)
    return found


def reported(of: str, place: Workplace, **answers: Any) -> None:
    """Staff have reported the death."""
    told = {
        "place": "hospital",
        "diseases": ("cancer",),
        "expected": "yes",
        "forensic": "no",
        "answered_by": "one",
    }
    report = DeathReported(**(told | {"profession": "nurse"} | answers))
    log.append(of, [Draft(report, When.at(ago(50)))], place.author, expected=ANY)


def opened(of: str, reader: Reader) -> door.Opened:
    found = door.open(of, reader)
    assert isinstance(found, door.Opened)
    return found


def invited(of: str, place: Workplace, relative: str = "r1", language: str = "sv") -> Given:
    """A relative is asked by who works at a workplace."""
    reader = place.reader()
    return actions.invite(opened(of, reader), reader, relative, language, PHONE)


def answered(given: Given, *, may_read: bool = False, more: str = "", **said: str) -> None:
    """A relative answers some questions by their codes."""
    form = survey.latest()
    typed = {f"q:{link}": [code] for link, code in said.items()} | ({"q:more": [more]} if more else {})
    answers, problems = survey.read_typed(form, typed)
    assert problems == []
    assert answering.send(given.invitation, answers, "sv", may_read=may_read)


def browser(language: str = "") -> Client:
    """The browser of somebody who has no account."""
    client = Client(SERVER_NAME="localhost")
    if language:
        client.cookies["language"] = language
    return client


def with_code(code: str, language: str = "") -> Client:
    """The same, once the code has been written."""
    client = browser(language)
    assert client.post("/answer/", {"code": code})["Location"] == "/answer/about/"
    return client
