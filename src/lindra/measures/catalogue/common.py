"""What several definitions say alike."""

from __future__ import annotations

from datetime import date

from lindra.measures.language import BEGUN, DAY_KNOWN, Says, Truth, events
from lindra.measures.measure import Measure, Text

MEASURES: tuple[Measure, ...] = ()
FROM = date(2026, 6, 15)
"""The day from which the first definitions of the program hold."""

DIED = events("died")
DAY = (DIED & DAY_KNOWN).exist()
"""The day of death is known: what is counted in days before death is counted only then."""
REPORT = events("death_reported")
EXPECTED_BY_REPORT = (REPORT & Says("expected", ("yes",))).exist()
EXPECTED_BY_RECORD = DIED.where(status="yes").exist() & DAY

STAYS = events("admitted")
EMERGENCY = events("contact").where(form="emergency")
TAKEN_ON = (
    (events("enrolled").where(form="specialised_home_care") & BEGUN)
    | (STAYS.where(form="palliative") & BEGUN)
    | (events("moved").where(form="hospice") & BEGUN)
)
ENROLLED = TAKEN_ON.exist()
"""In specialised palliative care in the last year, or since before it: home care team, palliative bed or hospice."""

OUR_OWN = Text("Ingen svensk definition funnen; vår egen.", "No Swedish definition found; our own.")
SOCIALSTYRELSEN = Text(
    "Socialstyrelsens nationella indikatorer 2013 och målnivåer oktober 2017; räknesättet är vår "
    "arbetsdefinition.",
    "Socialstyrelsen's national indicators 2013 and target levels October 2017; how it is counted is our "
    "working "
    "definition.",
)
SPIDER = Text(
    "Svenska palliativregistrets spindeldiagram; axlar, mål och räknesätt är obekräftade, vår "
    "arbetsdefinition.",
    "The spider diagram of the Swedish Register of Palliative Care; axes, targets and counting are "
    "unconfirmed, our "
    "working definition.",
)
JONKOPING = Text(
    "Region Jönköpings läns uppföljningspunkter (2021); räknesättet är vår arbetsdefinition.",
    "The follow-up points of Region Jönköpings län (2021); how it is counted is our working definition.",
)
PCOC = Text(
    "Palliative Care Outcomes Collaboration (Australien), mål 90 %; räknesättet på svenska uppgifter är vårt "
    "eget.",
    "Palliative Care Outcomes Collaboration (Australia), target 90%; how it is counted on Swedish data is "
    "our own.",
)
OF_REPORTED = Text(
    "Räknas på rapporterade väntade dödsfall. Vet ej räknas som inte uppfyllt och visas för sig.",
    "Counted on reported expected deaths. Not known counts as not met, and is shown apart.",
)
OF_RECORDED = Text(
    "Räknas på väntade dödsfall i journalen, och på det som hände under det sista året. Där journalen tiger räknas det "
    "som inte uppfyllt.",
    "Counted on expected deaths in the record, and on what happened in the last year. Where the record is silent it "
    "counts as not met.",
)
IN_LAST_YEAR = Text("Räknas under det sista året.", "Counted in the last year.")
DAY_NEEDED = Text(
    "Dödsfall där dagen inte är känd räknas inte med.", "Deaths whose day is not known are left out."
)


def answered(question: str, *answers: str) -> Truth:
    """The signed report answers the question so."""
    return (REPORT & Says(question, answers)).exist()


def together(*texts: Text) -> Text:
    """Sentences after each other."""
    return Text(" ".join(one.sv for one in texts), " ".join(one.en for one in texts))
