"""Asked about a patient one does not have: the question is written down, and opens the patient for some days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lindra import clock
from lindra.people.rules import NotAnIdentityNumber, identity_number
from lindra.privacy import accesslog, actions, rules
from lindra.privacy.reader import Reader
from lindra.privacy.sharing.forms import AskedForm
from lindra.privacy.web import denied

FIELD = "asked_by"
"""The field that tells this form from the search beside it."""


def question(request: HttpRequest) -> AskedForm | HttpResponse | None:
    """The form of the patients' page, or what answers it; nothing for who may not be asked.

    A number that is nobody's, and one that is no number, get the same answer: the form again, saying so.
    """
    reader: Reader = request.reader  # type: ignore[attr-defined]
    verdict = rules.may_be_asked(reader.side.purpose, reader.side.duty)
    sent = request.method == "POST" and FIELD in request.POST
    if not verdict.allowed:
        if sent:
            accesslog.log(reader, (), "asked about a patient", verdict.right, "denied")
        return denied(request, verdict.right) if sent else None
    if not sent:
        return AskedForm(initial=_number(request.POST.get("sought", "")))
    form = AskedForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        patient = actions.be_asked(told["number"], told["asked_by"], told["reason"], reader)
        if patient:
            messages.success(
                request, _("The question is noted. The patient is open to your unit for some days.")
            )
            return redirect("patient", patient)
        form.add_error("number", _("Nobody here has that number. See that it is written right."))
    return form


def opens(form: AskedForm | None, *, found: int) -> bool:
    """Whether the form stands open: it has been sent, or a search for a number found nobody of one's own."""
    return form is not None and (form.is_bound or (bool(form.initial) and not found))


def _number(sought: str) -> dict[str, str]:
    """What was searched for, where it is an identity number."""
    try:
        identity_number(sought, clock.today())
    except NotAnIdentityNumber:
        return {}
    return {"number": sought.strip()}
