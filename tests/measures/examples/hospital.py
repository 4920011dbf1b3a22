"""Where people die, and the last weeks in hospital: of everybody who died."""

from __future__ import annotations

from measures.examples import table
from measures.examples.shared import DAY_NEEDED

PLACE = """
    nothing is known                        |                                                            | not_known
    a stay without an end goes on           | admitted {hospital, palliative, short_stay} d-2            | ITSELF
    a stay that ends in the minute of death | admitted hospital d-2 – d0 14:00                           | hospital
    a stay that ended the minute before     | admitted hospital d-2 – d0 13:59                           | not_known
    a stay that began in the minute of death | admitted hospital d0 14:00 – d0 15:00                     | not_known
    a stay that began the minute before     | admitted hospital d0 13:59                                 | hospital
    an emergency visit                      | contact emergency d0 12:00 – d0 16:00                      | emergency
    an emergency visit that had ended       | contact emergency d0 12:00 – d0 13:59                      | not_known
    an emergency visit in the minute of death | contact emergency d0 14:00 – d0 16:00                    | not_known
    another visit                           | contact {outpatient, home_visit} d0 12:00 – d0 16:00       | not_known
    a home                                  | moved {own_home, care_home, short_stay, other} d-300       | ITSELF
    a hospice is palliative care            | moved hospice d-9                                          | palliative
    a home that is not known                | moved unknown d-9                                          | not_known
    a move between wards is no home         | moved ward d-1                                             | not_known
    the home before the last move           | moved own_home d-300 – d0 13:59                            | not_known
    moved in the minute of death            | moved own_home d0 14:00                                    | not_known
    a stay before an emergency visit        | contact emergency d0 12:00; admitted hospital d-1          | hospital
    a stay before the home                  | moved own_home d0 12:00; admitted hospital d-1             | hospital
    an emergency visit before the home      | moved own_home d0 13:00; contact emergency d0 12:00        | emergency
    of two stays the one that began last    | admitted palliative d-1; admitted hospital d-2             | palliative
    of two stays the one that began last, the other way | admitted palliative d-2; admitted hospital d-1 | hospital
    two in one minute: the more special     | admitted palliative d-1; admitted hospital d-1             | palliative
    two in one minute: care home            | moved care_home d-9; moved short_stay d-9                  | care home
    two in one minute: short stay           | moved short_stay d-9; moved own_home d-9                   | short stay
    two in one minute: own home             | moved own_home d-9; moved other d-9                        | own home
    two in one minute: other                | moved other d-9; moved unknown d-9                         | other
    only the day is known, that evening     | died 2026-03-10; admitted hospital d0 20:00                | hospital
    only the day is known, the next         | died 2026-03-10; admitted hospital d+1 00:30               | not_known
    only the month is known, its last day   | died 2026-02; admitted hospital 2026-02-28                 | hospital
    only the month is known, the next       | died 2026-02; admitted hospital 2026-03-01 00:00           | not_known
    only the year is known, its last day    | died 2026; admitted hospital 2026-12-31 23:00              | hospital
    only the year is known, ended before it | died 2026; admitted hospital 2025-12-01 – 2025-12-31 23:59 | not_known
    opted out of registers                  | admitted hospital d-2; opted out                           | not counted
"""
LATE = """
    30 days before, the first minute         | KIND d-30 00:00                      | once
    31 days before, the last minute          | KIND d-31 23:59                      | not met
    in the minute of death                   | KIND d0 14:00                        | once
    the minute after                         | KIND d0 14:01                        | not met
    only the day is known, late that day     | died 2026-03-10; KIND d0 23:00       | once
    only the day is known, the day after     | died 2026-03-10; KIND d+1 01:00      | not met
    two, the first 30 days before            | KIND d-30 00:00; KIND d-2            | met
    two, the first 31 days before            | KIND d-31 23:59; KIND d-2            | once
    two, the second after death              | KIND d-3; KIND d0 14:01              | once
    two, the second in the minute of death   | KIND d-3; KIND d0 14:00              | met
    two, the second the day after            | died 2026-03-10; KIND d-3; KIND d+1 01:00 | once
    three                                    | KIND d-9; KIND d-6; KIND d-3         | met
"""
ADMITTED = """
    palliative inpatient care is inpatient care      | admitted palliative d-9; admitted palliative d-2 | met
    a visit to the emergency department is none      | contact emergency d-9; contact emergency d-2     | not met
    a move between wards is none                     | moved ward d-9; moved ward d-2                   | not met
"""
EMERGENCY = """
    another visit           | contact outpatient d-9; contact outpatient d-2         | not met
    no visit                | admitted emergency d-9; admitted emergency d-2         | not met
"""
AT_HOME = """
    no stay                                      |                                                   | 90
    the last two nights                          | admitted hospital d-2                             | 88
    thirty hours, one night                      | admitted hospital d-40 12:00 – d-39 18:00         | 89
    over midnight                                | admitted hospital d-40 23:59 – d-39 00:01         | 89
    in and out on one day                        | admitted hospital d-40 00:01 – d-40 23:59         | 90
    the whole time                               | admitted hospital d-200                           | 0
    all but the first night                      | admitted hospital d-89                            | 1
    90 days before until the day after           | admitted hospital d-90 – d-89                     | 89
    91 days before until the day after           | admitted hospital d-91 – d-90                     | 90
    longer than the window, until 45 days before | admitted hospital d-200 – d-45                    | 45
    longer than the window, until 46 days before | admitted hospital d-200 – d-46                    | 46
    it goes on after death                       | admitted hospital d-1 – d+9                       | 89
    it began on the day of death                 | admitted hospital d0 01:00                        | 90
    it began after death                         | admitted hospital d+1 – d+4                       | 90
    what overlaps counts once                    | admitted hospital d-40 – d-38; admitted hospital d-39 – d-37 | 87
    two after each other                         | admitted hospital d-40 – d-38; admitted palliative d-38 – d-37 | 87
    a care home and a short-stay home are home   | moved {care_home, short_stay} d-200               | 90
    the night the clocks change                  | died 2026-04-02 12:00; admitted hospital 2026-03-28 – 2026-03-29 | 89
    only the day of death is known               | died 2026-03-10; admitted hospital d-2            | 88
"""


def _late(id: str, kind: str, once: str, own: str) -> list:  # type: ignore[type-arg]
    key = f"{id}-last-30-days@1"
    lines = table(key, LATE.replace("KIND", kind), {"once": once})
    return [*lines, *table(key, own), *table(key, DAY_NEEDED, {"in": "not met"})]


EXAMPLES = [
    *table("place-of-death@2", PLACE),
    *_late("admitted", "admitted hospital", "met", ADMITTED),
    *_late("admitted-twice", "admitted hospital", "not met", ADMITTED),
    *_late("emergency", "contact emergency", "met", EMERGENCY),
    *_late("emergency-twice", "contact emergency", "not met", EMERGENCY),
    *table("days-at-home-last-90-days@2", AT_HOME),
    *table("days-at-home-last-90-days@2", DAY_NEEDED, {"in": "90", "left out": "not counted"}),
]
