"""The state machine: what may come when, and that its picture in the docs is drawn from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.discharge import parties, process
from lindra.discharge.process import STAGES, TABLE, after, possible, walked
from lindra.record.kinds import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "discharge-process.md"
EVENTS = st.lists(st.sampled_from(sorted(TABLE)), max_size=30)


def test_a_stay_as_the_law_thinks_of_it() -> None:
    stay = ["sent_in", "admitted", "judged_in_need", "admission_notice", "contact_named", "sip_judged", "sip_called",
            "ready_for_discharge", "sip_held", "information_sent", "discharged", "home_again"]  # fmt: skip
    assert walked(stay) == ("home_again", ())


@pytest.mark.parametrize(
    ("events", "stage", "wrong"),
    [
        (["sent_in", "emergency_visit", "sent_home"], "at_home", ()),
        (["admitted", "admission_notice", "ready_for_discharge", "ready_withdrawn"], "planning", ()),
        (["admitted", "ready_for_discharge", "admission_notice"], "ready", ()),
        (["ready_for_discharge"], "at_home", (0,)),
        (["admitted", "discharged", "ready_for_discharge"], "discharged", (2,)),
        (["admitted", "discharged", "discharged"], "discharged", (2,)),
        (["admitted", "admitted"], "admitted", (1,)),
        (["admitted", "ready_withdrawn"], "admitted", (1,)),
        (["admitted", "died", "admission_notice"], "dead", (2,)),
        (["admitted", "discharged", "home_again", "sent_in", "admitted"], "admitted", ()),
    ],
)
def test_what_has_no_place_changes_nothing_and_is_told(
    events: list[str], stage: str, wrong: tuple[int, ...]
) -> None:
    assert walked(events) == (stage, wrong)


@given(EVENTS)
def test_an_event_either_has_its_place_or_is_told(events: list[str]) -> None:
    stage, wrong = walked(events)
    assert stage in STAGES
    kept = [event for place, event in enumerate(events) if place not in wrong]
    assert walked(kept) == (stage, ()), "without what was out of place the rest is a walk of its own"


def test_every_stage_can_be_reached_and_every_message_sent_in_some_stage() -> None:
    reached = {process.START, *(then for ways in TABLE.values() for then in ways.values())}
    assert reached == set(STAGES)
    for kind in parties.sends():
        assert any(after(stage, kind) for stage in STAGES), kind
        assert kind in KINDS
    assert all(possible(stage) for stage in STAGES)


def test_two_ways_from_one_stage_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    moves = (("a", ("at_home",), "sent_in"), ("a", ("at_home",), "admitted"))
    monkeypatch.setattr(process, "MOVES", moves)
    with pytest.raises(ValueError, match="two ways"):
        process._table()


def test_the_picture_in_the_docs_is_drawn_from_the_code() -> None:
    assert process.drawn() in PAGE.read_text("utf-8"), "run: lindra discharge process"
