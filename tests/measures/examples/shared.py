"""Lines that several measures have in common: who is of the population, and what becomes of an unknown day."""

from __future__ import annotations

EXPECTED_BY_REPORT = """
    nobody reported the death         |                            | not counted
    the report says it was expected   | report expected=yes        | in
    the report says it was not        | report expected=no         | not counted
    the report does not know          | report expected=unknown    | not counted
    only the record says so           | died (yes)                 | not counted
    opted out of registers            | says YES; opted out      | not counted
    opted out, and silent             | says; opted out            | not counted
    the day of death is not known     | died 2026-03; says         | in
"""

EXPECTED_BY_RECORD = """
    the record says it was expected      | died (yes)                  | in
    the record says it was not           | died (no)                   | not counted
    the record does not know             | died (unknown)              | not counted
    only the report says so              | died (no); says             | not counted
    something else is told with yes      | died (no); need_identified (yes) d-40 | not counted
    the day of death is known, no hour   | died 2026-03-10 (yes)       | in
    only the month of death is known     | died 2026-03 (yes)          | not counted
    only the year of death is known      | died 2026 (yes)             | not counted
    opted out of registers               | died (yes); opted out       | not counted
"""

DAY_NEEDED = """
    nothing is known of the person       |                 | in
    the day of death is known, no hour   | died 2026-03-10 | in
    only the month of death is known     | died 2026-03    | left out
    only the year of death is known      | died 2026       | left out
    opted out of registers: the providers' own follow-up | opted out | in
"""

ENROLLED = """
    in no such care                                | contact home_visit d-10                               | no
    enrolled with a home care team                 | enrolled specialised_home_care d-40 – d-1             | yes
    enrolled the minute before death               | enrolled specialised_home_care d0 13:59               | yes
    enrolled in the minute of death                | enrolled specialised_home_care d0 14:00               | no
    enrolled in municipal home nursing             | enrolled home_nursing d-40                            | no
    a palliative bed                               | admitted palliative d-5 – d-3                         | yes
    a palliative bed the minute before death       | admitted palliative d0 13:59                          | yes
    a palliative bed in the minute of death        | admitted palliative d0 14:00                          | no
    another bed                                    | admitted {hospital, short_stay} d-5                   | no
    moved to a hospice                             | moved hospice d-20 – d-10                             | yes
    moved to a hospice the minute before death     | moved hospice d0 13:59                                | yes
    moved to a hospice in the minute of death      | moved hospice d0 14:00                                | no
    moved elsewhere                                | moved {care_home, own_home} d-20                      | no
    the form of one kind on another                | contact specialised_home_care d-5; enrolled palliative d-5; enrolled hospice d-5; contact hospice d-5 | no
    opted out of registers                         | enrolled specialised_home_care d-40; opted out        | yes
"""  # noqa: E501 - a row is a row
"""Specialised palliative care some time before death: home care team, palliative bed or hospice."""
