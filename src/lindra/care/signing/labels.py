"""Words of what is signed: each field of a decision as it is read before it is signed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindra.care.signing.rules import Answer

Text = str | Promise

ASSESSED: dict[str, Text] = {"in_person": _("in person"), "at_a_distance": _("at a distance")}
KNEW: dict[bool | None, Text] = {
    True: _("the physician knew the patient from before"),
    False: _("the physician did not know the patient from before"),
}
TOLD: dict[str, Text] = {
    "yes": _("Yes"),
    "no": _("No"),
    "not_possible": _("Has not been possible"),
    "unknown": _("Not known"),
}
KNOWS: dict[str, Text] = {
    "patient": _("the patient"),
    "relatives": _("relatives"),
    "home_nursing": _("home nursing"),
    "ward": _("the ward"),
    "family_doctor": _("the practice"),
    "team": _("the palliative team"),
}
YES_NO: dict[bool | None, Text] = {True: _("Yes"), False: _("No")}
WHY_NOT: dict[Answer, Text] = {
    "not_a_physician": _("The physician signs it."),
    "another": _("Only the physician who is named signs it."),
    "another_provider": _(
        "The physician who is named signs it, or another physician of the organisation that wrote it."
    ),
    "nothing": _("Nothing in it names a physician: correct it, so that it does."),
}
"""What is said to who may not sign, below for whom it waits."""
