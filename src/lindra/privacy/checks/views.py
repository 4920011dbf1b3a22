"""Pages of the systematic checks: the month's list, one item, and the summary that documents them.

For the purpose of checking only, of one's own provider's staff, and never of one's own accesses. Whom an access was
about is shown only as far as the door allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.people.models import Staff
from lindra.privacy import accesslog, door
from lindra.privacy.checks import actions as check_actions
from lindra.privacy.checks import rules as checks
from lindra.privacy.checks import words as check_words
from lindra.privacy.checks.rules import Ground
from lindra.privacy.log import queries as log_queries
from lindra.privacy.log.extract import in_words
from lindra.privacy.models import AccessCheck, AccessReview
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Duty, Purpose
from lindra.privacy.web import View, denied, reader_required
from lindra.record.envelope import instant

RIGHT = "SFS 2008:355 4 kap. 3 §"
PAGE, SHOWN = 50, 100
YOURS = "yours"
"""The state, to a reviewer, of what is about themselves: what somebody else has found is not told."""


def for_review(view: View) -> View:
    """A page for whoever checks the access log; others are refused, and that is logged."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        allowed = reader.purpose is Purpose.REVIEW and reader.side.duty is not Duty.OTHER
        accesslog.log(reader, (), "checks of the access log", RIGHT, "shown" if allowed else "denied")
        return view(request, *args, **kwargs) if allowed else denied(request, RIGHT)

    return guarded


class ReviewForm(forms.Form):
    """What was found, in a word and in a sentence."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Was the access justified?"), choices=list(check_words.VERDICTS.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What was found, and what is done about it"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed where the access was not justified, or where that is not clear."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("verdict") not in (None, "justified") and not told.get("note", "").strip():
            self.add_error("note", _("Say what was found, and what is done about it."))
        return told


@dataclass(frozen=True, slots=True)
class Listed:
    """A check with its state, and its reviews, earliest first."""

    check: AccessCheck
    state: str
    reviews: list[AccessReview]


def _listed(reader: Reader, month: str) -> list[Listed]:
    """The month's checks of the staff of a reviewer's provider; of the reviewer's own, only that they are there."""
    found = (
        AccessCheck.objects.filter(provider=reader.assignment.provider, month=month)
        .prefetch_related("reviews")
        .order_by("at", "key")
    )
    own = reader.staff.hsa_id
    return [Listed(check, YOURS, []) if check.staff == own else _with_state(check) for check in found]


def _with_state(check: AccessCheck) -> Listed:
    reviews = sorted(check.reviews.all(), key=lambda review: review.id)
    return Listed(check, checks.state(len(check.rows), ((one.verdict, one.seen) for one in reviews)), reviews)


def _month(text: str | None) -> str:
    """The month asked for, or this one."""
    try:
        return f"{check_actions.first_of(text or ''):%Y-%m}"
    except ValueError:
        return f"{clock.today():%Y-%m}"


@require_http_methods(["GET", "POST"])
@for_review
def month_page(request: HttpRequest) -> HttpResponse:
    """What there is to look at in a month, by ground; drawing it anew is a POST."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    month = _month(request.POST.get("month") or request.GET.get("month"))
    if request.method == "POST":
        count = check_actions.draw(reader.assignment.provider, month)
        messages.success(
            request, ngettext("%(n)d new to look at.", "%(n)d new to look at.", count) % {"n": count}
        )
        return redirect(f"{reverse('checks')}?month={month}")
    listed = _listed(reader, month)
    mine = sum(one.state == YOURS for one in listed)
    ground = request.GET.get("ground", "")
    chosen = [one for one in listed if one.state != YOURS and ground in ("", one.check.ground)]
    chosen.sort(key=lambda one: (one.state != checks.OPEN, list(Ground).index(Ground(one.check.ground))))
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/checks.html", _months(month) | {
        "counts": _counts(listed, month), "page": page, "table": _table(page), "mine": mine,
        "ground": check_words.title(ground) if ground in set(Ground) else "",
        "meaning": check_words.meaning(ground) if ground in set(Ground) else "",
    })  # fmt: skip


def _months(month: str) -> dict[str, Any]:
    """The month, and the ones beside it."""
    first = check_actions.first_of(month)
    after = (first + timedelta(days=32)).replace(day=1)
    return {
        "month": month, "named": texts.instant(first, "month"), "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= clock.today() else "",
    }  # fmt: skip


def _counts(listed: Iterable[Listed], month: str) -> Table:
    """How many by ground, and in which state."""
    found = checks.counts((Ground(one.check.ground), one.state) for one in listed)
    columns = [Column(_("Why")), Column(_("All"), numeric=True)]
    columns += [Column(str(label), numeric=True) for label in check_words.STATES.values()]
    rows: list[list[Cell | str]] = [
        [
            Cell(check_words.title(ground), url=f"{reverse('checks')}?month={month}&ground={ground}"),
            str(of_ground["all"]), *(str(of_ground.get(state, 0)) for state in check_words.STATES),
        ]
        for ground, of_ground in found.items()
    ]  # fmt: skip
    return Table(_("What there is to look at"), columns, rows)


def _table(page: Iterable[Listed]) -> Table:
    listed = list(page)
    units, staff = _units(one.check.unit for one in listed), _staff(one.check.staff for one in listed)
    columns = [
        Column(_("When"), whole=True), Column(_("Why")), Column(_("Who")), Column(_("Unit")), Column(_("State")),
    ]  # fmt: skip
    return Table(_("To look at"), columns, [
        [
            Cell(texts.stamp(instant(one.check.at)), url=reverse("check", args=[one.check.key])),
            Cell(check_words.title(one.check.ground), note=check_words.explained(one.check.told, len(one.check.rows))),
            staff.get(one.check.staff, one.check.staff), units.get(one.check.unit, one.check.unit),
            Cell(str(check_words.STATES[one.state]), tone=check_words.TONES[one.state]),
        ]
        for one in listed
    ])  # fmt: skip


def _units(ids: Iterable[str]) -> dict[str, str]:
    return dict(CareUnit.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def _staff(hsa_ids: Iterable[str]) -> dict[str, str]:
    return dict(Staff.objects.filter(hsa_id__in=set(hsa_ids)).values_list("hsa_id", "name"))


@dataclass(frozen=True, slots=True)
class About:
    """Somebody an access was about."""

    patient: str


@require_http_methods(["GET", "POST"])
@for_review
def item_page(request: HttpRequest, key: str) -> HttpResponse:
    """One item: whose access, what was done, what others found; and the form in which to say what one found."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    check = get_object_or_404(AccessCheck, pk=key, provider=reader.assignment.provider)
    if check.staff == reader.staff.hsa_id:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        check_actions.review(check, form.cleaned_data["verdict"], form.cleaned_data["note"], reader)
        messages.success(request, _("What you found has been noted."))
        return redirect(f"{reverse('checks')}?month={check.month}&ground={check.ground}")
    return render(request, "privacy/check.html", _item(_with_state(check), reader) | {"form": form})


