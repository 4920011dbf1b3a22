"""The forms of campaigns. What is wrong is said beside the field, with what to do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra import clock
from lindra.access import inventory
from lindra.areas import geography
from lindra.governance import bodies
from lindra.governance.campaigns import inventories, rules, when, words
from lindra.governance.campaigns.queries import Replied, by_name
from lindra.governance.commitments import rules as commitments

TAKEN = ("new", "public")
"""Short names that stand in other addresses."""
TOO_LONG = gettext_lazy("Write at most %(limit_value)d characters. You have written %(show_value)d.")


def _choice(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, error_messages={"required": missing, "invalid_choice": missing}, **more
    )


def _line(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    told = {"required": missing, "max_length": TOO_LONG}
    return forms.CharField(label=label, max_length=commitments.LONGEST_TITLE, error_messages=told, **more)


def _text(label: Any, missing: Any = "", **more: Any) -> forms.CharField:
    told = {"required": missing, "max_length": TOO_LONG}
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=rules.LONGEST, widget=area, error_messages=told, **more)


def _day(label: Any, missing: Any = "", **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": gettext_lazy("Choose a day.")}, **more,
    )  # fmt: skip


def _functions() -> list[tuple[str, str]]:
    return [(code, words.function(code)) for code in inventory.functions()]


def _classes() -> list[tuple[str, str]]:
    return [(code, words.class_name(code)) for code in inventory.categories()]


class NewForm(forms.Form):
    """A new question: what, to whom, until when, resting on which inventory."""

    title = _line(gettext_lazy("Title"), gettext_lazy("Give it a title."))
    question = _text(gettext_lazy("The question"), gettext_lazy("Write the question."))
    title_en = _line(gettext_lazy("Title in English"), required=False)
    question_en = _text(gettext_lazy("The question in English"), required=False)
    key = _line(
        gettext_lazy("Short name"), gettext_lazy("Give it a short name."),
        help_text=gettext_lazy("It stands in the address: small letters, digits and hyphens, as in 2027-spring."),
    )  # fmt: skip
    asked_by = _line(gettext_lazy("Who asks"), gettext_lazy("Say who asks."))
    answer_to = _line(
        gettext_lazy("Where the answer is sent"), required=False,
        help_text=gettext_lazy("An address of a function, not of a person."),
    )  # fmt: skip
    inventory = _choice(
        gettext_lazy("The inventory it rests on"), gettext_lazy("Choose an inventory."),
        help_text=gettext_lazy("Each letter is made from what the inventory says of just that body."),
    )  # fmt: skip
    reply_by = _day(gettext_lazy("Last day to answer"), gettext_lazy("Choose a day."))
    functions = _text(
        gettext_lazy("To whom at each body"), required=False,
        help_text=gettext_lazy("Functions, one a line, as in Health care director."),
    )  # fmt: skip
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Which regions are asked?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one body.")},
    )  # fmt: skip
    public = forms.BooleanField(
        label=gettext_lazy("Everybody may see the answers and how the promises stand"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = sorted(geography.regions(), key=lambda one: by_name(one.name))
        choices = [(bodies.area(one.code), one.name) for one in regions]
        self.fields["bodies"].choices = choices  # type: ignore[attr-defined]
        self.fields["bodies"].initial = [key for key, _name in choices]
        self.fields["inventory"].choices = [  # type: ignore[attr-defined]
            (name, _("Inventory of %(day)s") % {"day": on}) for name, on in inventories.dated().items()
        ]

    def clean_key(self) -> str:
        """What can stand in an address, and is no other page's."""
        key: str = self.cleaned_data["key"].strip()
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", key) or key in TAKEN:
            raise forms.ValidationError(_("Use small letters, digits and hyphens, as in 2027-spring."))
        return key

    def clean_reply_by(self) -> date:
        """A day that has not passed."""
        day: date = self.cleaned_data["reply_by"]
        if day <= clock.today():
            raise forms.ValidationError(_("Choose a day after today: they need time to answer."))
        return day


class DayForm(forms.Form):
    """A day on which something was done."""

    on = _day(gettext_lazy("Day"), gettext_lazy("Choose a day."))

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return on


