"""The page on which it is noted what a patient says of quality registers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.people.details import RegisterOptOut
from lindra.privacy import door
from lindra.privacy.door import Denied, Opened
from lindra.privacy.reader import Reader
from lindra.privacy.removal import pages, queries, register, words
from lindra.privacy.removal.forms import StanceForm
from lindra.privacy.removal.queries import Noted
from lindra.privacy.web import denied, reader_required
from lindra.record.envelope import instant


@reader_required
@require_http_methods(["GET", "POST"])
def register_page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """What holds of quality registers for one patient, how it came to be, and a form to note something else."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    verdict = register.may_note(str(patient), reader)
    opened = door.open(str(patient), reader, "what is said of registers")
    if isinstance(opened, Denied) or not verdict.allowed:
        return denied(request, opened.right if isinstance(opened, Denied) else verdict.right)
    form = StanceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        register.note(opened.patient, form.said, reader)
        messages.success(request, _("Noted. It holds from now on."))
        return redirect("register-opt-out", opened.patient)
    return render(request, "privacy/removal_register.html", _shown(opened) | {"form": form})


def _shown(opened: Opened) -> dict[str, Any]:
    history = _history(queries.opt_outs(opened.records))
    stands = opened.person.first(RegisterOptOut)
    return pages.head(opened.person) | {
        "stands": words.STANCES[_stance(stands)] if stands else "", "out": opened.person.opted_out,
        "history": history, "back": reverse("patient", args=[opened.patient]),
    }  # fmt: skip


def _stance(told: RegisterOptOut) -> str:
    said = "opposed" if told.opted_out else "not_opposed"
    return f"unable_{said}" if told.unable else said


def _history(noted: Iterable[Noted]) -> list[dict[str, Any]]:
    listed = [(one, RegisterOptOut.model_validate(json.loads(one.value))) for one in noted]
    names = pages.staff_names(one.by for one, _told in listed)
    return [
        {
            "at": instant(one.at), "said": words.STANCES[_stance(told)], "basis": told.basis,
            "told_by": words.TOLD_BY.get(told.told_by, ""), "by": one.source or names.get(one.by, one.by),
            "tone": "warning" if told.opted_out else "ok",
        }
        for one, told in listed
    ]  # fmt: skip
