"""The life of a deviation: no order of acts loses or doubles a state; and what is pure beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discharge.deviations.erring import NOW
from lindra.discharge.deviations import counts, rules, states
from lindra.discharge.deviations.counts import Counted
from lindra.discharge.deviations.rules import Parties, Who, Wish
from lindra.discharge.deviations.states import MOVES, OVER, STATES, Standing
from lindra.moves import Impossible
from lindra.privacy.rules import Duty, Purpose

TODAY = NOW.date()
AT = "2026-06-{:02}T08:00:00.000000Z"
ACTS = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(["p", "q"]), st.booleans()), max_size=30
)


def said(act: str, number: int = 1, provider: str = "p", *, more: bool = True) -> dict[str, object]:
    """An act, with a change to carry out and a decision to report where it may have them."""
    told = {"act": act, "at": AT.format(number), "by": "s", "unit": "u", "provider": provider}
    extra: dict[str, dict[str, object]] = {
        "write": {"harm": "unknown"}, "judge": {"harm": "risk" if more else "none"}, "change": {"harm": "none"},
        "send": {"way": "lindra", "receiver": "v"}, "answer": {"change": "c" if more else ""},
        "assess": {"decision": "report" if more else "not"},
    }  # fmt: skip
    return told | extra.get(act, {})


def lived(acts: list[tuple[str, str, bool]]) -> list[dict[str, object]]:
    """Those of some acts that had a place where they came, the writing first."""
    done = [said("write")]
    for number, (act, provider, more) in enumerate(acts):
        one = said(act, min(number + 2, 28), provider, more=more)
        try:
            states.standing([*done, one])
        except Impossible:
            continue
        done.append(one)
    return done


@given(ACTS)
def test_no_order_of_acts_loses_or_doubles_a_state(acts: list[tuple[str, str, bool]]) -> None:
    done = lived(acts)
    now = states.standing(done)
    names = [one["act"] for one in done]
    assert names.count("write") == 1
    assert names.count("send") - names.count("send_back") == (now.sent_at != "") <= 1
    assert (
        sum(names.count(one) for one in ("close", "withdraw")) == (now.state in OVER) == (now.ended_at != "")
    )
    assert (now.state in ("answered",)) <= bool(now.answered_at and now.sent_at)
    assert (now.state == "written") <= (now.sent_at == "")


@given(ACTS)
def test_the_end_is_the_end(acts: list[tuple[str, str, bool]]) -> None:
    done = lived(acts)
    walked = [states.standing(done[: number + 1]).state for number in range(len(done))]
    over = [state for state in walked if state in OVER]
    assert walked[len(walked) - len(over) :] == over
    assert len(set(over)) <= 1


@given(ACTS)
def test_what_is_possible_is_what_can_be_done(acts: list[tuple[str, str, bool]]) -> None:
    done = lived(acts)
    now = states.standing(done)
    for act in MOVES:
        try:
            states.after_act(now, said(act, 28))
            can = True
        except Impossible:
            can = False
        assert can == (act in states.possible(now, "p"))


def test_every_state_is_reached_and_every_act_leads_to_a_known_one() -> None:
    assert {to for moves in MOVES.values() for to in moves.values() if to} == set(STATES)
    assert {state for moves in MOVES.values() for state in moves if state} == set(STATES) - {"withdrawn"}


@pytest.mark.parametrize(
    ("acts", "wrong"),
    [
        (["write"], "close"),
        (["write"], "answer"),
        (["write", "send"], "send"),
        (["write", "send"], "change"),
        (["write", "send", "receive", "answer"], "withdraw"),
        (["write", "send", "close"], "close"),
        (["write", "withdraw"], "send"),
        (["write", "send"], "report"),
        (["write", "send", "receive"], "carry_out"),
    ],
)
def test_what_has_no_place_is_refused(acts: list[str], wrong: str) -> None:
    with pytest.raises(Impossible):
        states.standing([said(act) for act in [*acts, wrong]])


def test_what_is_sent_back_is_written_and_not_sent_again() -> None:
    now = states.standing([said(act) for act in ("write", "send", "receive", "send_back")])
    assert (now.state, now.sent_at, now.receiver, now.received_at) == ("written", "", "", "")


# Rules


@pytest.mark.parametrize(
    ("message", "clock", "category", "side"),
    [
        ("admission_notice", "", "notice_late", "hospital"),
        ("reconciled", "", "medicines", ""),
        ("admission_notice", "sip_call", "sip", "open_care"),
        ("", "care_contact", "contact", "open_care"),
    ],
)
def test_the_context_preselects_a_category_and_a_side(
    message: str, clock: str, category: str, side: str
) -> None:
    found = rules.context(message, clock)
    assert found is not None
    assert (found.category, found.side) == (category, side)


def test_every_context_is_a_message_or_a_clock_that_there_is() -> None:
    from lindra.discharge import labels

    for sort, name in rules._contexts():
        assert name in (labels.KINDS if sort == "message" else labels.CLOCKS)
        assert rules._contexts()[sort, name].category in rules.categories(TODAY)


def test_nothing_is_preselected_of_what_nobody_knows() -> None:
    assert rules.context("hello", "hello") is None


@pytest.mark.parametrize(("harm", "goes"), [("unknown", False), ("none", False), ("risk", True), ("harm", True),
                                            ("serious", True), ("what", False)])  # fmt: skip
def test_risk_and_harm_go_to_assessment(harm: str, goes: bool) -> None:
    assert rules.to_assess(harm) is goes


def test_the_matrix_is_whole_and_never_falls() -> None:
    order = ["low", "medium", "high", "very_high"]
    for severity in rules.STEPS:
        for probability in rules.STEPS:
            here = order.index(rules.level(severity, probability, TODAY))
            for more in ((severity + 1, probability), (severity, probability + 1)):
                if max(more) <= rules.STEPS[-1]:
                    assert order.index(rules.level(*more, TODAY)) >= here
    with pytest.raises(ValueError, match="1 to 4"):
        rules.level(5, 1, TODAY)


def test_a_serious_care_injury_is_reported() -> None:
    assert rules.contradicts(serious=True, decision="not")
    assert not rules.contradicts(serious=True, decision="report")
    assert not rules.contradicts(serious=False, decision="report")


UNITS, PROVIDERS = st.sampled_from(["u", "v", "w"]), st.sampled_from(["p", "q", "r"])
WHO = st.builds(Who, UNITS, PROVIDERS, st.sampled_from(Duty), st.sampled_from(Purpose), st.booleans())
STANDING = st.builds(
    Standing,
    st.sampled_from(STATES),
    st.sampled_from(sorted(rules.harms())),
    way=st.sampled_from(["lindra", "email", ""]),
)


@given(WHO, STANDING, st.sampled_from([*sorted(MOVES), "hello"]))
def test_who_is_of_no_party_may_nothing(who: Who, now: Standing, act: str) -> None:
    parties = Parties("a", "b", "c", "d")
    on = rules.sides(who, parties)
    assert on == frozenset()
    assert not rules.may(act, who, on, now)


@given(WHO, STANDING, st.sampled_from(sorted(MOVES)))
def test_nobody_does_anything_without_a_purpose_for_it(who: Who, now: Standing, act: str) -> None:
    on = rules.sides(who, Parties("u", "p", "v", "q"))
    if who.purpose in (Purpose.EXTRACT, Purpose.REVIEW) or who.duty in (Duty.OTHER, Duty.ADMINISTRATIVE):
        assert on == frozenset()
    if rules.may(act, who, on, now):
        assert (act in rules.OF_ASSESSOR) <= (who.purpose is Purpose.FOLLOWUP and who.assesses)
        assert (who.purpose is Purpose.FOLLOWUP) <= (who.duty is Duty.OVERSIGHT or who.assesses)


def test_the_receiver_is_nobody_before_it_is_sent() -> None:
    ward = Who("v", "q", Duty.TREATING, Purpose.CARE)
    assert rules.sides(ward, Parties("u", "p")) == frozenset()
    assert rules.sides(ward, Parties("u", "p", "v", "q")) == {"receiver"}


def wish(way: rules.Way, first: int = 0, *of: str, last: int | None = None) -> Wish:
    start = TODAY + timedelta(days=first)
    end = None if last is None else TODAY + timedelta(days=last)
    return Wish(way, "", "a", "", frozenset(of), start, end)


@pytest.mark.parametrize(
    ("wishes", "way"),
    [
        ([], "lindra"),
        ([wish("email")], "email"),
        ([wish("email", 1)], "lindra"),
        ([wish("email", -9, last=-1)], "lindra"),
        ([wish("email", -9), wish("web", -1)], "web"),
        ([wish("web", -9, "sip"), wish("email", -1)], "web"),
        ([wish("web", -9, "aids")], "paper"),
    ],
)
def test_it_is_sent_as_the_receiver_wishes(wishes: list[Wish], way: str) -> None:
    found = rules.wished(wishes, "sip", TODAY)
    assert (found.way if found else "lindra") == way


@pytest.mark.parametrize(("days", "late"), [(3, ""), (4, "unsent")])
def test_what_is_not_sent_becomes_late(days: int, late: str) -> None:
    now = Standing(state="written", written_at=(NOW - timedelta(days=days)).isoformat())
    assert rules.late(now, NOW) == late


# Counts


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30)), st.integers(2, 8))
def test_no_few_can_be_had_by_subtraction(found: dict[str, int], least: int) -> None:
    shown = rules.disclosed(found, least)
    assert set(shown) == set(found)
    assert all(value is None or value == 0 or value >= least for value in shown.values())
    hidden = sum(found[key] for key, value in shown.items() if value is None)
    if sum(found.values()) >= least:
        assert hidden == 0 or hidden >= least


def counted(category: str = "sip", sent: str = "", answered: str = "", unit: str = "u") -> Counted:
    return Counted(category, "q", "none", "2026-06-01T10:00:00Z", sent, answered, unit, "p")


def test_of_too_few_nothing_is_told() -> None:
    few = [counted() for _ in range(4)]
    assert counts.shown(few, lambda one: one.category, 5) == {}
    assert counts.whole(few, 5) == counts.Whole(None, None, None)


def test_the_median_of_days_and_the_share_sent() -> None:
    some = [
        counted(sent="2026-06-01T23:30:00+02:00", answered=f"2026-06-{day:02}T08:00:00+02:00")
        for day in (2, 4, 9)
    ]
    assert counts.whole([*some, counted()]) == counts.Whole(4, 3, 3.0)
    assert counts.units([*some, counted(unit="w")], "p") == [
        counts.Unit("w", 1, 1, None),
        counts.Unit("u", 3, 0, 3.0),
    ]


def test_a_month_is_of_stockholm() -> None:
    assert Counted("sip", "q", "none", "2026-05-31T22:30:00Z", "", "").month == "2026-06"


def test_numbers_hold_from_their_day() -> None:
    assert rules.number("unsent_days", date(2020, 1, 1)) == rules.number("unsent_days", TODAY) == 3
