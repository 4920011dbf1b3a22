"""What messages of the process, their fields and their answers are called, for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindra.care.labels import KindLabel

Text = str | Promise

TAB = _("Discharge")
"""The page, among those about one patient."""
KINDS: dict[str, KindLabel] = {
    "sent_in": KindLabel(_("Sent to hospital"), icon="forward"),
    "sent_home": KindLabel(_("Home from the emergency department"), icon="home"),
    "judged_in_need": KindLabel(_("May need care or help after discharge"), icon="flag"),
    "admission_notice": KindLabel(_("Admission notice"), icon="bed"),
    "estimate_changed": KindLabel(_("Changed estimate"), icon="calendar"),
    "needs_mapped": KindLabel(_("Mapping of needs"), icon="note"),
    "position_taken": KindLabel(_("Position"), icon="flag"),
    "sip_judged": KindLabel(_("Whether a coordinated plan (SIP) is needed"), icon="plan"),
    "sip_called": KindLabel(_("Call to SIP"), icon="calendar"),
    "sip_held": KindLabel(_("Coordinated individual plan (SIP)"), icon="plan"),
    "open_care_noted": KindLabel(_("Open care after discharge"), icon="clinic"),
    "ready_for_discharge": KindLabel(_("Ready for discharge"), icon="home"),
    "ready_withdrawn": KindLabel(_("Not ready after all"), icon="warning"),
    "information_sent": KindLabel(_("Information sent"), icon="note"),
    "patient_informed": KindLabel(_("Information to the patient"), icon="speech"),
    "reconciled": KindLabel(_("Medicines, prescriptions and aids compared"), icon="pill"),
    "transport_booked": KindLabel(_("Transport home"), icon="move"),
    "left_hospital": KindLabel(_("Has left the hospital"), icon="home"),
    "home_again": KindLabel(_("Home again"), icon="home"),
    "discharge_note": KindLabel(_("Message"), icon="speech"),
    "message_taken_back": KindLabel(_("Message taken back"), icon="warning"),
    "discharge_delivered": KindLabel(_("Message received"), icon="note"),
    "discharge_receipt": KindLabel(_("Message acknowledged"), icon="note"),
}
FACTS: dict[str, Text] = {
    "admitted": _("Admitted"),
    "discharged": _("Discharged"),
    "died": _("Died"),
    "contact_named": _("Fixed care contact named"),
    "emergency_visit": _("Emergency department"),
    "home_nursing_assessed": _("Enrolment in home nursing judged"),
}
"""What happened and is no message."""
STAGES: dict[str, Text] = {
    "at_home": _("At home"),
    "sent_in": _("Sent to hospital"),
    "emergency": _("Emergency department"),
    "admitted": _("Admitted"),
    "noticed": _("Notice sent"),
    "planning": _("Planning"),
    "ready": _("Ready for discharge"),
    "discharged": _("Discharged"),
    "home_again": _("Home again"),
    "dead": _("Died"),
}
FIELDS: dict[str, Text] = {
    "to": _("To whom"),
    "at": _("When"),
    "needs": _("What may be needed after discharge"),
    "physician": _("Treating physician"),
    "admitted": _("Admitted"),
    "estimate": _("Estimated day of discharge"),
    "note": _("In your own words"),
    "reason": _("Why the patient is sent to hospital"),
    "done": _("What has been done"),
    "at_home": _("Help and care at home"),
    "contact": _("Whom to call, with number"),
    "plan": _("Is there a plan of care to read?"),
    "found": _("What was found"),
    "follow_up": _("To be followed up"),
    "medicines": _("Medicines"),
    "before": _("What the patient could do before"),
    "now": _("What the patient can do now"),
    "help": _("What the patient will need help with"),
    "wishes": _("What the patient wants"),
    "can": _("Can you receive the patient?"),
    "earliest": _("Earliest day"),
    "what": _("With what"),
    "lacks": _("What is lacking"),
    "needed": _("Is a coordinated individual plan needed?"),
    "why": _("Why"),
    "meeting": _("When the meeting is"),
    "where": _("Where"),
    "way": _("How"),
    "consent": _("Does the patient consent to the plan?"),
    "patient_present": _("Was the patient there?"),
    "why_absent": _("Why the patient was not there"),
    "took_part": _("Who took part, one on each line"),
    "relatives": _("Relatives"),
    "matters": _("What matters to the patient"),
    "insatser": _("What is to be done, and who answers for it"),
    "overall": _("Who has the overall responsibility"),
    "lead": _("Who leads, and is to be called"),
    "phone": _("Telephone"),
    "state": _("Is what open care is to do in place?"),
    "parts": _("What is sent"),
    "written": _("Did the patient get it in writing?"),
    "told": _("What it says"),
    "prescriptions": _("Prescriptions"),
    "aids": _("Aids"),
    "supplied_days": _("Medicines along, days"),
    "leaves": _("Leaves"),
    "met_by": _("Who meets the patient"),
    "to_where": _("To where"),
    "worked": _("Did the way home work?"),
    "lacked": _("What was lacking"),
    "about": _("What it is about"),
    "taken": _("Message"),
}
OF_KIND: dict[str, Text] = {
    "sent_home.medicines": _("Changes among the medicines, and until when they last"),
    "transport_booked.way": _("How the patient travels"),
    "sip_held.follow_up": _("Day of follow-up"),
    "patient_informed.relatives": _("Were relatives told as well?"),
    "sip_held.relatives": _("Relatives who took part"),
}
"""Fields that are called something else in one kind."""
CODES: dict[str, Text] = {
    "social_service": _("Social services"),
    "municipal_health": _("Municipal health care"),
    "open_care": _("Open care of the region"),
    "yes": _("Yes"),
    "no": _("No"),
    "unknown": _("Not known"),
    "none": _("None"),
    "not_yet": _("Not yet"),
    "cannot": _("Cannot say"),
    "at_home": _("At home"),
    "on_ward": _("On the ward"),
    "video": _("By video"),
    "telephone": _("By telephone"),
    "other": _("Other"),
    "region": _("Region"),
    "municipality": _("Municipality"),
    "self": _("The patient"),
    "missing": _("No, it is missing"),
    "unclear": _("It is not clear"),
    "available": _("Yes, it is in place"),
    "summary": _("Summary of care"),
    "nursing": _("Nursing"),
    "rehabilitation": _("Rehabilitation"),
    "medicines": _("Medicines"),
    "wounds": _("Wounds"),
    "equipment": _("Aids"),
    "plan": _("Plan of care"),
    "limits": _("Limits of treatment"),
    "care_given": _("What was done"),
    "contact": _("Fixed care contact"),
    "sip_time": _("Time of the coordinated plan"),
    "plans": _("Plans that there are"),
    "whom_to_call": _("Whom the patient is to call"),
    "agrees": _("Agrees with the discharge letter"),
    "differs": _("Differs from the discharge letter"),
    "not_done": _("Not compared"),
    "lying": _("Lying"),
    "seated": _("Seated"),
    "own": _("By own means"),
    "own_home": _("Own home"),
    "care_home": _("Care home"),
    "short_stay": _("Short-stay home"),
    "hospice": _("Hospice"),
    "hospital": _("Another hospital or ward"),
    "dead": _("Died"),
    "partly": _("Partly"),
    "aids": _("Aids"),
    "information": _("Information"),
    "help": _("Help at home"),
    "transport": _("Transport"),
    "key_or_food": _("Key or food"),
    "question": _("A question"),
    "practical": _("Something practical"),
    "care": _("Care"),
    "wrong_unit": _("It went to the wrong unit"),
    "wrong_patient": _("It was about another patient"),
    "not_so": _("It is not so"),
}
"""What a coded answer is called."""


CLOCKS: dict[str, Text] = {
    "admission_notice": _("Admission notice"),
    "changed_estimate": _("Changed estimate"),
    "care_contact": _("Fixed care contact named"),
    "planning": _("Planning begins"),
    "ready_notice": _("Notice that the patient is ready"),
    "information": _("Information sent"),
    "sip_call": _("Call to SIP"),
    "payment_starts": _("The municipality begins to pay"),
    "long_stay": _("Counted as a long stay"),
}
STATES: dict[str, tuple[str, Text]] = {
    "met": ("ok", _("In time")),
    "late": ("warning", _("Late")),
    "not_done": ("critical", _("Not done in time")),
    "open": ("info", _("Not done yet")),
    "lapsed": ("neutral", _("No longer needed")),
    "untimed": ("neutral", _("As soon as possible: no time is set")),
    "not_told": ("neutral", _("No message tells when")),
}
"""How a deadline stands: tone and words."""
PAYING: dict[str, tuple[str, Text]] = {
    "open": ("info", _("If the patient is still there")),
    "late": ("warning", _("Has begun")),
    "not_done": ("warning", _("Has begun")),
    "met": ("ok", _("Left before")),
}
"""How the day stands on which something begins to cost."""
PASSED: dict[str, tuple[str, Text]] = {
    "sent": ("info", _("sent")),
    "delivered": ("info", _("delivered, not acknowledged")),
    "read": ("ok", _("acknowledged")),
    "answered": ("ok", _("answered")),
    "sent_back": ("warning", _("sent back")),
}
"""What became of a message at a unit."""


def field(kind: str, name: str) -> Text:
    """What a field of a kind of message is called."""
    return OF_KIND.get(f"{kind}.{name}", FIELDS.get(name, name))


def code(value: str) -> Text:
    """What a coded answer is called."""
    return CODES.get(value, value)