def _item(listed: Listed, reader: Reader) -> dict[str, Any]:
    check = listed.check
    rows = [row for identifier in check.rows[:SHOWN] if (row := log_queries.row(identifier))]
    seen = door.visible([About(patient) for patient in check.patients], reader, "check of the access log")
    names = _staff([check.staff, *(review.by for review in listed.reviews)])
    return {
        "title": check_words.title(check.ground),
        "meaning": check_words.meaning(check.ground),
        "facts": [
            (_("Who"), f"{names.get(check.staff, check.staff)} ({check.staff})"),
            (_("Unit"), _units([check.unit]).get(check.unit, check.unit)),
            (_("Patient"), _patients(seen)),
            (_("How often"), check_words.explained(check.told, len(check.rows))),
            (_("State"), check_words.STATES[listed.state]),
        ],
        "lines": in_words(rows),
        "more": len(check.rows) - len(rows),
        "history": [
            {
                "verdict": check_words.VERDICTS[review.verdict], "tone": check_words.TONES[review.verdict],
                "note": review.note, "by": names.get(review.by, review.by), "at": instant(review.at),
            }
            for review in listed.reviews
        ],
        "back": f"{reverse('checks')}?month={check.month}",
    }  # fmt: skip


def _patients(seen: list[door.Visible]) -> str:
    """Whom it was about, as far as the reader may know."""
    known = [one.person.name for one in seen if one.person is not None and one.person.name]
    hidden = len(seen) - len(known)
    said = [_("not shown for this purpose")] if hidden and not known else []
    return ", ".join([*known, *said]) or _("Several")


@require_GET
@for_review
def summary_page(request: HttpRequest) -> HttpResponse:
    """The month on paper: how many were drawn, looked at and found, by whom; it documents that checks are made."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    month = _month(request.GET.get("month"))
    listed = _listed(reader, month)
    mine = sum(one.state == YOURS for one in listed)
    found = [one for one in listed if one.state in ("not_justified", "unclear")]
    by = sorted({review.by for one in listed for review in one.reviews})
    return render(request, "privacy/checks_summary.html", _months(month) | {
        "counts": _counts(listed, month), "found": _findings(found), "provider": reader.assignment.provider_name,
        "facts": [
            (_("Drawn"), len(listed)),
            (_("Looked at"), sum(one.state in check_words.VERDICTS for one in listed)),
            (_("Not justified"), sum(one.state == "not_justified" for one in listed)),
            (_("Unclear: follow up"), sum(one.state == "unclear" for one in listed)),
            (_("Looked at by"), ", ".join(_staff(by).get(one, one) for one in by) or _("Nobody yet")),
            *([(_("About you: seen by somebody else"), mine)] if mine else []),
        ],
        "meanings": [(check_words.title(ground), check_words.meaning(ground)) for ground in Ground],
    })  # fmt: skip


def _findings(found: list[Listed]) -> Table:
    units = _units(one.check.unit for one in found)
    columns = [Column(_("When"), whole=True), Column(_("Why")), Column(_("Unit")), Column(_("Found")),
               Column(_("Note"))]  # fmt: skip
    return Table(_("Findings"), columns, [
        [
            texts.stamp(instant(one.check.at)), check_words.title(one.check.ground),
            units.get(one.check.unit, one.check.unit), str(check_words.STATES[one.state]), one.reviews[-1].note,
        ]
        for one in found
    ])  # fmt: skip
