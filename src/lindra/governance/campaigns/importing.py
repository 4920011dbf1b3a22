"""Replies from a file: each row is one thing a reply says. What is wrong is named with its row, and the rest is done.

Rows of the same body, respondent, sort and days are one reply. Reading the same file twice notes everything once.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from lindra import clock
from lindra.access import inventory
from lindra.governance import bodies
from lindra.governance.campaigns import actions, refusals, replying, when
from lindra.governance.campaigns.refusals import NotAsked, Refused
from lindra.governance.campaigns.replying import Answer, Said
from lindra.governance.commitments.actions import By
from lindra.governance.commitments.actions import Refused as CommitmentRefused
from lindra.governance.models import Campaign, Classing, Point, Recipient

COLUMNS = (
    "body", "who", "who_said", "kind", "received_on", "dated_on", "function", "text", "when", "due", "owner", "status",
    "source", "class",
)  # fmt: skip
NEEDED = ("body", "text", "status")


class WrongFile(ValueError):
    """The file cannot be read at all: says what is wrong and what to do."""


@dataclass(slots=True)
class Read:
    """What came of a file: how many replies, things said, promises and classes were noted; what was not, and why."""

    replies: int = 0
    points: int = 0
    promises: int = 0
    classes: int = 0
    already: int = 0
    without_day: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read(campaign: Campaign, path: Path, by: By) -> Read:
    """Note the replies of a file. Raises :class:`WrongFile` where it is no such file."""
    rows, found = _rows(path), Read()
    for number, row in rows:
        try:
            with transaction.atomic():
                _row(campaign, number, row, by, found)
        except (NotAsked, Refused, CommitmentRefused, ValueError) as wrong:
            found.wrong.append(f"row {number}: {wrong}")
    return found


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            given = reader.fieldnames or []
            rows = [(reader.line_num, _clean(row)) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongFile(f"{path.name} is not CSV in UTF-8: {error}") from error
    if missing := [name for name in NEEDED if name not in given]:
        raise WrongFile(
            f"{path.name} has no column {', '.join(missing)}; the columns are: {', '.join(COLUMNS)}"
        )
    if unknown := [name for name in given if name not in COLUMNS]:
        raise WrongFile(
            f"{path.name} has unknown columns {', '.join(unknown)}; the columns are: {', '.join(COLUMNS)}"
        )
    return rows


def _clean(row: Mapping[str | None, str | None]) -> dict[str, str]:
    return {name: (value or "").strip() for name, value in row.items() if name}


def _row(campaign: Campaign, number: int, row: Mapping[str, str], by: By, found: Read) -> None:
    key = body_key(row["body"])
    asked = actions.recipient(campaign, key)
    code = row.get("class", "")
    if code and code not in inventory.categories():
        raise Refused("class", refusals.UNKNOWN, said=code, known=", ".join(inventory.categories()))
    said, answer = _said(campaign, key, row), _answer(campaign, key, row)
    point, made = _noted(campaign, key, answer, said, by, found)
    if inventory.statuses()[point.status].stance == "acts" and not point.promise:
        _promised(campaign, number, row, point, by, found)
    elif not made:
        found.already += 1
    if code:
        _class(campaign, asked, code, row, by, found)


def body_key(said: str) -> str:
    """A body as it is written in a file: a key, or the code of a region or municipality, with or without its zero."""
    code = said.strip()
    if ":" in code:
        return code
    return bodies.area(code.zfill(2) if code.isdigit() and len(code) < 3 else code)


def _day(row: Mapping[str, str], name: str) -> date | None:
    text = row.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{name}: {text!r} is no day; write it as 2026-06-15, or leave it empty") from None


def _answer(campaign: Campaign, key: str, row: Mapping[str, str]) -> Answer:
    told = [row.get(name, "") for name in ("who", "who_said", "kind", "received_on", "dated_on")]
    return Answer(
        id=actions.key_of(campaign.key, key, *told), who=told[0] or "body", who_said=told[1], kind=told[2] or "first",
        received_on=_day(row, "received_on"), dated_on=_day(row, "dated_on"), source=row.get("source", ""),
    )  # fmt: skip


def _said(campaign: Campaign, key: str, row: Mapping[str, str]) -> Said:
    function, status = row.get("function") or inventory.NO_SINGLE_FUNCTION, row["status"]
    if not row["text"]:
        raise ValueError("text: say what the reply says")
    told = (row.get("who_said", ""), function, row["text"], row.get("when", ""), status)
    return Said(id=actions.key_of(campaign.key, key, "said", *told), text=row["text"], function=function,
                when=row.get("when", ""), status=status)  # fmt: skip


def _noted(
    campaign: Campaign, key: str, answer: Answer, said: Said, by: By, found: Read
) -> tuple[Point, bool]:
    """The thing said, in its reply; whether it is new."""
    known = Point.objects.filter(pk=said.id).first()
    if known is not None:
        return known, False
    before = actions.recipient(campaign, key).replies.filter(pk=answer.id).first()
    if before is None:
        reply = replying.note_reply(campaign, key, _with(answer, said), by)
        found.replies += 1
        found.points += 1
        return reply.points.get(), True
    replying.check_said(said)
    found.points += 1
    return replying.add_point(before, said), True


def _with(answer: Answer, said: Said) -> Answer:
    return Answer(
        id=answer.id, who=answer.who, who_said=answer.who_said, kind=answer.kind, received_on=answer.received_on,
        dated_on=answer.dated_on, source=answer.source, points=[said],
    )  # fmt: skip


def _promised(
    campaign: Campaign, number: int, row: Mapping[str, str], point: Point, by: By, found: Read
) -> None:
    """A promise without a day is kept, and told: nobody is reminded of it otherwise."""
    asked_on = campaign.asked_on or campaign.reply_by
    due = _day(row, "due") or (when.read(point.when, asked_on).due if point.when else None)
    owner = row.get("owner", "") or point.reply.who_said
    replying.promise(
        point,
        by,
        due=due,
        owner=owner,
        made_on=min(clock.today(), due) if due else None,
        source=row.get("source", ""),
    )
    found.promises += 1
    if due is None:
        found.without_day.append(
            f"row {number}: {bodies.body(point.reply.recipient.body).name}: {point.text}"
        )


def _class(
    campaign: Campaign, asked: Recipient, code: str, row: Mapping[str, str], by: By, found: Read
) -> None:
    """The class of a row is the first reading; a row that says the same again is no second one."""
    known = Classing.objects.filter(recipient=asked, step="first").first()
    if known is None:
        actions.classify(campaign, asked.body, "first", code, row.get("source", ""), by)
        found.classes += 1
    elif known.code != code:
        raise ValueError(
            f"class: {code} differs from {known.code}, which was read before; a second reader does that"
        )
