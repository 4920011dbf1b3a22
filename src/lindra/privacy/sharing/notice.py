"""What a patient's page shows of what is not shown: the notice, and the ways on, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lindra.privacy.door import Opened
from lindra.privacy.sharing import ways, words
from lindra.privacy.sharing.ways import Way

ADDRESSES = {
    Way.CONSENTS: "sharing-consents", Way.CHILD: "sharing-child", Way.UNABLE: "sharing-unable",
    Way.DANGER: "sharing-danger", Way.WHO: "sharing-danger",
}  # fmt: skip
DECLARED = (Way.UNABLE, Way.DANGER, Way.WHO)
"""Ways that are an act from the first step, since they show who holds entries."""


@dataclass(frozen=True, slots=True)
class Step:
    """A way on: its name, what it leads to, where, and whether going there is an act."""

    name: str
    note: str
    url: str
    act: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """For the template: lines with their paragraphs, the ways on, until when, and the page about sharing."""

    lines: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    until: datetime | None
    url: str


def shown(opened: Opened) -> Shown:
    """The notice for an opened patient; empty lines and no address where there is nothing to say or do."""
    found = ways.notice(opened.sight, opened.person.born)
    died = opened.sight.known.died is not None
    may = ways.may_note(opened.sight).allowed or ways.may_block(opened.sight).allowed
    return Shown(
        tuple((words.said(right, died=died), words.paragraph(right)) for right in found.rights),
        tuple(_step(way, opened.patient) for way in found.ways),
        found.until,
        reverse("sharing", args=[opened.patient]) if may else "",
    )


def _step(way: Way, patient: str) -> Step:
    name, note = words.WAYS[way]
    return Step(str(name), str(note), reverse(ADDRESSES[way], args=[patient]), way in DECLARED)
