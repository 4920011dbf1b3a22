"""The six national indicators of care at the end of life, each from signed reports and from the record itself.

Socialstyrelsen 2013 and its target levels of October 2017. What they count, and that *not known* is not met, are a
working definition: the official technical specification was not found. A changed definition is a new version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ibis.expr.types import BooleanValue, Table

from lindra.measures import reports, rules
from lindra.measures.definition import Indicator, Text
from lindra.measures.targets import Target, target

FROM = date(2026, 6, 15)
SOURCE = Text(
    "Socialstyrelsens nationella indikatorer 2013 och målnivåer oktober 2017; räknesättet är vår arbetsdefinition.",
    "Socialstyrelsen's national indicators 2013 and target levels October 2017; how it is counted is our working "
    "definition.",
)
FROM_REPORTS = Text(
    "Andel av de rapporterade väntade dödsfallen där rapporten svarar så. Vet ej räknas som inte uppfyllt.",
    "Share of the reported expected deaths whose report answers so. Not known counts as not met.",
)
FROM_RECORD = Text(
    "Andel av de väntade dödsfallen där journalen själv säger det. Där journalen tiger räknas det som inte uppfyllt.",
    "Share of the expected deaths of which the record itself says so. Where the record is silent it counts as not met.",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One national indicator, as signed reports answer it and as the record has it."""

    key: str
    title: Text
    reported: Indicator
    recorded: Indicator

    def target(self, on: date) -> Target | None:
        """What is aimed at on a day."""
        return target(self.key, on)


def _pair(
    key: str, title: Text, meant: Text, answers: tuple[str, ...], value: Callable[[Table], Table],
    evidence: Callable[[Table], BooleanValue],
) -> Pair:  # fmt: skip
    question, *given = answers
    return Pair(
        key,
        title,
        _indicator(
            f"{key}-reported",
            title,
            meant,
            FROM_REPORTS,
            reports.in_report(question, *given),
            reports.reported,
        ),
        _indicator(f"{key}-recorded", title, meant, FROM_RECORD, value, evidence),
    )


def _indicator(
    slug: str, title: Text, meant: Text, counted: Text, value: Callable[[Table], Table],
    evidence: Callable[[Table], BooleanValue],
) -> Indicator:  # fmt: skip
    way = (
        Text("enligt rapporterna", "by the reports")
        if slug.endswith("-reported")
        else Text("enligt journalen", "by the record")
    )
    return Indicator(
        slug=slug, version=1, effective=FROM, kind="share", good="high", mark="M", source=SOURCE, register=True,
        title=Text(f"{title.sv}, {way.sv}", f"{title.en}, {way.en}"),
        definition=Text(f"{meant.sv} {counted.sv}", f"{meant.en} {counted.en}"),
        values=value, evidence=evidence,
    )  # fmt: skip


def _of(
    key: str, title: Text, meant: Text, answers: tuple[str, ...], which: Callable[[Table], BooleanValue]
) -> Pair:
    return _pair(key, title, meant, answers, reports.in_record(which), which)


PAIRS = (
    _of(
        "mouth", Text("Munhälsobedömning sista veckan", "Oral health assessed in the last week"),
        Text("Munhälsan bedömdes de sista sju dagarna.", "Oral health was assessed in the last seven days."),
        ("mouth", "yes"), reports.in_last_week(reports.mouth),
    ),
    _of(
        "pain", Text("Smärtskattning sista veckan", "Pain rated in the last week"),
        Text("Smärtan skattades med instrument de sista sju dagarna.", "Pain was rated with an instrument in the last "
             "seven days."),
        ("pain_rated", "yes"), reports.in_last_week(reports.pain),
    ),
    _of(
        "opioid", Text("Vidbehovsordination av opioid", "As-needed opioid ordered"),
        Text("Opioid mot smärta ordinerades vid behov, senast dagen före döden.", "An opioid for pain was ordered as "
             "needed, at the latest the day before death."),
        ("order_pain", "yes"), reports.ordered("pain", *rules.OPIOID),
    ),
    _of(
        "anxiety", Text("Vidbehovsordination mot ångest", "As-needed medicine for anxiety ordered"),
        Text("Läkemedel mot ångest ordinerades vid behov, senast dagen före döden.",
             "A medicine for anxiety was ordered "
             "as needed, at the latest the day before death."),
        ("order_anxiety", "yes"), reports.ordered("anxiety", *rules.ANXIOLYTIC),
    ),
    _pair(
        "ulcer", Text("Utan trycksår kategori 2–4", "Without pressure ulcer category 2–4"),
        Text("Inget trycksår, eller kategori 1, vid döden.", "No pressure ulcer, or category 1, at death."),
        ("ulcer_death", "none", "1"), reports.no_ulcer, reports.in_last_week(reports.skin),
    ),
    _of(
        "conversation", Text("Brytpunktssamtal", "Conversation at the turn of the illness"),
        Text("Läkare höll brytpunktssamtal med patienten.", "A physician held the conversation with the patient."),
        ("talk_patient", "yes"), reports.conversation,
    ),
)  # fmt: skip
"""The six, in the order of the target levels."""
