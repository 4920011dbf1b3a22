"""Pages of one patient's forms: which there are, filling one in, its draft, and measurements over time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindra.forms import actions, library, options, pages, passes, present, queries, sheets, trends
from lindra.forms.entries import ANSWERED
from lindra.forms.filling import Page
from lindra.forms.pages import for_opened
from lindra.forms.questionnaire import description_of, items_of, title_of
from lindra.forms.structs import Questionnaire
from lindra.frame import charts, texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy.door import END, Opened
from lindra.privacy.reader import Reader
from lindra.privacy.sharing import words
from lindra.privacy.web import reader_required
from lindra.record.envelope import instant

LATELY = 12
"""Answers that the page of forms tells of."""
MEASUREMENTS = 600
"""Measurements that the page of trends looks at, the latest."""
POINTS = 40
"""Values of one line."""


@require_GET
@for_opened("forms of the patient")
def forms_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Which forms there are to fill in, what is begun, and what was written lately."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    lang = texts.language()
    written = opened.timeline(END, LATELY, (ANSWERED,))
    return pages.show(
        request, opened, "forms.html", [(_("Forms"), "")],
        groups=_groups(opened.patient, lang), drafts=_drafts(opened.patient, reader, lang),
        written=present.told(written, lang), may_write=pages.may_write(opened).allowed,
        trends=reverse("form-trends", args=[opened.patient]),
    )  # fmt: skip


def _groups(patient: str, lang: str) -> list[dict[str, Any]]:
    """The forms, those that measure apart from those that tell."""
    found: dict[bool, list[dict[str, str]]] = {False: [], True: []}
    for form in library.forms():
        if library.page_of(form.id):
            continue
        line = {
            "title": title_of(form, lang),
            "about": description_of(form, lang),
            "url": reverse("form", args=[patient, form.id]),
        }
        found[_measures(form)].append(line)
    headings = ((False, _("Notes and plan")), (True, _("Scales")))
    return [
        {"heading": heading, "forms": sorted(found[key], key=lambda one: one["title"].casefold())}
        for key, heading in headings
        if found[key]
    ]


def _measures(form: Questionnaire) -> bool:
    return any(item.measured for item in items_of(form.item))


def _drafts(patient: str, reader: Reader, lang: str) -> list[dict[str, Any]]:
    found = []
    for one in queries.drafts(reader, patient):
        try:
            title = title_of(library.get(one.form), lang)
        except library.NoForm:
            continue
        url = (
            reverse("form-correct", args=[patient, one.answer])
            if one.answer
            else reverse("form", args=[patient, one.form])
        )
        found.append({"title": title, "at": instant(one.updated_at), "url": url})
    return found


@require_http_methods(["GET", "POST"])
@for_opened("form")
def form_page(request: HttpRequest, opened: Opened, form: str) -> HttpResponse:
    """Fill in a form: what is known stands there already; sent in, it is written as one act."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    verdict = pages.may_write(opened)
    back = reverse("patient", args=[opened.patient])
    if not verdict.allowed:
        return pages.show(
            request,
            opened,
            "refused.html",
            [],
            status=403,
            paragraph=words.paragraph(verdict.right),
            back=back,
        )
    if own := library.page_of(form):
        return redirect(own, opened.patient)
    questionnaire = options.for_patient(found(form), opened)
    if request.method == "POST" and request.POST.get("do") == "discard":
        actions.drop_draft(reader, opened.patient, questionnaire.id)
        return redirect("form", opened.patient, questionnaire.id)
    page = Page(request, opened, [(_("Forms"), reverse("forms", args=[opened.patient]))], back=back)
    if request.method != "POST":
        known = sheets.known(opened, reader, questionnaire)
        return page.show(sheets.begun(opened, reader, questionnaire, known))
    return page.take(
        sheets.sent(request, questionnaire),
        lambda sheet: actions.submit(
            opened,
            reader,
            sheet.questionnaire,
            sheet.answers,
            texts.language(),
            expected=sheet.seen,
            key=sheet.key,
        ),
    )


