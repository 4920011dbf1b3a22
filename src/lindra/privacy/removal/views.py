"""Pages of destruction by decision: prepare, look and confirm, and what has become of all that was prepared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lindra.areas import queries as areas
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.privacy import door
from lindra.privacy import rules as privacy
from lindra.privacy.door import Denied, Opened
from lindra.privacy.models import Removal, RemovalPart
from lindra.privacy.reader import Reader
from lindra.privacy.removal import actions, pages, queries, rules, words
from lindra.privacy.removal.actions import StandAgain
from lindra.privacy.removal.forms import ConfirmForm, DecisionForm, RefusalForm
from lindra.privacy.removal.pages import for_removal
from lindra.privacy.removal.rules import Act, Ground, State
from lindra.privacy.rules import Answer, Decision
from lindra.privacy.web import denied
from lindra.record.envelope import Event, instant
from lindra.record.kinds import Refused

PAGE, ENTRIES = 50, 200
"""Removals, and entries to choose among, on one page."""


# All that was prepared


@for_removal
@require_GET
def removals_page(request: HttpRequest) -> HttpResponse:
    """Every removal of the provider, those that wait first: in which state, by whom and when."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    every = list(Removal.objects.filter(provider=reader.assignment.provider).order_by("-id"))
    every.sort(key=lambda one: one.state not in rules.WAITING)
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/removals.html", {
        "table": table(list(page), _("Prepared and carried out")), "page": page,
        "provider": reader.assignment.provider_name,
    })  # fmt: skip


def table(removals: Sequence[Removal], caption: str) -> Table:
    """Removals, a row each; nothing of a patient is in it."""
    names = pages.staff_names({who for one in removals for who in (one.prepared_by, one.settled_by)})
    columns = [Column(_("Prepared"), whole=True), Column(_("What")), Column(_("Decision")), Column(_("Prepared by")),
               Column(_("State")), Column(_("By"))]  # fmt: skip
    return Table(caption, columns, [
        [
            Cell(texts.stamp(instant(one.prepared_at)), url=reverse("removal", args=[one.id])),
            Cell(str(words.GROUNDS[one.ground]), note=str(words.SCOPES[one.scope]) if one.ground == "decision" else ""),
            one.decision, names.get(one.prepared_by, one.prepared_by),
            Cell(str(words.STATES[one.state]), tone=words.TONES[State(one.state)]),
            Cell(names.get(one.settled_by, one.settled_by),
                 note=texts.stamp(instant(one.settled_at)) if one.settled_at else ""),
        ]
        for one in removals
    ])  # fmt: skip


# One prepares


@for_removal
@require_http_methods(["GET", "POST"])
def prepare_page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The provider's entries of a patient, to choose from, and the decision by which they are to go."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    verdict = actions.may_destroy(str(patient), reader)
    if not verdict.allowed:
        return _refused(request, str(patient), verdict.right)
    opened = door.open(str(patient), reader, "entries to destroy")
    if isinstance(opened, Denied):
        return denied(request, opened.right)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    ticked, again = request.POST.getlist("entry"), list[Event]()
    if form.is_bound and form.is_valid():
        try:
            return _prepared(request, opened, form, ticked)
        except StandAgain as found:
            again = found.events
            form.add_error(None, _("Entries that were corrected or withdrawn would stand again without these. They are "
                                   "listed first and have been ticked: look at them, and prepare again."))  # fmt: skip
        except Refused:
            form.add_error(None, _("Nothing was prepared. Choose at least one entry; for the whole record, every one; "
                                   "none that waits already."))  # fmt: skip
    return render(request, "privacy/removal_prepare.html", _to_choose(request, opened, form, ticked, again))


def _refused(request: HttpRequest, patient: str, right: str) -> HttpResponse:
    """The page that says no; that somebody asked is logged."""
    verdict = Decision(Answer.NO, False, right)
    with suppress(PermissionError):
        actions.allow(verdict, [patient], "entries to destroy", request.reader)  # type: ignore[attr-defined]
    return denied(request, right)


