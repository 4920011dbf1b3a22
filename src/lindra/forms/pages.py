"""What every page about one patient and their forms begins with: opened through the door, the patient at the head."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.frame import texts
from lindra.privacy import rules
from lindra.privacy.door import Opened
from lindra.privacy.rules import Decision
from lindra.privacy.sharing.pages import for_opened, number
from lindra.record.envelope import instant

__all__ = ["for_opened", "head", "may_write", "show"]


def head(opened: Opened) -> dict[str, Any]:
    """Whom a page is about, for ``{% identity name number=number age=age facts=facts badges=badges %}``."""
    person, death = opened.person, opened.chart.one("death")
    badges = [("critical", _("Protected identity"))] if person.protected else []
    if death is not None:
        when = texts.instant(instant(death.occurred_from), death.precision) if death.occurred_from else ""
        badges.append(("neutral", _("Died %(when)s") % {"when": when} if when else _("Died")))
    return {
        "patient": opened.patient,
        "name": person.name or _("Name not known"),
        "number": number(person),
        "age": _age(person.born, death.occurred_from if death else None),
        "facts": [(_("Born"), person.born)] if person.born and not person.number else [],
        "badges": badges,
    }


def _age(born: str, died: str | None) -> str:
    if len(born) != len("2000-01-01"):
        return ""
    return texts.age(date.fromisoformat(born), instant(died) if died else None)


def may_write(opened: Opened) -> Decision:
    """Whether this reader may write about this patient: as the door decides, so that nobody types in vain."""
    side = opened.sight.side
    return rules.may_write(side.purpose, side.duty, opened.sight.relation, opens=False)


def show(
    request: HttpRequest,
    opened: Opened,
    template: str,
    crumbs: list[tuple[str, str]],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page with the patient at its head; ``crumbs`` are label and address of what stands between, then the page.

    ``template`` is one of this room's, or another room's by its path.
    """
    ways = [(_("The patient"), reverse("patient", args=[opened.patient])), *crumbs]
    listed = [{"label": label, "url": url} for label, url in ways]
    path = template if "/" in template else f"forms/{template}"
    return render(request, path, head(opened) | {"crumbs": listed} | more, status=status)
