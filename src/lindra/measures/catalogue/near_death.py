"""Where people die, and the last weeks in hospital: of everybody who died."""

from __future__ import annotations

from lindra.measures.catalogue.common import (
    DAY,
    DAY_NEEDED,
    EMERGENCY,
    ENROLLED,
    FROM,
    JONKOPING,
    OUR_OWN,
    STAYS,
    together,
)
from lindra.measures.language import BEGUN, Less, Marked, Number, events, in_last_days
from lindra.measures.measure import Mark, Measure, Text
from lindra.measures.strata import place_of_death

LATE, WINDOW = 30, 90
"""Days before death: that are the last ones; that days at home are counted of."""
PLACES = (
    ("hospital", Text("Sjukhus", "Hospital")),
    ("palliative", Text("Palliativ slutenvård, hospice", "Palliative inpatient care, hospice")),
    ("emergency", Text("Akutmottagning", "Emergency department")),
    ("care_home", Text("Särskilt boende", "Care home")),
    ("short_stay", Text("Korttidsboende", "Short-stay home")),
    ("own_home", Text("Eget hem", "Own home")),
    ("other", Text("Annan plats", "Other place")),
    ("not_known", Text("Ej känd", "Not known")),
)
GUIDANCE = Text(
    "Arbetsdefinition efter Socialstyrelsens kunskapsstöd 2013.",
    "Working definition after the guidance of Socialstyrelsen, 2013.",
)

EVERY_BED = Text(
    "All slutenvård räknas: också palliativ slutenvård och hospice, och också inskrivningar som var planerade.",
    "All inpatient care counts: palliative inpatient care and hospice too, and admissions that were planned too.",
)


def _late(
    id: str, title: Text, meaning: Text, number: Number, least: int, source: Text, mark: Mark = "M"
) -> Measure:
    return Measure(
        id=id,
        version=1,
        valid_from=FROM,
        topic="hospital",
        title=title,
        meaning=together(meaning, DAY_NEEDED),
        source=source,
        mark=mark,
        good="low",
        exclusions=~DAY,
        numerator=number >= least,
    )


_ADMITTED = (STAYS & in_last_days(LATE)).count()
_VISITS = (EMERGENCY & in_last_days(LATE)).count()

