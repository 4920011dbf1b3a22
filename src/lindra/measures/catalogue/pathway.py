"""How early it began, and who stayed: the pathway before death."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lindra.measures import rules
from lindra.measures.catalogue.common import (
    DAY,
    DAY_NEEDED,
    FROM,
    IN_LAST_YEAR,
    OUR_OWN,
    STAYS,
    TAKEN_ON,
    together,
)
from lindra.measures.language import (
    NOT_ENDED,
    Between,
    First,
    Known,
    Number,
    Rows,
    days_before,
    events,
    in_last_days,
)
from lindra.measures.measure import Measure, Text

YEAR = 365
LASTING = date(2026, 12, 1)
"""The day from which what began before the last year and went on is counted too."""
PARTS = (
    ("quarter", Text("Minst 90 dagar före", "At least 90 days before")),
    ("month", Text("30–89 dagar före", "30–89 days before")),
    ("week", Text("8–29 dagar före", "8–29 days before")),
    ("late", Text("Sista veckan", "The last week")),
    ("never", Text("Inte under det sista året", "Not in the last year")),
)
NAMED = events("contact_named").where(form="fast_vardkontakt")


def _bands(first: Number) -> First:
    bands = (("quarter", first >= 90), ("month", first >= 30), ("week", first >= 8), ("late", Known(first)))
    return First(bands, "never")


def _time(id: str, title: Text, meaning: Text, rows: Rows) -> Measure:
    return Measure(
        id=id,
        version=1,
        valid_from=FROM,
        topic="pathway",
        title=title,
        meaning=together(meaning, IN_LAST_YEAR, DAY_NEEDED),
        source=OUR_OWN,
        mark="?",
        good="neutral",
        exclusions=~DAY,
        choice=_bands((rows & in_last_days(YEAR)).earliest()),
        parts=PARTS,
    )


ENROLLED_FIRST = Text(
    "Hur långt före döden personen först skrevs in i specialiserad palliativ vård.",
    "How long before death the person was first enrolled in specialised palliative care.",
)
ENROLLED_TIME = _time(
    "enrolled-to-death",
    Text("Från inskrivning till död", "From enrolment to death"),
    together(
        ENROLLED_FIRST,
        Text(
            "Den som skrevs in tidigare än så och fortfarande var inskriven räknas inte; det rättar version 2.",
            "Who was enrolled earlier and still was is not counted; version 2 puts that right.",
        ),
    ),
    events("enrolled").where(form="specialised_home_care")
    | STAYS.where(form="palliative")
    | events("moved").where(form="hospice"),
)
SAME_PERSON = Text(
    "Vald för att det patienten märker är att samma person finns kvar; namnen lämnar aldrig journalen.",
    "Chosen because what the patient notices is that the same person is still there; names never leave the record.",
)
CONTINUITY = Measure(
    id="continuity",
    version=1,
    valid_from=FROM,
    topic="pathway",
    title=Text("Samma fasta vårdkontakt den sista månaden", "The same fast vårdkontakt in the last month"),
    meaning=together(
        Text(
            "En fast vårdkontakt var utsedd mer än 30 dagar och högst ett år före döden, och ingen ny utsågs därefter. "
            "Den som utsågs tidigare än så räknas inte; det rättar version 2.",
            "A fast vårdkontakt was named more than 30 days and at most a year before death, and no other was named "
            "after that. One named earlier is not counted; version 2 puts that right.",
        ),
        SAME_PERSON,
        DAY_NEEDED,
    ),
    source=Text(
        "Värmlands revision 2021–22 och Jönköping 2021: kontakten ska följa med hela vägen; räknesättet är vårt eget.",
        "The audit of Värmland 2021–22 and Jönköping 2021: the contact is to stay through the pathway; how it is "
        "counted is our own.",
    ),
    mark="?",
    good="high",
    exclusions=~DAY,
    numerator=(NAMED & days_before(YEAR, 31)).exist() & ~(NAMED & in_last_days(30)).exist(),
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
    ENROLLED_TIME,
    replace(
        ENROLLED_TIME,
        version=2,
        valid_from=LASTING,
        meaning=together(
            ENROLLED_FIRST,
            Text(
                "Räknas under det sista året, och längre tillbaka där inskrivningen fortfarande pågick då.",
                "Counted in the last year, and further back where the enrolment still went on then.",
            ),
            DAY_NEEDED,
        ),
        choice=_bands(TAKEN_ON.earliest()),
    ),
    CONTINUITY,
    replace(
        CONTINUITY,
        version=2,
        valid_from=LASTING,
        meaning=together(
            Text(
                "En fast vårdkontakt var utsedd mer än 30 dagar före döden och var det ännu vid döden, och ingen ny "
                "utsågs de sista 30 dagarna.",
                "A fast vårdkontakt was named more than 30 days before death and still was one at death, and no other "
                "was named in the last 30 days.",
            ),
            SAME_PERSON,
            DAY_NEEDED,
        ),
        numerator=(NAMED & NOT_ENDED & Between("days_before_death", least=31)).exist()
        & ~(NAMED & in_last_days(30)).exist(),
    ),
)
