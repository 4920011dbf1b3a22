"""The indicators, each defined once: what it is called, what it means, and how it is worked out.

From one expression an indicator is counted and opened to its cases; ``evidence`` says which rows stand behind
a value. A changed definition is a new version with its own date, and results carry the version.

Marks: *V* read in a named source, *M* a working definition, *?* no official definition found.
"""

from __future__ import annotations

from datetime import date

from lindra.measures import national, values
from lindra.measures.definition import Category as Category
from lindra.measures.definition import Indicator as Indicator
from lindra.measures.definition import Text as Text

_FROM = date(2026, 6, 15)
_OUR_OWN = Text("Ingen svensk definition funnen; vår egen.", "No Swedish definition found; our own.")

PLACE_OF_DEATH = Indicator(
    slug="place-of-death",
    version=2,
    effective=_FROM,  # version 1, of the same day, counted those too who do not want to be in a register
    kind="parts",
    title=Text("Dödsplats", "Place of death"),
    definition=Text(
        "Var personen var när döden inträffade: den pågående slutenvården, annars det pågående besöket "
        "på akutmottagning, annars bostaden. Pågående är det som börjat före döden och inte slutat före "
        "den. Andra besök, och dödsbeviset, räknas aldrig. Finns inget av detta är platsen inte känd, "
        "och det räknas.",
        "Where the person was at death: the inpatient stay going on, otherwise the emergency visit going on, "
        "otherwise the home. Going on is what began before death and had not ended before it. Other visits, "
        "and the certificate, never count. Where there is none of these the place is not known, which is "
        "counted.",
    ),
    good="neutral",
    mark="M",
    source=Text(
        "Dödsplats finns i Svenska palliativregistrets dödsfallsenkät; indelning och regel är våra egna.",
        "The Swedish Register of Palliative Care asks for the place; the groups and the rule are our own.",
    ),
    values=values.place_of_death,
    evidence=values.where_death_was,
    register=True,
    categories=(
        Category("hospital", Text("Sjukhus", "Hospital")),
        Category("palliative", Text("Palliativ slutenvård, hospice", "Palliative inpatient care, hospice")),
        Category("emergency", Text("Akutmottagning", "Emergency department")),
        Category("care_home", Text("Särskilt boende", "Care home")),
        Category("short_stay", Text("Korttidsboende", "Short-stay home")),
        Category("own_home", Text("Eget hem", "Own home")),
        Category("other", Text("Annan plats", "Other place")),
        Category("not_known", Text("Ej känd", "Not known"), unknown=True),
    ),
)

ADMITTED = Indicator(
    slug="admitted-last-30-days",
    version=1,
    effective=_FROM,
    kind="share",
    title=Text(
        "Inskriven i slutenvård de sista 30 dagarna", "Admitted to inpatient care in the last 30 days"
    ),
    definition=Text(
        "Andel som skrevs in i slutenvård minst en gång, från 30 kalenderdagar före dödsdagen till döden. "
        "Dödsfall där dagen inte är känd räknas inte med.",
        "Share admitted to inpatient care at least once, from 30 calendar days before the day of death until "
        "death. Deaths whose day is not known are left out.",
    ),
    good="low",
    mark="M",
    source=Text(
        "Arbetsdefinition efter Socialstyrelsens kunskapsstöd 2013.",
        "Working definition after the guidance of Socialstyrelsen, 2013.",
    ),
    values=values.at_least(1, values.stays),
    evidence=values.late(values.stays),
)

