"""Who may sign what was written for a physician: the one named, or who takes over, and never for another."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.care.signing.rules import MAY, Answer, Responsible, Signer, is_same, may_sign, plain_name, sign_by

VERA = Signer("Vera Sjö", "SE-V", "physician", "kommun")
NAMES, IDS, PROVIDERS = ("Vera Sjö", "Dr Vera Sjö", "Ulf Dal", ""), ("SE-V", "SE-U", ""), ("kommun", "region")
decisions = st.builds(Responsible, st.sampled_from(NAMES), st.sampled_from(IDS), st.sampled_from(PROVIDERS))
signers = st.builds(
    Signer, st.sampled_from(("Vera Sjö", "Ulf Dal")), st.sampled_from(("SE-V", "SE-U")),
    st.sampled_from(("physician", "nurse", "other")), st.sampled_from(PROVIDERS),
)  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        (Responsible("Vera Sjö", "SE-V", "kommun"), "named"),
        (Responsible("Vera Sjö", "SE-V", "region"), "named"),
        (Responsible("V. Sjö", "SE-V", "region"), "named"),
        (Responsible("Vera Sjö", "SE-U", "kommun"), "another"),
        (Responsible("överläkare Vera  SJÖ", "", "region"), "named"),
        (Responsible("Ulf Dal", "", "kommun"), "takes_over"),
        (Responsible("Doktorn", "", "kommun"), "takes_over"),
        (Responsible("Ulf Dal", "", "region"), "another_provider"),
    ],
)
def test_worked_examples(decision: Responsible, answer: Answer) -> None:
    assert may_sign([decision], VERA) == answer


@given(st.lists(decisions, max_size=4), signers)
def test_nobody_but_a_physician_signs_and_never_for_another(told: list[Responsible], who: Signer) -> None:
    may = may_sign(told, who) in MAY
    assert not (may and who.profession != "physician")
    assert not (may and any(one.hsa_id not in ("", who.hsa_id) for one in told))
    assert not (may and not told)
    elsewhere = [one for one in told if not one.hsa_id and one.provider != who.provider]
    assert not (may and any(plain_name(one.name) != plain_name(who.name) for one in elsewhere))


@given(st.lists(decisions, min_size=1, max_size=3), decisions, signers)
def test_one_decision_more_never_allows_more(told: list[Responsible], more: Responsible, who: Signer) -> None:
    if may_sign([*told, more], who) in MAY:
        assert may_sign(told, who) in MAY
        assert may_sign([more], who) in MAY


@given(st.lists(decisions, max_size=3), signers)
def test_whom_it_is_asked_for_first_does_not_matter(told: list[Responsible], who: Signer) -> None:
    assert may_sign(told, who) == may_sign(reversed(told), who)


def test_a_title_alone_is_nobodys_name() -> None:
    for one, other in product(("", "Dr", "leg. läkare"), repeat=2):
        assert not is_same(one, "", other, "SE-V")


def test_it_is_signed_within_two_weeks() -> None:
    assert sign_by(date(2026, 6, 15)) == date(2026, 6, 29)
