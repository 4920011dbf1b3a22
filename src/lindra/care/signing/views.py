"""The page where what waits for a physician's signature is read, and signed one act at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.care.pages import seen, ways
from lindra.care.signing import actions, words
from lindra.care.signing.waiting import Waiting, waiting
from lindra.forms.entries import ANSWERED
from lindra.forms.pages import head, may_write
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required
from lindra.record.envelope import Event


@reader_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """What waits for a signature and for whom; who may sign an act does it with one button."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "decisions to sign")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    wrong = ""
    if request.method == "POST":
        try:
            actions.sign(opened, reader, request.POST.get("act", ""), seen(request))
            messages.success(request, _("Signed."))
            return redirect("sign", opened.patient)
        except door.Conflict:
            wrong = _(
                "Somebody has written since you opened the page. Read what waits below again, then sign."
            )
        except PermissionError:
            return denied(request, opened.sight.person.right)
        except actions.NotSigned as error:
            wrong = _(str(error))
    found = waiting(opened)
    context = head(opened) | {
        "acts": list(zip(words.told(found, opened, reader), _instead(opened, found), strict=True)),
        "seen": json.dumps(opened.positions()),
        "ways": ways(opened.patient, reader, ""),
        "may": may_write(opened).allowed,
        "wrong": wrong,
    }
    return render(request, "care/sign.html", context, status=422 if wrong else 200)


Way = tuple[str, str]
FORMS = {"limit_decided": "limit", "death_expected": "expected-death"}


def _instead(opened: door.Opened, found: Sequence[Waiting]) -> list[Way]:
    """What to do with each act instead of signing it, address and name: correct it, where one's own provider wrote it
    with a form (SFS 2008:355 2 kap. 6 §); else decide anew."""
    forms = {one.form for one in found} - {""}
    written = [one for one in (opened.history() if forms else ()) if one.kind == ANSWERED and one.payload]
    own = [one for one in written if one.provider == opened.sight.side.provider]
    answers = {str((one.payload or {}).get("ref", "")): one for one in own}
    return [_way(opened, one, answers.get(one.form)) for one in found]


def _way(opened: door.Opened, one: Waiting, answers: Event | None) -> Way:
    if answers is not None:
        return reverse("form-answer", args=[answers.patient, answers.id]), _("Correct instead")
    return reverse("form", args=[opened.patient, FORMS[one.decisions[0].kind]]), _("Write it anew instead")