ADMITTED_TWICE = Indicator(
    slug="admitted-twice-last-30-days",
    version=1,
    effective=_FROM,
    kind="share",
    title=Text(
        "Inskriven minst två gånger de sista 30 dagarna", "Admitted at least twice in the last 30 days"
    ),
    definition=Text(
        "Andel som skrevs in i slutenvård minst två gånger, från 30 kalenderdagar före dödsdagen till döden. "
        "Dödsfall där dagen inte är känd räknas inte med.",
        "Share admitted to inpatient care at least twice, from 30 calendar days before the day of death "
        "until death. Deaths whose day is not known are left out.",
    ),
    good="low",
    mark="M",
    source=Text(
        "Den nionde av kunskapsstödets indikatorer (Socialstyrelsen 2013), inte bekräftad i källan. Region "
        "Jönköpings län följer återinskrivningar de sista 30 dagarna.",
        "The ninth indicator of the guidance of 2013 (Socialstyrelsen), not confirmed in the source. Region "
        "Jönköpings län follows readmissions in the last 30 days.",
    ),
    values=values.at_least(2, values.stays),
    enough=2,
    evidence=values.late(values.stays),
)

EMERGENCY = Indicator(
    slug="emergency-last-30-days",
    version=1,
    effective=_FROM,
    kind="share",
    title=Text("Akutbesök de sista 30 dagarna", "Emergency visit in the last 30 days"),
    definition=Text(
        "Andel som besökte en akutmottagning minst en gång, från 30 kalenderdagar före dödsdagen till döden. "
        "Dödsfall där dagen inte är känd räknas inte med.",
        "Share who came to an emergency department at least once, from 30 calendar days before the day of "
        "death until death. Deaths whose day is not known are left out.",
    ),
    good="low",
    mark="?",
    source=_OUR_OWN,
    values=values.at_least(1, values.emergency_visits),
    evidence=values.late(values.emergency_visits),
)

DAYS_AT_HOME = Indicator(
    slug="days-at-home-last-90-days",
    version=1,
    effective=_FROM,
    kind="mean",
    title=Text("Dagar hemma av de sista 90", "Days at home of the last 90"),
    definition=Text(
        "De sista 90 dygnen före döden minus tiden i slutenvård, i dygn om 24 timmar. Vårdtillfällen som "
        "överlappar räknas en gång. Särskilt boende och korttidsboende är hemma. Är bara dödsdagen känd "
        "räknas från dagens början. Dödsfall där dagen inte är känd räknas inte med.",
        "The last 90 times 24 hours before death less the time in inpatient care, in days of 24 hours. Stays "
        "that overlap count once. Care homes and short-stay homes are home. Where only the day of death is "
        "known it is counted from its beginning. Deaths whose day is not known are left out.",
    ),
    good="high",
    mark="?",
    source=_OUR_OWN,
    values=values.days_at_home,
    evidence=values.stays_in_window,
    most=values.WINDOW,
    unit=Text("dagar", "days"),
)

SPECIALISED = Indicator(
    slug="palliative-contact",
    version=1,
    effective=_FROM,
    kind="share",
    title=Text("Specialiserad palliativ vård före döden", "Specialised palliative care before death"),
    definition=Text(
        "Andel som under det sista året hade kontakt med specialiserad palliativ vård: ett besök eller "
        "samtal, inskrivning i hemsjukvårdsteam, konsultteam eller mottagning, palliativ slutenvård, eller "
        "hospice. Kontakten ska ha börjat före döden.",
        "Share who in the last year had contact with specialised palliative care: a visit or call, enrolment "
        "with a home care team, consult team or clinic, palliative inpatient care, or a hospice. It began "
        "before death.",
    ),
    good="high",
    mark="M",
    source=Text(
        "Arbetsdefinition efter Socialstyrelsens term specialiserad palliativ vård.",
        "Working definition after Socialstyrelsen's term for specialised palliative care.",
    ),
    values=values.specialised_contact,
    evidence=values.specialised_before,
)

OWN = (PLACE_OF_DEATH, ADMITTED, ADMITTED_TWICE, EMERGENCY, DAYS_AT_HOME, SPECIALISED)
"""Counted from the record of all who died."""
INDICATORS = (*OWN, *(each for pair in national.PAIRS for each in (pair.reported, pair.recorded)))
BY_SLUG = {indicator.slug: indicator for indicator in INDICATORS}
