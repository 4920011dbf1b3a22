"""Worked answers to each form of care, as its controls send them, and the facts they give. At three in the morning of
15 June 2026, in answers with the reference ``r1``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lindra.forms import library, options
from lindra.forms.answers import Answers, parse
from lindra.forms.options import fixed
from lindra.forms.structs import Coding, Option, Questionnaire

REF = "r1"
Facts = list[tuple[str, dict[str, Any]]]
"""Kind and payload, in the order of the form."""


def option(code: str, title: str, **known: str) -> Option:
    """One of the patient's own options, with what is fixed by it."""
    constants = tuple(fixed(path.replace("__", "."), value) for path, value in known.items())
    return Option(extension=constants, value_coding=Coding(code=code, display=title))


OWN = {
    "relatives": (option("r-bo", "Bo Ek, make"), option("r-liv", "Liv Ek, barn")),
    "orders": (option("m1", "Morfin 2,5–5 mg", code__code="N02AA01", dose__unit="mg", route="subcutaneous"),),
    "orders_here": (option("m1", "Morfin 2,5–5 mg"),),
    "opioids": (option("N02AA05", "Oxikodon", substance__code="N02AA05"),),
    "contacts": (
        option("home_nursing|054-11 11 11", "Hemsjukvården", role="home_nursing", phone="054-11 11 11"),
    ),
    "steps": (option("pain|", "Smärta", problem="pain", first="Ge morfin"),),
    "infections": (option("mrsa|", "MRSA", form="mrsa"),),
    "implants": (option("catheter|", "Urinkateter", form="catheter"),),
    "allergies": (option("penicillin", "Penicillin", ref="penicillin", code__text="Penicillin"),),
    "devices": (option("lift", "Lyft", ref="lift", code__code="lift"),),
    "goals": (option("hem", "Hem", ref="hem", text="Hem"),),
    "physicians": (
        option(
            "SE-K",
            "Karim Ek, Teamet",
            physician__name="Karim Ek",
            physician__profession="physician",
            physician__unit="Teamet",
        ),
    ),
    "units": (option("u5", "Avdelning 5", to_name="Avdelning 5"),),
}
"""What the patient's own record gives to choose among."""


def form(name: str) -> Questionnaire:
    """A form with the patient's own options in it."""
    return options.resolved(bare(name), OWN)


def bare(name: str) -> Questionnaire:
    """A form as it is shipped, without a database."""
    return next(made for (known, _version), made in library.shipped().items() if known == name)


@dataclass(frozen=True)
class Worked:
    """What was answered to a form, and what it gives."""

    form: str
    sent: dict[str, Any]
    facts: Facts

    @property
    def answers(self) -> Answers:
        """As read from the controls, all of which can be read."""
        return read(self.form, self.sent)


def read(name: str, sent: dict[str, Any]) -> Answers:
    """Answers as the form's controls send them; a tuple is several, and what follows ``#`` another control's end."""
    posted = {f"q:{path}": list(said) if isinstance(said, tuple) else [said] for path, said in sent.items()}
    answers, unread = parse(form(name), posted)
    assert unread == [], unread
    return answers


PHYSICIAN = {"physician-name": "Vera Sjö", "physician-profession": "physician", "physician-unit": "Jouren"}
VERA = {"name": "Vera Sjö", "profession": "physician", "unit": "Jouren"}
MAJ = {"name": "Maj Ek", "profession": "nurse"}
LIMIT = {
    "treatment": "resuscitation", "decision": "withhold", "basis": ("illness", "no_benefit"),
    "reason": "Hjärtat är svagt, och hon vill dö i lugn och ro", **PHYSICIAN, "consulted-name": "Maj Ek",
    "consulted-profession": "nurse", "assessed": "in_person", "patient-told": "yes", "relatives-told": "not_possible",
    "told": "Att vi lindrar", "told-on": "2026-06-14", "knows": ("home_nursing", "family_doctor"),
     "review": "2026-09-01",
}  # fmt: skip
CONTACT = {
    "role": "home_nursing", "name": "Maj Ek", "profession": "Sjuksköterska", "unit": "Norr", "phone": "054-17 17 17",
    "hours[0]/days": "workdays", "hours[0]/start": "07:00", "hours[0]/end": "16:30", "hours[1]/days": "other_days",
    "hours[1]/start": "08:00", "hours[1]/end": "12:00", "rank": "2", "replaces": "home_nursing|054-11 11 11",
}  # fmt: skip
AS_NEEDED = {
    "substance": "N02AA01", "indication": "pain", "strength": "10 mg/ml", "dose": "2,5", "dose#unit": "mg",
    "dose-high": "5", "dose-high#unit": "mg", "route": "subcutaneous", "interval": "60", "most": "6",
    "may-give": ("nurse", "delegated"), "copied-from": "Pascal",
}  # fmt: skip
DEATH = {
    "died-when": "2026-06-15T01:30", "died-expected": "yes", "established-when": "2026-06-15T02:45",
    "examined-at": "2026-06-15T02:00", "examined-name": "Maj Ek", "examined-profession": "nurse", **PHYSICIAN,
    "expected": "true", "relatives": "present", "implants": "none",
    "medicines": "to_be_returned", "transport": "Älvens", "certificate": "to_be_written",
}  # fmt: skip
OPIOID = {
    "known": "yes", "substance": "N02AA05", "per-day": "40", "unit": "mg", "route": "oral", "copied-from": "Pascal",
}  # fmt: skip
MORPHINE = {"code": "N02AA01", "system": "ATC", "text": "Morfin"}
AKPS = {
    "code": {"code": "AKPS", "system": "AKPS", "text": "Funktion, AKPS"},
    "value": {"number": "30", "unit": "%", "code": {"code": "30", "text": "30 – I säng nästan hela tiden"}},
}

