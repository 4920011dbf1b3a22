"""Words for what is due in this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.deadlines.words import Text, register_words
from lindra.discharge import labels
from lindra.discharge.due import ACTS, UNREAD


def register() -> None:
    """Give the deadlines of this room their words."""
    register_words(UNREAD, _unread, gettext_lazy("Messages to acknowledge"))
    register_words(ACTS, _act, gettext_lazy("Discharges"))


def _unread(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    return _("Read: %(message)s") % {"message": labels.KINDS[what].title}, ""


def _act(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    paragraphs = {
        "admission_notice": "2 kap. 3 §",
        "sip_called": "4 kap. 3 §",
        "information_sent": "3 kap. 2 §",
    }
    return _("Send: %(message)s") % {"message": labels.KINDS[what].title}, f"SFS 2017:612 {paragraphs[what]}"
