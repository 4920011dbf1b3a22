"""The difference between two versions of a plan, line by line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lindra.care.events.plan import Section
from lindra.care.plan.shown import Shown, ShownLine

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is not the same in the two versions."""

    section: Section
    title: str
    label: str
    change: Change
    before: str
    after: str


def differences(before: Shown, after: Shown) -> list[Difference]:
    """What was added, removed and changed from one version to the other, in the order of the plan."""
    found = []
    for old, new in zip(before.parts, after.parts, strict=True):
        was, now = _keyed(old.lines), _keyed(new.lines)
        for key in dict.fromkeys((*now, *was)):
            if (change := _change(was.get(key), now.get(key))) is not None:
                label = (now.get(key) or was[key]).label
                found.append(
                    Difference(new.section, new.title, label, change, said(was.get(key)), said(now.get(key)))
                )
    return found


def _keyed(lines: tuple[ShownLine, ...]) -> dict[tuple[str, str, int], ShownLine]:
    """Lines by what they are about; several alike by their place among those."""
    keyed: dict[tuple[str, str, int], ShownLine] = {}
    for line in lines:
        about, place = line.about or line.label, 0
        while (line.topic, about, place) in keyed:
            place += 1
        keyed[(line.topic, about, place)] = line
    return keyed


def _change(was: ShownLine | None, now: ShownLine | None) -> Change | None:
    if was is None or now is None:
        return "removed" if now is None else "added"
    return "changed" if said(was) != said(now) else None


def said(line: ShownLine | None) -> str:
    """What a line says, in one text; empty where there is none."""
    return "" if line is None else " · ".join(part for part in (line.text, *line.more) if part)
