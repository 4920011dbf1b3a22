"""Pages on the access log: the patient's extract, and the checks of it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.frame.tables import Column, Table
from lindra.privacy import door
from lindra.privacy.log import extract_pdf
from lindra.privacy.log.extract import Extract, extract
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required

PAGE = 100


@require_GET
@reader_required
def extract_page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Who has opened a patient's record, for the patient: a page of it, latest first."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = extract(str(patient), reader)
    if isinstance(found, door.Denied):
        return denied(request, found.right)
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/extract.html", _shown(found, reader) | {
        "page": page, "lines": found.lines(page), "pdf_url": reverse("extract-pdf", args=[patient]),
    })  # fmt: skip


def _shown(found: Extract, reader: Reader) -> dict[str, object]:
    columns = [Column(_("Unit")), Column(_("Provider")), Column(_("Times"), numeric=True)]
    return {
        "title": extract_pdf.title(),
        "facts": extract_pdf.facts(found, reader),
        "intro": extract_pdf.intro(),
        "columns": extract_pdf.columns(),
        "units": Table(_("By unit"), columns, [(unit, own, str(count)) for unit, own, count in found.units]),
    }


@require_GET
@reader_required
def extract_paper(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The same on paper: all of it, as tagged PDF."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = extract(str(patient), reader)
    if isinstance(found, door.Denied):
        return denied(request, found.right)
    name = _("access-log-extract")
    return HttpResponse(
        extract_pdf.pdf(found, reader), content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )  # fmt: skip
