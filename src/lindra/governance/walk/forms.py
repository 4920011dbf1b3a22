"""The form of the walk: a cause, and an action with an owner and a last day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra import clock
from lindra.governance.commitments.allowed import Groups
from lindra.governance.commitments.forms import NO_PATIENT, DueForm, day, grouped, line, text
from lindra.governance.walk import rules, words

KEPT = ("cause_kind", "cause", "title", "owner", "due", "body", "text")
"""The fields that are kept when somebody goes back."""


def _causes() -> list[tuple[str, str]]:
    return [(key, words.cause(key)) for key in rules.causes(clock.today())]


class WalkForm(DueForm):
    """Why it is so, what is done, by whom, until when, where."""

    cause_kind = forms.ChoiceField(
        label=gettext_lazy("Why is it so, most of all?"), choices=_causes, widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a cause, or that you do not know yet."),
            "invalid_choice": gettext_lazy("Choose a cause, or that you do not know yet."),
        },
    )  # fmt: skip
    cause = text(gettext_lazy("In your own words"), required=False, help_text=NO_PATIENT)
    title = line(
        gettext_lazy("What is to be done?"), gettext_lazy("Say what is to be done."), help_text=NO_PATIENT
    )
    owner = line(
        gettext_lazy("Who sees to it?"), gettext_lazy("Say who sees to it: a person or a function."),
        help_text=gettext_lazy("One person or one function, as in: head of unit."),
    )  # fmt: skip
    due = day(gettext_lazy("When is it to be done?"), gettext_lazy("Say the last day."))
    body = forms.ChoiceField(
        label=gettext_lazy("Where is it done?"),
        error_messages={"required": gettext_lazy("Choose where."), "invalid_choice": gettext_lazy("Choose where.")},
    )  # fmt: skip
    text = text(gettext_lazy("More about it"), required=False, help_text=NO_PATIENT)

    def __init__(self, owners: Mapping[str, str], bodies: Groups, *args: Any, **kwargs: Any) -> None:
        super().__init__(owners, *args, **kwargs)
        self.fields["body"].choices = grouped(bodies)  # type: ignore[attr-defined]
        self.fields["cause"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        """A cause that is not in the list is told in words."""
        told = super().clean() or {}
        if (
            told.get("cause_kind") == rules.OTHER
            and not told.get("cause", "").strip()
            and "cause" not in self.errors
        ):
            self.add_error("cause", _("Say what it is."))
        return told
