"""The forms of documents. What is wrong is said beside the field, with what to do; nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.areas import queries as areas
from lindra.areas.models import CareUnit, Provider
from lindra.governance import bodies
from lindra.governance.documents import actions, queries, words
from lindra.governance.documents.actions import Refused, Said
from lindra.governance.documents.states import KINDS
from lindra.governance.models import Document
from lindra.governance.seats import Seat
from lindra.privacy import labels

Choices = list[tuple[str, Any]]
ROLES = ("nurse", "physician", "manager", "lead")
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""The first and last day that is believed: our own choice."""


def line(label: Any, longest: int = 200, *, rows: int = 0, **more: Any) -> forms.CharField:
    """A line of text, or several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    told = {
        "required": more.pop("missing", gettext_lazy("Fill this in.")),
        "max_length": gettext_lazy(
            "Write at most %(limit_value)d characters. You have written %(show_value)d."
        ),
    }
    return forms.CharField(label=label, max_length=longest, widget=widget, error_messages=told, **more)


class Day(forms.DateField):
    """A day of our time: what is far from it is a slip of the pen, and cannot be reckoned with."""

    def validate(self, value: date | None) -> None:
        """Within :data:`FIRST` and :data:`LAST`."""
        super().validate(value)
        if value is not None and not FIRST <= value <= LAST:
            told = _("Choose a day from %(first)s to %(last)s.")
            raise forms.ValidationError(told % {"first": FIRST, "last": LAST}, code="far")


def drawn(said: str) -> str:
    """The id that was drawn when the page was shown; empty where it is none: it stands in addresses."""
    try:
        return str(UUID(said))
    except ValueError:
        return ""


def day(label: Any, **more: Any) -> forms.DateField:
    """A day."""
    told = {"required": gettext_lazy("Choose a day."), "invalid": gettext_lazy("Choose a day.")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return Day(label=label, widget=widget, error_messages=told, **more)


def choice(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label, error_messages={"required": missing, "invalid_choice": missing}, **more
    )


def say(form: forms.Form, error: Refused) -> None:
    """What was refused, beside the fields it is about; what no field is about stands above."""
    for name, code in error.fields.items():
        form.add_error(name if name in form.fields else None, words.refused(code))


class DocumentForm(forms.Form):
    """What a document says of itself."""

    id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    title = line(words.FIELDS["title"], missing=words.REFUSED["no_title"])
    kind = choice(
        words.FIELDS["kind"], words.REFUSED["no_such_kind"],
        choices=lambda: [("", _("Choose")), *((one, words.KINDS[one]) for one in KINDS)],
    )  # fmt: skip
    owner = line(
        words.FIELDS["owner"], required=False,
        help_text=gettext_lazy("A person or a function. Without one it stands first in every list."),
    )  # fmt: skip
    parties = forms.MultipleChoiceField(
        label=words.FIELDS["parties"], widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no such party: %(value)s. Choose a body that is known.")
        },
    )  # fmt: skip
    decided_by = line(words.FIELDS["decided_by"], required=False)
    decided_on = day(
        words.FIELDS["decided_on"], required=False,
        help_text=gettext_lazy("Until it is decided it is a proposal, and no rule in force."),
    )  # fmt: skip
    valid_from = day(words.FIELDS["valid_from"], required=False)
    valid_to = day(
        words.FIELDS["valid_to"], required=False, help_text=gettext_lazy("Empty: until further notice.")
    )
    interval = forms.IntegerField(
        label=words.FIELDS["interval"], required=False, min_value=1, max_value=120,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words.REFUSED["no_such_interval"]),
    )  # fmt: skip
    followed_up_on = day(words.FIELDS["followed_up_on"], required=False)
    revise_on = day(words.FIELDS["revise_on"], required=False)
    text = line(words.FIELDS["text"], actions.LONGEST, rows=5, required=False)
    link = forms.URLField(
        label=words.FIELDS["link"], required=False, assume_scheme="https", max_length=500,
        error_messages={"invalid": gettext_lazy("Write a web address, for example https://…")},
    )  # fmt: skip
    audience = forms.MultipleChoiceField(
        label=words.FIELDS["audience"], widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Units whose people must have read it."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=gettext_lazy("At these units"), required=False,
        choices=lambda: [("", _("Everybody there")), *((one, labels.ROLES.get(one, one)) for one in ROLES)],
    )  # fmt: skip
    concerns = forms.ChoiceField(
        label=words.FIELDS["concerns"], required=False, help_text=gettext_lazy("Only of a proposal."),
    )  # fmt: skip

    def __init__(self, data: Any, own: Seat, document: Document | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.document, today = document, queries.today()
        held = queries.parties([document])[document.pk] if document else []
        self.kept = dict(document.audience.values_list("unit", "role")) if document else {}
        self.fields["parties"].choices = parties(own, held, today)  # type: ignore[attr-defined]
        self.fields["audience"].choices = units(own, list(self.kept), today)  # type: ignore[attr-defined]
        others = (
            Document.objects.exclude(kind="proposal").filter(queries.holding(today)).order_by("title", "id")
        )
        offered = [(one.pk, one.title) for one in others if document is None or one.pk != document.pk]
        self.fields["concerns"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean_followed_up_on(self) -> date | None:
        """A day that has come: one to come would put off what is late."""
        on: date | None = self.cleaned_data["followed_up_on"]
        if on is not None and on > queries.today():
            raise forms.ValidationError(words.refused("not_yet"))
        return on

    def said(self, **more: Any) -> Said:
        """As it is kept."""
        told = dict(self.cleaned_data)
        role, chosen, identifier = told.pop("role"), told.pop("audience"), drawn(told.pop("id"))
        audience = tuple((unit, self.kept.get(unit, role)) for unit in chosen)
        if identifier and "id" not in more:
            more["id"] = identifier
        staff = self.document.owner_staff if self.document and self.document.owner == told["owner"] else ""
        return Said(
            **{**told, "parties": tuple(told["parties"]), "audience": audience, "owner_staff": staff, **more}
        )


def initial(document: Document) -> dict[str, Any]:
    """A form filled in with what a document says."""
    told = actions.said(document)
    found = {
        name: getattr(told, name) for name in DocumentForm.base_fields if hasattr(told, name) and name != "id"
    }
    return found | {"audience": [unit for unit, _role in told.audience]}


def parties(own: Seat, held: list[str], today: date) -> Choices:
    """Bodies that may be parties: every provider, the units of one's own, and those that are so already."""
    found: dict[str, str] = {
        bodies.provider(one.pk): one.name for one in Provider.objects.order_by("name", "id")
    }
    found |= {bodies.unit(one.pk): one.name for one in areas.units_of(own.provider, today)}
    found |= {key: body.name for key, body in bodies.bodies(held).items()}
    first = [
        (key, name) for key, name in found.items() if key in held or key == bodies.provider(own.provider)
    ]
    return first + [(key, name) for key, name in found.items() if (key, name) not in first]


def units(own: Seat, held: list[str], today: date) -> Choices:
    """Units whose people may have to know it: of one's own provider, in a council of everybody, and those held."""
    every = CareUnit.objects.all() if own.scope == "council" else areas.units_of(own.provider, today)
    found = dict(every.order_by("name", "id").values_list("id", "name"))
    return list((areas.names(held) | found).items())


class FollowUpForm(forms.Form):
    """That it was followed up."""

    on = day(gettext_lazy("Followed up on"))
    note = line(gettext_lazy("What was found"), 500, rows=3, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"on": queries.today()}, **more})


class RepealForm(forms.Form):
    """From when, and who decides it."""

    on = day(gettext_lazy("It no longer holds from"))
    decided_by = line(words.FIELDS["decided_by"], missing=words.REFUSED["no_decider"])
