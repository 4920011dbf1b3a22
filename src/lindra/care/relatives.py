"""Those close to the patient: who they are and how they are reached. What they know and want is told in a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lindra.care.checks import PHONE
from lindra.care.pages import ways
from lindra.deadlines.words import Text
from lindra.forms.pages import head
from lindra.ids import new_id
from lindra.people.details import Relative
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required

Further = Callable[[door.Opened], tuple[str, Text] | None]
_FURTHER: list[Further] = []


def further(way: Further) -> None:
    """Let a room above lead on from this page: address and label, or nothing for this patient."""
    if way not in _FURTHER:
        _FURTHER.append(way)


LINES = re.compile(r"[\n,;]+")


class RelativeForm(forms.Form):
    """Who somebody close is, and their numbers, one a line."""

    ref = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    relation = forms.CharField(
        label=gettext_lazy("Relation"), max_length=60, required=False,
        help_text=gettext_lazy("For example daughter, neighbour or friend."),
    )  # fmt: skip
    telecom = forms.CharField(
        label=gettext_lazy("Telephone numbers"), required=False, max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("One a line."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def clean_telecom(self) -> tuple[str, ...]:
        """The numbers; each must be one."""
        numbers = tuple(one.strip() for one in LINES.split(self.cleaned_data["telecom"]) if one.strip())
        if wrong := [one for one in numbers if not PHONE.fullmatch(one)]:
            raise forms.ValidationError(
                _("“%(number)s” is no telephone number. Write digits, and blanks or dashes between."),
                params={"number": wrong[0]},
            )
        return numbers


@reader_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Those close to the patient; one is added or changed."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    opened = door.open(str(patient), reader, "relatives")
    if isinstance(opened, door.Denied):
        return denied(request, opened.right)
    known = {
        one.ref: one for one in opened.person.details.get(Relative.kind, ()) if isinstance(one, Relative)
    }
    chosen = _chosen(request.GET.get("change", ""), list(known.values()))
    form = RelativeForm(request.POST if request.method == "POST" else None, initial=_initial(chosen))
    if form.is_valid():
        try:
            door.note_detail(opened.patient, _relative(form.cleaned_data, known), reader)
        except PermissionError:
            return denied(request, opened.sight.address.right)
        messages.success(request, _("Saved."))
        return redirect("relatives", opened.patient)
    context = head(opened) | {
        "relatives": list(known.values()), "form": form, "ways": ways(opened.patient, reader, "relatives"),
        "chosen": chosen, "further": list(filter(None, (way(opened) for way in _FURTHER))),
    }  # fmt: skip
    return render(request, "care/relatives.html", context, status=422 if form.is_bound else 200)


def _chosen(number: str, known: list[Relative]) -> Relative | None:
    """Who is to be changed, by their place in the list: no reference of anybody stands in an address."""
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    return known[place - 1] if 0 < place <= len(known) else None


def _initial(chosen: Relative | None) -> dict[str, Any]:
    if chosen is None:
        return {}
    return chosen.model_dump() | {"telecom": "\n".join(chosen.telecom)}


def _relative(told: dict[str, Any], known: dict[str, Relative]) -> Relative:
    """One that is known with what is new of them, or somebody new."""
    before = known.get(told["ref"])
    said = {name: told[name] for name in ("name", "relation", "telecom", "note")}
    return before.model_copy(update=said) if before else Relative(ref=new_id(), **said)
