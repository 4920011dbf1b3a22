"""What has been noted of sharing, from the patient's log, as lines with who noted it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lindra.areas import queries as areas
from lindra.frame import texts
from lindra.frame.timeline import Entry
from lindra.people.models import Staff
from lindra.privacy.door import Opened
from lindra.privacy.sharing import words
from lindra.record.envelope import Event, instant

KINDS = ("attitude_noted", "informed", "blocked", "block_lifted", "emergency_opened")
LAST = 50
ICONS = {
    "attitude_noted": "speech", "informed": "speech", "blocked": "lock", "block_lifted": "lock",
    "emergency_opened": "emergency",
}  # fmt: skip


def entries(opened: Opened) -> list[Event]:
    """What the reader's own provider has noted, latest first."""
    found = opened.timeline(limit=LAST, kinds=KINDS)
    return [event for event in found if event.provider == opened.sight.side.provider]


def latest(log: Iterable[Event], kind: str, provider: str, regime: str = "") -> Event | None:
    """The latest of a kind about a provider, and about one of its tasks where that is told apart."""
    for event in log:
        told = event.payload or {}
        same = told.get("provider") == provider and (not regime or told.get("regime", "health") == regime)
        if event.kind == kind and same:
            return event
    return None


def by(event: Event | None) -> str:
    """Who noted it, where and when; nothing where it is not known."""
    if event is None or event.occurred_from is None:
        return ""
    when = texts.instant(instant(event.occurred_from), "minute")
    return " · ".join(part for part in (when, _staff([event]).get(event.author, ""), unit(event)) if part)


def unit(event: Event) -> str:
    """The name of the unit that wrote an entry."""
    return areas.names([event.unit]).get(event.unit, "")


def lines(log: Sequence[Event]) -> list[Entry]:
    """The log of what was noted, for the timeline."""
    staff, units = _staff(log), areas.names(_units(log))
    return [
        Entry(
            at=instant(event.occurred_from) if event.occurred_from else None,
            title=_title(event.kind, event.payload or {}, units),
            kind=ICONS[event.kind],
            precision="minute",
            detail=_detail(event.payload or {}),
            meta=" · ".join(
                part for part in (staff.get(event.author, ""), units.get(event.unit, "")) if part
            ),
        )
        for event in log
    ]


def _units(log: Iterable[Event]) -> set[str]:
    return {one for event in log for one in (event.unit, str((event.payload or {}).get("of", ""))) if one}


def _staff(log: Iterable[Event]) -> dict[str, str]:
    return dict(
        Staff.objects.filter(hsa_id__in={event.author for event in log}).values_list("hsa_id", "name")
    )


def _title(kind: str, told: Mapping[str, Any], units: Mapping[str, str]) -> str:
    if kind == "attitude_noted":
        return str(words.ATTITUDES[told["attitude"]][0])
    if kind == "informed":
        return _("The patient has been informed")
    if kind == "emergency_opened":
        return _("Opened in an emergency")
    said = _("Blocked: %(what)s") if kind == "blocked" else _("Block lifted: %(what)s")
    return said % {"what": _blocked(told, units)}


def _blocked(told: Mapping[str, Any], units: Mapping[str, str]) -> str:
    level, of = told["level"], told.get("of", "")
    if level == "unit":
        return units.get(of, str(words.LEVELS["unit"][0]))
    return str(words.PROCESSES.get(of, of) if level == "process" else words.LEVELS["provider"][0])


def _detail(told: Mapping[str, Any]) -> str:
    said = [str(told[name]) for name in ("basis", "how", "reason") if told.get(name)]
    if told.get("opposed"):
        said.append(_("thought to be against it"))
    if told.get("until"):
        said.append(_("to and including %(day)s") % {"day": told["until"]})
    if told.get("asked"):
        said.append(_("the one who blocks has been asked to lift the block"))
    who = told.get("told_by", "patient" if "attitude" in told or "level" in told else "")
    if who and told.get("attitude") not in ("unable", "child"):
        said.append(_("told by %(who)s") % {"who": words.TOLD[who]})
    return words.upper(" · ".join(said))


def named(entry: Event) -> str:
    """What an entry is called in itself, where it has a name: a code's text, a title."""
    told = entry.payload or {}
    code = told.get("code")
    text = code.get("text") or code.get("code") if isinstance(code, dict) else ""
    return str(
        text or told.get("title") or told.get("name") or told.get("text") or _("An entry without a title")
    )
