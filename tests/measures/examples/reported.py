"""The register's own measures: what signed reports answer (DOMAIN 1.3, 1.5).

Of reported expected deaths, less those who do not want to be in registers. *Does not know* counts as not met and is
shown apart; a report that does not answer counts as not met too.
"""

from __future__ import annotations

from measures.examples import Example, table
from measures.examples.shared import EXPECTED_BY_REPORT

ANSWERS = """
    mouth-reported@1          | mouth=yes                                                 | met
    mouth-reported@1          | mouth=no                                                  | not met
    mouth-reported@1          | mouth=unknown                                             | not known
    mouth-reported@1          | pain_rated=yes                                            | not met
    pain-reported@1           | pain_rated=yes                                            | met
    pain-reported@1           | pain_rated=no                                             | not met
    pain-reported@1           | pain_rated=unknown                                        | not known
    pain-reported@1           | others_rated=yes                                          | not met
    opioid-reported@1         | order_pain=yes                                            | met
    opioid-reported@1         | order_pain=no                                             | not met
    opioid-reported@1         | order_pain=unknown                                        | not known
    opioid-reported@1         | order_anxiety=yes                                         | not met
    anxiety-reported@1        | order_anxiety=yes                                         | met
    anxiety-reported@1        | order_anxiety=no                                          | not met
    anxiety-reported@1        | order_anxiety=unknown                                     | not known
    anxiety-reported@1        | order_pain=yes                                            | not met
    nausea-reported@1         | order_nausea=yes                                          | met
    nausea-reported@1         | order_nausea=no                                           | not met
    nausea-reported@1         | order_nausea=unknown                                      | not known
    nausea-reported@1         | order_rattle=yes                                          | not met
    rattle-reported@1         | order_rattle=yes                                          | met
    rattle-reported@1         | order_rattle=no                                           | not met
    rattle-reported@1         | order_rattle=unknown                                      | not known
    rattle-reported@1         | order_nausea=yes                                          | not met
    ulcer-reported@1          | ulcer_death=none                                          | met
    ulcer-reported@1          | ulcer_death=1                                             | met
    ulcer-reported@1          | ulcer_death={2, 3, 4}                                     | not met
    ulcer-reported@1          | ulcer_death=unknown                                       | not known
    ulcer-reported@1          | ulcer_arrival=none                                        | not met
    conversation-reported@1   | talk_patient=yes                                          | met
    conversation-reported@1   | talk_patient=no                                           | not met
    conversation-reported@1   | talk_patient=unknown                                      | not known
    conversation-reported@1   | talk_relatives=yes                                        | not met
    conversation-reported@1   | talk_patient=yes will_lost={kept, weeks, months, unknown} | met
    conversation-reported@2   | talk_patient=yes                                          | met
    conversation-reported@2   | talk_patient=no                                           | not met
    conversation-reported@2   | talk_patient=unknown                                      | not known
    conversation-reported@2   | talk_relatives=yes                                        | not met
    conversation-reported@2   | talk_patient=yes will_lost={kept, hours, days, unknown}   | met
    conversation-reported@2   | talk_patient={yes, no, unknown} will_lost={weeks, months} | left out
    relatives-told-reported@1 | talk_relatives=yes                                        | met
    relatives-told-reported@1 | talk_relatives=no                                         | not met
    relatives-told-reported@1 | talk_relatives=unknown                                    | not known
    relatives-told-reported@1 | talk_relatives=no_relatives                               | left out
    relatives-told-reported@1 | talk_patient=yes                                          | not met
    relatives-told-reported@1 | talk_relatives=yes bereavement=no_relatives               | met
    present-reported@1        | present={relatives, relatives_and_staff, staff}           | met
    present-reported@1        | present=nobody                                            | not met
    present-reported@1        | present=unknown                                           | not known
    bereavement-reported@1    | bereavement=yes                                           | met
    bereavement-reported@1    | bereavement=no                                            | not met
    bereavement-reported@1    | bereavement=unknown                                       | not known
    bereavement-reported@1    | bereavement=no_relatives                                  | left out
    bereavement-reported@1    | bereavement=yes talk_relatives=no_relatives               | met
    wish-reported@1           | wish_met=yes                                              | met
    wish-reported@1           | wish_met=no                                               | not met
    wish-reported@1           | wish_met=unknown                                          | not known
    fluids-reported@1         | fluids=yes                                                | met
    fluids-reported@1         | fluids=no                                                 | not met
    fluids-reported@1         | fluids=unknown                                            | not known
    others-rated-reported@1   | others_rated=yes                                          | met
    others-rated-reported@1   | others_rated=no                                           | not met
    others-rated-reported@1   | others_rated=unknown                                      | not known
    others-rated-reported@1   | pain_rated=yes                                            | not met
"""
COVERAGE = """
    a report of an expected death   | says                           | met
    a report of any other           | report expected={no, unknown}  | met
    a report that answers nothing   | report                         | met
    no report                       |                                | not met
    only the record tells of it     | died (yes); contact home_visit d-1 | not met
    the day of death is not known   | died 2026-03; report           | met
    opted out: not to be reported   | opted out                      | not counted
"""
IN_TIME = """
    on the day of death                  | death_reported d0 20:00                           | met
    two days after                       | report                                            | met
    on the 21st day, the last minute     | death_reported d+21 23:59                         | met
    on the 22nd day, the first minute    | death_reported d+22 00:01                         | not met
    another one on the 22nd day          | death_reported d+21; death_reported d+22          | met
    no report                            |                                                   | not met
    something else in time               | bereavement_contact d+10                          | not met
    the day of death is not known        | died 2026-03; death_reported 2026-03-20           | left out
    opted out: not to be reported        | death_reported d+3; opted out                     | not counted
"""


def _answers() -> list[Example]:
    found: list[Example] = []
    for line in ANSWERS.strip().splitlines():
        measure, answers, value = (cell.strip() for cell in line.split("|"))
        found += table(measure, f"{answers.replace('{', '').replace('}', '')} | says {answers} | {value}")
    return found


def _everybody(measures: dict[str, str]) -> list[Example]:
    """Who is of the population, and that a report that does not answer is not met: alike for each."""
    return [
        one for measure, yes in measures.items()
        for one in table(measure, EXPECTED_BY_REPORT, {"in": "not met"}, yes=yes)
    ]  # fmt: skip


def _first_met() -> dict[str, str]:
    lines = ([cell.strip() for cell in line.split("|")] for line in ANSWERS.strip().splitlines())
    return {
        measure: answers.split("{")[0] for measure, answers, value in reversed(list(lines)) if value == "met"
    }


EXAMPLES = [
    *_answers(),
    *_everybody(_first_met()),
    *table("coverage@1", COVERAGE),
    *table("reported-in-three-weeks@1", IN_TIME),
]
