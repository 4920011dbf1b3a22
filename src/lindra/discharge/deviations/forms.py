"""The forms: the report, and what is done with it. What is wrong is said beside the field, with what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra import clock
from lindra.discharge.deviations import rules, words

Choices = list[tuple[str, Any]]
FAR = 366
"""Days ahead after which a day is taken for a mistake: our own choice."""


def _choice(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, error_messages={"required": missing, "invalid_choice": missing}, **more
    )


def _text(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("Write at most %(limit_value)d characters. You have written %(show_value)d."),
        },
        **more,
    )  # fmt: skip


def _line(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, error_messages={
            "required": missing,
            "max_length": gettext_lazy("Write at most %(limit_value)d characters. You have written %(show_value)d."),
        }, **more,
    )  # fmt: skip


def _day(label: Any, missing: Any = "", **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": gettext_lazy("Choose a day.")}, **more,
    )  # fmt: skip


def _harms() -> Choices:
    return [(code, label) for code, (_tone, label) in words.HARMS.items()]


def _categories() -> Choices:
    return [(code, words.category(code)) for code in rules.categories(clock.today())]


class ReportForm(forms.Form):
    """What went wrong, whom it concerns, whether it harmed; what happened in own words where somebody wants to tell."""

    category = _choice(
        gettext_lazy("What went wrong?"), gettext_lazy("Choose what went wrong."), choices=_categories
    )
    about = _choice(gettext_lazy("Which unit does it concern?"), gettext_lazy("Choose the unit it concerns."))
    harm = _choice(
        gettext_lazy("Did it harm the patient?"), gettext_lazy("Choose one; it can be judged later."),
        choices=_harms, widget=forms.RadioSelect,
    )  # fmt: skip
    what = _text(
        gettext_lazy("What happened?"), required=False,
        help_text=gettext_lazy("Write neither names nor identity numbers: the text is sent to the other organisation."),
    )  # fmt: skip

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        """``units`` are choices, in groups."""
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("Choose a unit")), *units]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer, with its analysis: why it happened, what is changed, who sees to it, until when."""

    answer = _text(gettext_lazy("Answer"), gettext_lazy("Write an answer."))
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("Why did it happen?"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code, words.CAUSES.get(code, code)) for code in rules.causes(clock.today())],
        error_messages={"required": gettext_lazy("Choose at least one cause, or that none was found.")},
    )  # fmt: skip
    change = _text(gettext_lazy("What is changed?"), required=False)
    owner = _line(
        gettext_lazy("Who sees to the change?"), required=False,
        help_text=gettext_lazy("A role or a function, rather than a name."),
    )  # fmt: skip
    due = _day(gettext_lazy("When is the change to be done?"), required=False)

    def clean_due(self) -> date | None:
        """A day that is not far away."""
        due: date | None = self.cleaned_data["due"]
        if due and due > clock.today() + timedelta(days=FAR):
            raise forms.ValidationError(_("That is more than a year ahead. Choose an earlier day."))
        if due and due < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose a later one."))
        return due

    def clean(self) -> dict[str, Any]:
        """A change has an owner and a day."""
        said = super().clean() or {}
        if said.get("change"):
            if not said.get("owner") and "owner" not in self.errors:
                self.add_error("owner", _("Say who sees to the change."))
            if not said.get("due") and "due" not in self.errors:
                self.add_error("due", _("Say when the change is to be done."))
        return said

    def said(self) -> dict[str, Any]:
        """As it is kept."""
        told = dict(self.cleaned_data)
        return told | {"due": told["due"].isoformat() if told["due"] else ""}


