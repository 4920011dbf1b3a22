"""How early it began, who was met, who stayed, and care before death."""

from __future__ import annotations

from measures.examples import Example, table
from measures.examples.shared import DAY_NEEDED, ENROLLED

TIME = """
    never                                     |                                | never
    90 days before                            | WHAT d-90 23:00                | quarter
    89 days before                            | WHAT d-89 01:00                | month
    30 days before                            | WHAT d-30 23:00                | month
    29 days before                            | WHAT d-29 01:00                | week
    8 days before                             | WHAT d-8 23:00                 | week
    7 days before                             | WHAT d-7 01:00                 | late
    on the day of death                       | WHAT d0 01:00                  | late
    the minute after                          | WHAT d0 14:01                  | never
    only the day is known, the day after      | died 2026-03-10; WHAT d+1 01:00 | never
    365 days before                           | WHAT d-365                     | quarter
    the first of several counts               | WHAT d-3; WHAT d-40            | month
"""
OF_THE_YEAR = """
    in the minute of death                    | WHAT d0 14:00                  | late
    366 days before: not looked at            | WHAT d-366                     | never
    one before the last year, and one in it   | WHAT d-400; WHAT d-3           | late
"""
OF_ANY_TIME = """
    in the minute of death                          | enrolled specialised_home_care d0 14:00    | never
    a palliative bed the minute before death        | admitted palliative d0 13:59               | late
    a palliative bed in the minute of death         | admitted palliative d0 14:00               | never
    a hospice the minute before death               | moved hospice d0 13:59                     | late
    a hospice in the minute of death                | moved hospice d0 14:00                     | never
    366 days before, and still                      | enrolled specialised_home_care d-366       | quarter
    400 days before, and still                      | enrolled specialised_home_care d-400       | quarter
    a hospice for two years                         | moved hospice d-730                        | quarter
    one before the last year that went on, and one in it | enrolled specialised_home_care d-400 – d-300; enrolled specialised_home_care d-3 | quarter
"""  # noqa: E501 - a row is a row
IDENTIFIED = """
    found not to have such needs              | need_identified {(no), (unknown)} d-40                    | never
    looked at, with no answer                 | need_identified d-40                                      | never
    something else with yes                   | contact_named (yes) d-40                                  | never
"""
CONVERSATION = """
    by its code                               | procedure :XV018 d-40                                     | month
    another code                              | procedure :AU124 d-40                                     | never
    with the relatives                        | conversation_held turning_point (with_relatives) d-40     | never
    with whom is not said                     | conversation_held turning_point d-40                      | never
    about serious illness                     | conversation_held serious_illness (with_patient) d-40     | never
    the first of both counts                  | procedure :XV018 d-95; conversation_held turning_point (with_patient) d-40 | quarter
    something else                            | contact turning_point (with_patient) :XV018 d-40          | never
"""  # noqa: E501 - a row is a row
PLAN = """
    something else                            | need_identified (yes) d-40                                | never
"""
ENROLMENT = """
    a palliative bed                          | admitted palliative d-40 – d-39                           | month
    a hospice                                 | moved hospice d-40                                        | month
    home nursing, consult team or clinic      | enrolled {home_nursing, consult_team, palliative_clinic} d-40 | never
    another bed                               | admitted hospital d-40                                    | never
    another home                              | moved care_home d-40                                      | never
    the form of one kind on another           | contact specialised_home_care d-40; enrolled palliative d-40; enrolled hospice d-40; contact hospice d-40 | never
"""  # noqa: E501 - a row is a row
CONTACT = """
    a visit by a palliative team                       | contact home_visit +palliative d-40         | met
    the minute before death                            | contact telephone +palliative d0 13:59      | met
    a call with relatives afterwards                   | contact telephone +palliative d+10          | not met
    in the minute of death                             | contact telephone +palliative d0 14:00      | not met
    something else by a palliative team                | need_identified +palliative d-40            | not met
    enrolled with a consult team or a clinic, and ended | enrolled {consult_team, palliative_clinic} d-400 – d-100 | met
    enrolled with a consult team the minute before     | enrolled {consult_team, palliative_clinic} d0 13:59 | met
    enrolled with a consult team in the minute of death | enrolled {consult_team, palliative_clinic} d0 14:00 | not met
    not enrolled with it                               | contact {consult_team, palliative_clinic} d-40 | not met
"""
OTHER_TEAMS = """
    a consult team or a clinic is no such team         | enrolled {consult_team, palliative_clinic} d-40; plan_confirmed d-30 | no
    a visit by a palliative team is not enrolment      | contact home_visit +palliative d-40; plan_confirmed d-30 | no
"""  # noqa: E501 - a row is a row
PLANNED = """
    with a plan                              | enrolled specialised_home_care d-40; plan_confirmed d-30   | met
    a plan before it                         | enrolled specialised_home_care d-40; plan_confirmed d-60   | met
    the minute before death                  | enrolled specialised_home_care d-40; plan_confirmed d0 13:59 | met
    in the minute of death                   | enrolled specialised_home_care d-40; plan_confirmed d0 14:00 | not met
    something else                           | enrolled specialised_home_care d-40; conversation_held d-30 | not met
    a plan, and nobody who enrolled them     | plan_confirmed d-30                                        | not counted
"""
SIX = "{(physician), (nurse), (counsellor), (occupational_therapist), (physiotherapist), (dietitian)}"
CARE = "enrolled specialised_home_care d-100"
PROFESSIONS = f"""
    nobody's profession is stated                | {CARE}; contact home_visit d-9                                    | not_known
    one of the six                               | {CARE}; contact {SIX} d-9                                         | one
    90 days before, the first minute             | {CARE}; contact {SIX} d-90 00:00                                  | one
    91 days before, the last minute              | {CARE}; contact {SIX} d-91 23:59                                  | not_known
    in the minute of death                       | {CARE}; contact {SIX} d0 14:00                                    | one
    the minute after                             | {CARE}; contact {SIX} d0 14:01                                    | not_known
    only the day of death is known, the day after | died 2026-03-10; {CARE}; contact {SIX} d+1 01:00                 | not_known
    something else by one of the six             | {CARE}; measured {SIX} d-9                                        | not_known
    another profession                           | {CARE}; contact (assistant_nurse) d-9                             | not_known
    one met many times                           | {CARE}; contact (nurse) d-9; contact (nurse) d-8; contact (nurse) d-7 | one
    two                                          | {CARE}; contact (nurse) d-9; contact (physician) d-8              | two
    three                                        | {CARE}; contact (nurse) d-9; contact (physician) d-8; contact (dietitian) d-1 | three
    four                                         | {CARE}; contact (nurse) d-9; contact (physician) d-8; contact (dietitian) d-1; contact (counsellor) d-1 | many
    five                                         | {CARE}; contact (nurse) d-9; contact (physician) d-8; contact (dietitian) d-1; contact (counsellor) d-1; contact (physiotherapist) d-1 | many
    not enrolled                                 | contact (nurse) d-9                                               | not counted
    enrolled, and the day of death is not known  | died 2026-03; enrolled specialised_home_care 2026-02-01           | not counted
    enrolled, and the year is all that is known  | died 2026; enrolled specialised_home_care 2026-02-01              | not counted
"""  # noqa: E501 - a row is a row
CONTINUITY = """
    named 31 days before, none after           | contact_named fast_vardkontakt d-31 23:59                           | met
    named 30 days before                       | contact_named fast_vardkontakt d-30 00:00                           | not met
    named a year before                        | contact_named fast_vardkontakt d-365                                | met
    another named 30 days before               | contact_named fast_vardkontakt d-200; contact_named fast_vardkontakt d-30 00:00 | not met
    another named 31 days before               | contact_named fast_vardkontakt d-200; contact_named fast_vardkontakt d-31 | met
    another named in the minute of death       | contact_named fast_vardkontakt d-200; contact_named fast_vardkontakt d0 14:00 | not met
    another named after death                  | contact_named fast_vardkontakt d-200; contact_named fast_vardkontakt d0 14:01 | met
    only the day is known, named the day after | died 2026-03-10; contact_named fast_vardkontakt d-200; contact_named fast_vardkontakt d+1 01:00 | met
    a fast läkarkontakt is another             | contact_named fast_lakarkontakt d-200                               | not met
    a new fast läkarkontakt changes nothing    | contact_named fast_vardkontakt d-200; contact_named fast_lakarkontakt d-9 | met
    something else                             | contact fast_vardkontakt d-200                                      | not met
    a visit by that name changes nothing       | contact_named fast_vardkontakt d-200; contact fast_vardkontakt d-9  | met
"""  # noqa: E501 - a row is a row
NAMED_IN_THE_YEAR = """
    named a year and a day before: not looked at | contact_named fast_vardkontakt d-366                              | not met
    it ended before death: not looked at         | contact_named fast_vardkontakt d-200 – d-50                       | met
"""  # noqa: E501 - a row is a row
NAMED_AND_STILL = """
    named a year and a day before, and still   | contact_named fast_vardkontakt d-366                                | met
    named long before, and still               | contact_named fast_vardkontakt d-900                                | met
    named long before, and another late        | contact_named fast_vardkontakt d-900; contact_named fast_vardkontakt d-9 | not met
    it ended before death                      | contact_named fast_vardkontakt d-200 – d-50                         | not met
    it ended the minute before death           | contact_named fast_vardkontakt d-200 – d0 13:59                     | not met
    it ended in the minute of death            | contact_named fast_vardkontakt d-200 – d0 14:00                     | met
    one ended, and another has been since      | contact_named fast_vardkontakt d-200 – d-60; contact_named fast_vardkontakt d-60 | met
    named only after death                     | contact_named fast_vardkontakt d+2                                  | not met
"""  # noqa: E501 - a row is a row
WAITED = """
    no enrolment                             |                                                             | not counted
    care began the day it was needed         | enrolled specialised_home_care =0 d-40                      | 1 of 1
    when they were ready is not known        | enrolled specialised_home_care d-40                         | not counted
    ready after it began cannot be           | enrolled specialised_home_care =-1 d-40                     | not counted
    another team                             | enrolled {consult_team, home_nursing} =0 d-40               | not counted
    something else                           | contact specialised_home_care =0 d-40                       | not counted
    the minute before death                  | enrolled specialised_home_care =0 d0 13:59                  | 1 of 1
    in the minute of death                   | enrolled specialised_home_care =0 d0 14:00                  | not counted
    the day of death is not known            | died 2026-03; enrolled specialised_home_care =0 2026-02-01  | 1 of 1
    opted out of registers                   | enrolled specialised_home_care =0 d-40; opted out           | 1 of 1
"""
READY = """
    the day after                            | enrolled specialised_home_care =1 d-40                      | 1 of 1
    two days after                           | enrolled specialised_home_care =2 d-40                      | 0 of 1
    each enrolment counts                    | enrolled specialised_home_care =0 d-90 – d-60; enrolled specialised_home_care =5 d-40 | 1 of 2
"""  # noqa: E501 - a row is a row
WEEK = """
    seven days after                         | enrolled specialised_home_care =7 d-40                      | 1 of 1
    eight days after                         | enrolled specialised_home_care =8 d-40                      | 0 of 1
    each enrolment counts                    | enrolled specialised_home_care =7 d-90 – d-60; enrolled specialised_home_care =9 d-40 | 1 of 2
"""  # noqa: E501 - a row is a row
UNSTABLE = """
    no phase is noted                        |                                              | not counted
    it passed on the third day               | phase_noted unstable (begins) d-40 00:01 – d-37 23:59 | 1 of 1
    it passed on the fourth                  | phase_noted unstable (begins) d-40 23:59 – d-36 00:01 | 0 of 1
    it passed on the same day                | phase_noted unstable (begins) d-40 09:00 – d-40 15:00 | 1 of 1
    death came on the third day              | phase_noted unstable (begins) d-3 00:01               | 1 of 1
    death came on the fourth                 | phase_noted unstable (begins) d-4 23:59               | 0 of 1
    each phase counts                        | phase_noted unstable (begins) d-40 – d-39; phase_noted unstable (begins) d-20 – d-9 | 1 of 2
    the same phase noted again is no other   | phase_noted unstable (begins) d-40 – d-30; phase_noted unstable (goes_on) d-31 – d-30 | 0 of 1
    another phase                            | phase_noted {stable, deteriorating, dying} (begins) d-40 – d-39 | not counted
    something else                           | contact unstable d-40 – d-39                 | not counted
    noted the minute before death            | phase_noted unstable (begins) d0 13:59                | 1 of 1
    noted in the minute of death             | phase_noted unstable (begins) d0 14:00                | not counted
    opted out of registers                   | phase_noted unstable (begins) d-40 – d-39; opted out  | 1 of 1
    death came on the third day, another phase was noted after it | phase_noted unstable (begins) d-3 – d+1 | 1 of 1
    only the month of death is known: how long it lasted is not   | died 2026-03; phase_noted unstable (begins) 2026-02-26 | left out
    it began in the month of death, whose day is not known        | died 2026-03; phase_noted unstable (begins) 2026-03-15 | left out
"""  # noqa: E501 - a row is a row


