"""The Monday page, and the paragraph that is made of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from lindra.governance.monday import mine, paragraph, shown
from lindra.governance.monday.gather import monday
from lindra.privacy.reader import Reader
from lindra.privacy.web import reader_required


@reader_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What somebody must see at the beginning of a week; who governs nothing sees what is theirs."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = monday(reader)
    context: dict[str, Any] = {"today": found.today, "where": found.where}
    if not found.seat.governs:
        return render(
            request, "governance/monday_mine.html", context | mine.page(found.seat, reader, found.today)
        )
    years = paragraph.years(found.today) if found.scope != "council" else []
    offered = {"years": years, "year": paragraph.year("", found.today)}
    return render(request, "governance/monday.html", context | shown.page(found) | offered)


@reader_required
@require_GET
def text(request: HttpRequest, form: str = "") -> HttpResponse:
    """The paragraph for the yearly patient-safety report, of a year: as page, plain text or PDF."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = monday(reader)
    if found.scope not in ("provider", "unit"):
        return render(request, "governance/monday_paragraph.html", {"not_for_this": True}, status=403)
    year = paragraph.year(request.GET.get("year", ""), found.today)
    made = paragraph.make(reader, found, year)
    name = slugify(f"{found.where}-{year}")
    if form == "txt":
        answer = HttpResponse(made.plain, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.txt"'
        return answer
    if form == "pdf":
        answer = HttpResponse(paragraph.pdf(made), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return answer
    return render(
        request, "governance/monday_paragraph.html",
        {"made": made, "year": year, "years": paragraph.years(found.today), "where": found.where},
    )  # fmt: skip