MEASURES = (
    Measure(
        id="place-of-death",
        version=2,
        valid_from=FROM,
        topic="place",
        title=Text("Dödsplats", "Place of death"),
        meaning=Text(
            "Var personen var när döden inträffade: den pågående slutenvården, annars det pågående besöket "
            "på "
            "akutmottagning, annars bostaden. Finns inget av detta är platsen inte känd, och det räknas.",
            "Where the person was at death: the inpatient stay going on, otherwise the emergency visit going "
            "on, "
            "otherwise the home. Where there is none of these the place is not known, which is counted.",
        ),
        source=Text(
            "Dödsplats finns i Svenska palliativregistrets dödsfallsenkät; indelning och regel är våra egna.",
            "The Swedish Register of Palliative Care asks for the place; the groups and the rule are our own.",
        ),
        mark="M",
        good="neutral",
        register=True,
        choice=place_of_death(),
        parts=PLACES,
        not_known="not_known",
    ),
    _late(
        "admitted-last-30-days",
        Text("Inskriven i slutenvård de sista 30 dagarna", "Admitted to inpatient care in the last 30 days"),
        together(
            Text(
                "Skrevs in minst en gång, från 30 kalenderdagar före dödsdagen till döden.",
                "Admitted at least once, from 30 calendar days before the day of death until death.",
            ),
            EVERY_BED,
        ),
        _ADMITTED,
        1,
        GUIDANCE,
    ),
    _late(
        "admitted-twice-last-30-days",
        Text("Inskriven minst två gånger de sista 30 dagarna", "Admitted at least twice in the last 30 days"),
        together(
            Text(
                "Skrevs in minst två gånger, från 30 kalenderdagar före dödsdagen till döden.",
                "Admitted at least twice, from 30 calendar days before the day of death until death.",
            ),
            EVERY_BED,
        ),
        _ADMITTED,
        2,
        Text(
            "Den nionde av kunskapsstödets indikatorer (Socialstyrelsen 2013), inte bekräftad i källan. "
            "Region "
            "Jönköpings län följer återinskrivningar de sista 30 dagarna.",
            "The ninth indicator of the guidance of 2013 (Socialstyrelsen), not confirmed in the source. "
            "Region "
            "Jönköpings län follows readmissions in the last 30 days.",
        ),
    ),
    _late(
        "emergency-last-30-days",
        Text("Akutbesök de sista 30 dagarna", "Emergency visit in the last 30 days"),
        Text(
            "Minst ett besök på akutmottagning, från 30 kalenderdagar före dödsdagen till döden.",
            "At least one visit to an emergency department, from 30 calendar days before the day of death "
            "until death.",
        ),
        _VISITS,
        1,
        OUR_OWN,
        "?",
    ),
    _late(
        "emergency-twice-last-30-days",
        Text("Minst två akutbesök de sista 30 dagarna", "At least two emergency visits in the last 30 days"),
        Text(
            "Minst två besök på akutmottagning, från 30 kalenderdagar före dödsdagen till döden.",
            "At least two visits to an emergency department, from 30 calendar days before the day of death "
            "until death.",
        ),
        _VISITS,
        2,
        OUR_OWN,
        "?",
    ),
    Measure(
        id="days-at-home-last-90-days",
        version=2,
        valid_from=FROM,
        topic="hospital",
        title=Text("Dagar hemma av de sista 90", "Days at home of the last 90"),
        meaning=together(
            Text(
                "De sista 90 nätterna före dödsdagen minus dem i slutenvård. Vårdtillfällen som överlappar "
                "räknas en gång. "
                "Särskilt boende och korttidsboende är hemma.",
                "The last 90 nights before the day of death less those in inpatient care. Stays that overlap "
                "count once. Care "
                "homes and short-stay homes are home.",
            ),
            DAY_NEEDED,
        ),
        source=OUR_OWN,
        mark="?",
        good="high",
        exclusions=~DAY,
        mean=Less(WINDOW, (STAYS & BEGUN).nights(WINDOW)),
        unit=Text("dagar", "days"),
        least=0,
        most=WINDOW,
    ),
    Measure(
        id="palliative-contact",
        version=1,
        valid_from=FROM,
        topic="enrolled",
        title=Text("Specialiserad palliativ vård före döden", "Specialised palliative care before death"),
        meaning=Text(
            "Hade under det sista året kontakt med specialiserad palliativ vård: ett besök eller samtal, "
            "inskrivning i "
            "hemsjukvårdsteam, konsultteam eller mottagning, palliativ slutenvård, eller hospice.",
            "Had contact with specialised palliative care in the last year: a visit or call, enrolment with "
            "a home care "
            "team, consult team or clinic, palliative inpatient care, or a hospice.",
        ),
        source=Text(
            "Arbetsdefinition efter Socialstyrelsens term specialiserad palliativ vård.",
            "Working definition after Socialstyrelsen's term for specialised palliative care.",
        ),
        mark="M",
        good="high",
        numerator=ENROLLED
        | (events("contact") & Marked("palliative") & BEGUN).exist()
        | (events("enrolled").where(form=("consult_team", "palliative_clinic")) & BEGUN).exist(),
    ),
    Measure(
        id="enrolled",
        version=1,
        valid_from=FROM,
        topic="enrolled",
        title=Text("Inskriven i specialiserad palliativ vård", "Enrolled in specialised palliative care"),
        meaning=Text(
            "Var under det sista året inskriven i specialiserad hemsjukvård, palliativ slutenvård eller "
            "hospice. Visas "
            "efter ålder och diagnos.",
            "Was enrolled in the last year in specialised home care, palliative inpatient care or a "
            "hospice. Shown by "
            "age and diagnosis.",
        ),
        source=JONKOPING,
        mark="M",
        good="high",
        numerator=ENROLLED,
    ),
)