def _time(id: str, what: str, *own: str, version: int = 1) -> list[Example]:
    key = f"{id}-to-death@{version}"
    lines = [line for each in (TIME, *own) for line in table(key, each.replace("WHAT", what))]
    return [*lines, *table(key, DAY_NEEDED, {"in": "never", "left out": "not counted"})]


EXAMPLES = [
    *_time("identified", "need_identified instrument (yes)", OF_THE_YEAR, IDENTIFIED),
    *_time("conversation", "conversation_held turning_point (with_patient)", OF_THE_YEAR, CONVERSATION),
    *_time("plan", "plan_confirmed", OF_THE_YEAR, PLAN),
    *_time("enrolled", "enrolled specialised_home_care", OF_THE_YEAR, ENROLMENT),
    *_time("enrolled", "enrolled specialised_home_care", OF_ANY_TIME, ENROLMENT, version=2),
    *table("continuity@1", CONTINUITY),
    *table("continuity@1", NAMED_IN_THE_YEAR),
    *table("continuity@1", DAY_NEEDED, {"in": "not met"}),
    *table("continuity@2", CONTINUITY),
    *table("continuity@2", NAMED_AND_STILL),
    *table("continuity@2", DAY_NEEDED, {"in": "not met"}),
    *table("palliative-contact@1", CONTACT),
    *table("palliative-contact@1", ENROLLED, {"yes": "met", "no": "not met"}),
    *table("enrolled@1", ENROLLED, {"yes": "met", "no": "not met"}),
    *table("enrolled@1", OTHER_TEAMS, {"no": "not met"}),
    *table("plan-among-enrolled@1", ENROLLED, {"yes": "not met", "no": "not counted"}),
    *table("plan-among-enrolled@1", OTHER_TEAMS, {"no": "not counted"}),
    *table("plan-among-enrolled@1", PLANNED),
    *table("professions@1", ENROLLED, {"yes": "not_known", "no": "not counted"}),
    *table("professions@1", OTHER_TEAMS, {"no": "not counted"}),
    *table("professions@1", PROFESSIONS),
    *table("ready-for-care@1", WAITED),
    *table("ready-for-care@1", READY),
    *table("begun-in-seven-days@1", WAITED),
    *table("begun-in-seven-days@1", WEEK),
    *table("unstable@1", UNSTABLE),
]
