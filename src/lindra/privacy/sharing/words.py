"""The words of these pages: what a paragraph means to the one who reads, what each way on is called."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindra.privacy.log.words import LAWS
from lindra.privacy.rules import Attitude, Emergency, law
from lindra.privacy.sharing.ways import Way

Text = str | Promise

SAID: dict[str, Text] = {
    law("SVOD 3:1"): _(
        "Others who care for the patient have shared entries. They are shown if the patient consents."
    ),
    law("SVOD 3:2"): _(
        "Others who care for the person have shared entries. They are shown if the person consents."
    ),
    law("SVOD 2:4"): _(
        "Others have shared entries, but it is noted that the patient does not want them read here."
    ),
    law("SVOD 2:5"): _("Another care provider has entries that the patient has blocked."),
    law("SVOD 3:5"): _(
        "Another care provider has entries that the patient has blocked. You may see who, and ask."
    ),
    law("SVOD 3:4"): _(
        "Health care has entries. They cannot be read here while the person cannot take a position."
    ),
    law("PDL 4:4"): _("Another part of your own care provider has entries that the patient has blocked."),
}
"""What may be said of entries that are not shown, by paragraph: never who, never what."""

DEAD: Text = _("Others have shared entries. The patient has died, and can no longer be asked.")
"""Instead of what the paragraph says of the living."""
MORE: Text = _("There are entries that are not shown here.")

WAYS: dict[Way, tuple[Text, Text]] = {
    Way.CONSENTS: (
        _("The patient consents"),
        _("You have asked, and the answer is yes."),
    ),
    Way.UNABLE: (
        _("Lastingly unable to take a position"),
        _("You are shown who holds entries, and say how the patient's attitude was clarified."),
    ),
    Way.CHILD: (
        _("A child who cannot consent"),
        _("Then no consent is needed."),
    ),
    Way.DANGER: (
        _("Danger to life or serious risk to health, and consent cannot be obtained"),
        _("You are shown who holds entries, and say why they are needed. It will be reviewed."),
    ),
    Way.WHO: (
        _("See who blocks, and how to ask"),
        _("Danger to life or serious risk to health still stands."),
    ),
}  # fmt: skip
"""What each way on is called, and what it leads to."""

STATES: dict[Attitude, Text] = {
    Attitude.CONSENTS: _("The patient consents to our reading what others have shared."),
    Attitude.REFUSES: _("The patient does not want us to read what others have shared."),
    Attitude.NOT_ASKED: _("No consent stands. Ask the patient before you read what others have shared."),
    Attitude.UNABLE: _(
        "The patient is lastingly unable to take a position, and is not thought to be against it."
    ),
    Attitude.CHILD: _("The patient is a child who cannot consent. No consent is needed."),
}
DIED: Text = _("The patient has died, and can no longer be asked.")
OPPOSED: Text = _(
    "The patient is lastingly unable to take a position, and is thought to be against our reading."
)

ATTITUDES: dict[str, tuple[Text, Text, Text]] = {
    "consents": (
        _("The patient consents"),
        _("Says yes to our reading what others have shared. The consent holds for the whole provider, "
          "for those who take part in the care, and can be taken back at any time."),
        _("Note the consent, and open"),
    ),
    "refuses": (
        _("The patient says no"),
        _("Does not want us to read what others have shared. It holds at once."),
        _("Note that the patient says no"),
    ),
    "not_asked": (
        _("The consent is taken back"),
        _("What others have shared is closed again, until the patient is asked anew."),
        _("Note that the consent is taken back"),
    ),
    "unable": (
        _("Lastingly unable to take a position"),
        _("For somebody who will not be able to answer, such as in severe dementia. Not for somebody who is only "
          "asleep, confused for the time being or unconscious."),
        _("Note this, and open"),
    ),
    "child": (
        _("A child who cannot consent"),
        _("A child who is not yet able to say yes or no. Then no consent is needed."),
        _("Note this, and open"),
    ),
}  # fmt: skip
"""What each attitude is called, what it means, and the button that notes it."""

NOTED: dict[str, Text] = {
    "consents": _("The consent is noted. What others have shared is now shown."),
    "refuses": _("It is noted that the patient says no. What others have shared is closed."),
    "not_asked": _("It is noted that the consent is taken back. What others have shared is closed."),
    "unable": _("It is noted. What may be needed for the care is now shown."),
    "child": _("It is noted. What others have shared is now shown."),
}
OPPOSED_NOTED: Text = _("It is noted. Nothing more is shown, since the patient is thought to be against it.")

LAW_OF: dict[tuple[str, str], str] = {
    ("consents", "health"): law("SVOD 3:1"), ("consents", "social"): law("SVOD 3:2"),
    ("refuses", "health"): law("SVOD 3:1"), ("refuses", "social"): law("SVOD 3:2"),
    ("not_asked", "health"): law("SVOD 3:1"), ("not_asked", "social"): law("SVOD 3:2"),
    ("child", "health"): law("SVOD 3:1"), ("child", "social"): law("SVOD 3:2"),
    ("unable", "health"): law("SVOD 3:3"), ("unable", "social"): law("SVOD 3:4"),
}  # fmt: skip
"""The paragraph of an attitude, by who reads."""

LEVELS: dict[str, tuple[Text, Text]] = {
    "unit": (_("Your unit"), _("Closed to the provider's other units, and to all other providers.")),
    "process": (
        _("Your care process"), _("Closed to the provider's other care processes, and to all other providers."),
    ),
    "provider": (_("The whole care provider"), _("Closed to all other providers, but open within your own.")),
}  # fmt: skip
BLOCK_LAW = {"unit": law("PDL 4:4"), "process": law("PDL 4:4"), "provider": law("SVOD 2:3")}

PROCESSES: dict[str, Text] = {
    "hospital": _("hospital care"), "palliative": _("palliative care"), "primary": _("primary care"),
    "municipal": _("municipal health care"), "other": _("other care"),
}  # fmt: skip

MATTERS: dict[str, Text] = {
    "administrative": _("when and where care was given"),
    "clinical": _("the care itself: findings, decisions, medicines"),
    "address": _("where the patient lives"),
    "identity": _("who the patient is"),
    "aside": _("other"),
}  # fmt: skip
"""What entries are about, in broad words."""

TOLD: dict[str, Text] = {
    "patient": _("the patient"),
    "guardian": _("a guardian of the child"),
    "relative": _("somebody close, for the patient"),
    "record": _("an earlier entry in the record"),
    "other": _("somebody else who may speak for the patient"),
}

ONLY_PATIENT: Text = _("Only the patient can have entries blocked.")
GUARDIAN: Text = _("A guardian cannot block what concerns a child. Only the child itself can ask for it.")

_LAW = re.compile(r"SFS (\d{4}:\d+) (\d+) kap\. (\d+) §")


def said(right: str, *, died: bool = False) -> str:
    """What a paragraph lets one say of what is not shown."""
    return str(DEAD if died and right == law("SVOD 2:4") else SAID.get(right, MORE))


def paragraph(right: str) -> str:
    """A paragraph as people write it."""
    found = _LAW.fullmatch(right)
    if found is None or found[1] not in LAWS:
        return right
    told = {"law": LAWS[found[1]], "chapter": found[2], "paragraph": found[3]}
    return gettext("%(law)s chapter %(chapter)s section %(paragraph)s") % told


def upper(text: Text) -> str:
    """With a capital first letter."""
    return str(text)[:1].upper() + str(text)[1:]


def matters(names: tuple[str, ...]) -> str:
    """What entries are about."""
    return upper("; ".join(str(MATTERS[name]) for name in MATTERS if name in names))


def in_danger(emergency: Emergency) -> str:
    """What the page about danger to life is called, before and after it has been opened."""
    return str(WAYS[Way.WHO if emergency is Emergency.OPENED else Way.DANGER][0])
