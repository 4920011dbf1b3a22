"""Choosing what is printed, and what comes of it: the page for the bedside, the signed file, the home sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lindra.care.paper import forms, home, keys, making
from lindra.care.plan import reading
from lindra.care.plan.model import Plan
from lindra.care.plan.shown import Shown
from lindra.privacy import door, rules
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied, reader_required

WHAT = "plan on paper"
Page = Callable[..., HttpResponse]


def for_care(page: Page) -> Page:
    """A page about one patient, opened to give care: paper is handed to the patient, or hung where care is given."""

    @reader_required
    @wraps(page)
    def guarded(request: HttpRequest, patient: UUID) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        if reader.purpose is not Purpose.CARE:
            return denied(request, rules.law("PDL 4:1"))
        opened = door.open(str(patient), reader, WHAT)
        if isinstance(opened, door.Denied):
            return denied(request, opened.right)
        plan, shown = reading.read(opened, reader.at)
        if plan.dead is not None:
            return _choose(request, opened, shown)
        return page(request, opened, plan, shown)

    return guarded


@require_GET
@for_care
def choose(request: HttpRequest, opened: Opened, plan: Plan, shown: Shown) -> HttpResponse:
    """What is to be printed."""
    return _choose(request, opened, shown)


def _choose(
    request: HttpRequest, opened: Opened, shown: Shown, *, status: int = 200, **bound: Any
) -> HttpResponse:
    numbers = home.numbers(opened.chart)
    about = {
        "patient": opened.patient, "shown": shown, "error": bound.get("error", ""),
        "badges": [("critical", _("Protected identity"))] if shown.protected else [],
        "bedside": bound.get("bedside") or forms.BedsideForm(),
        "home": bound.get("home") or forms.HomeForm(numbers),
        "untold": ", ".join(making.untold(opened.chart)),
        "wrong": bound.get("bedside") or bound.get("home"),
        "crumbs": [{"url": f"{reverse('patient', args=[opened.patient])}plan/", "label": _("Plan")},
                   {"url": "", "label": _("On paper")}],
    }  # fmt: skip
    return render(request, "care/paper/choose.html", about, status=status)


@require_POST
@for_care
def bedside(request: HttpRequest, opened: Opened, plan: Plan, shown: Shown) -> HttpResponse:
    """The signed page for the bedside, or with ``as`` *file* the signed file."""
    form = forms.BedsideForm(request.POST)
    if not form.is_valid():
        return _choose(request, opened, shown, bedside=form)
    base, partly = request.build_absolute_uri("/"), reading.partly(opened)
    chosen = making.chosen(plan, shown, form.choice(), base, partly=partly)
    try:
        if request.POST.get("as") == "file":
            return _download(making.file(chosen).encode(), "application/jose", _("plan") + ".jws")
        return _download(making.paper(chosen), "application/pdf", _("plan") + ".pdf")
    except keys.NoKey:
        told = _("This instance has no key to sign with. Ask those who run it to set LINDRA_PLAN_KEY.")
        return _choose(request, opened, shown, status=503, error=told)


@require_POST
@for_care
def at_home(request: HttpRequest, opened: Opened, plan: Plan, shown: Shown) -> HttpResponse:
    """The home sheet as a page to print, or with ``as`` *pdf* on paper."""
    form = forms.HomeForm(home.numbers(opened.chart), request.POST)
    if not form.is_valid():
        return _choose(request, opened, shown, home=form)
    wish = form.wish()
    until = home.last_day(plan, wish, partly=reading.partly(opened))
    sheet = home.sheet(opened.chart, opened.person, shown.number, wish, plan.at, until)
    if request.POST.get("as") == "pdf":
        return _download(home.pdf(sheet), "application/pdf", _("home-sheet") + ".pdf")
    return render(
        request, "care/paper/home.html", home.content(sheet) | {"patient": opened.patient, "sheet": sheet}
    )


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file under a name that tells nothing of whom it is about."""
    return HttpResponse(content, content_type=kind, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private",
    })  # fmt: skip
