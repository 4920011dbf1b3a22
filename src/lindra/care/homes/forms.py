"""The forms: an agreement, hours held, who covers. What is wrong is said beside the field, with what to do."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindra import clock
from lindra.care.homes import labels, rules

TEXT = {"class": "input"}
SHORT = {"class": "input input--short"}
LONGEST = 120


def _date(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", **SHORT}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": _("Choose a day."),
                           "invalid": _("Choose a day.")}, **more)  # fmt: skip


def _text(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": missing}, **more,
    )  # fmt: skip


def _hours(label: Any, most: Decimal, **more: Any) -> forms.DecimalField:
    wrong = _("Give the hours as a number, as in 3 or 2.5, above 0 and at most %(most)s.") % {"most": most}
    return forms.DecimalField(
        label=label, min_value=Decimal("0.25"), max_value=most, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **SHORT}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places"), wrong
        ),
        **more,
    )  # fmt: skip


class AgreementForm(forms.Form):
    """A responsible physician, and hours a week."""

    physician = _text(_("Responsible physician"), _("Say which physician is responsible."))
    practice = _text(_("Practice"), _("Say which practice the physician comes from."))
    phone = _text(_("Telephone"), required=False)
    hours = _hours(_("Agreed hours a week"), rules.MOST_HOURS)
    first_day = _date(_("First day"))
    last_day = _date(_("Last day"), required=False, help_text=_("Leave it empty for until further notice."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first. Change one of them."))
        return said


class HeldForm(forms.Form):
    """Hours a physician gave on a day, and for what."""

    day = _date(_("Day"))
    hours = _hours(_("Hours"), Decimal(24))
    kind = forms.ChoiceField(
        label=_("What for"), choices=list(labels.KINDS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Say what the hours were for.")},
    )  # fmt: skip
    physician = _text(_("Physician"), required=False)

    def clean_day(self) -> Any:
        on = self.cleaned_data["day"]
        if on > clock.today():
            raise forms.ValidationError(_("That day has not come yet. Note the hours once they are held."))
        if on < clock.today() - timedelta(days=366):
            raise forms.ValidationError(_("That is more than a year ago. Choose a later day."))
        return on


class CoverForm(forms.Form):
    """Who is rung at which hours."""

    who = _text(_("Who"), _("Say who is rung."))
    phone = _text(_("Telephone"), _("Give a number to ring."))
    days = forms.ChoiceField(
        label=_("Days"), choices=list(labels.DAYS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Say on which days.")},
    )  # fmt: skip
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time", **SHORT}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), _("Give a time, as in 08:00.")),
    )  # fmt: skip
    end = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time", **SHORT}, format="%H:%M"),
        help_text=_("Earlier than the start: until the next day. The same: round the clock."),
        error_messages=dict.fromkeys(("required", "invalid"), _("Give a time, as in 08:00.")),
    )  # fmt: skip
