"""The page *one entry*: what was written, when and by whom. What a number or an answer rests on leads here."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.care import present
from lindra.care.pages import ways
from lindra.care.queries import unit_names
from lindra.forms import pages
from lindra.forms.pages import for_opened
from lindra.forms.queries import authors
from lindra.frame import texts
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.record.envelope import Event, instant


@require_GET
@for_opened("one entry")
def page(request: HttpRequest, opened: Opened, event: UUID) -> HttpResponse:
    """One entry of the patient, as it was written."""
    found = opened.entry(str(event))
    if found is None:
        raise Http404
    reader: Reader = request.reader  # type: ignore[attr-defined]
    units = unit_names([found.unit])
    return pages.show(
        request, opened, "care/entry.html", [(_("The entry"), "")],
        entry=present.entry(found, units, present.views(opened.chart).get(found.id, "")), about=_about(found, units),
        ways=ways(opened.patient, reader, "patient"),
    )  # fmt: skip


def _about(event: Event, units: dict[str, str]) -> list[tuple[str, str]]:
    occurred = texts.instant(instant(event.occurred_from), event.precision) if event.occurred_from else ""
    rows = [
        (_("When it was"), occurred or _("Not known")),
        (_("Written"), texts.stamp(instant(event.recorded_at), "minute")),
        (_("By"), authors([event.author]).get(event.author, "")),
        (_("Unit"), units.get(event.unit, "")),
        (_("Corrects an earlier entry"), _("Yes") if event.corrects else ""),
    ]
    return [(label, value) for label, value in rows if value]
