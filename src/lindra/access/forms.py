"""The form of an offering. What is wrong is said beside its field; ``readin`` judges, as it does for files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from lindra.access import functions, hours, presentation, queries, readin
from lindra.access.models import Offering
from lindra.areas import geography
from lindra.frame import texts

WRONG: Mapping[str, Promise] = {
    "function": gettext_lazy("Choose a function."),
    "provider": gettext_lazy("Choose who provides it."),
    "unit": gettext_lazy("Choose a unit of the provider, or none."),
    "name": gettext_lazy("Say what it is called, so that two can be told apart."),
    "areas": gettext_lazy(
        "Write municipalities or regions by name or code, with commas between, as in Karlstad, 1715."
    ),
    "hours": gettext_lazy(
        "Write hours as Mon-Fri 08:00-17:00; Sat 22-06, or 24/7. Leave it empty where they are not known."
    ),
    "youngest": gettext_lazy("Write an age in whole years."),
    "oldest": gettext_lazy("Write an age in whole years, not below the youngest."),
    "valid_from": gettext_lazy("Choose the first day."),
    "valid_to": gettext_lazy("Choose a day after the first day, or none."),
    "stated_by": gettext_lazy("Say who stated it."),
    "stated_on": gettext_lazy("Choose the day it was stated."),
}


def _line(label: Any, required: bool = True, hint: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=hint, max_length=readin.LONGEST, **more)


def _day(label: Any, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, max_length=10)


class OfferingForm(forms.Form):
    """What exists: which function, whose, for whom, when, within which limits, by which agreement, who says so."""

    function = forms.ChoiceField(label=gettext_lazy("Function"))
    provider = forms.ChoiceField(label=gettext_lazy("Provider"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    name = _line(gettext_lazy("Name"))
    areas = _line(
        gettext_lazy("Whom it serves"),
        hint=gettext_lazy("Municipalities or regions, by name or code, with commas between."),
    )
    place = _line(
        gettext_lazy("Only at this place"), required=False,
        hint=gettext_lazy("A hospital or a ward, where it is only there. It is then of no single municipality."),
    )  # fmt: skip
    hours = _line(
        gettext_lazy("Hours of the week"), required=False,
        hint=gettext_lazy("As in Mon-Fri 08:00-17:00; Sat 22-06, or 24/7. They may pass midnight. Empty: not stated."),
    )  # fmt: skip
    diagnoses = _line(gettext_lazy("Only these diagnoses"), required=False)
    youngest = _line(gettext_lazy("Youngest age"), required=False)
    oldest = _line(gettext_lazy("Oldest age"), required=False)
    limits = _line(
        gettext_lazy("Other limits"), required=False, hint=gettext_lazy("As in: only those enrolled.")
    )
    telephone = _line(gettext_lazy("Telephone"), required=False)
    agreement = _line(gettext_lazy("Key of the agreement"), required=False)
    agreement_title = _line(gettext_lazy("The agreement it rests on"), required=False)
    valid_from = _day(gettext_lazy("First day"))
    valid_to = _day(gettext_lazy("First day it is no longer there"), required=False)
    stated_by = _line(gettext_lazy("Who states it"))
    stated_on = _day(gettext_lazy("Stated on"))
    source = _line(gettext_lazy("Where it stands"), required=False)

    def __init__(
        self, providers: list[tuple[str, str]], units: list[tuple[str, str]], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        offered: dict[str, list[tuple[str, str]]] = {
            "function": [(one.code, one.text(texts.language())) for one in functions.covered().values()],
            "provider": providers,
            "unit": [("", gettext("No unit")), *units],
        }
        for name, found in offered.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
            self.fields[name].error_messages |= {
                "required": str(WRONG[name]),
                "invalid_choice": str(WRONG[name]),
            }
        for name in ("name", "areas", "valid_from", "stated_by", "stated_on"):
            self.fields[name].error_messages["required"] = str(WRONG[name])

    def clean(self) -> dict[str, Any]:
        """Judge the whole as a row of a file would be."""
        told: dict[str, Any] = super().clean() or {}
        found = readin.read({**told, "areas": codes(str(told.get("areas", "")))}, queries.known())
        for name, text in found.faults:
            if name in self.fields and name not in self.errors:
                self.add_error(name, str(WRONG.get(name, text)))
        self.read = found
        return told

    @property
    def said(self) -> dict[str, Any]:
        """The values of the model."""
        return self.read.values


def codes(text: str) -> str:
    """Names of municipalities and regions turned into codes; what is no name stays, to be refused."""
    by_name = {one.name.casefold(): one.code for one in geography.municipalities()}
    for region in geography.regions():
        by_name.setdefault(region.name.casefold(), region.code)
    parts = [part.strip() for part in text.replace(";", ",").replace("\n", ",").split(",")]
    return ", ".join(
        by_name.get(part.casefold(), part.replace(" ", ", ") if part[:1].isdigit() else part)
        for part in parts
    )


def started(one: Offering) -> dict[str, Any]:
    """An offering as the form shows it; hours as they were written, else as they are kept."""
    names = [geography.area(code).name for code in one.areas]
    return {
        name: getattr(one, name)
        for name in (
            "function", "provider", "unit", "name", "place", "diagnoses", "youngest", "oldest", "limits", "telephone",
            "agreement", "agreement_title", "valid_from", "valid_to", "stated_by", "stated_on", "source",
        )
    } | {"areas": ", ".join(names), "hours": one.hours_said or hours.text(one.spans or ())}  # fmt: skip


class EndForm(forms.Form):
    """From which day it is no longer there."""

    day = forms.DateField(
        label=gettext_lazy("First day it is no longer there"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose a day."), "invalid": gettext_lazy("Choose a day.")},
    )  # fmt: skip


def area_names(codes_: list[str]) -> str:
    """The areas an offering serves, by name, as Swedish sorts them."""
    return ", ".join(
        one.short if isinstance(one, geography.Region) else one.name
        for one in sorted((geography.area(code) for code in codes_), key=presentation.by_name)
    )