class CloseForm(forms.Form):
    """What is changed, or that nothing is: nothing is closed by a mere click."""

    change = _text(
        gettext_lazy("What has been changed?"), gettext_lazy("Say what has been changed, or that nothing has."),
        help_text=gettext_lazy("At both units, as far as you know. Say so if no answer came."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why it is withdrawn or sent back."""

    reason = _line(gettext_lazy("Why?"), gettext_lazy("Say why."))


class HarmForm(forms.Form):
    """The judgement of harm."""

    harm = _choice(
        gettext_lazy("Did it harm the patient?"), gettext_lazy("Choose one; it can be judged later."),
        choices=_harms, widget=forms.RadioSelect,
    )  # fmt: skip


class AssessForm(forms.Form):
    """The assessment: how severe, how likely again, whether a serious care injury, reported or not, and why."""

    severity = _choice(
        gettext_lazy("How severe is, or could have been, the harm?"), gettext_lazy("Choose how severe."),
        choices=lambda: [(str(code), label) for code, label in words.SEVERITIES.items()], widget=forms.RadioSelect,
    )  # fmt: skip
    probability = _choice(
        gettext_lazy("How often can it be expected to happen again?"), gettext_lazy("Choose how often."),
        choices=lambda: [(str(code), label) for code, label in words.PROBABILITIES.items()], widget=forms.RadioSelect,
    )  # fmt: skip
    serious = _choice(
        gettext_lazy("Has it caused, or could it have caused, a serious care injury?"),
        gettext_lazy("Choose yes or no."),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A care injury could have been avoided. It is serious where it is lasting and not slight, or has led to "
            "essentially more care or to death (SFS 2010:659 chapter 1 section 5)."
        ),
    )  # fmt: skip
    decision = _choice(
        gettext_lazy("Decision"), gettext_lazy("Choose what is decided."), widget=forms.RadioSelect,
        choices=lambda: [(code, label) for code, (_tone, label) in words.DECISIONS.items()],
    )  # fmt: skip
    reason = _text(gettext_lazy("Reason for the decision"), gettext_lazy("Say why it is decided so."))

    def clean(self) -> dict[str, Any]:
        """The law leaves no choice where the injury is, or could have been, serious."""
        said = super().clean() or {}
        if rules.contradicts(said.get("serious") == "yes", str(said.get("decision", ""))):
            self.add_error("decision", _(
                "You say that it caused, or could have caused, a serious care injury. Then the provider is to report "
                "it as soon as possible (SFS 2010:659 chapter 3 section 5). Change one of the two."
            ))  # fmt: skip
        return said

    def said(self) -> dict[str, Any]:
        """As it is kept."""
        told = self.cleaned_data
        return told | {
            "severity": int(told["severity"]), "probability": int(told["probability"]),
            "serious": told["serious"] == "yes",
        }  # fmt: skip


class ReportedForm(forms.Form):
    """That it has been reported to the inspectorate."""

    reported_on = _day(gettext_lazy("Day of the report"), gettext_lazy("Choose a day."))
    note = _line(
        gettext_lazy("The inspectorate's number"), required=False,
        help_text=gettext_lazy("Of the matter. Nothing of the patient."),
    )  # fmt: skip

    def clean_reported_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["reported_on"]
        if on > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return on

    def said(self) -> dict[str, Any]:
        """As it is kept."""
        told = self.cleaned_data
        return told | {"reported_on": told["reported_on"].isoformat()}


class WishForm(forms.Form):
    """How a provider wants deviations from a day on."""

    way = _choice(
        gettext_lazy("How do you want them?"), gettext_lazy("Choose how."), widget=forms.RadioSelect,
        choices=[(code, label) for code, label in words.WAYS.items() if code != "paper"],
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("Which unit gets them?"), required=False,
        help_text=gettext_lazy("For deviations in Lindra."),
        error_messages={"invalid_choice": gettext_lazy("Choose a unit of your own provider.")},
    )  # fmt: skip
    address = _line(
        gettext_lazy("E-mail address or web address"), required=False,
        help_text=gettext_lazy("Of a function, not of a person. A web address begins with https://"),
    )  # fmt: skip
    function = _line(gettext_lazy("Name of the function"), required=False)
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Only these categories"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=_categories, help_text=gettext_lazy("Choose none for all of them."),
    )  # fmt: skip
    first_day = _day(gettext_lazy("From"), gettext_lazy("Choose a day."))

    def __init__(self, units: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("The one each deviation concerns")), *units]  # type: ignore[attr-defined]

    def clean_first_day(self) -> date:
        """From today on: what was sent before was sent as was wished then."""
        first: date = self.cleaned_data["first_day"]
        if not clock.today() <= first <= clock.today() + timedelta(days=FAR):
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return first

    def clean(self) -> dict[str, Any]:
        """An address that fits the way; one that brings nothing of its own along."""
        said = super().clean() or {}
        way, address = said.get("way"), str(said.get("address", "")).strip()
        if way == "email" and not _is_email(address):
            self.add_error(
                "address", _("Write the e-mail address of a function, as in deviations@example.org.")
            )
        if way == "web" and not _is_web(address):
            self.add_error(
                "address", _("Write a web address that begins with https:// and has no ? or # in it.")
            )
        return said

    def said(self) -> rules.Wish:
        """As it is kept."""
        told = self.cleaned_data
        inside = told["way"] == "lindra"
        return rules.Wish(
            told["way"], told["unit"] if inside else "", "" if inside else told["address"].strip(),
            "" if inside else told["function"], frozenset(told["categories"]), told["first_day"],
        )  # fmt: skip


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except forms.ValidationError:
        return False
    return True


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or "@" in parts.netloc)
    )
