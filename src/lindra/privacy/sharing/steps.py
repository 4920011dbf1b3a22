"""The ways on to what is not shown, two steps each: say what holds and see who has entries; say why, and they open.

The first step is a POST, since it shows who holds entries, and is in the access log. Law: SFS 2022:913 3 kap. 3–6 §§,
SFS 2008:355 4 kap. 5 §.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.frame import texts
from lindra.privacy import actions, door, rules
from lindra.privacy.actions import Holder
from lindra.privacy.door import Opened
from lindra.privacy.rules import Attitude
from lindra.privacy.sharing import ways, words
from lindra.privacy.sharing.forms import AskedDangerForm, DangerForm, UnableForm
from lindra.privacy.sharing.pages import for_opened, refused, show
from lindra.privacy.sharing.ways import Way
from lindra.privacy.standing import EMERGENCY_HOURS

STEP, LAST = "step", "open"
"""The field that tells the second step from the first."""


@require_http_methods(["GET", "POST"])
@for_opened("danger to life")
def danger_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Danger to life or serious risk to health: who holds entries, then the reason, then they are open for hours."""
    reader = request.reader  # type: ignore[attr-defined]
    if not {Way.DANGER, Way.WHO} & set(ways.ways(opened.sight, opened.person.born)):
        return refused(request, opened, rules.law("SVOD 3:7"))
    rights = dict.fromkeys(
        held.decision.right for held in opened.sight.declared().held() if held.decision.who
    )
    about = _about(words.in_danger(opened.sight.emergency), rights, danger=True)
    if request.method != "POST":
        return show(request, opened, "sharing_step.html", **about)
    last = request.POST.get(STEP) == LAST
    sent = AskedDangerForm(request.POST) if last else None
    if sent is not None and sent.is_valid():
        told = sent.cleaned_data
        try:
            actions.open_in_emergency(opened.patient, told["reason"], reader, asked=told["asked"])
        except PermissionError:
            return refused(request, opened, rules.law("SVOD 3:7"))
        return _opened(request, opened)
    held = actions.holders(opened.patient, reader)
    blocked = not all(one.opens for one in held)
    form = (AskedDangerForm if blocked else DangerForm)(request.POST if last else None)
    return show(
        request, opened, "sharing_step.html", **about, declared=True, holders=_holders(held), blocked=blocked,
        form=form if any(one.opens for one in held) else None, hours=EMERGENCY_HOURS, button=_("Open in an emergency"),
    )  # fmt: skip


def _opened(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Back at the patient, told until when it is open."""
    seen = door.sight(opened.records, request.reader)  # type: ignore[attr-defined]
    until = texts.instant(ways.until(seen), "minute")
    messages.success(
        request, _("Opened in an emergency until %(when)s. It will be reviewed.") % {"when": until}
    )
    return redirect("patient", opened.patient)


@require_http_methods(["GET", "POST"])
@for_opened("lastingly unable to take a position")
def unable_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Lastingly unable to take a position: who holds entries, then how the attitude was clarified, then they open."""
    reader = request.reader  # type: ignore[attr-defined]
    verdict = ways.may_note(opened.sight)
    if not verdict.allowed:
        return refused(request, opened, verdict.right)
    right = words.LAW_OF["unable", reader.assignment.regime]
    about = _about(words.ATTITUDES["unable"][0], (right,), lead=words.ATTITUDES["unable"][1])
    if request.method != "POST":
        return show(request, opened, "sharing_step.html", **about)
    last = request.POST.get(STEP) == LAST
    form = UnableForm(request.POST) if last else UnableForm(initial={"opposed": _said_no(opened)})
    if last and form.is_valid():
        told = form.cleaned_data
        actions.note_attitude(
            opened.patient, "unable", reader, told_by="other", basis=told["basis"], opposed=told["opposed"]
        )
        messages.success(request, str(words.OPPOSED_NOTED if told["opposed"] else words.NOTED["unable"]))
        return redirect("patient", opened.patient)
    held = actions.holders_if_unable(opened.patient, reader)
    return show(
        request, opened, "sharing_step.html", **about, declared=True, holders=_holders(held), form=form,
        said_no=_said_no(opened), button=words.ATTITUDES["unable"][2] if held else _("Note this"),
    )  # fmt: skip


def _said_no(opened: Opened) -> bool:
    """A patient who has said no gives reason to think that they would be against it."""
    return opened.sight.attitude is Attitude.REFUSES


def _about(title: Any, rights: Iterable[str], **more: Any) -> dict[str, Any]:
    return {"title": str(title), "paragraphs": [words.paragraph(right) for right in rights]} | more


def _holders(held: Sequence[Holder]) -> list[dict[str, Any]]:
    """Unit, provider and what it is about; what another provider blocks has to be asked for there."""
    return [
        {
            "unit": one.unit or _("Unit not known"), "provider": one.provider, "about": words.matters(one.matters),
            "blocked": one.blocked, "opens": one.opens,
        }
        for one in held
    ]  # fmt: skip
