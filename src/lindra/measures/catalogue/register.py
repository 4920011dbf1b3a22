"""From signed reports: the six national indicators and the register's further axes (DOMAIN 1.3, 1.5)."""

from __future__ import annotations

from datetime import date

from lindra.measures.catalogue.common import (
    EXPECTED_BY_REPORT,
    FROM,
    OF_REPORTED,
    SOCIALSTYRELSEN,
    SPIDER,
    together,
)
from lindra.measures.catalogue.common import answered as says
from lindra.measures.language import NOBODY, Truth
from lindra.measures.measure import Good, Mark, Measure, Text, Topic

PRESENT = ("relatives", "relatives_and_staff", "staff")


def _axis(
    id: str,
    question: str,
    yes: tuple[str, ...],
    title: Text,
    meaning: Text,
    *,
    topic: Topic = "register",
    good: Good = "high",
    exclusions: Truth = NOBODY,
    source: Text = SPIDER,
    mark: Mark = "M",
    version: int = 1,
    valid_from: date = FROM,
    trial: bool = False,
) -> Measure:
    return Measure(
        id=f"{id}-reported",
        version=version,
        valid_from=valid_from,
        trial=trial,
        topic=topic,
        target=id,
        title=Text(f"{title.sv}, enligt rapporterna", f"{title.en}, by the reports"),
        meaning=together(meaning, OF_REPORTED),
        source=SOCIALSTYRELSEN if topic == "national" else source,
        mark=mark,
        good=good,
        register=True,
        population=EXPECTED_BY_REPORT,
        exclusions=exclusions,
        numerator=says(question, *yes),
        unknown=says(question, "unknown"),
    )


MOUTH = Text("Munhälsobedömning sista veckan", "Oral health assessed in the last week")
PAIN = Text("Smärtskattning sista veckan", "Pain rated in the last week")
OPIOID = Text("Vidbehovsordination av opioid", "As-needed opioid ordered")
ANXIETY = Text("Vidbehovsordination mot ångest", "As-needed medicine for anxiety ordered")
ULCER = Text("Utan trycksår kategori 2–4", "Without pressure ulcer category 2–4")
TALK = Text("Brytpunktssamtal", "Conversation at the turn of the illness")
MOUTH_MEANS = Text(
    "Munhälsan bedömdes de sista sju dagarna.", "Oral health was assessed in the last seven days."
)
PAIN_MEANS = Text(
    "Smärtan skattades med instrument de sista sju dagarna.",
    "Pain was rated with an instrument in the last seven days.",
)
OPIOID_MEANS = Text(
    "Opioid mot smärta ordinerades vid behov, senast dagen före döden.",
    "An opioid for pain was ordered as needed, at the latest the day before death.",
)
ANXIETY_MEANS = Text(
    "Läkemedel mot ångest ordinerades vid behov, senast dagen före döden.",
    "A medicine for anxiety was ordered as needed, at the latest the day before death.",
)
ULCER_MEANS = Text(
    "Inget trycksår, eller kategori 1, vid döden.", "No pressure ulcer, or category 1, at death."
)
TALK_MEANS = Text(
    "Läkare höll brytpunktssamtal med patienten.", "A physician held the conversation with the patient."
)

MEASURES = (
    _axis("mouth", "mouth", ("yes",), MOUTH, MOUTH_MEANS, topic="national"),
    _axis("pain", "pain_rated", ("yes",), PAIN, PAIN_MEANS, topic="national"),
    _axis("opioid", "order_pain", ("yes",), OPIOID, OPIOID_MEANS, topic="national"),
    _axis("anxiety", "order_anxiety", ("yes",), ANXIETY, ANXIETY_MEANS, topic="national"),
    _axis("ulcer", "ulcer_death", ("none", "1"), ULCER, ULCER_MEANS, topic="national"),
    _axis("conversation", "talk_patient", ("yes",), TALK, TALK_MEANS, topic="national"),
    _axis(
        "conversation",
        "talk_patient",
        ("yes",),
        TALK,
        together(
            TALK_MEANS,
            Text(
                "Prövas: de som förlorat förmågan att uttrycka sin vilja veckor eller längre före döden "
                "räknas inte. Om den "
                "officiella indikatorn gör så är inte bekräftat.",
                "On trial: those who lost the ability to express their will weeks or more before death are "
                "left out. Whether "
                "the official indicator does so is not confirmed.",
            ),
        ),
        topic="national",
        version=2,
        valid_from=date(2026, 11, 1),
        trial=True,
        exclusions=says("will_lost", "weeks", "months"),
    ),
    _axis(
        "relatives-told",
        "talk_relatives",
        ("yes",),
        Text("Brytpunktssamtal med närstående", "Conversation with the relatives"),
        Text(
            "Läkare höll brytpunktssamtal med närstående. De som inga hade räknas inte.",
            "A physician held the conversation with the relatives. Those who had none are left out.",
        ),
        exclusions=says("talk_relatives", "no_relatives"),
    ),
    _axis(
        "nausea",
        "order_nausea",
        ("yes",),
        Text("Vidbehovsordination mot illamående", "As-needed medicine for nausea ordered"),
        Text(
            "Läkemedel mot illamående ordinerades vid behov, senast dagen före döden.",
            "A medicine for nausea was ordered as needed, at the latest the day before death.",
        ),
    ),
    _axis(
        "rattle",
        "order_rattle",
        ("yes",),
        Text("Vidbehovsordination mot rosslighet", "As-needed medicine for rattle ordered"),
        Text(
            "Läkemedel mot rosslighet ordinerades vid behov, senast dagen före döden.",
            "A medicine for rattle was ordered as needed, at the latest the day before death.",
        ),
    ),
    _axis(
        "present",
        "present",
        PRESENT,
        Text("Någon närvarande i dödsögonblicket", "Somebody present at the moment of death"),
        Text("Närstående, personal eller båda var där.", "Relatives, staff or both were there."),
    ),
    _axis(
        "bereavement",
        "bereavement",
        ("yes",),
        Text("Efterlevandesamtal erbjudet", "Follow-up conversation offered to relatives"),
        Text(
            "Närstående erbjöds ett efterlevandesamtal. De som inga hade räknas inte.",
            "Relatives were offered a follow-up conversation. Those who had none are left out.",
        ),
        exclusions=says("bereavement", "no_relatives"),
    ),
    _axis(
        "wish",
        "wish_met",
        ("yes",),
        Text("Dog där hen ville dö", "Died where they wanted to"),
        Text(
            "Dödsplatsen stämde med det senast uttalade önskemålet.", "The place of death was as last wished."
        ),
    ),
    _axis(
        "fluids",
        "fluids",
        ("yes",),
        Text("Dropp eller sondnäring sista dygnet", "Drip or tube feeding in the last 24 hours"),
        Text(
            "Gavs vätska eller näring i blodet eller genom sond.",
            "Fluid or food was given into the blood or by tube.",
        ),
        good="low",
    ),
    _axis(
        "others-rated",
        "others_rated",
        ("yes",),
        Text("Andra symtom skattade sista veckan", "Other symptoms rated in the last week"),
        Text(
            "Andra symtom än smärta skattades med instrument de sista sju dagarna.",
            "Symptoms other than pain were rated with an instrument in the last seven days.",
        ),
        source=Text(
            "Frågan finns i Svenska palliativregistrets dödsfallsenkät, men inte i spindeldiagrammet; räknesättet är "
            "vårt eget.",
            "The questionnaire of the Swedish Register of Palliative Care asks it, and the spider diagram has no such "
            "axis; how it is counted is our own.",
        ),
        mark="?",
    ),
)
