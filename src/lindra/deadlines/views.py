"""The page of everything due, and what people do to its rows. Nothing of a patient stands in an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lindra.deadlines import actions, lists, queries, rules, words
from lindra.deadlines.declared import DECLARED
from lindra.deadlines.lists import Asked, Line
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Relation, may_write
from lindra.privacy.web import denied, reader_required

RIGHT = "SFS 2008:355 4 kap. 1 §"
OTHERS = ("mine", "off")
EVERY = "every"
"""In an address: every unit, where otherwise it would be one's own."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is late, due today, and so on."""

    code: str
    title: str
    lines: list[Line]


@reader_required
@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """What is due for the patients of the reader's unit (for follow-up: provider), in groups, earliest first."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    asked = _asked(request, reader)
    page, counted = lists.listed(asked, reader), lists.counts(asked, reader)
    return render(request, "deadlines/due.html", {
        "groups": _groups(page.lines), "tabs": _tabs(asked, reader, counted), "asked": asked,
        "form": _chooser(asked, reader), "unseen": _unseen(asked, page, counted),
        "next": _address(asked, reader, start=page.next) if page.next is not None else "",
        "first": _address(asked, reader, start=0) if asked.start else "",
        "here": _address(asked, reader, start=asked.start),
        "may": may_write(reader.purpose, reader.side.duty, Relation.CURRENT, opens=False).allowed,
    })  # fmt: skip


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    """What the address asks for; what it says that nobody could have chosen is passed over."""
    sent = request.GET
    units = _units(reader)
    own = reader.assignment.unit if lists.by_unit(reader) else ""
    unit = sent.get("unit", own)
    start = sent.get("start", "")
    return Asked(
        when=sent.get("when", "") if sent.get("when") in (*rules.WHENS, *OTHERS) else "",
        name=sent.get("name", "") if sent.get("name") in DECLARED else "",
        role=sent.get("role", "") if sent.get("role") in words.ROLES else "",
        unit="" if unit == EVERY else unit if unit in (*units, lists.OWN) else own,
        start=int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0,
    )


def _units(reader: Reader) -> dict[str, str]:
    """Units to choose among: for care one's own, for follow-up all of the provider's."""
    return lists.own_units(reader)


def _address(asked: Asked, reader: Reader, **changed: Any) -> str:
    """The query of the page with something changed; what goes without saying is left out."""
    values = {
        "when": asked.when,
        "name": asked.name,
        "role": asked.role,
        "unit": asked.unit or EVERY,
    } | changed
    if values["unit"] == (reader.assignment.unit if lists.by_unit(reader) else EVERY):
        values.pop("unit")
    return "?" + urlencode({name: value for name, value in values.items() if value})


def _unseen(asked: Asked, page: lists.Listed, counted: dict[str, int]) -> int:
    """How many are counted and not shown, because what they rest on may not be seen; told where all fit on a page."""
    if asked.start or page.next is not None or asked.role or asked.when in OTHERS:
        return 0
    every = counted[asked.when] if asked.when else sum(counted.values())
    return max(every - len(page.lines), 0)


def _tabs(asked: Asked, reader: Reader, counted: dict[str, int]) -> list[dict[str, Any]]:
    """All, by when with how many, and what is noted by people."""
    names: list[tuple[str, Any, Any]] = [("", _("All"), sum(counted.values()))]
    names += [(when, words.WHENS[when], counted[when]) for when in rules.WHENS]
    names += [("mine", _("Mine"), ""), ("off", _("Put off"), "")]
    return [
        {"url": _address(asked, reader, when=code), "label": label, "count": count, "current": code == asked.when}
        for code, label, count in names
    ]  # fmt: skip


class Chooser(forms.Form):
    """Which part of the list to show."""

    name = forms.ChoiceField(label=gettext_lazy("What"))
    role = forms.ChoiceField(label=gettext_lazy("For whom"))
    unit = forms.ChoiceField(label=gettext_lazy("Responsible unit"))


def _chooser(asked: Asked, reader: Reader) -> Chooser:
    own = lists.by_unit(reader)
    units = [(unit, name) for unit, name in _units(reader).items()]
    form = Chooser(initial={"name": asked.name, "role": asked.role, "unit": asked.unit or EVERY})
    fields: dict[str, list[tuple[str, Any]]] = {
        "name": [("", _("Everything")), *((name, words.label(name)) for name in DECLARED)],
        "role": [("", _("Everybody")), *words.ROLES.items()],
        "unit": [*units, (EVERY, _("Every unit"))]
        if own
        else [(EVERY, _("Every unit")), (lists.OWN, _("Our own units")), *units],
    }
    for name, choices in fields.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["class"] = "input"
    return form


def _groups(lines: Iterable[Line]) -> list[Group]:
    """Lines stand in order of time, so each group is in one place."""
    return [
        Group(when, str(words.WHENS[when]), list(some))
        for when, some in groupby(lines, key=lambda line: line.when)
    ]


PROBLEMS = {
    "past": gettext_lazy("Choose a day after today."),
    "long": gettext_lazy("Choose a day within %(days)s days: what is put off for longer is forgotten."),
    "empty": gettext_lazy("Say why it is put off."),
}
"""What is wrong with how something was to be put off, and what to do."""


class NotNowForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=gettext_lazy("Not before"), widget=forms.DateInput(attrs={"type": "date", "class": "input input--short"}),
        help_text=gettext_lazy("On that day it is back in the list."),
        error_messages={"required": PROBLEMS["past"], "invalid": PROBLEMS["past"]},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=rules.MOST_SAID,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=gettext_lazy("Your colleagues see it. What concerns the care belongs in the record."),
        error_messages={"required": PROBLEMS["empty"]},
    )  # fmt: skip


@reader_required
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Claim, give back, put off or bring back one row; to put it off is a page of its own."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    patient, key = request.POST.get("patient", ""), request.POST.get("key", "")
    doing = request.POST.get("do", "")
    try:
        if doing in ("not now", "put off"):
            return _not_now(request, reader, patient, key)
        if doing in DEEDS:
            DEEDS[doing](patient, key, reader)
            messages.success(request, str(DONE[doing]))
    except actions.Taken as taken:
        name = queries.staff_names([taken.by]).get(taken.by, taken.by)
        messages.warning(request, _("%(name)s has claimed it before you.") % {"name": name})
    except actions.Gone:
        messages.info(request, _("That is not in the list any more: it has been done, or is no longer due."))
    except PermissionError:
        return denied(request, RIGHT)
    return redirect(_back(request))


DEEDS = {"claim": actions.claim, "release": actions.release, "bring back": actions.bring_back}
DONE = {
    "claim": gettext_lazy("You have claimed it."),
    "release": gettext_lazy("It is anybody's again."),
    "bring back": gettext_lazy("It is back in the list."),
}


def _back(request: HttpRequest) -> str:
    """The list as it was; only ever a query of this page."""
    query = request.POST.get("back", "")
    return reverse("due") + (query if query.startswith("?") else "")


def _not_now(request: HttpRequest, reader: Reader, patient: str, key: str) -> HttpResponse:
    """Ask until when and why; or keep what was answered."""
    answered = request.POST.get("do") == "put off"
    form = NotNowForm(request.POST if answered else None)
    if answered and form.is_valid():
        try:
            actions.not_now(patient, key, reader, form.cleaned_data["until"], form.cleaned_data["reason"])
        except rules.NotPutOff as problem:
            form.add_error(problem.field, str(PROBLEMS[problem.problem]) % {"days": rules.MOST_OFF})
        else:
            messages.success(request, _("It has been put off."))
            return redirect(_back(request))
    line = lists.one(patient, key, reader)
    if line is None:
        raise actions.Gone
    return render(request, "deadlines/not_now.html", {
        "form": form, "line": line, "back": request.POST.get("back", ""), "list": _back(request),
        "facts": _facts(line),
    })  # fmt: skip


def _facts(line: Line) -> list[tuple[str, str, str]]:
    responsible = " · ".join(part for part in (line.unit, words.role(line.role)) if part)
    known = [
        (_("Patient"), line.person.name or _("Name not known"), ""),
        (_("What"), line.title, line.detail),
        (_("When"), words.left(line.days, late=line.when == "late"), ""),
        (_("Responsible"), responsible, ""),
    ]
    return [fact for fact in known if fact[1]]
