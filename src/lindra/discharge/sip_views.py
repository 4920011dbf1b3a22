"""The coordinated plan on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.discharge import sip, words
from lindra.discharge.case import messages
from lindra.discharge.events.planning import SipHeld
from lindra.discharge.views import for_care, relatives_of
from lindra.forms.pages import head
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader


@require_GET
@for_care
def paper(request: HttpRequest, opened: Opened, reader: Reader, ref: UUID) -> HttpResponse:
    """The plan as two pages that the patient can read."""
    found = next((one for one in messages(opened.chart) if one.ref == str(ref) and one.valid), None)
    fact = words.fact(found) if found is not None else None
    if found is None or not isinstance(fact, SipHeld):
        raise Http404
    who = head(opened)
    name = f"{who['name']}, {who['number']}" if who["number"] else who["name"]
    made = sip.pdf(fact, name, found.at, relatives_of(opened))
    file = _("coordinated-plan") + ".pdf"
    return HttpResponse(made, content_type="application/pdf", headers={
        "Content-Disposition": f'inline; filename="{file}"', "Cache-Control": "no-store, private",
    })  # fmt: skip
