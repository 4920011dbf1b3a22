"""The forms: what is undertaken, and what is done with it. What is wrong is said beside the field, with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra import clock
from lindra.governance.commitments import rules, words
from lindra.governance.commitments.allowed import Choices, Groups

FAR = 5 * 366
"""Days ahead after which a last day is taken for a mistake: our own choice."""
NO_PATIENT = gettext_lazy("Nothing about a patient: everybody who is signed in reads this.")
TOO_LONG = gettext_lazy("Write at most %(limit_value)d characters. You have written %(show_value)d.")


def line(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    """One line of text."""
    messages = {"required": missing, "max_length": TOO_LONG}
    return forms.CharField(label=label, max_length=rules.LONGEST_TITLE, error_messages=messages, **more)


def text(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    """Several lines."""
    messages = {"required": missing, "max_length": TOO_LONG}
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=rules.LONGEST_TEXT, widget=area, error_messages=messages, **more
    )


def day(label: Any, missing: Any = "", **more: Any) -> forms.DateField:
    """A day."""
    messages = {"required": missing, "invalid": gettext_lazy("Choose a day.")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=messages, **more)


class Owners(forms.TextInput):
    """A line in which names are offered, and anything can be written."""

    template_name = "governance/action_owners.html"

    def __init__(self, names: list[str] | None = None) -> None:
        super().__init__()
        self.names = names or []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The names, in a list of their own."""
        found = super().get_context(name, value, attrs)
        found["names"], found["list"] = self.names, f"{(attrs or {}).get('id', name)}_names"
        if self.names:
            found["widget"]["attrs"] |= {"list": found["list"], "autocomplete": "off"}
        return found


class OwnedForm(forms.Form):
    """A form with an owner, who may be one of those who work here."""

    known: Mapping[str, str] = {}

    def __init__(self, owners: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        """``owners``: names that are offered, each with its HSA-id."""
        super().__init__(*args, **kwargs)
        self.known = owners
        if "owner" in self.fields:
            self.fields["owner"].widget = Owners(list(owners))
            self.fields["owner"].widget.is_required = self.fields["owner"].required

    @property
    def owner_staff(self) -> str:
        """The HSA-id of the owner; empty of a function, or somebody from elsewhere."""
        return self.known.get(str(self.cleaned_data.get("owner", "")).strip(), "")


class DueForm(OwnedForm):
    """A form with a last day that lies ahead."""

    def clean_due(self) -> date | None:
        """From today on, and not in many years."""
        due: date | None = self.cleaned_data["due"]
        if due and due < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose a later one."))
        if due and due > clock.today() + timedelta(days=FAR):
            raise forms.ValidationError(_("That is more than five years ahead. Choose an earlier day."))
        return due


class NewForm(DueForm):
    """What is to be done, who sees to it, until when, who undertakes it, where it came from, what it should change."""

    title = line(
        gettext_lazy("What is to be done?"), gettext_lazy("Say what is to be done."), help_text=NO_PATIENT
    )
    owner = line(
        gettext_lazy("Who sees to it?"), gettext_lazy("Say who sees to it: a person or a function."),
        help_text=gettext_lazy("One person or one function, as in: head of unit."),
    )  # fmt: skip
    due = day(gettext_lazy("When is it to be done?"), gettext_lazy("Say the last day."))
    due_said = line(
        gettext_lazy("Or what was said about when"), required=False,
        help_text=gettext_lazy("Where no day was said, as in: autumn 2026. It then stands first in the list."),
    )  # fmt: skip
    body = forms.ChoiceField(
        label=gettext_lazy("Where is it done?"),
        error_messages={"required": gettext_lazy("Choose where."), "invalid_choice": gettext_lazy("Choose where.")},
    )  # fmt: skip
    origin = forms.ChoiceField(
        label=gettext_lazy("What does it come from?"), choices=lambda: list(words.ORIGINS.items())
    )
    measure = forms.ChoiceField(label=gettext_lazy("Which indicator should it change?"), required=False)
    text = text(gettext_lazy("More about it"), required=False, help_text=NO_PATIENT)

    def __init__(
        self,
        kind: str,
        owners: Mapping[str, str],
        bodies: Groups,
        measures: Choices,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """``kind`` of commitment; where it may be done, and which indicators it can be about."""
        super().__init__(owners, *args, **kwargs)
        self.kind = kind
        self.fields["body"].choices = grouped(bodies)  # type: ignore[attr-defined]
        self.fields["measure"].choices = [("", _("No indicator")), *measures]  # type: ignore[attr-defined]
        if kind == "promise":
            self.fields["due"].required = self.fields["owner"].required = False
        else:
            del self.fields["due_said"]


def grouped(bodies: Groups) -> list[Any]:
    """Choices, those with a heading under it; where there are several, none is chosen beforehand."""
    found: list[Any] = []
    for heading, some in bodies:
        found += [(heading, some)] if heading else some
    one = len(found) == 1 and not isinstance(found[0][1], list)
    return found if one else [("", _("Choose where")), *found]


class DayForm(OwnedForm):
    """Since when something is so, and a word about it."""

    on = day(gettext_lazy("Since when?"), gettext_lazy("Choose a day."))
    note = text(gettext_lazy("How did it go?"), required=False, help_text=NO_PATIENT)

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return on


class StartForm(DayForm):
    """Since when it goes on."""

    note = None  # type: ignore[assignment]


class MoveForm(DueForm):
    """Another last day, and why."""

    due = day(gettext_lazy("To which day?"), gettext_lazy("Choose a day."))
    reason = line(gettext_lazy("Why?"), gettext_lazy("Say why."), help_text=NO_PATIENT)


class OwnerForm(OwnedForm):
    """Somebody else who sees to it."""

    owner = line(gettext_lazy("Who sees to it?"), gettext_lazy("Say who sees to it: a person or a function."))


class ReasonForm(OwnedForm):
    """Why."""

    reason = line(gettext_lazy("Why?"), gettext_lazy("Say why."), help_text=NO_PATIENT)


class NoteForm(OwnedForm):
    """How it goes."""

    note = text(gettext_lazy("How does it go?"), gettext_lazy("Write something."), help_text=NO_PATIENT)


class ChangeForm(OwnedForm):
    """Other words for the same."""

    title = line(
        gettext_lazy("What is to be done?"), gettext_lazy("Say what is to be done."), help_text=NO_PATIENT
    )
    text = text(gettext_lazy("More about it"), required=False, help_text=NO_PATIENT)


FORMS: Mapping[str, type[OwnedForm]] = {
    "start": StartForm, "finish": DayForm, "move": MoveForm, "hand_over": OwnerForm, "note": NoteForm,
    "pause": ReasonForm, "change": ChangeForm, "abandon": ReasonForm, "reopen": ReasonForm,
}  # fmt: skip
"""The form of each act."""
