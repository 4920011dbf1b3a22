"""The national indicators by the record itself: of expected deaths whose day is known. Silence is not met.

Our working reading (DOMAIN 1.3–1.5): the last week is the seven calendar days before the day of death, and that day
until death.
"""

from __future__ import annotations

from measures.examples import Example, table
from measures.examples.shared import EXPECTED_BY_RECORD

MOUTH = """
    the mouth was assessed in the last week     | measured ROAG:voice d-3                       | met
    seven days before, the first minute         | measured ROAG:voice d-7 00:00                 | met
    eight days before, the last minute          | measured ROAG:voice d-8 23:59                 | not met
    in the minute of death                      | measured ROAG:voice d0 14:00                  | met
    the minute after                            | measured ROAG:voice d0 14:01                  | not met
    death known to the day, later that day      | died 2026-03-10; measured ROAG:voice d0 23:00 | met
    death known to the day, the day after       | died 2026-03-10; measured ROAG:voice d+1 01:00 | not met
    another instrument                          | measured NRS:NRS d-3                          | not met
    something else of that system               | procedure ROAG:voice d-3                      | not met
    a report that says so                       | says mouth=yes                                | not met
"""
PAIN = """
    rated with a numeric scale          | measured NRS:NRS d-3                          | met
    rated with a visual scale           | measured VAS:VAS d-3                          | met
    rated with Abbey Pain Scale         | measured ABBEY:voice d-3                      | met
    pain, by ESAS or IPOS               | measured {ESAS:pain, IPOS:pain} d-3           | met
    something else, by ESAS or IPOS     | measured {ESAS:nausea, IPOS:anxiety} d-3      | not met
    something else by these names       | measured {NRS:pain, VAS:NRS, NRS:VAS, ROAG:pain, ROAG:NRS, ROAG:VAS} d-3 | not met
    seven days before, the first minute | measured {NRS:NRS, VAS:VAS, ABBEY:voice, ESAS:pain, IPOS:pain} d-7 00:00 | met
    eight days before, the last minute  | measured {NRS:NRS, VAS:VAS, ABBEY:voice, ESAS:pain, IPOS:pain} d-8 23:59 | not met
    in the minute of death              | measured NRS:NRS d0 14:00                     | met
    the minute after                    | measured NRS:NRS d0 14:01                     | not met
    death known to the day, the next    | died 2026-03-10; measured NRS:NRS d+1 01:00   | not met
    not measured                        | procedure {NRS:NRS, VAS:VAS, ABBEY:voice, ESAS:pain, IPOS:pain} d-3 | not met
"""  # noqa: E501 - a row is a row
OPIOID = """
    ordered as needed for pain               | medicine_ordered pain d-20                          | met
    an opioid, for what is not said          | medicine_ordered as_needed :N02AA01 d-20            | met
    another group, for what is not said      | medicine_ordered as_needed :{N02BE01, N05BA04, M01AE01} d-20 | not met
    for something else                       | medicine_ordered {anxiety, nausea} :N02AA01 d-20    | not met
    a regular order                          | medicine_ordered regular :N02AA01 d-20              | not met
    the day before death, the last minute    | medicine_ordered pain d-1 23:59                     | met
    on the day of death                      | medicine_ordered pain d0 00:01                      | not met
    two days before                          | medicine_ordered pain d-2                           | met
    stopped the minute before death          | medicine_ordered pain d-20 – d0 13:59               | not met
    stopped in the minute of death           | medicine_ordered pain d-20 – d0 14:00               | met
    stopped after it                         | medicine_ordered pain d-20 – d0 14:01               | met
    stopped long before                      | medicine_ordered pain d-20 – d-10                   | not met
    something else for pain                  | procedure pain :N02AA01 d-20; contact as_needed :N02AA01 d-20 | not met
"""
ANXIETY = """
    ordered as needed for anxiety            | medicine_ordered anxiety d-20                          | met
    a sedative, for what is not said         | medicine_ordered as_needed :{N05BA04, N05CD08} d-20    | met
    another group, for what is not said      | medicine_ordered as_needed :{N05BB01, N05CF01, N02AA01} d-20 | not met
    for something else                       | medicine_ordered {pain, nausea} :N05BA04 d-20          | not met
    a regular order                          | medicine_ordered regular :N05BA04 d-20                 | not met
    the day before death, the last minute    | medicine_ordered anxiety d-1 23:59                     | met
    on the day of death                      | medicine_ordered anxiety d0 00:01                      | not met
    two days before                          | medicine_ordered anxiety d-2                           | met
    stopped the minute before death          | medicine_ordered anxiety d-20 – d0 13:59               | not met
    stopped in the minute of death           | medicine_ordered anxiety d-20 – d0 14:00               | met
    stopped after it                         | medicine_ordered anxiety d-20 – d0 14:01               | met
    stopped long before                      | medicine_ordered anxiety d-20 – d-10                   | not met
    something else for anxiety               | procedure anxiety :N05BA04 d-20; contact as_needed :N05BA04 d-20 | not met
"""  # noqa: E501 - a row is a row
ULCER = """
    no ulcer                                  | skin_checked =0 d-3                                | met
    category 1                                | skin_checked =1 d-3                                | met
    category 2, 3 and 4                       | skin_checked {=2, =3, =4} d-3                      | not met
    seven days before, the first minute       | skin_checked =0 d-7 00:00                          | met
    eight days before, the last minute        | skin_checked =0 d-8 23:59                          | not met
    the last look counts: worse               | skin_checked =0 d-6; skin_checked =2 d-1           | not met
    the last look counts: healed              | skin_checked =2 d-6; skin_checked =1 d-1           | met
    two places looked at together: the worst  | skin_checked =0 d-1; skin_checked =3 d-1           | not met
    a category between two is the lower: 1.5  | skin_checked =1.5 d-3                              | met
    between 2 and 3                           | skin_checked =2.5 d-3                              | not met
    of two places the worst, before it is cut | skin_checked =1.9 d-1; skin_checked =1 d-1         | met
    a look that came to no result             | skin_checked d-3                                   | not met
    of two looks the last came to none        | skin_checked =1 d-3; skin_checked d-1              | met
    the minute before death                   | skin_checked =2 d-1; skin_checked =0 d0 13:59      | met
    in the minute of death                    | skin_checked =0 d0 14:00                           | not met
    death known to the day, later that day    | died 2026-03-10; skin_checked =0 d0 23:00          | met
    death known to the day, the day after     | died 2026-03-10; skin_checked =0 d+1 01:00         | not met
    another number                            | measured =0 d-3                                    | not met
"""
TALK = """
    the code of the conversation               | procedure :XV018 d-100                                    | met
    another code                               | procedure :AU124 d-100                                    | not met
    the code on something else                 | contact :XV018 d-100                                      | not met
    held with the patient                      | conversation_held turning_point (with_patient) d-100      | met
    held with the relatives                    | conversation_held turning_point (with_relatives) d-100    | not met
    with whom is not said                      | conversation_held turning_point d-100                     | not met
    about serious illness                      | conversation_held serious_illness (with_patient) d-100    | not met
    not a conversation                         | contact turning_point (with_patient) d-100                | not met
    the minute before death                    | {procedure :XV018, conversation_held turning_point (with_patient)} d0 13:59 | met
    in the minute of death                     | {procedure :XV018, conversation_held turning_point (with_patient)} d0 14:00 | not met
"""  # noqa: E501 - a row is a row
TABLES = {
    "mouth": MOUTH,
    "pain": PAIN,
    "opioid": OPIOID,
    "anxiety": ANXIETY,
    "ulcer": ULCER,
    "conversation": TALK,
}


def _recorded() -> list[Example]:
    found: list[Example] = []
    for id, text in TABLES.items():
        key = f"{id}-recorded@1"
        found += [*table(key, text, status="yes"), *table(key, EXPECTED_BY_RECORD, {"in": "not met"})]
    return found


EXAMPLES = _recorded()
