"""Words for what is due in care."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.care.plan.labels import SECTIONS, TOPICS, TRIGGERS
from lindra.deadlines.words import Text, register_words

BEREAVED: dict[str, Text] = {
    "offered": gettext_lazy("Offered, and a day agreed"),
    "held": gettext_lazy("Held, and a further contact agreed"),
    "not_reached": gettext_lazy("Not reached the last time"),
}
"""What came before, by the form of the latest contact."""


def register() -> None:
    """Give the deadlines of this room their words."""
    register_words("review", _review, gettext_lazy("Reviews"))
    register_words("signature", _signature, gettext_lazy("Signatures"))
    register_words("confirm", _confirm, gettext_lazy("Plans to confirm"))
    register_words("unconfirmed", _confirm, gettext_lazy("Plans never confirmed"))
    register_words("conversation", _conversation, gettext_lazy("Conversations"))
    register_words("relatives", _relatives, gettext_lazy("Relatives"))


def _review(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    if what == "expected_death":
        return _("Review: expected death"), ""
    return _("Review: %(treatment)s") % {"treatment": TOPICS.get(about["treatment"], about["treatment"])}, ""


def _signature(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    named = ", ".join(str(TOPICS.get(one, one)) for one in about["what"])
    return _("Sign: %(what)s") % {"what": named}, _("Written for %(whom)s") % {"whom": about["whom"]}


def _confirm(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    if what == "never":
        return _("Confirm the plan"), _("Nobody has confirmed it")
    sections = ", ".join(str(SECTIONS[one]) for one in about["sections"])
    title = _("Confirm: %(section)s") % {"section": sections}
    if what == "time":
        return title, _("The confirmation runs out")
    happened = str(TRIGGERS[about["trigger"]]) % {"when": ""}
    return title, _("Since: %(what)s") % {"what": happened.strip()}


def _conversation(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    return _("The conversation that was agreed"), ""


def _relatives(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    if what == "tell":
        return _("Tell relatives"), TOPICS.get(about["treatment"], about["treatment"])
    if what == "child":
        return _("Support to a child as relative"), ""
    if what == "outcome":
        return _("What came of the offer of a follow-up conversation"), _("Held, declined or not reached?")
    return _("Follow-up conversation with those who are left"), BEREAVED.get(about.get("form", ""), "")
