"""Governing documents as pages show them: rows, facts, faults, obligations with why, history, versions as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.areas import queries as areas
from lindra.frame import charts, numbers, texts, timeline
from lindra.frame.tables import Cell, Column, Table
from lindra.governance import bodies
from lindra.governance.documents import queries, states, words
from lindra.governance.models import Document
from lindra.governance.obligations import words as obligation_words
from lindra.governance.obligations.evidence import Checked
from lindra.record.envelope import instant

PAST, AHEAD = 365, 183
"""Days before and after today that the picture of versions shows at most."""


def names(keys: Sequence[str]) -> dict[str, str]:
    """What bodies are called; a key that names nothing stands as it is."""
    found = bodies.bodies(set(keys))
    return {key: found[key].name if key in found else key for key in keys}


def several(parties: Sequence[str], named: Mapping[str, str], most: int = 2) -> str:
    """The first parties, and how many more."""
    shown = ", ".join(named[one] for one in parties[:most])
    more = len(parties) - most
    if more > 0:
        return ngettext("%(shown)s and %(count)s more", "%(shown)s and %(count)s more", more) % {
            "shown": shown, "count": more,
        }  # fmt: skip
    return shown or _("Nobody")


def table(caption: str, some: Sequence[Document], today: date) -> Table:
    """Documents in rows: what, who owns it, until when, how it stands."""
    parties = queries.parties(some)
    named = names([key for keys in parties.values() for key in keys[:2]])
    columns = [Column(_("Document")), Column(_("Owner")), Column(_("Last day")), Column(_("Next follow-up")),
               Column(_("State"))]  # fmt: skip
    rows = [_row(one, several(parties[one.pk], named), today) for one in some]
    return Table(caption, columns, rows)


def _row(one: Document, parties: str, today: date) -> list[Cell | str]:
    tone, state = words.state(one.kind, queries.state(one, today))
    owner = Cell(one.owner) if one.owner else Cell(_("Nobody"), tone="critical", icon="critical")
    late = one.follow_up_on is not None and one.follow_up_on < today and queries.holds(one, today)
    follow = Cell(_stamp(one.follow_up_on), tone="warning" if late else "", icon="warning" if late else "")
    kind = str(words.KINDS.get(one.kind, one.kind))
    if one.version > 1:
        kind = _("%(kind)s, version %(number)s") % {"kind": kind, "number": one.version}
    return [
        Cell(one.title, url=reverse("governance:document", args=[one.pk]), note=f"{kind} · {parties}"),
        owner, Cell(_last(one)), follow, Cell(state, tone=tone, icon=tone),
    ]  # fmt: skip


def _stamp(day: date | None) -> str:
    return texts.stamp(day, "day") if day else "–"


def _last(one: Document) -> str:
    if one.repealed_on:
        return texts.stamp(one.repealed_on - timedelta(days=1), "day")
    if one.valid_to:
        return texts.stamp(one.valid_to, "day")
    return "–" if one.kind == "proposal" else _("Until further notice")


def facts(one: Document, parties: Sequence[str]) -> list[tuple[str, str, str]]:
    """What a document says of itself, in rows; what is missing is said to be."""
    named = names(list(parties))
    missing = _("Not said")
    decided = texts.stamp(one.decided_on, "day") if one.decided_on else _("Not decided")
    interval = (
        ngettext("Every month", "Every %(count)s months", one.interval) % {"count": one.interval}
        if one.interval
        else missing
    )
    rows = [
        (_("Owner"), one.owner or _("Nobody"), ""),
        (_("Parties"), ", ".join(named[key] for key in parties) or missing, ""),
        (_("Decided by"), one.decided_by or missing, decided),
        (_("Valid from"), _stamp(one.valid_from), ""),
        (_("Last day"), _last(one), ""),
        (_("Followed up"), interval, _followed(one)),
        (_("To be revised by"), _stamp(one.revise_on) if one.revise_on else missing, ""),
        (_("Source"), one.source, ""),
    ]
    return [row for row in rows if row[1]]


def _followed(one: Document) -> str:
    found = []
    if one.followed_up_on:
        found.append(_("last %(day)s") % {"day": texts.stamp(one.followed_up_on, "day")})
    if one.follow_up_on:
        found.append(_("next by %(day)s") % {"day": texts.stamp(one.follow_up_on, "day")})
    return ", ".join(found)


def faults(one: Document, parties: int, before: Document | None, today: date) -> list[tuple[str, str]]:
    """What is wrong: tone and sentence."""
    found = [words.FAULTS[code] for code in queries.faults(one, parties, before, today)]
    return [(tone, str(text)) for tone, text in found]


# Obligations


@dataclass(frozen=True, slots=True)
class Shown:
    """An obligation on a page."""

    id: str
    paragraph: str
    wording: str
    owes: str
    owed_to: str
    promised: str
    state: tuple[str, str]
    why: Sequence[str]
    document: str = ""
    url: str = ""
    marked: str = ""
    """What becomes of it where the document is repealed, in words."""


def obligations(checked: Sequence[Checked]) -> list[Shown]:
    """Obligations with how they stand, and why."""
    named = names([key for one in checked for key in (one.obligation.owes, one.obligation.owed_to) if key])
    return [_shown(one, named) for one in checked]


def _shown(one: Checked, named: Mapping[str, str]) -> Shown:
    clause = one.obligation
    tone, text = obligation_words.STATES[one.verdict.state]
    return Shown(
        clause.pk, clause.paragraph, clause.wording, named[clause.owes], named.get(clause.owed_to, clause.owed_to),
        obligation_words.promised(one.owed), (tone, str(text)), obligation_words.why(one.verdict),
        clause.document.title, f"{reverse('governance:document', args=[clause.document.pk])}#obligation-{clause.pk}",
    )  # fmt: skip


# Time


def versions(some: Sequence[Document], today: date) -> charts.Figure:
    """When each version holds, as far as it lies within some years."""
    begun = [one for one in some if one.valid_from is not None]
    start = min((one.valid_from for one in begun if one.valid_from), default=today) - timedelta(days=30)
    start = max(min(start, today), today - timedelta(days=PAST))
    end = today + timedelta(days=AHEAD)
    rows = [row for row in (_span(one, end) for one in begun) if row.end >= start and row.start <= end]
    note = _("From a year ago to half a year ahead.")
    return charts.Figure.time_strip(_("When it holds"), rows, start=start, end=end, note=note)


def _span(one: Document, end: date) -> charts.Span:
    assert one.valid_from is not None
    after = states.ends(queries.days(one))
    last = max(after - timedelta(days=1), one.valid_from) if after else max(end, one.valid_from)
    label = _("until further notice") if after is None else texts.stamp(last, "day")
    lane = _("Version %(number)s") % {"number": one.version}
    return charts.Span(lane=lane, start=one.valid_from, end=last, label=label, tone=min(one.version, 6))


def version_list(some: Sequence[Document], this: Document, today: date) -> list[dict[str, str]]:
    """Each version with its days and how it stands; the one that is shown has no address."""
    return [
        {
            "name": _("Version %(number)s") % {"number": one.version},
            "url": reverse("governance:document", args=[one.pk]) if one.pk != this.pk else "",
            "days": f"{_stamp(one.valid_from)} – {_until(one)}".rstrip(),
            "state": words.state(one.kind, queries.state(one, today))[1],
        }
        for one in reversed(some)
    ]


def _until(one: Document) -> str:
    """The last day it holds, whatever ends it; empty where no end is known."""
    after = states.ends(queries.days(one))
    return texts.stamp(after - timedelta(days=1), "day") if after else ""


def history(one: Document) -> list[timeline.Entry]:
    """What was done with a document, by whom."""
    units = areas.names({str(act.get("unit", "")) for act in one.acts} - {""})
    return [_entry(act, units) for act in one.acts]


def _entry(act: Mapping[str, Any], units: Mapping[str, str]) -> timeline.Entry:
    icon, title = words.ACTS[str(act["act"])]
    meta = " – ".join(filter(None, (str(act.get("name", "")), units.get(str(act.get("unit", "")), ""))))
    return timeline.Entry(
        at=instant(str(act["at"])), title=str(title), kind=icon, detail=_detail(act), meta=meta
    )


def _detail(act: Mapping[str, Any]) -> str:
    match act["act"]:
        case "change":
            changed = [str(words.FIELDS.get(name, name)) for name in act.get("changed", ())]
            return ", ".join(changed)
        case "follow_up":
            return " · ".join(filter(None, (str(act.get("on", "")), str(act.get("note", "")))))
        case "replaced":
            return str(act.get("on", ""))
        case "repeal":
            return " · ".join(filter(None, (str(act.get("on", "")), str(act.get("decided_by", "")))))
        case "oblige" | "reword" | "take_out":
            said = " ".join(filter(None, (str(act.get("paragraph", "")), str(act.get("wording", "")))))
            return " · ".join(filter(None, (said, str(act.get("why", "")))))
        case "mark":
            return "; ".join(
                f"{one.get('paragraph', '')} {marks().get(str(one.get('marked', '')), '')}".strip()
                for one in act.get("marks", ())
            )
    return ""


def marks() -> dict[str, str]:
    """What becomes of an obligation, in words."""
    return {"": _("Not said yet"), "moved": _("Moved to another"), "lost": _("Lost")}


def lost_table(some: Sequence[Any]) -> Table:
    """Municipalities that lose hours of a function."""
    columns = [Column(_("Municipality")), Column(_("Function")), Column(_("Hours a week that stop"), numeric=True),
               Column(_("Inhabitants"), numeric=True)]  # fmt: skip
    rows: list[list[Cell | str]] = [
        [
            obligation_words.area(one.municipality), obligation_words.function(one.function),
            _("not stated") if one.hours_not_stated and not one.hours else str(one.hours.bit_count()),
            numbers.number(one.inhabitants, 0, texts.language()),
        ]
        for one in some
    ]  # fmt: skip
    return Table(_("What nothing else covers then"), columns, rows)
