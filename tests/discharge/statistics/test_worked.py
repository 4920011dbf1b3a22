"""Worked by hand: nine stays, what each counts as, and what they come to together, with the arithmetic beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from discharge.notation import at, story_of
from lindra.discharge.months import Months, judge
from lindra.discharge.rulefile import named, shipped
from lindra.discharge.statistics.choices import choices
from lindra.discharge.statistics.stays import Known, Stay, counted
from lindra.discharge.statistics.sums import Sums
from lindra.discharge.story import Story

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CHOICE = choices(date(2026, 6, 1))
ADMITTED = "2026-03-02 08:00  admitted"
NOTICE = "2026-03-02 12:00  notice"
"""Within 24 hours; it would have been late after 2026-03-03 08:00."""

STAYS: dict[str, tuple[str, ...]] = {
    # Ready on Thursday the 5th of March at 11, unless another time is told.
    "leaves the same day": (ADMITTED, NOTICE, "2026-03-05 11:00  ready", "2026-03-05 15:00  discharged"),
    "leaves the day after, the notice 5 minutes late": (
        ADMITTED, "2026-03-03 08:05  notice", "2026-03-05 11:00  ready", "2026-03-06 10:00  discharged"),
    "two days, the estimate moved twice": (
        ADMITTED, NOTICE, "2026-03-03 09:00  estimate 2026-03-04", "2026-03-04 09:00  estimate 2026-03-06",
        "2026-03-05 11:00  ready", "2026-03-07 10:00  discharged"),
    "three days, the notice comes on the day of ready": (
        ADMITTED, "2026-03-05 09:00  notice", "2026-03-05 11:00  ready", "2026-03-08 10:00  discharged"),
    "five days, told the same day what is needed to know": (
        ADMITTED, NOTICE, "2026-03-05 11:00  ready", "2026-03-10 09:00  informed", "2026-03-10 10:00  discharged"),
    "eight days: long, SIP called a day late": (
        ADMITTED, NOTICE, "2026-03-04 10:00  contact_named", "2026-03-05 10:00  sip_needed",
        "2026-03-05 11:00  ready", "2026-03-09 08:00  sip_called", "2026-03-13 10:00  discharged"),
    "sixteen days: long, nobody named, open care missing for three of them": (
        ADMITTED, NOTICE, "2026-03-05 11:00  ready", "2026-03-06 10:00  open_care_missing",
        "2026-03-09 10:00  open_care_available", "2026-03-21 10:00  discharged"),
    "dies on the ward after one day as ready": (
        ADMITTED, NOTICE, "2026-03-05 11:00  ready", "2026-03-06 04:00  died"),
    "no ready notice": (ADMITTED, NOTICE, "2026-03-05 15:00  discharged"),
}  # fmt: skip


def told(name: str) -> Story:
    return story_of(*STAYS[name])


def stay(name: str, rule: str = "national", known: Known | None = None) -> Stay:
    found = counted(told(name), named(rule), NOW, CHOICE, known)
    assert found is not None
    return found


def together(rule: str = "national") -> Sums:
    found = Sums()
    for name in STAYS:
        found.add(stay(name, rule))
    return found


def test_days_ready_by_the_statute() -> None:
    sums = together()
    # 0 + 1 + 2 + 3 + 5 + 8 + 16 + 1 (who died) = 36 days of 8 stays; the ninth was never ready
    assert (sums.n, sums.not_ready) == (8, 1)
    assert sums.mean == 36 / 8 == 4.5
    # in order: 0 1 1 2 | 3 5 8 16, so (2 + 3) / 2
    assert sums.median == 2.5
    assert sums.most == 16
    # bands           0  1  2  3  4–7  8–14  15+
    assert sums.distribution(CHOICE) == (1, 2, 1, 1, 1, 1, 1)
    assert CHOICE.band_names == ("0", "1", "2", "3", "4–7", "8–14", "15+")


def test_days_ready_where_the_day_breaks_at_noon() -> None:
    # Skåne: how many times 12.00 passes. Ready at 11.00 and gone at 15.00 the same day: noon has passed once.
    assert stay("leaves the same day", "skane").days == 1
    # Ready on the 5th at 11.00, gone on the 6th at 10.00: noon of the 5th alone.
    assert stay("leaves the day after, the notice 5 minutes late", "skane").days == 1
    # The same day of the calendar it is all the same.
    assert stay("leaves the same day", "skane").marks["same_day"]


def test_shares_are_of_those_of_whom_it_can_be_told() -> None:
    sums = together()
    counted_of = {mark: (sums.cases[mark], sums.of[mark]) for mark in sums.of}
    assert counted_of == {
        # of the 7 who left alive with a ready notice, one on the same day
        "same_day": (1, 7),
        # all 8 had a notice; one estimate moved
        "moved": (1, 8),
        # 8.05 is 5 minutes late; the notice of the 5th was due on the 3rd
        "notice_late": (2, 8),
        "notice_never": (0, 8),
        # both on the 5th: the notice at 9, ready at 11
        "ready_with_notice": (1, 8),
        # ready on the 5th, to be called by the 8th, called on the 9th
        "sip_late": (1, 1),
        # of the 7 who left alive one had the information over in time; of who died it has lapsed
        "information_late": (6, 7),
    }
    assert sums.mean_moves == 2 / 8
    share = sums.share("same_day")
    assert share is not None
    # Wilson by hand: p = 1/7, z² = 3.841: (0.1429 + 0.2744) / 1.5488 = 0.2694; half 0.2437
    assert share == pytest.approx((1 / 7, 0.0257, 0.5131), abs=0.0005)


def test_why_stays_were_long_is_what_messages_tell() -> None:
    sums = together()
    assert sums.long == 2  # more than 7 calendar days: 8 and 16
    assert stay("eight days: long, SIP called a day late").long == ("sip_late",)
    assert stay("sixteen days: long, nobody named, open care missing for three of them").long == (
        "contact_late",
        "open_care_missing",
    )
    assert sums.reasons == {"sip_late": 1, "contact_late": 1, "open_care_missing": 1}
    known = Known(not_able=True)
    assert stay("eight days: long, SIP called a day late", known=known).long == ("sip_late", "not_able")
    quiet = story_of(
        ADMITTED, NOTICE, "2026-03-04 10:00  contact_named", "2026-03-05 11:00  ready", "2026-03-13 10:00  discharged"
    )  # fmt: skip
    found = counted(quiet, named("national"), NOW, CHOICE)
    assert found is not None
    assert found.long == ("not_told",)
    # Seven days are not more than seven.
    seven = story_of(ADMITTED, NOTICE, "2026-03-05 11:00  ready", "2026-03-12 23:00  discharged")
    found = counted(seven, named("national"), NOW, CHOICE)
    assert found is not None
    assert found.long == ()


def test_a_notice_that_was_never_sent_is_late() -> None:
    found = counted(
        story_of(ADMITTED, "2026-03-05 11:00  ready", "2026-03-06 10:00  discharged"),
        named("national"),
        NOW,
        CHOICE,
    )
    assert found is not None
    assert (found.marks["notice_late"], found.marks["notice_never"]) == (True, True)
    assert "moved" not in found.marks
    assert found.moves is None


@pytest.mark.parametrize("rule", shipped())
def test_the_mean_by_the_rule_is_that_of_liability(rule: str) -> None:
    months = Months()
    for name in STAYS:
        months.add(judge(told(name), named(rule), NOW))
    (month,) = months.rows(named(rule))
    sums = together(rule)
    assert (sums.mean_cases, sums.rule_mean) == (month.cases, month.mean_days)
    assert (sums.n - sums.mean_cases, sums.left_out) == (month.singles, month.left_out)


def test_who_goes_on_being_there_is_not_counted() -> None:
    assert (
        counted(story_of(ADMITTED, NOTICE, "2026-03-05 11:00  ready"), named("national"), NOW, CHOICE) is None
    )


HOME = "leaves the same day"  # on the 5th of March; thirty days after it is the 4th of April
BACK = {
    ("own_home", "2026-04-04 23:00", False): (True, "unplanned"),  # the thirtieth day
    ("own_home", "2026-04-05 01:00", False): (False, ""),  # the thirty-first
    ("care_home", "2026-03-05 22:00", True): (True, "planned"),  # the same day, as was planned
    ("own_home", "2026-03-06 08:00", None): (True, "not_told"),
    ("own_home", "", None): (False, ""),  # never again
    ("hospital", "2026-03-06 08:00", False): (None, ""),  # moved on: no discharge to home
    ("unknown", "2026-03-06 08:00", False): (None, ""),
}


@pytest.mark.parametrize(("told_of", "wanted"), BACK.items())
def test_coming_back_is_counted_of_discharges_to_home(
    told_of: tuple[str, str, bool | None], wanted: tuple[bool | None, str]
) -> None:
    to, back, planned = told_of
    known = Known(to=to, next_admitted=at(back) if back else None, next_planned=planned, patient=True)
    found = stay(HOME, known=known)
    assert (found.marks.get("readmitted"), found.again) == wanted


@pytest.mark.parametrize("back", [None, "2026-03-07 08:00"])
def test_nobody_is_counted_as_back_or_not_before_the_days_have_passed(back: str | None) -> None:
    known = Known(to="own_home", next_admitted=at(back) if back else None, patient=True)
    before, after = at("2026-04-04 12:00"), at("2026-04-05 12:00")
    for now, wanted in ((before, None), (after, back is not None)):
        found = counted(told(HOME), named("national"), now, CHOICE, known)
        assert found is not None
        assert found.marks.get("readmitted") is wanted
    assert "readmitted" not in stay(HOME).marks  # of a file, which tells of no patient


def test_a_short_stay_after_being_sent_in() -> None:
    sent = Known(sent_in=True)
    overnight = story_of(ADMITTED, "2026-03-03 18:00  discharged")
    found = counted(overnight, named("national"), NOW, CHOICE, sent)
    assert found is not None
    assert found.marks == {"short_after_sent_in": True}
    assert stay(HOME, known=sent).marks["short_after_sent_in"] is False
    died = counted(story_of(ADMITTED, "2026-03-02 18:00  died"), named("national"), NOW, CHOICE, sent)
    assert died is not None
    assert died.marks == {"short_after_sent_in": False}
    assert "short_after_sent_in" not in stay(HOME).marks
