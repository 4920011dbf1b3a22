"""Words of the plan: sections, topics and coded values, for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

SECTIONS: dict[str, Text] = {
    "person": _("Who and where"),
    "decisions": _("Decisions"),
    "hazards": _("Hazards"),
    "situation": _("The situation"),
    "steps": _("If … then"),
    "medicines": _("As-needed medicines"),
    "call": _("Call now"),
    "matters": _("What matters"),
}
TOPICS: dict[str, Text] = {
    "where": _("Where now"),
    "key": _("Has a key"),
    "resuscitation": _("Resuscitation"),
    "hospital": _("To hospital"),
    "intensive_care": _("Intensive care"),
    "ventilation": _("Ventilator"),
    "antibiotics": _("Antibiotics"),
    "fluids": _("Fluids by drip"),
    "nutrition": _("Nutrition"),
    "transfusion": _("Blood transfusion"),
    "dialysis": _("Dialysis"),
    "chemotherapy": _("Chemotherapy"),
    "surgery": _("Surgery"),
    "other": _("Other"),
    "death_expected": _("Expected death"),
    "hypersensitivity": _("Hypersensitivity"),
    "implants": _("Implants"),
    "infection": _("Risk of infection"),
    "kidney": _("Kidney function"),
    "phase": _("Phase"),
    "diagnosis": _("Main diagnosis"),
    "functional_status": _("Functional status (AKPS)"),
    "infusion": _("Infusion"),
    "skin": _("Pressure ulcer"),
    "mouth": _("Oral health (ROAG)"),
    "equipment": _("Equipment"),
    "step": _("What to do"),
    "as_needed": _("As-needed medicine"),
    "kept": _("Where the medicines lie"),
    "opioid": _("Regular opioid, 24 hours"),
    "pump": _("Pump"),
    "contact": _("Contact"),
    "what_matters": _("Matters most"),
    "preferred_place_care": _("Wants to be cared for"),
    "preferred_place_death": _("Wants to die"),
    "relatives": _("Relatives"),
    "conversation": _("Last conversation"),
    "goal": _("Goal"),
    "children": _("Children as relatives"),
}
PHASES: dict[str, Text] = {
    "stable": _("stable"),
    "unstable": _("unstable"),
    "deteriorating": _("deteriorating"),
    "dying": _("dying"),
}
DECISIONS: dict[str, Text] = {
    "give": _("Yes"),
    "withhold": _("No"),
    "conditional": _("Only if: %(condition)s"),
}
BASES: dict[str, Text] = {
    "illness": _("the illness"),
    "no_benefit": _("would not help"),
    "harm": _("would do more harm than good"),
    "patient_wish": _("the patient's wish"),
}
INDICATIONS: dict[str, Text] = {
    "pain": _("Pain"),
    "anxiety": _("Anxiety"),
    "nausea": _("Nausea"),
    "rattle": _("Rattle"),
    "breathlessness": _("Breathlessness"),
    "other": _("Other"),
    "": _("Not stated for what"),
}
PROBLEMS: dict[str, Text] = {
    "pain": _("Pain"),
    "breathlessness": _("Breathlessness"),
    "nausea": _("Nausea"),
    "rattle": _("Rattle"),
    "anxiety": _("Anxiety"),
    "confusion": _("Confusion"),
    "bleeding": _("Bleeding"),
    "fever": _("Fever"),
    "seizure": _("Seizure"),
    "obstruction": _("Vomiting, bowel obstruction"),
    "no_urine": _("No urine"),
    "pump_stopped": _("The pump stops"),
    "fall": _("Fall"),
    "carer_cannot_go_on": _("Those at home cannot go on"),
    "dying": _("Dying"),
    "other": _("Other"),
}
ROLES: dict[str, Text] = {
    "fast_vardkontakt": _("Fast vårdkontakt"),
    "fast_lakarkontakt": _("Fast läkarkontakt"),
    "fast_omsorgskontakt": _("Fast omsorgskontakt"),
    "sip_lead": _("Leads the SIP"),
    "home_nursing": _("Home nursing"),
    "specialised_team": _("Specialised palliative team"),
    "on_call_physician": _("Physician on call"),
    "family_doctor": _("Family doctor"),
    "care_home": _("Care home"),
    "advice_line": _("Advice line"),
    "other": _("Other"),
}
PROFESSIONS: dict[str, Text] = {
    "physician": _("physician"),
    "nurse": _("nurse"),
    "physiotherapist": _("physiotherapist"),
    "occupational_therapist": _("occupational therapist"),
    "dietitian": _("dietitian"),
    "psychologist": _("psychologist"),
    "counsellor": _("counsellor"),
    "assistant_nurse": _("assistant nurse"),
    "other": _("other profession"),
}
PLACES: dict[str, Text] = {
    "own_home": _("at home"),
    "care_home": _("in a care home"),
    "short_stay": _("in a short-stay place"),
    "hospice": _("in a hospice"),
    "palliative_ward": _("in a palliative ward"),
    "hospital": _("in hospital"),
    "relative": _("with a relative"),
    "other": _("somewhere else"),
    "no_preference": _("no preference"),
}
IMPLANTS: dict[str, Text] = {
    "icd": _("Defibrillator (ICD)"),
    "pacemaker": _("Pacemaker"),
    "port": _("Subcutaneous port"),
    "central_line": _("Central line"),
    "pleural_drain": _("Pleural drain"),
    "ascites_drain": _("Ascites drain"),
    "stoma": _("Stoma"),
    "catheter": _("Urinary catheter"),
    "other": _("Other implant"),
}
INFECTIONS: dict[str, Text] = {
    "mrsa": "MRSA",
    "esbl": "ESBL",
    "vre": "VRE",
    "hepatitis": _("hepatitis"),
    "hiv": "hiv",
    "tuberculosis": _("tuberculosis"),
    "winter_vomiting": _("winter vomiting disease"),
    "covid": "covid-19",
    "influenza": _("influenza"),
    "other": _("other contagion"),
}
ROUTES: dict[str, Text] = {
    "oral": _("by mouth"),
    "subcutaneous": _("subcutaneous"),
    "intravenous": _("intravenous"),
    "transdermal": _("patch"),
    "tube": _("tube"),
    "peg": "PEG",
    "other": _("another way"),
}
SHORT_ROUTES = {"oral": "po", "subcutaneous": "sc", "intravenous": "iv", "transdermal": "td"}
"""As on a list of medicines: per os, subkutant, intravenöst, transdermalt."""
GIVERS: dict[str, Text] = {
    "nurse": _("nurse"),
    "delegated": _("staff by delegation"),
    "relative": _("relatives"),
    "patient": _("the patient"),
}
EATS: dict[str, Text] = {
    "as_before": _("eats as before"),
    "less": _("eats less"),
    "sips": _("only sips"),
    "nothing": _("eats nothing"),
    "unknown": _("not known how the patient eats"),
}
DAYS: dict[str, Text] = {
    "every_day": _("every day"),
    "workdays": _("workdays"),
    "other_days": _("weekends and public holidays"),
}
TALKS: dict[str, Text] = {
    "turning_point": _("Conversation at the turn of the illness"),
    "serious_illness": _("Conversation in serious illness"),
    "follow_up": _("Follow-up conversation"),
}
TRIGGERS: dict[str, Text] = {
    "admission": _("admission %(when)s"),
    "discharge": _("discharge %(when)s"),
    "emergency": _("emergency visit %(when)s"),
    "phase": _("change of phase %(when)s"),
    "opioid": _("new opioid %(when)s"),
    "moved": _("move %(when)s"),
    "advice": _("advice given %(when)s"),
    "changed": _("a change %(when)s"),
    "withdrawn": _("something was withdrawn or corrected"),
}
"""What has happened since a confirmation, with its day."""
WAKE: dict[str, Text] = {
    "at_once": _("wake at once"),
    "in_the_morning": _("wait until morning"),
    "nobody": _("wake nobody"),
    "unknown": _("not known whether to wake anybody"),
}
STATES: dict[str, Text] = {
    "no": _("None"),
    "unknown": _("Asked – not known"),
    "not_asked": _("Not asked"),
}
UNDECIDED = _("Not assessed")
"""Of a decision nobody has made."""
SHOCKS: dict[str, Text] = {
    "yes": _("may give shocks"),
    "no": _("shocks turned off"),
    "unknown": _("not known whether shocks are on"),
}
NIGHT: dict[str, Text] = {"yes": _("may be called at night"), "no": _("not to be called at night")}
SAID_BY: dict[str, Text] = {"relative": _("said by a relative"), "record": _("from an earlier entry")}
