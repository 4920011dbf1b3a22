"""From what the rules say of death at home to words in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lindra.care import present
from lindra.care.athome import labels
from lindra.care.athome.rules import Beforehand, Prescribed, Task
from lindra.care.athome.steps import Step
from lindra.care.plan import labels as plan
from lindra.care.plan import lines
from lindra.frame import texts
from lindra.record.chart import Statement
from lindra.record.envelope import instant


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ring at this hour."""

    role: str
    who: str
    phone: str
    way: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step in words."""

    title: str
    text: str
    detail: str
    contacts: tuple[Contact, ...]
    nobody: str
    source: str
    verified: bool


def shown(every: Iterable[Step]) -> list[ShownStep]:
    """The steps in words."""
    return [_step(one) for one in every]


def _step(step: Step) -> ShownStep:
    title, text = labels.STEPS[step.name]
    return ShownStep(
        title=str(title),
        text=str(text),
        detail=_detail(step),
        contacts=tuple(map(contact, step.now)),
        nobody=_nobody(step) if step.nobody else "",
        source=str(labels.SOURCES[step.source]),
        verified=step.verified,
    )


def _detail(step: Step) -> str:
    """What the decision says of the step."""
    if step.detail:
        return _("As decided: %(what)s") % {"what": step.detail}
    return _("Nobody has written who.") if step.name == "transport" else ""


def _nobody(step: Step) -> str:
    if step.others:
        return _("No number in the plan answers at this hour.")
    return _("There is no number for this in the plan.")


def contact(one: Statement) -> Contact:
    """A named contact: role, name and unit, number or another way."""
    value = one.value
    return Contact(
        role=str(plan.ROLES[value["role"]]),
        who=lines.joined(value.get("name"), value.get("unit")),
        phone=value.get("phone", ""),
        way=value.get("other_way", ""),
    )


def facts(found: Beforehand) -> list[tuple[str, str]]:
    """What was decided beforehand, line by line; what is not known is written out."""
    if found.statement is None:
        return []
    value = found.statement.value
    rows = [(_("Decided by"), physician(value)), (_("Decided"), when(found.statement))]
    if found.decided != "expected":
        return rows
    nurse = {True: _("Yes"), False: _("No"), None: _("Not written")}[value.get("nurse_may_examine")]
    wake = lines.joined(plan.WAKE[value.get("wake", "unknown")], value.get("wake_whom"), by=": ")
    return [
        *rows,
        (_("To be reviewed by"), texts.instant(found.review) if found.review else _("Not written")),
        (_("A nurse may examine"), nurse),
        (_("Establishes death"), value.get("establishes") or _("Not written")),
        (_("Waking those close"), wake),
        (_("Transport"), value.get("transport") or _("Not written")),
    ]


def physician(value: dict[str, Any]) -> str:
    """Who decided: name, profession and unit."""
    who = value["physician"]
    return lines.joined(who["name"], plan.PROFESSIONS[who["profession"]], who.get("unit"))


def when(statement: Statement) -> str:
    """The day of a statement, no more precisely than it is known."""
    at = instant(statement.occurred_from) if statement.occurred_from else None
    return texts.instant(at, "day" if statement.precision in ("second", "minute") else statement.precision)


def medicines(every: Iterable[Prescribed]) -> list[dict[str, Any]]:
    """The four indications: what is ordered, or that nothing is."""
    return [
        {
            "label": plan.INDICATIONS[one.indication],
            "tone": "critical" if one.missing else "warning" if one.by_mouth else "ok",
            "badge": _("Missing") if one.missing else _("Only by mouth") if one.by_mouth else _("Ordered"),
            "presumed": one.presumed,
            "lines": [
                lines.joined(present.code_text(order.value.get("code")), lines.dose(order.value), by=" · ")
                for order in one.orders
            ],
        }
        for one in every
    ]


def tasks(every: Iterable[Task]) -> list[dict[str, Any]]:
    """What has been done after the death and what is left."""
    return [
        {
            "label": labels.TASKS[one.name],
            "tone": labels.STATES[one.state][0],
            "badge": labels.STATES[one.state][1],
        }
        for one in every
    ]
