"""A form for each kind of message, made from what the kind holds: its fields, their types and their codes."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic.fields import FieldInfo

from lindra.care.events.common import Clinician
from lindra.clock import STOCKHOLM
from lindra.discharge import labels, parties
from lindra.discharge.events.passing import Message
from lindra.discharge.events.planning import Insats
from lindra.record.kinds import KINDS

OWN = ("ref", "episode", "to", "answers", "taken")
"""What is not asked for: it follows from where the form is opened."""
ASKED = {
    "judged_in_need": ("needs",), "admission_notice": ("needs", "admitted", "estimate"),
    "estimate_changed": ("estimate",), "information_sent": ("parts",), "sip_called": ("meeting",),
}  # fmt: skip
"""What must be filled in here although a message of another tool may lack it (SFS 2017:612 2 kap. 2 §)."""
SHORT = frozenset({"phone", "lead", "where", "contact", "met_by", "physician"})
LINES = frozenset({"took_part"})
INSATSER = 6
"""How many insatser the form has room for; a plan that is corrected has room for two more than it holds."""
NEED = _("This must be answered.")
WHEN = "%Y-%m-%dT%H:%M"


class MessageForm(forms.Form):
    """The form of one kind: ``fact`` gives the message."""

    kind: str

    def __init__(
        self, kind: str, units: Sequence[tuple[str, str]], data: Any = None, *,
        relatives: Sequence[tuple[str, str]] = (), initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial or {}))
        self.kind, self.model = kind, KINDS[kind]
        self.rows = max(INSATSER, len((initial or {}).get("insatser", ())) + 2)
        if units:
            self.fields["to"] = _units(units, required=parties.addressed(kind))
        for name, info in self.model.model_fields.items():
            if name not in OWN:
                self.fields.update(self._made(name, info, relatives))

    def _made(
        self, name: str, info: FieldInfo, relatives: Sequence[tuple[str, str]]
    ) -> dict[str, forms.Field]:
        label = str(labels.field(self.kind, name))
        if name == "insatser":
            return dict(_insatser(self.rows))
        if name == "relatives" and self.kind == "sip_held":
            return {name: _several(label, relatives, required=False)} if relatives else {}
        return {
            name: _field(name, label, info, required=info.is_required() or name in ASKED.get(self.kind, ()))
        }

    def fact(self, **own: Any) -> Message:
        """The message as it was filled in; ``own`` is what the form does not ask for. The form must be valid."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], ())}
        insatser = _read_insatser(told, self.rows)
        known = {name: _value(name, value) for name, value in told.items() if name in self.model.model_fields}
        found = self.model.model_validate({**known, **({"insatser": insatser} if insatser else {}), **own})
        assert isinstance(found, Message)
        return found

    def clean(self) -> dict[str, Any]:
        """What belongs together: whose absence is told, that a plan holds something."""
        found = super().clean() or {}
        if self.kind == "sip_held":
            self._clean_sip(found)
        return found

    def _clean_sip(self, found: Mapping[str, Any]) -> None:
        if found.get("patient_present") == "no" and not found.get("why_absent"):
            self.add_error("why_absent", _("Say why the patient was not there."))
        for number in range(self.rows):
            what, by = found.get(f"what_{number}"), found.get(f"by_{number}")
            if what and not by:
                self.add_error(f"by_{number}", _("Say who answers for it."))
            if by and not what:
                self.add_error(f"what_{number}", _("Say what is to be done."))
        if not any(found.get(f"what_{number}") for number in range(self.rows)):
            self.add_error("what_0", _("Write at least one thing that is to be done."))


def initial_of(message: Message) -> dict[str, Any]:
    """What a message holds, as its form begins with it."""
    found: dict[str, Any] = {}
    for name in type(message).model_fields:
        value = getattr(message, name)
        if isinstance(value, Clinician):
            value = value.name
        elif isinstance(value, datetime):
            value = value.astimezone(STOCKHOLM).replace(tzinfo=None)
        elif name in LINES:
            value = "\n".join(value)
        if name == "insatser":
            for number, one in enumerate(value):
                found |= {f"what_{number}": one.what, f"by_{number}": one.by, f"who_{number}": one.who}
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _units(units: Sequence[tuple[str, str]], *, required: bool) -> forms.Field:
    return forms.MultipleChoiceField(
        label=str(labels.FIELDS["to"]), choices=units, required=required, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who is to have the message.")},
    )  # fmt: skip


def _several(label: str, choices: Sequence[tuple[str, Any]], *, required: bool) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NEED},
    )  # fmt: skip


def _field(name: str, label: str, info: FieldInfo, *, required: bool) -> forms.Field:
    kind = _plain(info.annotation)
    if codes := _codes(kind):
        return forms.ChoiceField(
            label=label, choices=[(one, labels.code(one)) for one in codes], required=required,
            widget=forms.RadioSelect, error_messages={"required": NEED},
        )  # fmt: skip
    if get_origin(kind) is tuple and (codes := _codes(get_args(kind)[0])):
        return _several(label, [(one, labels.code(one)) for one in codes], required=required)
    if kind is datetime:
        return _moment(label, required=required)
    if kind is date:
        return forms.DateField(
            label=label, required=required, error_messages={"required": NEED},
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )  # fmt: skip
    if kind is int:
        return forms.IntegerField(label=label, required=required, min_value=0, max_value=366)
    widget = forms.TextInput() if name in SHORT else forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, required=required, widget=widget, max_length=4000, error_messages={"required": NEED}
    )


def _moment(label: str, *, required: bool) -> forms.Field:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    return forms.DateTimeField(
        label=label, required=required, widget=widget, input_formats=[WHEN, "%Y-%m-%d %H:%M"],
        error_messages={"required": NEED},
    )  # fmt: skip


def _plain(annotation: Any) -> Any:
    """A type without its *or nothing*."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next((one for one in get_args(annotation) if one is not type(None)), annotation)
    return annotation


def _codes(kind: Any) -> tuple[str, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()


def _value(name: str, value: Any) -> Any:
    if name == "physician":
        return Clinician(name=value, profession="physician")
    if name in LINES:
        return tuple(filter(None, (line.strip() for line in value.splitlines())))
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=STOCKHOLM)
    return tuple(value) if isinstance(value, list) else value


def _insatser(rows: int) -> Iterator[tuple[str, forms.Field]]:
    """One thing to do on each row: what, who answers for it, which unit or person."""
    by = [("", "–"), *((one, labels.code(one)) for one in ("region", "municipality", "other", "self"))]
    for number in range(rows):
        numbered = {"number": number + 1}
        yield (
            f"what_{number}",
            forms.CharField(
                label=_("What is to be done (%(number)s)") % numbered, required=False, max_length=500
            ),
        )
        yield (
            f"by_{number}",
            forms.ChoiceField(
                label=_("Who answers for it (%(number)s)") % numbered, choices=by, required=False
            ),
        )
        yield (
            f"who_{number}",
            forms.CharField(
                label=_("Unit or person (%(number)s)") % numbered, required=False, max_length=200
            ),
        )


def _read_insatser(told: Mapping[str, Any], rows: int) -> tuple[Insats, ...]:
    return tuple(
        Insats(what=told[f"what_{number}"], by=told[f"by_{number}"], who=told.get(f"who_{number}", ""))
        for number in range(rows)
        if told.get(f"what_{number}")
    )
