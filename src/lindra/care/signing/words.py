"""What waits for a signature in words: every field of each decision, for nothing is signed that was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.care.events.decisions import DECIDED
from lindra.care.plan import labels as plan
from lindra.care.plan import words
from lindra.care.plan.compute import decided
from lindra.care.plan.lines import joined
from lindra.care.plan.words import Names
from lindra.care.queries import unit_names
from lindra.care.signing import labels
from lindra.care.signing.rules import MAY, Answer
from lindra.care.signing.waiting import Waiting, stands, statement_of
from lindra.frame import texts
from lindra.people import staff
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.record.envelope import Event, instant

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what it is about and what was decided, as the plan says it, and all else that was written."""

    title: str
    rows: tuple[Row, ...]
    replaced: bool
    """Whether a later decision has been made in its place."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is signed at once: the decisions, who wrote them and when, for whom, and whether this reader may sign."""

    id: str
    decisions: tuple[Decision, ...]
    written: str
    whom: str
    answer: Answer
    why_not: str

    @property
    def may(self) -> bool:
        """Whether this reader may sign it."""
        return self.answer in MAY


def told(found: Sequence[Waiting], opened: Opened, reader: Reader) -> list[Act]:
    """What waits, in words."""
    names = _names(one for each in found for one in each.decisions)
    return [_act(one, opened, reader, names) for one in found]


def _names(events: Iterable[Event]) -> Names:
    every = list(events)
    return Names(unit_names(one.unit for one in every), staff.names(one.author for one in every))


def _act(one: Waiting, opened: Opened, reader: Reader, names: Names) -> Act:
    answer, first = one.answer(reader), one.decisions[0]
    return Act(
        id=one.act,
        decisions=tuple(_decision(each, opened, reader.at, names) for each in one.decisions),
        written=joined(
            names.staff.get(first.author, first.author), names.units.get(first.unit),
            texts.instant(instant(first.recorded_at), "minute"),
        ),
        whom="; ".join(dict.fromkeys(_clinician((each.payload or {}).get("physician")) for each in one.decisions)),
        answer=answer,
        why_not=str(labels.WHY_NOT.get(answer, "")),
    )  # fmt: skip


def _decision(event: Event, opened: Opened, at: datetime, names: Names) -> Decision:
    said = words.in_words(decided(statement_of(event), at), names)
    rows = _limit(event) if event.kind == "limit_decided" else _expected(event)
    return Decision(
        title=joined(said.label, said.text, by=": "),
        rows=tuple((label, str(text)) for label, text in rows if text),
        replaced=not stands(event, opened.chart),
    )


Rows = Iterator[tuple[str, Any]]


def _limit(event: Event) -> Rows:
    value = event.payload or {}
    yield from _by(event, value)
    yield _("Colleague consulted"), _clinician(value.get("consulted"), with_profession=True)
    yield _("Basis"), ", ".join(str(plan.BASES[one]) for one in value.get("basis", ()))
    yield _("Reason for this very patient"), value.get("reason")
    yield (
        _("How the patient was assessed"),
        joined(labels.ASSESSED[value["assessed"]], labels.KNEW.get(value.get("knows_patient"))),
    )
    yield _("The patient has been told"), labels.TOLD[value["patient_told"]]
    yield _("Relatives have been told"), labels.TOLD[value["relatives_told"]]
    yield _("Told on"), _day(value.get("told_on"))
    yield _("What was said"), value.get("told")
    yield _("Also known by"), ", ".join(str(labels.KNOWS[one]) for one in value.get("knows", ()))
    yield _("To be reviewed by"), _day(value.get("review"))


def _expected(event: Event) -> Rows:
    value = event.payload or {}
    yield from _by(event, value)
    yield _("Who establishes death"), value.get("establishes")
    yield _("A nurse may make the examination"), labels.YES_NO.get(value.get("nurse_may_examine"))
    if value["known"] == "yes":
        wake = plan.WAKE[value.get("wake", "unknown")]
        yield _("Those close"), joined(wake, value.get("wake_whom"), by=": ")
    yield _("Who comes for the dead person"), value.get("transport")
    yield _("To be reviewed by"), _day(value.get("review"))


def _by(event: Event, value: Mapping[str, Any]) -> Rows:
    yield _("Physician responsible"), _clinician(value.get("physician"))
    yield (
        _("Decided"),
        texts.instant(instant(event.occurred_from), event.precision) if event.occurred_from else "",
    )


def _clinician(who: Mapping[str, Any] | None, *, with_profession: bool = False) -> str:
    if not who:
        return ""
    return joined(
        who["name"], plan.PROFESSIONS[who["profession"]] if with_profession else "", who.get("unit")
    )


def _day(text: str | None) -> str:
    return texts.instant(date.fromisoformat(text)) if text else ""


# On the patient's page.


def signed_later(events: Iterable[Event], opened: Opened) -> dict[str, str]:
    """Who signed entries of a timeline later than they were written, and when, by entry."""
    found = {event.id: later for event in events if (later := opened.signature(event))}
    names = staff.names(later.author for later in found.values())
    return {
        event: _("signed by %(who)s, %(when)s") % {
            "who": names.get(later.author, later.author), "when": texts.instant(instant(later.recorded_at), "day"),
        } for event, later in found.items()
    }  # fmt: skip


def way(event: Event, patient: str) -> Row | None:
    """From a decision that waits for the physician to where it is signed."""
    if event.signed or event.kind not in DECIDED:
        return None
    return reverse("sign", args=[patient]), _("Sign, or see for whom it waits")
