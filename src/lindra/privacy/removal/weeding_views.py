"""The worklist of weeding: records in which the provider's last entry is older than it must be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.areas import queries as areas
from lindra.areas.models import Provider
from lindra.clock import day
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.removal import actions, queries, rules
from lindra.privacy.removal.forms import WeedingForm
from lindra.privacy.removal.pages import for_removal
from lindra.privacy.removal.queries import Due
from lindra.record.envelope import instant
from lindra.record.kinds import Refused


@dataclass(frozen=True, slots=True)
class Row:
    """A record that may be weeded; ``name`` is empty where the reader's unit does not know the patient."""

    patient: str
    name: str
    entries: int
    last: Any
    units: str
    ticked: bool


@for_removal
@require_http_methods(["GET", "POST"])
def weeding_page(request: HttpRequest) -> HttpResponse:
    """The records that may be weeded, a batch of them; another person confirms."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    provider = Provider.objects.get(pk=reader.assignment.provider)
    public = rules.archives(provider.kind)
    form: forms.Form = (WeedingForm if public else forms.Form)(
        request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            chosen, archive = request.POST.getlist("record"), form.cleaned_data.get("archive", "")
            removal = actions.prepare_weeding(chosen, archive, reader)
        except Refused:
            form.add_error(
                None, _("Nothing was prepared: choose at least one record, of those that are listed.")
            )
        else:
            messages.success(
                request, _("Prepared. Nothing is destroyed until another person has confirmed it.")
            )
            return redirect("removal", removal.id)
    return render(request, "privacy/removal_weeding.html", _listed(request, provider, reader) | {
        "form": form, "public": public, "provider": provider.name,
        "kept": rules.kept(provider.hsa_id, day(reader.at)),
    })  # fmt: skip


def _listed(request: HttpRequest, provider: Provider, reader: Reader) -> dict[str, Any]:
    after = request.GET.get("after", "")
    place = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    found, following = queries.due(
        provider.pk, actions.weedable_before(provider, reader), place, actions.MOST
    )
    chosen = request.POST.getlist("record") if request.method == "POST" else [one.patient for one in found]
    return {"rows": _rows(found, chosen, reader), "following": following, "after": place}


def _rows(found: Sequence[Due], chosen: Sequence[str], reader: Reader) -> list[Row]:
    units = areas.names({unit for one in found for unit in one.units})
    seen = door.visible(found, reader, "list records to weed") if found else []
    return [
        Row(
            patient=one.patient, name=shown.person.name if shown.person else "", entries=len(one.events),
            last=instant(one.last), units=", ".join(units.get(unit, "") for unit in one.units),
            ticked=one.patient in chosen,
        )
        for one, shown in zip(found, seen, strict=True)
    ]  # fmt: skip
