"""Words for kinds and forms, for people: title, icon, and the plural by which many in a row are folded."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class KindLabel:
    """How entries of one kind are called and drawn."""

    title: Text
    many: Text = ""
    icon: str = "note"


KINDS: dict[str, KindLabel] = {
    "admitted": KindLabel(_("Admitted"), icon="bed"),
    "moved": KindLabel(_("Moved"), icon="move"),
    "discharged": KindLabel(_("Discharged"), icon="home"),
    "contact": KindLabel(_("Contact"), _("contacts"), "clinic"),
    "diagnosis": KindLabel(_("Diagnosis"), _("diagnoses"), "diagnosis"),
    "measured": KindLabel(_("Measured"), _("measurements"), "pulse"),
    "procedure": KindLabel(_("Procedure"), _("procedures"), "procedure"),
    "medicine_ordered": KindLabel(_("Medicine ordered"), _("medicines ordered"), "pill"),
    "medicine_stopped": KindLabel(_("Medicine stopped"), _("medicines stopped"), "pill"),
    "medicine_used": KindLabel(_("Medicine used"), _("medicines used"), "pill"),
    "enrolled": KindLabel(_("Taken on by a team"), icon="people"),
    "enrolment_ended": KindLabel(_("No longer with the team"), icon="people"),
    "listed": KindLabel(_("Listed with a practice"), icon="clinic"),
    "died": KindLabel(_("Died"), icon="leaf"),
    "signed": KindLabel(_("Signed"), icon="note"),
    "relation_opened": KindLabel(_("Care relation began"), icon="person"),
    "relation_closed": KindLabel(_("Care relation ended"), icon="person"),
    "attitude_noted": KindLabel(_("Attitude to shared records noted"), icon="speech"),
    "informed": KindLabel(_("Informed of shared records"), icon="speech"),
    "blocked": KindLabel(_("Entries blocked"), icon="note"),
    "block_lifted": KindLabel(_("Block lifted"), icon="note"),
    "emergency_opened": KindLabel(_("Opened in an emergency"), icon="emergency"),
    "disputed": KindLabel(_("The patient holds an entry to be wrong"), icon="speech"),
    "allergy": KindLabel(_("Allergy"), _("allergies"), "warning"),
    "immunised": KindLabel(_("Vaccination"), _("vaccinations"), "procedure"),
    "reported": KindLabel(_("Report"), _("reports"), "note"),
    "imaged": KindLabel(_("Imaging"), _("imaging studies"), "note"),
    "specimen_taken": KindLabel(_("Sample taken"), _("samples"), "procedure"),
    "service_requested": KindLabel(_("Requested"), _("requests"), "forward"),
    "medicine_given": KindLabel(_("Medicine given"), _("medicines given"), "pill"),
    "medicine_dispensed": KindLabel(_("Medicine dispensed"), _("medicines dispensed"), "pill"),
    "device_used": KindLabel(_("Aid"), _("aids"), "procedure"),
    "answered": KindLabel(_("Questionnaire answered"), _("questionnaires"), "note"),
    "assessed": KindLabel(_("Assessment"), _("assessments"), "note"),
    "directive_noted": KindLabel(_("Directive"), _("directives"), "plan"),
    "agreement_noted": KindLabel(_("Agreement"), _("agreements"), "plan"),
    "care_plan_noted": KindLabel(_("Care plan"), _("care plans"), "plan"),
    "goal_noted": KindLabel(_("Goal"), _("goals"), "flag"),
    "care_team_noted": KindLabel(_("Care team"), _("care teams"), "people"),
    "document_noted": KindLabel(_("Document"), _("documents"), "note"),
    "document_content": KindLabel(_("Text of a document"), _("texts of documents"), "note"),
    "list_noted": KindLabel(_("List"), _("lists"), "note"),
    "task_noted": KindLabel(_("Task"), _("tasks"), "note"),
    "booked": KindLabel(_("Booked"), _("bookings"), "calendar"),
    "alert_noted": KindLabel(_("Alert"), icon="warning"),
    "message_noted": KindLabel(_("Message"), _("messages"), "speech"),
    "family_history_noted": KindLabel(_("Family history"), _("entries of family history"), "people"),
    "harm_noted": KindLabel(_("Adverse event"), icon="warning"),
    "withdrawn": KindLabel(_("Entry withdrawn"), icon="note"),
    "need_identified": KindLabel(_("Palliative needs"), icon="flag"),
    "phase_noted": KindLabel(_("Phase of illness"), icon="flag"),
    "conversation_held": KindLabel(_("Conversation"), _("conversations"), "speech"),
    "matters_noted": KindLabel(_("What matters"), icon="speech"),
    "preference_noted": KindLabel(_("Preferred place"), icon="place"),
    "asked": KindLabel(_("Asked about"), icon="speech"),
    "limit_decided": KindLabel(_("Limit of treatment"), icon="warning"),
    "death_expected": KindLabel(_("Expected death"), icon="leaf"),
    "medicines_kept": KindLabel(_("Where the medicines lie"), icon="pill"),
    "opioid_noted": KindLabel(_("Regular opioid"), icon="pill"),
    "pump_noted": KindLabel(_("Pump"), icon="pill"),
    "contact_named": KindLabel(_("Contact named"), icon="person"),
    "relative_noted": KindLabel(_("Relative"), icon="people"),
    "implant_noted": KindLabel(_("Implant"), icon="warning"),
    "infection_risk_noted": KindLabel(_("Risk of infection"), icon="warning"),
    "skin_checked": KindLabel(_("Skin checked"), icon="procedure"),
    "infusion_noted": KindLabel(_("Infusion"), icon="procedure"),
    "nutrition_noted": KindLabel(_("Nutrition"), icon="note"),
    "step_planned": KindLabel(_("What to do"), icon="plan"),
    "plan_confirmed": KindLabel(_("Plan confirmed"), icon="plan"),
    "plan_handed_over": KindLabel(_("Plan handed over"), icon="forward"),
    "bereavement_contact": KindLabel(_("Care of those who are left"), icon="people"),
    "advice_given": KindLabel(_("Advice given"), icon="speech"),
    "death_established": KindLabel(_("Death established"), icon="leaf"),
    "home_nursing_assessed": KindLabel(_("Home nursing assessed"), icon="home"),
}

FORMS: dict[str, Text] = {
    "hospital": _("hospital ward"),
    "palliative": _("palliative ward or hospice"),
    "short_stay": _("short-stay place"),
    "own_home": _("own home"),
    "care_home": _("care home"),
    "hospice": _("hospice"),
    "ward": _("another ward"),
    "deceased": _("deceased"),
    "emergency": _("emergency department"),
    "outpatient": _("outpatient visit"),
    "home_visit": _("home visit"),
    "telephone": _("telephone"),
    "video": _("video"),
    "day_care": _("day care"),
    "conference": _("planning meeting"),
    "specialised_home_care": _("specialised palliative home care"),
    "consult_team": _("palliative consult team"),
    "palliative_clinic": _("palliative clinic"),
    "home_nursing": _("home nursing"),
    "dead": _("deceased"),
    "unknown": _("not known"),
    "other": _("other"),
}


def form(name: object) -> str:
    """A form in the page's language."""
    return str(FORMS.get(str(name), str(name).replace("_", " ")))


def upper(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
