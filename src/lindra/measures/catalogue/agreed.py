"""What agreements promise within a time: the report to the register, and the start of specialised home care."""

from __future__ import annotations

from lindra.measures.catalogue.common import DAY, DAY_NEEDED, FROM, REPORT, together
from lindra.measures.language import BEGUN, Between, events
from lindra.measures.measure import Measure, Text

REPORTED_WITHIN = 21
BEGUN_WITHIN = 7
ENROLLED = events("enrolled").where(form="specialised_home_care") & BEGUN & Between("number", least=0)

MEASURES = (
    Measure(
        id="reported-in-three-weeks",
        version=1,
        valid_from=FROM,
        topic="register",
        title=Text("Rapporterad inom tre veckor", "Reported within three weeks"),
        meaning=together(
            Text(
                "Av alla dödsfall: palliativregistrets rapport skrevs under senast den 21:a kalenderdagen efter "
                "dödsdagen. Ingen rapport räknas som inte uppfyllt, också där dödsfallet var för så kort tid sedan "
                "att det ännu kan hinnas med.",
                "Of all deaths: the report to the palliative register was signed at the latest on the 21st calendar "
                "day after the day of death. No report counts as not met, also where the death was so recent that "
                "there is still time.",
            ),
            DAY_NEEDED,
        ),
        source=Text(
            "Inom tre veckor enligt Värmlands revision 2021–22; räknesättet är vårt eget.",
            "Within three weeks, by the audit of Värmland 2021–22; how it is counted is our own.",
        ),
        mark="?",
        register=True,
        exclusions=~DAY,
        numerator=(REPORT & Between("days_before_death", least=-REPORTED_WITHIN)).exist(),
    ),
    Measure(
        id="begun-in-seven-days",
        version=1,
        valid_from=FROM,
        topic="benchmark",
        title=Text("Vården började inom sju dagar", "Care began within seven days"),
        meaning=Text(
            "Av inskrivningar i specialiserad palliativ hemsjukvård där det är känt när personen var redo för vården: "
            "högst sju kalenderdagar gick till den började. När en remiss kom och bedömdes står inte i journalen och "
            "mäts inte. Räknas bland dem som har dött.",
            "Of enrolments in specialised palliative home care where it is known when the person was ready for it: at "
            "most seven calendar days passed until it began. When a referral came and was assessed is not in the "
            "record, and is not measured. Counted among those who have died.",
        ),
        source=Text(
            "Bedömning inom sju dagar lovas i Region Jönköpings läns underlag 2021; här mäts vårdens början. "
            "Räknesättet är vårt eget.",
            "Assessment within seven days is promised in the papers of Region Jönköpings län 2021; here the start of "
            "care is measured. How it is counted is our own.",
        ),
        mark="?",
        of=ENROLLED.count(),
        met=(ENROLLED & Between("number", most=BEGUN_WITHIN)).count(),
    ),
)
