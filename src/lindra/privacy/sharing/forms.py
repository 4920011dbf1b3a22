"""The forms of these pages: short, so that they can be filled in at night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindra import clock
from lindra.privacy.events import Level
from lindra.privacy.sharing import words

LONGEST = 2000
"""Letters in a reason: room enough to say why, too little for a record of its own."""


def told_by(*who: str) -> forms.ChoiceField:
    """By whom it was told."""
    return forms.ChoiceField(
        label=_("Told by"), choices=lambda: [(one, words.upper(words.TOLD[one])) for one in who]
    )  # fmt: skip


def _text(
    label: Any, hint: Any = "", missing: Any = "", required: bool = True, focus: bool = False
) -> forms.CharField:
    attributes: dict[str, Any] = {"rows": 3} | ({"autofocus": True} if focus else {})
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea(attrs=attributes),
        error_messages={"required": missing} if missing else {},
    )  # fmt: skip


class Form(forms.Form):
    """With errors, it is the summary that takes the focus, not the first field."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        if self.is_bound:
            for field in self.fields.values():
                field.widget.attrs.pop("autofocus", None)


ANYBODY = ("patient", "relative", "record", "other")
WHO: dict[tuple[str, bool], tuple[str, ...]] = {
    ("consents", False): ("patient",), ("consents", True): ("patient", "guardian"),
    ("refuses", False): ANYBODY, ("refuses", True): ("patient",),
    ("not_asked", False): ANYBODY, ("not_asked", True): ("patient", "guardian", "record", "other"),
}  # fmt: skip
"""By whom an attitude may be told, of an adult and of a child: a guardian consents, but does not oppose."""


class ToldForm(Form):
    """What the patient says, and by whom it was told, where that can be more than one."""

    field_order = ("told_by",)

    def __init__(self, data: Any = None, *, who: Sequence[str] = ()) -> None:
        super().__init__(data)
        if len(who) > 1:
            self.fields["told_by"] = told_by(*who)
            self.order_fields(self.field_order)


class ConsentForm(ToldForm):
    """The patient consents, perhaps to a last day."""

    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave empty if the consent holds until it is taken back."),
    )  # fmt: skip

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < clock.today():
            raise forms.ValidationError(gettext("The last day cannot be before today."))
        return until


class UnableForm(Form):
    """How the attitude of somebody who cannot say it was clarified."""

    basis = _text(
        _("How was the patient's attitude clarified?"),
        _("As far as possible: what the patient has said before, what those close know, what stands in the record."),
        _("Say how the patient's attitude was clarified."),
        focus=True,
    )  # fmt: skip
    opposed = forms.BooleanField(
        label=_("There is reason to think that the patient would have been against it: then nothing is opened"),
        required=False,
    )  # fmt: skip


class ChildForm(ToldForm):
    """How it was judged that a child cannot consent."""

    basis = _text(_("How was it judged?"), _("Such as age and maturity."), required=False)


FORMS: dict[str, type[ToldForm]] = {"consents": ConsentForm, "child": ChildForm}


def attitude_form(attitude: str, child: bool, data: Any = None) -> ToldForm:
    """The form for an attitude of an adult or a child."""
    return FORMS.get(attitude, ToldForm)(data, who=WHO.get((attitude, child), ()))


class DangerForm(Form):
    """Why the patient absolutely needs it; whether a block was asked to be lifted."""

    reason = _text(
        _("Why does the patient absolutely need this, and why can consent not be obtained?"),
        _("A sentence is enough. Whoever reviews the opening reads it."),
        _("Say why the patient absolutely needs this."),
        focus=True,
    )  # fmt: skip


class AskedDangerForm(DangerForm):
    """The same, where something is blocked by another provider."""

    asked = forms.BooleanField(label=_("We have asked the one who blocks to lift the block"), required=False)


class InformForm(Form):
    """How the patient was informed."""

    how = _text(_("How was the patient informed?"), _("Such as a talk, a letter, a leaflet."), required=False)


class BlockForm(Form):
    """Set or lift a block; one on the page for each level, so each has names of its own.

    Only the patient can ask for it; who else may have asked is offered, so that the answer to them is told.
    """

    def __init__(self, level: Level, stands: bool, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{level}_%s")
        self.level, self.stands = level, stands
        if not stands:
            self.fields["told_by"] = told_by("patient", "guardian", "relative")


class DisputeForm(Form):
    """What the patient holds to be wrong."""

    view = _text(
        _("What does the patient hold to be wrong or misleading?"),
        _("In the patient's own words. It is shown beside the entry, which stays as it is."),
        _("Write what the patient holds to be wrong."),
    )  # fmt: skip


class AskedForm(Form):
    """Asked about a patient one does not have."""

    number = forms.CharField(
        label=_("The patient's identity number"), max_length=40,
        error_messages={"required": _("Write the identity number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    asked_by = forms.CharField(
        label=_("Who asked?"), max_length=200, help_text=_("Role and place, such as: nurse, home nursing at night."),
        error_messages={"required": _("Say who asked.")}, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What is the question about?"), max_length=LONGEST,
        error_messages={"required": _("Say what the question is about.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="asked_%s", **options)
