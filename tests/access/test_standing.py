"""How one stands at an hour, example by example."""

from __future__ import annotations

import pytest

from lindra.access import functions
from lindra.access.coverage import State
from lindra.access.standing import standing
from lindra.access.summaries import NIGHT

LINE, CONSULT, TEAM = "jourlinje_24_7", "konsultverksamhet", "hemsjukvard"
WARD, HOSPICE = "slutenvard_sjukhus", "slutenvard_utanfor_sjukhus"


@pytest.mark.parametrize(
    ("way", "said", "expected"),
    [
        ("call", {}, "not_stated"),
        (
            "call",
            {LINE: State.MISSING},
            "nothing",
        ),  # the consult team claims no hours: it is not asked of at night
        ("call", {CONSULT: State.MISSING}, "not_stated"),
        ("call", {LINE: State.MISSING_FOR_SOME}, "in_part"),
        ("call", {LINE: State.MISSING_SOMEWHERE}, "in_part"),
        ("call", {LINE: State.EXISTS}, "exists"),
        ("call", {LINE: State.EXISTS | State.MISSING}, "both"),
        ("call", {LINE: State.EXISTS_LIMITED | State.MISSING}, "both"),
        ("call", {LINE: State.MISSING, CONSULT: State.EXISTS}, "exists"),
        ("call", {LINE: State.MISSING, CONSULT: State.EXISTS_HOURS_NOT_STATED}, "hours_not_stated"),
        ("call", {LINE: State.MISSING, CONSULT: State.EXISTS_AT_OTHER_HOURS}, "nothing"),
        ("call", {LINE: State.EXISTS_AT_OTHER_HOURS}, "other_hours"),
        ("call", {LINE: State.EXISTS_SOMEWHERE}, "not_stated"),  # of a place: of nobody in particular
        ("call", {LINE: State.CONTESTED_IN_GENERAL}, "not_stated"),
        ("stay", {WARD: State.MISSING}, "in_part"),  # of beds outside hospital nothing is said
        ("stay", {WARD: State.MISSING, HOSPICE: State.MISSING}, "nothing"),
        ("stay", {WARD: State.MISSING, HOSPICE: State.EXISTS}, "exists"),
        ("stay", {WARD: State.MISSING, HOSPICE: State.EXISTS_LIMITED}, "limited"),
        ("come", {TEAM: State.EXISTS_LIMITED}, "limited"),
        ("come", {TEAM: State.MISSING | State.CONTESTED}, "nothing"),
    ],
)
def test_how_one_stands_at_three_on_a_sunday_morning(
    way: functions.Way, said: dict[str, State], expected: str
) -> None:
    states = dict.fromkeys(functions.covered(), State.NOT_STATED) | said
    assert standing(way, states, NIGHT) == expected


def test_the_line_home_care_and_beds_claim_every_hour_and_nothing_else_does() -> None:
    claiming = {code for code, one in functions.covered().items() if one.claims_hour(NIGHT)}
    assert claiming == {LINE, TEAM, WARD, HOSPICE}
    assert {one.claims.bit_count() for one in functions.covered().values()} == {0, 168}
