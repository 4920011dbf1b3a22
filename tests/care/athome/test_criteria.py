"""Enrolment in home nursing: threshold criteria of municipalities, and how a patient stands to it.

Worked example of what the status report of Västra Götaland 2021 asks for (SYSTEMS A18): threshold criteria, who is not
enrolled and why. The criteria are those that three municipalities tell of on their own pages (see the data file).
"""

from __future__ import annotations

from datetime import date

import pytest

from helpers.told import Told, chart
from lindra.areas import geography
from lindra.care.athome import criteria
from lindra.care.athome.criteria import Rule, judged
from lindra.care.athome.readings import home_nursing
from lindra.care.events.home import HomeNursingAssessed
from lindra.record.facts import Died, Enrolled, EnrolmentEnded

TODAY = date(2026, 6, 15)
KARLSTAD, KRISTINEHAMN, SALA, SUNNE, STOCKHOLM = "1780", "1781", "1981", "1766", "0180"


@pytest.mark.parametrize(
    ("place", "met", "enough", "lacking"),
    [
        # Home from hospital, cannot get to the health centre for some weeks: a short need.
        (KARLSTAD, ["cannot_travel"], False, ("lasting_need",)),
        (KRISTINEHAMN, ["cannot_travel"], True, ()),
        (SALA, ["cannot_travel"], True, ()),
        # A need that lasts, but the way to the health centre is no hindrance: the threshold principle.
        (KARLSTAD, ["lasting_need", "needs_licensed_nurse"], False, ("cannot_travel",)),
        (SALA, ["lasting_need", "needs_licensed_nurse"], False, ("cannot_travel",)),
        (KARLSTAD, ["cannot_travel", "lasting_need"], True, ()),
        # The demo county's own: at least one of two beside the threshold; palliative needs are enough.
        (SUNNE, ["cannot_travel"], False, ("lasting_need", "needs_licensed_nurse")),
        (SUNNE, ["cannot_travel", "needs_licensed_nurse"], True, ()),
        (SUNNE, ["palliative_needs"], True, ()),
    ],
)
def test_the_same_patient_is_over_one_municipalitys_threshold_and_not_anothers(place, met, enough, lacking):
    found = judged(criteria.valid(place, TODAY), met)
    assert found is not None
    assert (found.met, found.lacking) == (enough, lacking)


def test_where_no_criteria_are_known_nothing_is_judged():
    assert criteria.valid(STOCKHOLM, TODAY) == ()
    assert judged((), ["cannot_travel"]) is None


def test_criteria_hold_from_their_first_day_and_a_municipalitys_own_come_before_its_countys():
    assert criteria.valid(SUNNE, date(2025, 12, 31)) == ()
    assert {one.municipality for one in criteria.valid(SUNNE, date(2026, 1, 1))} == {"17"}
    assert {one.municipality for one in criteria.valid(KARLSTAD, TODAY)} == {KARLSTAD}


def test_criteria_that_are_each_enough_are_lacking_where_none_is_met():
    alone = [Rule("x", None, None, "palliative_needs", "enough", "s")]
    assert (judged(alone, []), judged(alone, ["palliative_needs"])) == (
        criteria.Judged(False, ("palliative_needs",)), criteria.Judged(True, ()),
    )  # fmt: skip


def test_each_row_of_the_data_names_a_place_that_exists_and_its_source():
    known = {each.code for each in geography.municipalities()} | {each.code for each in geography.regions()}
    assert {one.municipality for one in criteria.rules()} <= known
    assert all(one.source and (one.last is None or one.first is None or one.first <= one.last)
               for one in criteria.rules())  # fmt: skip


def assessed(outcome: str) -> HomeNursingAssessed:
    return HomeNursingAssessed(outcome=outcome, criteria=("cannot_travel",), reason="r")  # type: ignore[arg-type]


NURSED, TEAM = (
    Enrolled(enrolment="h", form="home_nursing"),
    Enrolled(enrolment="t", form="specialised_home_care"),
)
STATES: list[tuple[str, list[Told], list[str]]] = [
    ("nothing", [(9, TEAM)], []),
    ("enrolled, never assessed", [(9, NURSED)], ["unassessed|"]),
    ("assessed and enrolled", [(9, assessed("enrolled")), (9, NURSED)], ["enrolled|"]),
    ("assessed, not written", [(9, assessed("enrolled")), (9, TEAM)], ["to_enrol|"]),
    ("not enrolled", [(9, assessed("not_enrolled"))], ["not_enrolled|"]),
    ("the latest counts", [(9, assessed("not_enrolled")), (2, assessed("later"))], ["later|"]),
    ("ended since", [(9, assessed("enrolled")), (9, NURSED), (1, EnrolmentEnded(enrolment="h"))], []),
    ("ended before, assessed anew", [(90, NURSED), (50, EnrolmentEnded(enrolment="h")), (9, assessed("enrolled"))],
     ["to_enrol|"]),
    ("dead", [(9, assessed("later")), (1, Died())], []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "keys"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
def test_how_a_patient_stands_to_home_nursing(told, keys):
    assert [row.key for row in home_nursing(chart(told))] == keys


def test_the_row_tells_why_and_when():
    (row,) = home_nursing(chart([(9, assessed("not_enrolled"))]))
    assert (row.at, row.data["reason"], row.data["criteria"]) == (
        "2026-06-06T01:00:00.000000Z",
        "r",
        ["cannot_travel"],
    )
