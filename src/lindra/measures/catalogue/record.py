"""From the record itself, beside the reports: the six national indicators, and how many deaths were reported."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from lindra.measures import rules
from lindra.measures.catalogue import register as words
from lindra.measures.catalogue.common import (
    EXPECTED_BY_RECORD,
    FROM,
    OF_RECORDED,
    REPORT,
    SOCIALSTYRELSEN,
    together,
)
from lindra.measures.language import (
    BEGUN,
    DAY_KNOWN,
    Begins,
    Between,
    Is,
    Known,
    Rows,
    Truth,
    events,
    in_last_days,
)
from lindra.measures.measure import Measure, Text

WEEK = in_last_days(rules.WEEK)
MEASURED = events("measured")


def rated(instruments: Iterable[tuple[str, str]]) -> Rows:
    """Rated with one of these instruments, by the code of each; by any where none is named."""
    systems: dict[str, tuple[str, ...]] = {}
    for system, code in instruments:
        systems[code] = (*systems.get(code, ()), system)
    each = (
        MEASURED.where(code_system=some, code=code) if code else MEASURED.where(code_system=some)
        for code, some in systems.items()
    )
    return reduce(or_, each)


RATED = rated(rules.PAIN)
SKIN = events("skin_checked") & Between("number") & BEGUN & WEEK
TURN = events("conversation_held").where(form="turning_point", status="with_patient") & BEGUN


def ordered(indication: str, groups: tuple[str, ...]) -> Rows:
    """An as-needed order for this, at the latest the day before death; by its group where it does not say for what."""
    by_group = Is("form", ("as_needed",)) & Begins("code", groups)
    asked = events("medicine_ordered") & (Is("form", (indication,)) | by_group)
    standing = ~Between("ended_minutes_before_death", least=1)
    return asked & standing & DAY_KNOWN & Between("days_before_death", least=rules.ORDERED)


def _recorded(id: str, title: Text, meaning: Text, numerator: Truth) -> Measure:
    return Measure(
        id=f"{id}-recorded",
        version=1,
        valid_from=FROM,
        topic="record",
        target=id,
        title=Text(f"{title.sv}, enligt journalen", f"{title.en}, by the record"),
        meaning=together(meaning, OF_RECORDED),
        source=SOCIALSTYRELSEN,
        mark="M",
        good="high",
        register=True,
        population=EXPECTED_BY_RECORD,
        numerator=numerator,
    )


WORST = SKIN.last_number()
MEASURES = (
    _recorded("mouth", words.MOUTH, words.MOUTH_MEANS, (MEASURED.where(code_system="ROAG") & WEEK).exist()),
    _recorded("pain", words.PAIN, words.PAIN_MEANS, (RATED & WEEK).exist()),
    _recorded("opioid", words.OPIOID, words.OPIOID_MEANS, ordered("pain", rules.OPIOID).exist()),
    _recorded("anxiety", words.ANXIETY, words.ANXIETY_MEANS, ordered("anxiety", rules.ANXIOLYTIC).exist()),
    _recorded("ulcer", words.ULCER, words.ULCER_MEANS, Known(WORST) & (WORST < rules.ULCER)),
    _recorded(
        "conversation",
        words.TALK,
        words.TALK_MEANS,
        ((events("procedure").where(code=rules.TURNING_POINT) & BEGUN) | TURN).exist(),
    ),
    Measure(
        id="coverage",
        version=1,
        valid_from=FROM,
        topic="register",
        register=True,
        title=Text("Täckningsgrad", "Coverage"),
        meaning=Text(
            "Andel av alla dödsfall som är rapporterade till palliativregistret. De som inte vill vara med i "
            "kvalitetsregister räknas inte, varken bland dödsfallen eller bland de rapporterade; källan säger inte så. "
            "Över 70 procent krävs för öppna jämförelser.",
            "Share of all deaths that are reported to the palliative register. Those who do not want to be in quality "
            "registers are left out, of the deaths and of the reported alike; the source does not say so. More than 70 "
            "percent is needed for open comparison.",
        ),
        source=Text(
            "RCC Uppsala-Örebro, Aktuell statistik: registrerade av alla avlidna i samma område och tid.",
            "RCC Uppsala-Örebro, Aktuell statistik: registered of all who died in the same area and time.",
        ),
        mark="M",
        good="high",
        numerator=REPORT.exist(),
    ),
)
