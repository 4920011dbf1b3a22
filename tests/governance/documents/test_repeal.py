"""Nothing is repealed until each obligation is moved to a rule in force, or said to be lost, with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.documents import repeal
from lindra.governance.documents.repeal import Mark, Place
from lindra.governance.documents.states import Days, holds

ON = date(2026, 7, 1)
IN_FORCE = Days("agreement", date(2025, 1, 1), date(2025, 1, 1))
PLACES = {
    "own": Place("this", IN_FORCE),
    "good": Place("other", IN_FORCE),
    "proposal": Place("third", Days("proposal")),
    "expired": Place("fourth", Days("agreement", date(2025, 1, 1), date(2025, 1, 1), date(2026, 6, 30))),
    "coming": Place("fifth", Days("agreement", date(2026, 6, 1), date(2026, 7, 2))),
}
MARKS = st.builds(
    Mark, st.just("o"), st.sampled_from(["", "moved", "lost", "kept"]), st.sampled_from(["", "gone", *PLACES]),
    st.sampled_from(["", "  ", "behövs inte"]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (Mark("o"), "not_marked"),
        (Mark("o", "moved"), "moved_nowhere"),
        (Mark("o", "moved", "gone"), "moved_nowhere"),
        (Mark("o", "moved", "own"), "moved_to_itself"),
        (Mark("o", "moved", "proposal"), "moved_to_no_rule"),
        (Mark("o", "moved", "expired"), "moved_to_no_rule"),
        (Mark("o", "moved", "coming"), "moved_to_no_rule"),
        (Mark("o", "moved", "good"), ""),
        (Mark("o", "lost"), "lost_without_reason"),
        (Mark("o", "lost", "", " "), "lost_without_reason"),
        (Mark("o", "lost", "", "behövs inte"), ""),
    ],
)
def test_a_mark_stands_or_is_refused(mark: Mark, expected: str) -> None:
    assert repeal.wrong("this", mark, PLACES, ON) == expected


@given(st.lists(MARKS, max_size=5))
def test_what_may_be_repealed_has_lost_nothing_in_silence(drawn: list[Mark]) -> None:
    marks = [Mark(str(number), one.marked, one.moved_to, one.lost_why) for number, one in enumerate(drawn)]
    refused = repeal.refused("this", marks, PLACES, ON)
    for mark in marks:
        if mark.obligation in refused:
            continue
        place = PLACES.get(mark.moved_to)
        moved = (
            mark.marked == "moved"
            and place is not None
            and place.document != "this"
            and holds(place.days, ON)
        )
        assert moved or (mark.marked == "lost" and mark.lost_why.strip())