def _prepared(
    request: HttpRequest, opened: Opened, form: DecisionForm, ticked: Sequence[str]
) -> HttpResponse:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    events = ticked
    if form.told.scope == "whole":
        events = [event.id for event in actions.choosable(opened.records, opened.sight)]
    removal = actions.prepare(opened.patient, events, form.told, reader)
    messages.success(request, _("Prepared. Nothing is destroyed until another person has confirmed it."))
    return redirect("removal", removal.id)


def _to_choose(
    request: HttpRequest, opened: Opened, form: DecisionForm, ticked: Sequence[str], again: Sequence[Event]
) -> dict[str, Any]:
    every = queries.own(opened.records, opened.sight.side.provider)
    may = [event for event in every if actions.may_choose(event, opened.sight)]
    first = {event.id for event in again}
    chosen, waits = {*ticked, *first}, queries.waiting(opened.records)
    page = Paginator(
        pages.lines((one for one in may if one.id not in first), opened.records, opened.sight, chosen, waits),
        ENTRIES,
    ).get_page(request.GET.get("page"))
    of_patient = RemovalPart.objects.filter(patient__in=opened.records).values("removal")
    return pages.head(opened.person) | {
        "form": form, "page": page, "count": len(may), "hidden": len(every) - len(may),
        "again": pages.lines(again, opened.records, opened.sight, first),
        "back": reverse("patient", args=[opened.patient]), "provider": request.reader.assignment.provider_name,  # type: ignore[attr-defined]
        "before": table(list(Removal.objects.filter(pk__in=of_patient, provider=opened.sight.side.provider)),
                        _("Prepared before")),
    }  # fmt: skip


# Another confirms


