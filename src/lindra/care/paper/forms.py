"""What the patient chooses: which sections and parts are printed, which numbers, and whether the identity number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindra.care.events.plan import SECTIONS
from lindra.care.paper import home_words
from lindra.care.paper.home import Wish
from lindra.care.paper.making import Choice
from lindra.care.plan.labels import SECTIONS as TITLES


class Form(forms.Form):
    """Fields of its own on a page with two forms."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix=self.name, auto_id="%s")

    name = ""
    number = forms.BooleanField(label=_("Print the identity number"), required=False)


class BedsideForm(Form):
    """The page for the bedside, and the signed file."""

    name = "bedside"
    sections = forms.MultipleChoiceField(
        label=_("Sections"), widget=forms.CheckboxSelectMultiple, initial=SECTIONS,
        choices=lambda: [(section, TITLES[section]) for section in SECTIONS],
        error_messages={"required": _("Choose at least one section.")},
    )  # fmt: skip
    field_order = ("sections", "number")

    def choice(self) -> Choice:
        """What was chosen, in the plan's order."""
        sections = tuple(one for one in SECTIONS if one in self.cleaned_data["sections"])
        return Choice(sections, self.cleaned_data["number"])


class HomeForm(Form):
    """The home sheet."""

    name = "home"
    parts = forms.MultipleChoiceField(
        label=_("Parts"), widget=forms.CheckboxSelectMultiple, initial=home_words.CHOSEN,
        choices=lambda: [(name, f"{title} – {what}") for name, (title, what) in home_words.PARTS.items()],
        error_messages={"required": _("Choose at least one part.")},
    )  # fmt: skip
    contacts = forms.MultipleChoiceField(
        label=_("Telephone numbers"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Staff's own lines for advice are not among them."),
    )  # fmt: skip
    field_order = ("parts", "contacts", "number")

    def __init__(self, contacts: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["contacts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = contacts
        field.initial = [event for event, _text in contacts]
        if not contacts:
            del self.fields["contacts"]

    def wish(self) -> Wish:
        """What was chosen."""
        chosen = self.cleaned_data
        return Wish(tuple(chosen["parts"]), tuple(chosen.get("contacts", ())), chosen["number"])
