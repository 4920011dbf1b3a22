"""The forms of these pages. None has room for words about a patient, but the one on how an attitude was clarified."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra import clock
from lindra.privacy.removal import rules, words
from lindra.privacy.removal.actions import Told
from lindra.privacy.removal.register import STANCES, TOLD_BY, Said


def _choices(codes: dict[str, Any], among: Any = None) -> list[tuple[str, Any]]:
    return [(code, said) for code, said in codes.items() if among is None or code in among]


NUMBER = gettext_lazy("Write the number of the decision, as it stands on it.")


class NumberField(forms.CharField):
    """The number of a decision; that of a person is refused."""

    def __init__(self, **told: Any) -> None:
        super().__init__(max_length=rules.NUMBER, error_messages={"required": NUMBER}, **told)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not rules.is_number(value, clock.today()):
            raise forms.ValidationError(NUMBER)


class DecisionForm(forms.Form):
    """A decision to destroy."""

    decision = NumberField(
        label=gettext_lazy("Number of the decision"),
        help_text=gettext_lazy("As it stands on the decision, for example 3.4.1-12345/2026."),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Date of the decision"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Write the date of the decision.")},
    )  # fmt: skip
    authority = forms.ChoiceField(
        label=gettext_lazy("Who decided"), choices=_choices(words.AUTHORITIES, rules.DESTROYING),
        widget=forms.RadioSelect, initial="ivo",
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=gettext_lazy("Who applied"), choices=_choices(words.REASONS), widget=forms.RadioSelect,
        help_text=gettext_lazy("Nothing of what the entries say is written here."),
        error_messages={"required": gettext_lazy("Say who applied.")},
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=gettext_lazy("What the decision covers"), choices=_choices(words.SCOPES, rules.SCOPES),
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Say what the decision covers.")},
    )  # fmt: skip

    def clean_decided_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise forms.ValidationError(_("The decision cannot be of a day that has not come."))
        return day

    @property
    def told(self) -> Told:
        """What was decided."""
        return Told(**{name: self.cleaned_data[name] for name in ("decision", "authority", "decided_on", "scope",
                                                                  "reason")})  # fmt: skip


class ConfirmForm(forms.Form):
    """That one has seen what will go, and knows that it cannot be undone."""

    seen = forms.BooleanField(
        label=gettext_lazy(
            "I have compared what is listed here with the decision. It is right, and cannot be undone."
        ),
        error_messages={
            "required": gettext_lazy("Compare what is listed with the decision, and say that you have.")
        },
    )


class RefusalForm(forms.Form):
    """Why what another prepared is not confirmed."""

    refusal = forms.ChoiceField(
        label=gettext_lazy("Why it is not confirmed"),
        choices=_choices(words.REFUSALS),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why it is not confirmed.")},
    )


class WeedingForm(forms.Form):
    """What a region or a municipality needs to weed."""

    archive = NumberField(
        label=gettext_lazy("Number of the archive authority's decision"),
        help_text=gettext_lazy("Records of a region or a municipality are public documents: without such a decision "
                               "nothing is weeded (Archives Act 1990:782)."),
    )  # fmt: skip


class StanceForm(forms.Form):
    """What a patient says of quality registers."""

    stance = forms.ChoiceField(
        label=gettext_lazy("What holds from now on"), choices=_choices(words.STANCES, STANCES),
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Say what holds from now on.")},
    )  # fmt: skip
    told_by = forms.ChoiceField(
        label=gettext_lazy("Who said so"), choices=_choices(words.TOLD_BY, TOLD_BY), widget=forms.RadioSelect,
        initial="patient",
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("How the patient's attitude was clarified"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed for somebody who lastingly cannot take a position: who was asked, and what is "
                               "known of what the patient would want."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if str(told.get("stance", "")).startswith("unable") and not told.get("basis", "").strip():
            self.add_error("basis", _("Say how the patient's attitude was clarified as far as possible."))
        return told

    @property
    def said(self) -> Said:
        """What was said."""
        return Said(self.cleaned_data["stance"], self.cleaned_data["told_by"], self.cleaned_data["basis"])