@for_removal
@require_http_methods(["GET", "POST"])
def removal_page(request: HttpRequest, removal: UUID) -> HttpResponse:
    """One removal: exactly what will go or has gone, and what this person may do about it."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = get_object_or_404(Removal, pk=str(removal), provider=reader.assignment.provider)
    parts = list(found.parts.order_by("id"))
    own = found.prepared_by == reader.staff.hsa_id
    may = {act.value: rules.may(act, State(found.state), own=own) for act in Act}
    form: forms.Form | None = None
    if request.method == "POST":
        try:
            form = _done(request, found, reader)
        except PermissionError:
            return denied(request, privacy.law("PDL 4:2"))
        except Refused:
            messages.error(
                request, _("Nothing was changed: somebody came before, or what was shown no longer holds.")
            )
            form = None
        if form is None:
            return redirect("removal", found.id)
    context = _shown(found, parts, reader) | {"may": may, "own": own}
    context["can_confirm"] = may["confirm"] and context["openable"]
    context["confirm"] = form if isinstance(form, ConfirmForm) else ConfirmForm()
    context["refusal"] = form if isinstance(form, RefusalForm) else RefusalForm()
    context["error"] = form
    return render(request, "privacy/removal.html", context)


def _done(request: HttpRequest, removal: Removal, reader: Reader) -> forms.Form | None:
    """Do what the form says; returns the form where something is missing in it."""
    act = request.POST.get("act", "")
    if act in ("confirm", "refuse"):
        form = ConfirmForm(request.POST) if act == "confirm" else RefusalForm(request.POST)
        if not form.is_valid():
            return form
        if act == "confirm":
            actions.confirm(removal, request.POST.get("shown", ""), reader)
        else:
            actions.refuse(removal, form.cleaned_data["refusal"], reader)
        return None
    others: dict[str, Callable[[Removal, Reader], Any]] = {
        "withdraw": actions.withdraw, "carry_on": actions.carry_on,
    }  # fmt: skip
    if act in others:
        others[act](removal, reader)
    return None


def _shown(removal: Removal, parts: Sequence[RemovalPart], reader: Reader) -> dict[str, Any]:
    events = [event for part in parts for event in part.events]
    done = sum(bool(part.done_at) for part in parts)
    names = pages.staff_names({removal.prepared_by, removal.settled_by})
    shown: dict[str, Any] = {
        "removal": removal, "title": words.GROUNDS[removal.ground], "state": words.STATES[removal.state],
        "tone": words.TONES[State(removal.state)], "waits": removal.state in rules.WAITING,
        "facts": _facts(removal, parts, names), "mark": rules.fingerprint(events), "done": done, "total": len(parts),
        "left": sum(bool(part.problem) for part in parts), "step": actions.STEP,
    }  # fmt: skip
    if removal.ground == Ground.WEEDING:
        return shown | {"openable": True, "records": _records(removal, parts, reader)}
    return shown | _entries(removal, parts, reader)


def _facts(removal: Removal, parts: Sequence[RemovalPart], names: dict[str, str]) -> list[tuple[Any, ...]]:
    count = sum(len(part.events) for part in parts)
    facts: list[tuple[Any, ...]] = [
        (_("Decision"), removal.decision),
        (_("Who decided"), words.authority(removal.authority)),
        (_("What it covers"), words.SCOPES[removal.scope]),
        (_("Entries"), ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count}),
        (_("Prepared by"), names.get(removal.prepared_by, removal.prepared_by),
         texts.instant(instant(removal.prepared_at))),
    ]  # fmt: skip
    if removal.ground == Ground.DECISION:
        facts[2:2] = [(_("Date of the decision"), removal.decided_on),
                      (_("Who applied"), words.REASONS[removal.reason])]  # fmt: skip
    if removal.settled_by:
        who = names.get(removal.settled_by, removal.settled_by)
        facts.append((words.STATES[removal.state], who, texts.instant(instant(removal.settled_at))))
    if removal.refusal:
        facts.append((_("Why it is not confirmed"), words.REFUSALS[removal.refusal]))
    return facts


def _entries(removal: Removal, parts: Sequence[RemovalPart], reader: Reader) -> dict[str, Any]:
    """Exactly the entries, where this reader may open the patient; who it is and what they say is shown only then."""
    if removal.state not in rules.WAITING:
        return {"openable": False}
    if not actions.may_destroy(parts[0].patient, reader).allowed:
        return {"openable": False, "elsewhere": True}
    opened = door.open(parts[0].patient, reader, "prepared destruction")
    if isinstance(opened, Denied):
        return {"openable": False, "elsewhere": True}
    named = {event for part in parts for event in part.events}
    entries = [one for one in queries.own(opened.records, removal.provider) if one.id in named]
    hidden = [one for one in entries if not actions.may_choose(one, opened.sight)]
    return pages.head(opened.person) | {
        "lines": pages.lines(entries, opened.records, opened.sight), "openable": not hidden, "elsewhere": bool(hidden),
        "gone": len(named) - len(entries),
    }  # fmt: skip


def _records(removal: Removal, parts: Sequence[RemovalPart], reader: Reader) -> Table:
    """The records of a weeding: whose (where the unit knows them), how much, from when to when; once gone, how much."""
    waits = removal.state in rules.WAITING
    seen = (
        door.visible([RecordOf(part.patient) for part in parts], reader, "prepared weeding") if waits else []
    )
    names = [_name(one) for one in seen] or [""] * len(parts)
    columns = [Column(_("Patient")), Column(_("Entries"), numeric=True), Column(_("First"), whole=True),
               Column(_("Last"), whole=True), Column(_("Units")), Column(_("State"))]  # fmt: skip
    return Table(_("Records"), columns, [
        [name or "–", str(len(part.events)), *_times(part, removal.provider), _state(part)]
        for name, part in zip(names, parts, strict=True)
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A record of somebody."""

    patient: str


def _name(seen: door.Visible) -> str:
    if seen.person is None:
        return _("Of another unit")
    return seen.person.name or _("Name not known")


def _times(part: RemovalPart, provider: str) -> list[str]:
    """When the first and the last entry were written, and the units that wrote them; nothing once they are gone."""
    named = set(part.events)
    entries = [event for event in queries.own([part.patient], provider) if event.id in named]
    written = sorted(event.recorded_at for event in entries)
    units = areas.names({event.unit for event in entries})
    days = [texts.stamp(instant(one), "day") for one in (written[0], written[-1])] if written else ["–", "–"]
    return [*days, ", ".join(sorted(units.values())) or "–"]


def _state(part: RemovalPart) -> Cell | str:
    if part.problem:
        return Cell(_("Left"), tone="warning")
    return Cell(_("Gone"), tone="ok") if part.done_at else "–"
