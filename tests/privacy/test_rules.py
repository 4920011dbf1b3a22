"""The decision itself, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.privacy.rules import Relation, decide

WARD, CLINIC, KOMMUN = Relation("ward", "region"), Relation("clinic", "region"), Relation("home", "kommun")


@pytest.mark.parametrize(
    ("purpose", "relations", "allowed", "right"),
    [
        ("care", [WARD], True, "SFS 2008:355 4 kap. 1 §"),
        ("care", [CLINIC, KOMMUN], False, "SFS 2008:355 4 kap. 1 §"),
        ("admin", [WARD], True, "SFS 2008:355 2 kap. 4 § 2"),
        ("followup", [CLINIC], True, "SFS 2008:355 2 kap. 4 § 4–5"),
        ("followup", [KOMMUN], False, "SFS 2008:355 2 kap. 4 § 4–5"),
        ("extract", [WARD], True, "SFS 2008:355 8 kap. 5 §"),
        ("care", [], False, "SFS 2008:355 4 kap. 1 §"),
    ],
)
def test_a_reader_of_the_ward(purpose, relations, allowed, right):
    decision = decide(purpose, "ward", "region", relations)
    assert (decision.allowed, decision.right) == (allowed, right)


@given(st.text(), st.lists(st.sampled_from([WARD, CLINIC, KOMMUN])))
def test_a_purpose_nobody_knows_opens_nothing(purpose, relations):
    if purpose not in ("care", "admin", "followup", "extract"):
        assert not decide(purpose, "ward", "region", relations).allowed


@given(st.sampled_from(["care", "admin", "followup", "extract"]), st.text(min_size=1), st.text(min_size=1))
def test_nothing_is_opened_without_a_relation(purpose, unit, provider):
    assert not decide(purpose, unit, provider, []).allowed
