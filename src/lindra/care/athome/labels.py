"""Words for death at home and for enrolment in home nursing."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

DECIDED: dict[str, tuple[str, Text]] = {
    "expected": ("ok", _("A physician has decided that death is expected")),
    "not_expected": ("warning", _("A physician has decided that death is not expected")),
    "unknown": ("warning", _("Asked, but it could not be known whether death is expected")),
    "never": ("warning", _("No physician has decided whether death is expected")),
}
"""Tone and words."""
PASSED = _("The day of review has passed")
NO_REVIEW = _("No day of review was set")

PATHS: dict[str, Text] = {
    "expected": _("The death is expected"),
    "ask_first": _("The death was expected, but the decision must be asked about"),
    "not_expected": _("The death does not count as expected"),
}

GAPS: dict[str, Text] = {
    "review": _("the day of review"),
    "establishes": _("who establishes death by day and by night"),
    "nurse": _("whether a nurse may examine"),
    "wake": _("whether somebody is to be woken"),
    "transport": _("who takes the dead person"),
    "resuscitation": _("whether to resuscitate"),
}

STEPS: dict[str, tuple[Text, Text]] = {
    "ring_nurse": (_("Ring the nurse"), _("Whoever is with the patient rings.")),
    "ask_physician": (
        _("Ring a physician before anybody examines"),
        _("The physician says whether the death still counts as expected."),
    ),
    "nurse_examines": (
        _("The nurse examines"),
        _("A physician has decided beforehand that a nurse may. The nurse tells the physician what was found."),
    ),
    "nurse_waits": (
        _("The nurse waits with the examination"),
        _("A nurse was to examine, but the decision must be asked about. The physician says who examines."),
    ),
    "physician_examines": (_("A physician examines"), _("An examination by a nurse is not enough.")),
    "ask_who_examines": (
        _("Ask the physician who examines"),
        _("Nobody has written whether a nurse may."),
    ),
    "physician_establishes": (_("A physician establishes death"), _("This is always a physician's task.")),
    "wake_at_once": (_("Tell those close, also at night"), _("They want to be woken at once.")),
    "wake_in_the_morning": (_("Tell those close in the morning"), _("They do not want to be woken.")),
    "wake_nobody": (_("Wake nobody"), _("There is nobody to be woken.")),
    "wake_unknown": (
        _("Tell those close"),
        _("Nobody has written whether they want to be woken. Ring the one who stands first among the relatives."),
    ),
    "implants": (
        _("Tell of the pacemaker or defibrillator"),
        _("It must be taken out before cremation. Tell the physician and whoever takes the dead person."),
    ),
    "implants_unknown": (
        _("Find out whether there is a pacemaker or defibrillator"),
        _("Nobody has written whether there is. It must be taken out before cremation."),
    ),
    "certificate": (
        _("The physician writes the death certificate"),
        _("It goes to the Swedish Tax Agency without delay."),
    ),
    "certificate_or_police": (
        _("The physician writes the death certificate"),
        _("It goes to the Swedish Tax Agency without delay; to the police where there may be grounds for a forensic "
          "examination."),
    ),
    "transport": (_("Ring for transport"), ""),
    "medicines": (
        _("Take back the medicines"),
        _("What is left in the home goes back to a pharmacy. The unit's routine says who takes it there."),
    ),
    "register_unit": (
        _("Report to the palliative register"),
        _("The unit where the patient died reports, with all the questions."),
    ),
    "register_practice": (
        _("Report to the palliative register"),
        _("An unexpected death at home is reported by the health centre where the patient was listed."),
    ),
    "emergency": (
        _("Ring 112 and begin resuscitation"),
        _("Unless it is certain that the patient has been dead for some time."),
    ),
    "no_resuscitation": (
        _("Do not begin resuscitation"),
        _("A physician has decided so."),
    ),
    "leave_as_it_is": (
        _("Leave everything as it is"),
        _("Do not wash or move the dead person, and leave tubes and medicines, until the physician has come."),
    ),
    "police": (
        _("The physician tells the police, where it has to be done"),
        _("As soon as possible, where there may be grounds for a forensic examination."),
    ),
    "relatives": (_("Tell those close"), _("Stay with them until somebody else can.")),
}  # fmt: skip
"""What to do, and a sentence more."""

SOURCES: dict[str, Text] = {
    "plan": _("The plan of this patient"),
    "own": _("Our own choice, to be tried with users"),
    "establish": "SOSFS 2005:10, HSLF-FS 2015:15",
    "implants": "HSLF-FS 2015:15",
    "medicines": _("Routines of municipalities"),
    "certificate": _("SFS 1990:1144 chapter 4, sections 2–4, as told by the Swedish Tax Agency"),
    "police": _("SFS 1990:1144 chapter 4, section 4, as told in HSLF-FS 2016:52"),
    "register": _("Svenska palliativregistret, rules of registration"),
}

TASKS: dict[str, Text] = {
    "established": _("Death established by a physician, and written down"),
    "certificate": _("Death certificate written"),
    "relatives": _("Those close have been told"),
    "implants": _("Pacemaker or defibrillator taken out"),
    "medicines": _("Medicines taken back from the home"),
    "bereaved": _("A conversation offered to those who are left"),
}
LEFT: dict[str, Text] = {
    "certificate": _("write the death certificate"),
    "relatives": _("tell those close"),
    "implants": _("take out the pacemaker or defibrillator"),
    "medicines": _("take back the medicines"),
}
STATES: dict[str, tuple[str, Text]] = {
    "done": ("ok", _("Done")),
    "left": ("warning", _("Left to do")),
    "none": ("neutral", _("Not needed")),
    "unknown": ("unknown", _("Nothing written")),
}
"""Tone and words."""
MISMATCH: dict[str, Text] = {
    "not_decided": _("It was written as expected, but no physician had decided so beforehand."),
    "review_passed": _("It was written as expected, but the day of review had passed when the patient died."),
}

# Home nursing.

CRITERIA: dict[str, Text] = {
    "cannot_travel": _("Cannot get to the health centre, alone or with help"),
    "lasting_need": _("Needs health care for a longer time"),
    "needs_licensed_nurse": _("Needs a licensed nurse"),
    "cannot_self_care": _("Cannot carry it out as self-care"),
    "palliative_needs": _("Has palliative needs"),
}
HOW: dict[str, Text] = {
    "must": _("must be met"),
    "any": _("one of these must be met"),
    "enough": _("is enough alone"),
}
OUTCOMES: dict[str, tuple[str, Text]] = {
    "enrolled": ("ok", _("To be enrolled")),
    "not_enrolled": ("warning", _("Not to be enrolled")),
    "later": ("info", _("To be assessed again")),
}
"""Of an assessment: tone and words."""
NURSING: dict[str, tuple[str, Text]] = {
    "later": ("info", _("To be assessed again")),
    "not_enrolled": ("warning", _("Not enrolled")),
    "to_enrol": ("critical", _("To be enrolled, not yet done")),
    "enrolled": ("ok", _("Enrolled")),
    "unassessed": ("unknown", _("Enrolled without an assessment")),
}
"""How a patient stands to home nursing, in the order of the page: tone and words."""