def found(form: str, version: str = "") -> Questionnaire:
    """A form by its id; no page where there is none."""
    try:
        return library.get(form, version)
    except library.NoForm:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@reader_required
def draft_endpoint(request: HttpRequest, patient: Any, form: str) -> HttpResponse:
    """Keep what is typed, for the script. Read, it gives the token of the present session and nothing else."""
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    reader: Reader = request.reader  # type: ignore[attr-defined]
    place = passes.read(request.POST.get("pass", ""))
    here = (reader.staff.id, reader.assignment.id, str(patient), form)
    if place is None or here != tuple(place[name] for name in passes.NAMES[:-1]):
        return HttpResponse(status=403)
    if passes.outlived(request.POST["pass"], str(patient)):
        return HttpResponse(status=409)
    sheet = sheets.sent(request, found(form))
    body = {
        name: values for name, values in request.POST.lists() if name.startswith((sheets.OWN, sheets.COUNT))
    }
    actions.keep_draft(place, body, sheet.questionnaire.version, sheet.seen, sheet.key)
    return HttpResponse(status=204)


@require_GET
@for_opened("measurements over time")
def trends_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Each thing measured as a line with its table, a scale at a time."""
    events = opened.timeline(END, MEASUREMENTS, ("measured",))
    scales = trends.by_system(trends.series(events))
    chosen = request.GET.get("scale", "")
    chosen = chosen if chosen in scales else next(iter(scales), "")
    known = trends.scales(library.forms(), texts.language())
    shown = scales.get(chosen, [])
    return pages.show(
        request, opened, "trends.html", [(_("Forms"), reverse("forms", args=[opened.patient])), (_("Over time"), "")],
        tabs=[
            {"url": f"?{_query(name)}", "label": name or _("Others"), "current": name == chosen} for name in scales
        ] if len(scales) > 1 else [],
        figures=[_figure(one, known) for one in shown if len(one.values) > 1],
        latest=_latest(shown, known, chosen) if shown else None,
        cut=len(events) == MEASUREMENTS, back=reverse("patient", args=[opened.patient]),
    )  # fmt: skip


def _query(scale: str) -> str:
    return urlencode({"scale": scale})


def _figure(one: trends.Series, known: dict[str, trends.Scale]) -> charts.Figure:
    scale = known.get(one.key, trends.Scale(one.text or one.code))
    points = [
        charts.Point(label=_when(value), value=float(value.number), at=instant(value.at))
        for value in one.values[-POINTS:]
    ]
    return charts.Figure.sparkline(
        scale.text, points, low=scale.low, high=scale.high, note=_span(points, scale)
    )


def _span(points: list[charts.Point], scale: trends.Scale) -> str:
    """From when to when, and on which scale."""
    first, last = (texts.stamp(one.at, "day") for one in (points[0], points[-1]))
    said = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    if scale.low is None or scale.high is None:
        return said
    ends = {"low": present.decimal(f"{scale.low:g}"), "high": present.decimal(f"{scale.high:g}")}
    return " · ".join((said, _("scale %(low)s–%(high)s") % ends))


def _when(value: trends.Value) -> str:
    return texts.stamp(instant(value.at), "minute" if value.precision == "second" else value.precision)


def _latest(shown: list[trends.Series], known: dict[str, trends.Scale], name: str) -> Table:
    """The latest value of each, and the one before."""
    columns = [Column(_("What")), Column(_("Latest"), numeric=True), Column(_("Before"), numeric=True)]
    rows: list[list[Cell | str]] = []
    for one in shown:
        scale = known.get(one.key, trends.Scale(one.text or one.code))
        numbers = [present.decimal(value.number) for value in one.values[-2:]]
        before = numbers[0] if len(numbers) > 1 else "–"
        rows.append([Cell(scale.text, note=_when(one.values[-1])), numbers[-1], before])
    return Table(_("Latest values: %(scale)s") % {"scale": name or _("Others")}, columns, rows)
