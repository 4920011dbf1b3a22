"""What is handed over outside Lindra: paper, CSV, JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lindra.discharge.deviations import files, paper, shown, words
from lindra.discharge.deviations.guarded import for_one
from lindra.discharge.models import Deviation
from lindra.privacy.reader import Reader

KINDS = {"csv": ("text/csv; charset=utf-8", files.as_csv), "json": ("application/json", files.as_json)}


def _sent(content: bytes | str, kind: str, one: Deviation, ending: str) -> HttpResponse:
    name = "-".join((_("deviation"), words.reference(one)))
    return HttpResponse(content, content_type=kind, headers={
        "Content-Disposition": f'attachment; filename="{name}.{ending}"', "Cache-Control": "no-store, private",
    })  # fmt: skip


@require_POST
@for_one
def on_paper(request: HttpRequest, reader: Reader, one: Deviation) -> HttpResponse:
    """The PDF: with whom it is about where that was asked for, and this reader may know."""
    person = None
    if request.POST.get("who") == "yes":
        person = shown.people([one], reader, "deviation on paper").get(one.pk)
    return _sent(paper.pdf(one, person), "application/pdf", one, "pdf")


@require_GET
@for_one
def as_file(request: HttpRequest, reader: Reader, one: Deviation, kind: str) -> HttpResponse:
    """CSV or JSON."""
    content_type, made = KINDS[kind]
    return _sent(made(one), content_type, one, kind)
