"""How early it began, who was met, and who stayed: the pathway before death."""

from __future__ import annotations

from lindra.measures import rules
from lindra.measures.catalogue.common import (
    DAY,
    DAY_NEEDED,
    ENROLLED,
    FROM,
    JONKOPING,
    OUR_OWN,
    PCOC,
    STAYS,
    together,
)
from lindra.measures.language import (
    BEGUN,
    Between,
    First,
    HowMany,
    Known,
    Lasted,
    Rows,
    days_before,
    events,
    in_last_days,
)
from lindra.measures.measure import Measure, Text

YEAR = 365
PARTS = (
    ("quarter", Text("Minst 90 dagar före", "At least 90 days before")),
    ("month", Text("30–89 dagar före", "30–89 days before")),
    ("week", Text("8–29 dagar före", "8–29 days before")),
    ("late", Text("Sista veckan", "The last week")),
    ("never", Text("Inte alls", "Not at all")),
)
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
NAMED = events("contact_named").where(form="fast_vardkontakt")


def _time(id: str, title: Text, meaning: Text, rows: Rows) -> Measure:
    first = (rows & in_last_days(YEAR)).earliest()
    bands = (("quarter", first >= 90), ("month", first >= 30), ("week", first >= 8), ("late", Known(first)))
    return Measure(
        id=id,
        version=1,
        valid_from=FROM,
        topic="pathway",
        title=title,
        meaning=together(
            meaning, Text("Räknas under det sista året.", "Counted in the last year."), DAY_NEEDED
        ),
        source=OUR_OWN,
        mark="?",
        good="neutral",
        exclusions=~DAY,
        choice=First(bands, "never"),
        parts=PARTS,
    )


MEASURES = (
    _time(
        "identified-to-death",
        Text("Från upptäckt behov till död", "From identified need to death"),
        Text(
            "Hur långt före döden palliativa behov först skrevs ned.",
            "How long before death palliative needs were first written down.",
        ),
        events("need_identified").where(status="yes"),
    ),
    _time(
        "conversation-to-death",
        Text("Från brytpunktssamtal till död", "From conversation to death"),
        Text(
            "Hur långt före döden det första brytpunktssamtalet med patienten hölls.",
            "How long before death the first conversation at the turn of the illness was held with the "
            "patient.",
        ),
        events("conversation_held").where(form="turning_point", status="with_patient")
        | events("procedure").where(code=rules.TURNING_POINT),
    ),
    _time(
        "plan-to-death",
        Text("Från vårdplan till död", "From care plan to death"),
        Text(
            "Hur långt före döden planen först bekräftades.",
            "How long before death the plan was first confirmed.",
        ),
        events("plan_confirmed"),
    ),
    _time(
        "enrolled-to-death",
        Text("Från inskrivning till död", "From enrolment to death"),
        Text(
            "Hur långt före döden personen först skrevs in i specialiserad palliativ vård.",
            "How long before death the person was first enrolled in specialised palliative care.",
        ),
        events("enrolled").where(form="specialised_home_care")
        | STAYS.where(form="palliative")
        | events("moved").where(form="hospice"),
    ),
    Measure(
        id="plan-among-enrolled",
        version=1,
        valid_from=FROM,
        topic="enrolled",
        title=Text("Individuell vårdplan bland inskrivna", "Individual care plan among the enrolled"),
        meaning=Text(
            "Av dem som var inskrivna i specialiserad palliativ vård: planen bekräftades någon gång före "
            "döden.",
            "Of those enrolled in specialised palliative care: the plan was confirmed some time before death.",
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
        id="continuity",
        version=1,
        valid_from=FROM,
        topic="pathway",
        title=Text(
            "Samma fasta vårdkontakt den sista månaden", "The same fast vårdkontakt in the last month"
        ),
        meaning=together(
            Text(
                "En fast vårdkontakt var utsedd mer än 30 dagar före döden och ingen ny utsågs därefter. "
                "Vald för att det "
                "patienten märker är att samma person finns kvar; namnen lämnar aldrig journalen.",
                "A fast vårdkontakt was named more than 30 days before death and no other was named after "
                "that. Chosen because "
                "what the patient notices is that the same person is still there; names never leave the "
                "record.",
            ),
            DAY_NEEDED,
        ),
        source=Text(
            "Värmlands revision 2021–22 och Jönköping 2021: kontakten ska följa med hela vägen; räknesättet "
            "är "
            "vårt eget.",
            "The audit of Värmland 2021–22 and Jönköping 2021: the contact is to stay through the "
            "pathway; how it is counted is our own.",
        ),
        mark="?",
        good="high",
        exclusions=~DAY,
        numerator=(NAMED & days_before(YEAR, 31)).exist() & ~(NAMED & in_last_days(30)).exist(),
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
            "Av inskrivningar i specialiserad palliativ vård där det är känt när personen var redo för "
            "vården: högst en "
            "dag gick. Räknas bland dem som har dött.",
            "Of enrolments in specialised palliative care where it is known when the person was ready for "
            "it: at most one "
            "day passed. Counted among those who have died.",
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
