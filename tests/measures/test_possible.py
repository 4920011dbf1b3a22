"""Which definitions nobody could ever meet: told before anything is counted, and none that somebody could."""

from __future__ import annotations

import json
from functools import reduce
from importlib.resources import files
from operator import and_, or_
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lindra.measures.catalogue.common import DAY, EXPECTED_BY_RECORD, EXPECTED_BY_REPORT, REPORT
from lindra.measures.catalogue.common import answered as says
from lindra.measures.language import BEGUN, Says, Truth, events, in_last_days
from lindra.measures.possible import SEVERAL, possible
from measures import plain
from measures.drawn import ANSWERS, people
from measures.last_year import Row

SEEN, PAIN = events("contact").exist(), events("measured").exist()
DIED = events("died")


@pytest.mark.parametrize("asked", [
    (says("expected", "yes"), says("expected", "no")),
    (says("expected", "yes") & SEEN, PAIN & says("expected", "no", "unknown")),
    (says("expected", "yes"), ~says("expected", "yes", "no")),
    (says("expected", "yes") | says("expected", "no"), says("expected", "unknown")),
    (EXPECTED_BY_REPORT, ~REPORT.exist()),
    (EXPECTED_BY_RECORD, DIED.where(status="no").exist()),
    (~DIED.exist(), SEEN),
    (DIED.where(status="yes").exist(), (DIED & ~DIED.where(status=("yes", "no"))).exist()),
    (SEEN & PAIN & DAY, ~PAIN),
    (SEEN | PAIN, ~SEEN & ~PAIN),
    (SEEN, PAIN, ~(SEEN & PAIN)),
])  # fmt: skip
def test_what_nobody_can_be_at_once(asked: tuple[Truth, ...]) -> None:
    assert not possible(*asked)


@pytest.mark.parametrize("asked", [
    (says("expected", "yes"), says("mouth", "no")),
    (says("expected", "yes", "unknown"), says("expected", "unknown", "no")),
    (says("diseases", "cancer"), says("diseases", "heart"), ~says("diseases", "lung")),
    (EXPECTED_BY_REPORT, DIED.where(status="no").exist()),
    (EXPECTED_BY_RECORD, ~REPORT.exist()),
    (events("contact").where(form="emergency").exist(), events("contact").where(form="telephone").exist()),
    ((events("contact") & in_last_days(7)).exist(), (events("contact") & ~in_last_days(7) & BEGUN).exist()),
    (SEEN | PAIN, ~SEEN),
    (events("contact").count() >= 2, ~(events("contact").count() >= 3)),
    ((REPORT | DIED).where(status="yes").exist(), DIED.where(status="no").exist()),
])  # fmt: skip
def test_what_somebody_can_be_at_once(asked: tuple[Truth, ...]) -> None:
    assert possible(*asked)


def test_the_questions_that_may_have_several_answers_are_those_of_the_form() -> None:
    form = json.loads((files("lindra.registry") / "forms" / "death-report.json").read_text(encoding="utf-8"))
    assert {one["linkId"] for one in _items(form) if one.get("repeats")} == SEVERAL


def _items(node: Any) -> list[dict[str, Any]]:
    below = [one for item in node.get("item", []) for one in _items(item)]
    return [node, *below] if "linkId" in node else below


ATOMS = st.one_of(
    st.sampled_from(["expected", "mouth", "diseases"]).flatmap(
        lambda question: st.sets(st.sampled_from(ANSWERS[question]), min_size=1).map(
            lambda answers: (REPORT & Says(question, tuple(sorted(answers)))).exist()
        )
    ),
    st.sampled_from([
        DIED.where(status="yes").exist(), DIED.where(status=("yes", "no")).exist(), REPORT.exist(), DAY, SEEN, PAIN,
        (DIED & ~DIED.where(status="no")).exist(), events("contact").count() >= 2,
    ]),
)  # fmt: skip
TRUTHS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda one: ~one),
        st.tuples(st.lists(inner, min_size=2, max_size=3), st.sampled_from([and_, or_])).map(
            lambda told: reduce(told[1], told[0])
        ),
    ),
    max_leaves=6,
)


@given(people(0, most=16), st.lists(TRUTHS, min_size=1, max_size=3))
@settings(max_examples=200)
def test_what_somebody_is_is_never_said_to_be_impossible(own: list[Row], asked: list[Truth]) -> None:
    """Each is turned so that this person is so."""
    for kind in ("died", "death_reported"):
        assume(sum(row["kind"] == kind for row in own) <= 1)
    assert possible(*(one if plain.so(one, own) else ~one for one in asked))
