"""The form of a clause: what is promised, and what it takes to check it, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.access import functions
from lindra.areas import geography
from lindra.areas import queries as areas
from lindra.areas.models import Provider
from lindra.frame import texts
from lindra.governance import bodies
from lindra.governance.documents import forms as fields
from lindra.governance.documents import queries
from lindra.governance.documents import words as documents
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import kinds, words
from lindra.governance.obligations.actions import LONGEST, Clause
from lindra.measures import catalogue

Choices = list[tuple[str, Any]]
OWN: Mapping[str, tuple[str, ...]] = {
    "share": ("measure", "threshold", "place"), "staffed": ("function", "areas", "hours"), "hours_held": ("where",),
    "report_by": ("by",), "other": (),
}  # fmt: skip
"""The fields of each kind."""
WRONG_NUMBER = ("invalid", "min_value", "max_value", "max_decimal_places")
NAMED = {"hours_held": {"place": "where"}}
"""What a kind calls a part that is asked for in a field of another name."""


class ClauseForm(forms.Form):
    """A clause of a document."""

    id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    paragraph = fields.line(gettext_lazy("Number or paragraph"), 20, required=False)
    wording = fields.line(gettext_lazy("What is promised"), LONGEST, rows=3, missing=documents.REFUSED["no_wording"],
                          help_text=gettext_lazy("In your own words, as short as it can be said."))  # fmt: skip
    owes = fields.choice(gettext_lazy("Who owes it"), documents.REFUSED["no_debtor"])
    owed_to = fields.line(gettext_lazy("To whom"), required=False)
    first = fields.day(gettext_lazy("Owed from"), required=False,
                       help_text=gettext_lazy("Only where it is not the document's first day."))  # fmt: skip
    last = fields.day(gettext_lazy("Owed to"), required=False)
    kind = fields.choice(
        gettext_lazy("How is it checked?"), gettext_lazy("Choose how it is checked."), widget=forms.RadioSelect,
        choices=lambda: [(one, words.KINDS[one]) for one in kinds.KINDS],
    )  # fmt: skip
    measure = forms.ChoiceField(label=gettext_lazy("What is counted"), required=False)
    threshold = forms.DecimalField(
        label=gettext_lazy("At least, per cent"), required=False, min_value=0, max_value=100, decimal_places=1,
        error_messages=dict.fromkeys(WRONG_NUMBER, documents.REFUSED["no_share"]),
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("Where it is counted"), required=False)
    function = forms.ChoiceField(label=gettext_lazy("The function"), required=False)
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hours = fields.line(gettext_lazy("Hours of the week"), required=False,
                        help_text=gettext_lazy("For example Mon-Fri 08:00-17:00; Sat,Sun 10-14, or 24/7."))  # fmt: skip
    where = forms.ChoiceField(label=gettext_lazy("Where the hours are held"), required=False)
    by = fields.day(gettext_lazy("Done by"), required=False)

    def __init__(self, data: Any, document: Document, **more: Any) -> None:
        super().__init__(data, **more)
        held = queries.parties([document])[document.pk]
        known = bodies.bodies(held)
        regions, towns = _areas(document, held)
        none = [("", _("Choose"))]
        offered: dict[str, Choices] = {
            "owes": none + [(key, known[key].name) for key in held if key in known],
            "measure": none + _measures(),
            "place": [("", _("Everybody who is counted here")), *((f"region={code}", name) for code, name in regions),
                      *((f"municipality={code}", name) for code, name in towns)],
            "function": none + [(one.code, one.text(texts.language())) for one in functions.covered().values()],
            "areas": [*regions, *towns],
            "where": none + [(f"municipality={code}", name) for code, name in towns] + _units(held),
        }  # fmt: skip
        for name, found in offered.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clause(self, **more: Any) -> Clause:
        """As it is kept: only what its kind asks for."""
        said = self.cleaned_data
        kind = said["kind"]
        told = {name: said[name] for name in OWN[kind] if said.get(name) not in (None, "", [])}
        if "threshold" in told:
            told["threshold"] = float(told["threshold"] / 100)  # divided as a decimal: 1.1 per cent is 0.011
        if "by" in told:
            told["by"] = told["by"].isoformat()
        if "where" in told:
            told["place"] = told.pop("where")
        if (drawn := fields.drawn(said["id"])) and "id" not in more:
            more["id"] = drawn
        named = {name: said[name] for name in ("paragraph", "wording", "owes", "owed_to", "first", "last")}
        return Clause(kind=kind, told=told, **named, **more)

    def field_of(self, name: str) -> str:
        """The field in which a part of what is told was asked for."""
        return NAMED.get(str(self.cleaned_data.get("kind", "")), {}).get(name, name)


def initial(one: Obligation) -> dict[str, Any]:
    """A form filled in with a clause."""
    told = dict(one.told)
    if "threshold" in told:
        told["threshold"] = f"{float(told['threshold']) * 100:.1f}".removesuffix(".0")
    if one.kind == "hours_held":
        told["where"] = told.pop("place", "")
    named = {
        name: getattr(one, name)
        for name in ("paragraph", "wording", "owes", "owed_to", "first", "last", "kind")
    }
    to = bodies.bodies([one.owed_to])
    return {**told, **named, "owed_to": to[one.owed_to].name if one.owed_to in to else one.owed_to}


def _measures() -> Choices:
    swedish = texts.language().startswith("sv")
    return [
        (one.key, one.title.sv if swedish else one.title.en)
        for one in catalogue.current(queries.today())
        if one.kind == "share"
    ]


def _areas(document: Document, held: list[str]) -> tuple[Choices, Choices]:
    """Regions and municipalities of the parties: with a region, all of its municipalities."""
    ids = [key.partition(":")[2] for key in held if key.startswith("provider:")]
    codes = {one.area for one in Provider.objects.filter(pk__in=ids) if one.area}
    codes |= {key.partition(":")[2] for key in held if key.startswith("area:")}
    regions = sorted({geography.region_of(code).code for code in codes})
    towns = [(one.code, one.name) for region in regions for one in geography.municipalities_of(region)]
    return [(code, geography.region(code).name) for code in regions], sorted(towns, key=lambda pair: pair[1])


def _units(held: list[str]) -> Choices:
    found: Choices = []
    for key in held:
        if key.startswith("provider:"):
            units = areas.units_of(key.partition(":")[2], queries.today())
            found += [
                (f"unit={one.pk}", one.name)
                for one in units
                if one.kind in ("care_home", "short_stay", "home_nursing")
            ]
    return found
