"""Stays in hospital: of everybody, whether they have died or not, read from the log."""

from __future__ import annotations

from lindra.measures.catalogue.common import FROM, OUR_OWN
from lindra.measures.language import Between, Is, Marked, Not, Total, events
from lindra.measures.measure import Measure, Text

STAY = events("stay")
AGAIN = 30
"""Days within which a new stay is a readmission."""
KOLADA = Text(
    "SKR följer dagar som utskrivningsklar; den nationella definitionen är inte bekräftad, räknesättet är "
    "vårt eget.",
    "SKR follows days ready for discharge; the national definition is not confirmed, how it is counted is "
    "our own.",
)
SEEN = (STAY & Between("days_ready", least=0)).exist()
ALIVE = (STAY & Not(Is("to", ("deceased",)))).exist()

MEASURES = (
    Measure(
        id="home-same-day",
        version=1,
        valid_from=FROM,
        topic="discharge",
        subject="stays",
        title=Text("Utskriven samma dag som utskrivningsklar", "Discharged the day they were ready"),
        meaning=Text(
            "Av avslutade vårdtillfällen där någon blev utskrivningsklar: utskrivningen kom samma "
            "kalenderdag.",
            "Of ended stays in which somebody was ready for discharge: the discharge came on that calendar "
            "day.",
        ),
        source=KOLADA,
        mark="M",
        good="high",
        population=SEEN,
        numerator=(STAY & Between("days_ready", least=0, most=0)).exist(),
    ),
    Measure(
        id="days-ready",
        version=1,
        valid_from=FROM,
        topic="discharge",
        subject="stays",
        title=Text("Dagar som utskrivningsklar", "Days ready for discharge"),
        meaning=Text(
            "Kalenderdagar från utskrivningsklar till utskriven, i medeltal av avslutade vårdtillfällen; "
            "samma dag "
            "är 0.",
            "Calendar days from ready for discharge to discharge, mean of ended stays; the same day is 0.",
        ),
        source=KOLADA,
        mark="M",
        good="low",
        population=SEEN,
        mean=Total(STAY & Between("days_ready", least=0), "days_ready"),
        unit=Text("dagar", "days"),
        least=0,
        most=3650,
    ),
    Measure(
        id="readmitted-30-days",
        version=1,
        valid_from=FROM,
        topic="discharge",
        subject="stays",
        title=Text("Inskriven igen inom 30 dagar", "Admitted again within 30 days"),
        meaning=Text(
            "Av vårdtillfällen som slutade med att personen levde: ett nytt började inom 30 kalenderdagar, "
            "också en flytt till ett annat sjukhus. "
            "De som slutade "
            "för kort tid sedan för att det ska kunna ses räknas inte.",
            "Of stays that ended with the person alive: another began within 30 calendar days, a transfer to "
            "another hospital too. Those that "
            "ended too "
            "recently for that to be seen are left out.",
        ),
        source=OUR_OWN,
        mark="?",
        good="low",
        population=ALIVE,
        exclusions=~(STAY & Marked("followed")).exist(),
        numerator=(STAY & Between("days_until_next", least=0, most=AGAIN)).exist(),
    ),
)