WORKED: list[Worked] = [
    Worked(
        "need",
        {"known": "yes", "how": "instrument", "instrument": "SPICT", "signs": ("weight_loss", "depends_on_others"),
         "note": "Trött"},
        [("need_identified", {"how": "instrument", "instrument": "SPICT", "signs": ["weight_loss",
         "depends_on_others"],
                              "note": "Trött"})],
    ),
    Worked(
        "conversation",
        {"form": "turning_point", "kva": "XV018", "when": "2026-06-14T10:00", "led-name": "Vera Sjö",
         "led-profession": "physician", "led-unit": "Jouren", "took-part": ("patient", "relative", "nurse"),
         "understood": "Att tiden är kort", "matters": "Vara hemma", "decided": "Ingen mer cytostatika",
         "goals[0]/goal": "Se  Vänern", "goals[1]/goal": "Fira midsommar", "next": "2026-06-20"},
        [("conversation_held", {"form": "turning_point", "led_by": VERA, "took_part": ["patient", "relative", "nurse"],
                                "understood": "Att tiden är kort", "decided": "Ingen mer cytostatika",
                                "next_at": "2026-06-20"}),
         ("procedure", {"code": {"code": "XV018", "system": "KVÅ", "text": "Brytpunktssamtal"}, "ref": "r1/code",
                        "status": "completed"}),
         ("matters_noted", {"text": "Vara hemma"}),
         ("goal_noted", {"ref": "se vänern", "status": "active", "text": "Se Vänern"}),
         ("goal_noted", {"ref": "fira midsommar", "status": "active", "text": "Fira midsommar"})],
    ),
    Worked(
        "preferences",
        {"text": "Katten", "matters-by": "relative", "care-known": "yes", "care-first": "own_home",
         "care-second": "hospice",
         "care-by": "relative", "death-known": "no"},
        [("matters_noted", {"text": "Katten", "said_by": "relative"}),
         ("preference_noted", {"about": "care", "first": "own_home", "second": "hospice", "said_by": "relative"}),
         ("preference_noted", {"about": "death", "known": "no"})],
    ),
    Worked("goal", {"text": "Hem"}, [("goal_noted", {"ref": "hem", "status": "active", "text": "Hem"})]),
    Worked(
        "limit", LIMIT,
        [("limit_decided", {
            "treatment": "resuscitation", "decision": "withhold", "basis": ["illness", "no_benefit"],
            "reason": "Hjärtat är svagt, och hon vill dö i lugn och ro", "physician": VERA, "consulted": MAJ,
            "assessed": "in_person", "patient_told": "yes", "relatives_told": "not_possible", "told": "Att vi lindrar",
            "told_on": "2026-06-14", "knows": ["home_nursing", "family_doctor"], "review": "2026-09-01"})],
    ),
    Worked(
        "expected-death",
        {"known": "yes", **PHYSICIAN, "decided": "2026-06-10", "review": "2026-07-01",
         "establishes": "Vårdcentralen, jouren",
         "nurse": "true", "wake": "in_the_morning", "whom": "Bo", "transport": "Älvens begravning"},
        [("death_expected", {"known": "yes", "physician": VERA, "review": "2026-07-01", "nurse_may_examine": True,
                             "establishes": "Vårdcentralen, jouren", "wake": "in_the_morning", "wake_whom": "Bo",
                             "transport": "Älvens begravning"})],
    ),
    Worked(
        "step",
        {"problem": "other", "other": "Hicka", "first": "Vatten", "second": "Ring", "call": "Hemsjukvården"},
        [("step_planned", {"problem": "other", "other": "Hicka", "first": "Vatten", "second": "Ring",
                           "call": "Hemsjukvården"})],
    ),
    Worked(
        "as-needed", AS_NEEDED,
        [("medicine_ordered", {
            "order": "n02aa01|subcutaneous|pain", "code": MORPHINE, "as_needed": True, "status": "active",
            "route": "subcutaneous", "copied_from": "Pascal",
            "terms": {"indication": "pain", "strength": "10 mg/ml", "dose": {"number": "2.5", "unit": "mg"},
                      "dose_high": {"number": "5", "unit": "mg"}, "least_interval": 60, "most_per_day": 6,
                      "may_give": ["nurse", "delegated"]}})],
    ),
    Worked(
        "dose-given",
        {"order": "m1", "dose": "2,5", "dose#unit": "mg", "when": "2026-06-15T02:00", "note": "Sover"},
        [("medicine_given", {"ref": "r1", "status": "completed", "code": {"code": "N02AA01"}, "order": "m1",
         "note": "Sover",
                             "dose": {"number": "2.5", "unit": "mg"}, "route": "subcutaneous"})],
    ),
    Worked(
        "opioid", OPIOID,
        [("opioid_noted", {"substance": {"code": "N02AA05", "system": "ATC", "text": "Oxikodon"}, "per_day": "40",
                           "copied_from": "Pascal"})],
    ),
    Worked(
        "pump",
        {"running": "yes", "content": "Morfin 60 mg", "rate": "2 ml/h", "change": "Teamet, onsdag",
         "copied-from": "Pascal"},
        [("pump_noted", {"running": "yes", "content": "Morfin 60 mg", "rate": "2 ml/h", "change": "Teamet, onsdag",
                         "copied_from": "Pascal"})],
    ),
    Worked("medicines-kept", {"place": "Kylskåpet", "note": "Koden har Bo"},
           [("medicines_kept", {"place": "Kylskåpet", "note": "Koden har Bo"})]),
    Worked(
        "contact", CONTACT,
        [("contact_named", {
            "role": "home_nursing", "name": "Maj Ek", "profession": "Sjuksköterska", "unit": "Norr",
            "phone": "054-17 17 17", "rank": 2,
            "hours": [{"days": "workdays", "start": "07:00", "end": "16:30"},
                      {"days": "other_days", "start": "08:00", "end": "12:00"}]}),
         ("contact_named", {"role": "home_nursing", "phone": "054-11 11 11", "ended": True})],
    ),
    Worked(
        "relative",
        {"relative": "r-liv", "knows": "Att mamma är sjuk", "wants": "Vara med", "night": "no", "has-key": "yes",
         "child": "true", "supported": "unknown"},
        [("relative_noted", {"relative": "r-liv", "knows": "Att mamma är sjuk", "wants": "Vara med",
         "call_at_night": "no",
                             "key": "yes", "child": True, "supported": "unknown"})],
    ),
    Worked(
        "hypersensitivity", {"what": "Penicillin", "criticality": "high", "note": "Svullnad"},
        [("allergy", {"ref": "penicillin", "status": "active", "note": "Svullnad", "code": {"text": "Penicillin"},
                      "criticality": "high"})],
    ),
    Worked("implant", {"form": "icd", "active": "no"}, [("implant_noted", {"form": "icd", "active": "no"})]),
    Worked("infection", {"form": "other", "what": "Skabb", "precautions": "Handskar"},
           [("infection_risk_noted", {"form": "other", "what": "Skabb", "precautions": "Handskar"})]),
    Worked(
        "kidney", {"egfr": "28", "when": "2026-06-01"},
        [("measured", {"code": {"code": "eGFR", "text": "Njurfunktion, eGFR"},
                       "value": {"number": "28", "unit": "ml/min/1,73 m²"}})],
    ),
    Worked("nothing-to-note", {"implants": "no", "kidney": "unknown", "as-needed": "no"},
           [("asked", {"topic": "implants", "known": "no"}), ("asked", {"topic": "kidney", "known": "unknown"}),
            ("asked", {"topic": "as_needed", "known": "no"})]),
    Worked(
        "no-longer",
        {"order": "m1", "order-reason": "Hjälpte inte", "opioid": "N02AA05", "step": "pain|",
         "contact": "home_nursing|054-11 11 11", "infection": "mrsa|", "allergy": "penicillin", "implant": "catheter|",
         "device": "lift", "goal": "hem"},
        [("medicine_stopped", {"order": "m1", "reason": "Hjälpte inte"}),
         ("opioid_noted", {"known": "no", "substance": {"code": "N02AA05"}}),
         ("step_planned", {"problem": "pain", "first": "Ge morfin", "ended": True}),
         ("contact_named", {"role": "home_nursing", "phone": "054-11 11 11", "ended": True}),
         ("infection_risk_noted", {"form": "mrsa", "over": True}),
         ("allergy", {"ref": "penicillin", "status": "inactive", "code": {"text": "Penicillin"}}),
         ("implant_noted", {"form": "catheter", "removed": True}),
         ("device_used", {"ref": "lift", "status": "completed", "code": {"code": "lift"}}),
         ("goal_noted", {"ref": "hem", "status": "completed", "text": "Hem"})],
    ),
    Worked("skin", {"worst": "2", "site": "Häl", "measures": "Avlastning", "arrival": "true"},
           [("skin_checked", {"worst": 2, "site": "Häl", "measures": "Avlastning", "on_arrival": True})]),
    Worked(
        "equipment", {"what": "lift", "note": "Tak"},
        [("device_used", {"ref": "lift", "status": "active", "note": "Tak",
                          "code": {"code": "lift", "system": "https://lindra.invalid/fhir/equipment",
                           "text": "Lyft"}})],
    ),
    Worked(
        "nutrition",
        {"eats": "sips", "food-note": "Is", "fluid-running": "no", "feeding-running": "yes", "feeding-route": "peg"},
        [("nutrition_noted", {"eats": "sips", "note": "Is"}), ("infusion_noted", {"form": "fluid", "running": "no"}),
         ("infusion_noted", {"form": "nutrition", "running": "yes", "route": "peg"})],
    ),
    Worked("hand-over", {"to": "u5", "told": "Rapport till Maj"},
           [("plan_handed_over", {"to_unit": "u5", "to_name": "Avdelning 5", "told": "Rapport till Maj"})]),
    Worked(
        "advice",
        {"by-name": "Vera Sjö", "by-profession": "physician", "by-unit": "Jouren", "question": "Dos?",
         "advice": "Höj"},
        [("advice_given", {"by": VERA, "question": "Dos?", "advice": "Höj"})],
    ),
    Worked(
        "bereavement",
        {"form": "held", "relative": "r-bo", "when": "2026-06-14", "note": "Sover dåligt", "next": "2026-07-14"},
        [("bereavement_contact", {"form": "held", "relative": "r-bo", "note": "Sover dåligt",
         "next_at": "2026-07-14"})],
    ),
    Worked(
        "death-at-home", DEATH,
        [("died", {"expected": "yes"}),
         ("death_established", {
             "physician": VERA, "examined_by": MAJ, "expected": True, "examined_at": "2026-06-15T00:00:00.000000Z",
             "relatives_told": "present", "implants": "none", "medicines": "to_be_returned",
             "transport": "Älvens"})],
    ),
    Worked(
        "home-nursing",
        {"criteria": ("cannot_travel", "palliative_needs"), "rules": "Norrvik 2026", "outcome": "enrolled",
         "means": "Varje dag", "enrolment-status": "active", "enrolment-when": "2026-06-14", "informed": "true"},
        [("home_nursing_assessed", {"outcome": "enrolled", "criteria": ["cannot_travel", "palliative_needs"],
                                    "rules": "Norrvik 2026", "means": "Varje dag", "informed": True}),
         ("enrolled", {"enrolment": "r1", "form": "home_nursing", "status": "active"})],
    ),
    Worked(
        "visit",
        {"visit-form": "home_visit", "visit-when": "2026-06-14T09:00", "phase": "deteriorating", "line": "Tröttare",
         "function": "30", "pain": "4", "skin-worst": "1", "skin-site": "Korsben", "eats": "less",
         "given[0]/given-order": "m1", "given[0]/given-dose": "5", "given[0]/given-dose#unit": "mg",
         "given[0]/given-when": "2026-06-14T09:15"},
        [("contact", {"episode": "r1", "form": "home_visit"}), ("phase_noted", {"phase": "deteriorating",
         "line": "Tröttare"}),
         ("measured", AKPS),
         ("measured", {"code": {"code": "NRS", "system": "NRS", "text": "Smärta, NRS"}, "value": {"number": "4"}}),
         ("skin_checked", {"worst": 1, "site": "Korsben"}), ("nutrition_noted", {"eats": "less"}),
         ("medicine_given", {"ref": "r1/given[0]", "status": "completed", "episode": "r1", "code": {"code": "N02AA01"},
                             "order": "m1", "dose": {"number": "5", "unit": "mg"}, "route": "subcutaneous"})],
    ),
]  # fmt: skip
BY_FORM = {one.form: one for one in WORKED}
