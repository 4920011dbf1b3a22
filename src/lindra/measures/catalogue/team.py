"""Those whom specialised palliative care took on: their plan, who met them, how soon it began, how steady it was."""

from __future__ import annotations

from lindra.measures.catalogue.common import DAY, DAY_NEEDED, ENROLLED, FROM, JONKOPING, PCOC, together
from lindra.measures.language import BEGUN, Between, First, HowMany, Lasted, events, in_last_days
from lindra.measures.measure import Measure, Text

PROFESSIONS = (
    "physician",
    "nurse",
    "counsellor",
    "occupational_therapist",
    "physiotherapist",
    "dietitian",
)
"""The team (document 001): physician, nurse, counsellor, occupational therapist, physiotherapist, dietitian."""
MET = tuple((events("contact").where(status=one) & in_last_days(90)).exist() for one in PROFESSIONS)

MEASURES = (
    Measure(
        id="plan-among-enrolled",
        version=1,
        valid_from=FROM,
        topic="enrolled",
        title=Text("Individuell vårdplan bland inskrivna", "Individual care plan among the enrolled"),
        meaning=Text(
            "Av dem som var inskrivna i specialiserad palliativ vård: planen bekräftades någon gång under det sista "
            "året före döden.",
            "Of those enrolled in specialised palliative care: the plan was confirmed some time in the last year "
            "before death.",
        ),
        source=JONKOPING,
        mark="M",
        good="high",
        population=ENROLLED,
        numerator=(events("plan_confirmed") & BEGUN).exist(),
    ),
    Measure(
        id="professions",
        version=1,
        valid_from=FROM,
        topic="enrolled",
        title=Text("Yrken i teamet", "Professions in the team"),
        meaning=together(
            Text(
                "Av dem som var inskrivna: hur många av teamets sex yrken de mötte de sista 90 dagarna "
                "(läkare, sjuksköterska, "
                "kurator, arbetsterapeut, fysioterapeut, dietist).",
                "Of the enrolled: how many of the team's six professions they met in the last 90 days "
                "(physician, nurse, "
                "counsellor, occupational therapist, physiotherapist, dietitian).",
            ),
            DAY_NEEDED,
        ),
        source=JONKOPING,
        mark="M",
        good="neutral",
        population=ENROLLED,
        exclusions=~DAY,
        choice=First(
            (
                ("many", HowMany(MET) >= 4),
                ("three", HowMany(MET) >= 3),
                ("two", HowMany(MET) >= 2),
                ("one", HowMany(MET) >= 1),
            ),
            "not_known",
        ),
        parts=(
            ("many", Text("Fyra eller fler", "Four or more")),
            ("three", Text("Tre", "Three")),
            ("two", Text("Två", "Two")),
            ("one", Text("Ett", "One")),
            ("not_known", Text("Inte angivet", "Not stated")),
        ),
        not_known="not_known",
    ),
    Measure(
        id="ready-for-care",
        version=1,
        valid_from=FROM,
        topic="benchmark",
        title=Text(
            "Vården började dagen den behövdes eller dagen efter",
            "Care began the day it was needed, or the day after",
        ),
        meaning=Text(
            "Av inskrivningar i specialiserad palliativ hemsjukvård där det är känt när personen var redo för vården: "
            "högst en dag gick. Räknas bland dem som har dött.",
            "Of enrolments in specialised palliative home care where it is known when the person was ready for it: at "
            "most one day passed. Counted among those who have died.",
        ),
        source=PCOC,
        mark="M",
        good="high",
        of=(
            events("enrolled").where(form="specialised_home_care") & BEGUN & Between("number", least=0)
        ).count(),
        met=(
            events("enrolled").where(form="specialised_home_care")
            & BEGUN
            & Between("number", least=0)
            & Between("number", most=1)
        ).count(),
    ),
    Measure(
        id="unstable",
        version=1,
        valid_from=FROM,
        topic="benchmark",
        title=Text("Instabil fas varade högst tre dagar", "The unstable phase lasted three days at most"),
        meaning=together(
            Text(
                "Av faser som skrevs ned som instabila: den gick över i en annan, eller till döden, inom tre "
                "kalenderdagar. "
                "Räknas bland dem som har dött.",
                "Of phases noted as unstable: it passed into another, or death came, within three calendar days. "
                "Counted among "
                "those who have died.",
            ),
            DAY_NEEDED,
        ),
        source=PCOC,
        mark="M",
        good="high",
        exclusions=~DAY,
        of=(events("phase_noted").where(form="unstable", status="begins") & BEGUN).count(),
        met=(events("phase_noted").where(form="unstable", status="begins") & BEGUN & Lasted(3)).count(),
    ),
)