class RemindForm(DayForm):
    """Whom a reminder went to, when, and the new last day."""

    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Who was reminded?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one body.")},
    )  # fmt: skip
    by = _day(gettext_lazy("New last day"), gettext_lazy("Choose a day."))
    field_order = ("bodies", "on", "by")

    def __init__(self, waiting: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].choices = waiting  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """A reply: whose voice, which sort, when it came (if that is known), what it says."""

    who = _choice(
        gettext_lazy("Who replies?"), gettext_lazy("Choose who replies."),
        choices=[("", gettext_lazy("Choose")), *words.WHO.items()],
    )  # fmt: skip
    who_said = _line(gettext_lazy("As it was signed"), required=False,
                     help_text=gettext_lazy("A function or a party rather than a name."))  # fmt: skip
    kind = _choice(gettext_lazy("What sort of reply?"), gettext_lazy("Choose what sort."), initial="first",
                   choices=list(words.KINDS.items()), widget=forms.RadioSelect)  # fmt: skip
    received_on = _day(gettext_lazy("Received on"), required=False,
                       help_text=gettext_lazy("Leave it empty where it is not known."))  # fmt: skip
    dated_on = _day(gettext_lazy("The day the reply carries"), required=False)
    summary = _text(gettext_lazy("What does it say?"), gettext_lazy("Say what was replied."), help_text=gettext_lazy(
        "In your own words, short. Promises are noted one by one afterwards."
    ))  # fmt: skip
    source = _line(gettext_lazy("Where it stands"), required=False,
                   help_text=gettext_lazy("Document and line, or the number of the matter."))  # fmt: skip


class PromiseForm(forms.Form):
    """Something a reply promises: what, about which function, by when, who answers for it."""

    reply = _choice(gettext_lazy("In which reply?"), gettext_lazy("Choose a reply."))
    text = _line(gettext_lazy("What is promised?"), gettext_lazy("Say what is promised."))
    function = _choice(
        gettext_lazy("About which function?"), gettext_lazy("Choose a function."), choices=_functions
    )
    when = _line(gettext_lazy("When, as it was said"), required=False,
                 help_text=gettext_lazy("As in: autumn 2026. Leave it empty where nothing was said."))  # fmt: skip
    due = _day(gettext_lazy("Last day"), required=False, help_text=gettext_lazy(
        "Leave it empty, and it is read from what was said. Where no period was said the promise is kept without a day."
    ))  # fmt: skip
    owner = _line(gettext_lazy("Who answers for it?"), required=False,
                  help_text=gettext_lazy("A function, if the reply names one."))  # fmt: skip

    def __init__(self, replies: list[Replied], asked_on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked_on = asked_on
        self.fields["reply"].choices = _named(replies)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day, read from what was said where none was chosen."""
        said = super().clean() or {}
        if not said.get("due") and said.get("when"):
            said["due"] = when.read(said["when"], self._asked_on).due
        if said.get("due") and said["due"] < self._asked_on:
            self.add_error("due", _("That day is before the question was put."))
        return said


class ReadForm(forms.Form):
    """A reading: which class, on what grounds."""

    code = _choice(gettext_lazy("Which class?"), gettext_lazy("Choose a class."), choices=_classes,
                   widget=forms.RadioSelect)  # fmt: skip
    grounds = _text(gettext_lazy("On what grounds?"), gettext_lazy("Say on what grounds."),
                    help_text=gettext_lazy("What in the replies decides it."))  # fmt: skip


class WithdrawForm(forms.Form):
    """Which reply is withdrawn, and why."""

    reply = _choice(gettext_lazy("Which reply?"), gettext_lazy("Choose a reply."))
    reason = _line(gettext_lazy("Why?"), gettext_lazy("Say why."))

    def __init__(self, replies: list[Replied], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].choices = _named(replies)  # type: ignore[attr-defined]


def _named(replies: list[Replied]) -> list[tuple[str, str]]:
    return [(one.reply.pk, f"{words.who(one.reply)}, {words.came(one)}") for one in replies]
