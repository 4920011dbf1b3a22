"""Words of the home sheet: plain ones, our own, general and careful; no codes and no terms of the trade."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindra.care.events.plan import Section

Text = str | Promise

PARTS: dict[str, tuple[Text, Text]] = {
    "call": (_("Whom to call"), _("Hour by hour, with the numbers chosen below.")),
    "agreed": (_("What we agreed"), _("Only what the patient has said or been told.")),
    "expect": (_("What to expect"), _("General words about the time ahead, marked as general.")),
    "box": (_("What is in the medicine box"), _("Which medicine, for what, and who may give it.")),
    "practical": (_("Practical things"), _("Equipment at home, and who has a key.")),
    "last_days": (
        _("When the end is near"),
        _("Speaks openly of dying. Only if the patient wants it on paper."),
    ),
}
"""What may be printed: its heading, and what it is."""
CHOSEN = ("call", "agreed", "expect", "box", "practical")
"""What is ticked from the beginning: never that the end is near."""
FROM: dict[str, tuple[Section, ...]] = {
    "call": ("call",),
    "agreed": ("decisions", "matters"),
    "expect": ("situation",),
    "box": ("medicines",),
    "practical": ("situation", "medicines", "person"),
    "last_days": ("decisions", "hazards"),
}
"""From which sections of the plan each part is made."""

TREATMENTS: dict[str, Text] = {
    "resuscitation": _("Heart and lung rescue, if the heart stops"),
    "hospital": _("Going to hospital"),
    "intensive_care": _("Intensive care"),
    "ventilation": _("Help from a breathing machine"),
    "antibiotics": _("Antibiotics"),
    "fluids": _("Drip with fluid"),
    "nutrition": _("Nourishment by drip or tube"),
    "transfusion": _("Blood"),
    "dialysis": _("Dialysis"),
    "chemotherapy": _("Chemotherapy"),
    "surgery": _("Operation"),
    "other": _("Another treatment"),
}
DECISIONS: dict[str, Text] = {
    "give": _("%(what)s: yes."),
    "withhold": _("%(what)s: no. Ask us if you want to know why."),
    "conditional": _("%(what)s: only if %(condition)s."),
}
FOR_WHAT: dict[str, Text] = {
    "pain": _("against pain"),
    "anxiety": _("against anxiety"),
    "nausea": _("against nausea"),
    "rattle": _("against rattling breath"),
    "breathlessness": _("against breathlessness"),
    "other": _("ask us what it is for"),
    "": _("ask us what it is for"),
}
GIVERS: dict[str, Text] = {
    "nurse": _("a nurse"),
    "delegated": _("home care staff whom a nurse has taught"),
    "relative": _("somebody close, whom we have taught"),
    "patient": _("the patient"),
}
GENERAL = _(
    "This is general. Nobody knows exactly how it will be for you. Ask us: you may ask the same thing many times."
)
EXPECT: dict[str, tuple[Text, ...]] = {
    "": (
        _("Strength may differ from day to day. Rest when you need to, and do first what matters to you."),
        _("Appetite may be less than before. Eat and drink what you like, when you like."),
        _("Call us if something is new, worse or worries you. Early is better than late."),
    ),
    "unstable": (_("Just now things may change quickly. Do not wait to call."),),
    "breath": (_("Breath may be short when you move. Sit up, open a window, let somebody stay with you."),),
    "mind": (_("It may be harder to think and remember. A calm room and people you know help."),),
    "swallow": (_("Swallowing may be harder. Sit up, take small sips, and stop if you cough."),),
}
"""By what; for everybody under the empty name. General nursing advice in our own words; no prognosis."""
GROUPS: dict[str, tuple[str, ...]] = {
    "breath": ("C34", "I50", "J44", "J43", "J84", "J96", "I27"),
    "mind": ("F00", "F01", "F02", "F03", "G30", "G31", "C71"),
    "swallow": ("G12", "G20", "C15", "C32", "C10", "C13", "F00", "F01", "F03", "G30"),
}
"""For which diagnoses (ICD-10-SE, by the beginning of the code) something is said. The illness is never named."""
LAST_DAYS: tuple[Text, ...] = (
    _("Towards the end most people sleep more and more, and want little to eat and drink. That is natural."),
    _(
        "Breathing may become uneven, with long pauses, and may rattle. It is seldom felt by the one who breathes."
    ),
    _("Hands and feet may become cool, and the skin may change colour."),
    _("You may talk, hold hands or just sit there. You may also rest."),
)
EXPECTED = _(
    "When breathing has stopped there is no hurry. Call the first number that answers then. You need not call 112."
)
"""Only where a physician has decided that death is expected."""
DEFIBRILLATOR = _("There is a defibrillator under the skin. Ask us about switching it off.")
WAKE: dict[str, Text] = {
    "at_once": _("Those close are called at once, day or night."),
    "in_the_morning": _("If it is night, those close are called in the morning."),
}
