"""The question of 2026, loaded as it was: 5 / 8 / 7 / 1, sixteen where the text says fifteen, nothing made up, once."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path

import pytest

from governance.campaigns import asking
from governance.campaigns.asking import Asking
from helpers.worlds import sqlite_world
from lindra import clock
from lindra.access import inventory
from lindra.governance import bodies
from lindra.governance.campaigns import inventories, loading, queries, shown, when
from lindra.governance.campaigns.queries import Whole
from lindra.governance.models import Campaign, Classing, Commitment, Point, Recipient, Reply
from lindra.synthetic.generator import UNTIL
from lindra.synthetic.governing import campaign

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "access"


@pytest.fixture(scope="module")
def of_2026(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Loaded once, for those who only read."""
    clock.fix(asking.NOW)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("of-2026") / "home"):
            yield queries.whole(loading.load_2026(), clock.today())
    finally:
        clock.fix(None)


def test_the_classes_are_5_8_7_and_1(of_2026: Whole) -> None:
    assert of_2026.classes == {"konkret_plan": 5, "delvis_plan": 8, "utan_plan": 7, "ej_svar": 1}
    assert len(of_2026.asked) == 21


def test_sixteen_stand_beside_the_fifteen_of_the_text(of_2026: Whole) -> None:
    (one,) = shown.beside(of_2026)
    assert (one.value, one.counted, one.document) == (15, 16, "002")
    assert [count for count, _name in one.parts] == [8, 7, 1]


def test_what_is_not_known_is_left_open(of_2026: Whole) -> None:
    campaign = of_2026.campaign
    assert not any(one.recipient.reminders for one in of_2026.asked), "which ten were reminded is not known"
    assert [said["count"] for said in campaign.unnamed_reminders] == [10]
    replies = [replied.reply for one in of_2026.asked for replied in one.replies]
    assert all(reply.received_on is None for reply in replies)
    assert of_2026.states["answered_unclear"] == 20
    assert of_2026.states["silent"] == 1
    assert campaign.asked_by == ""


def test_nobody_has_read_a_second_time_and_nothing_stands_in_its_place(of_2026: Whole) -> None:
    assert {step for one in of_2026.asked for step in one.classings} == {"first"}
    assert all(one.classed.how == "one" for one in of_2026.asked)
    assert of_2026.agreement.plain is None
    assert of_2026.agreement.both == 0


def test_only_the_one_without_an_answer_is_silent(of_2026: Whole) -> None:
    (silent,) = [one for one in of_2026.asked if not one.replies]
    assert (silent.body.area, silent.classed.code, silent.state) == ("22", "ej_svar", "silent")


def test_several_voices_of_a_region_are_several_replies(of_2026: Whole) -> None:
    voices = {
        one.body.area: [(replied.reply.who, replied.in_time) for replied in one.replies]
        for one in of_2026.asked
        if len(one.replies) > 1
    }
    assert voices == {
        "06": [("body", None), ("director", None)],
        "07": [("body", None), ("majority", None)],
        "10": [("body", None), ("party", False)],  # dated 11 June: it came no earlier
        "12": [("body", None), ("opposition", None)],
        "19": [("body", None), ("chair", None)],
    }


def test_every_answer_is_in_a_reply_but_the_one_that_says_none_came(of_2026: Whole) -> None:
    said = Counter(
        (one.body.area, point.function, point.status, point.text, point.when, point.line)
        for one in of_2026.asked
        for replied in one.replies
        for point in replied.points
    )
    expected = Counter(
        (one.region, one.function, one.status, one.measure, one.when, one.source_line)
        for one in inventory.answers()
        if not loading.silent(one)
    )
    assert said == expected
    assert said.total() == len(inventory.answers()) - 1


def test_those_that_act_are_promises_with_the_day_that_was_read(of_2026: Whole) -> None:
    acting = [one for one in inventory.answers() if loading.acts(one.status)]
    assert len(of_2026.promises) == len(acting)
    for made in of_2026.promises:
        read = when.read_2026(made.due_said, inventory.ASKED) if made.due_said else None
        assert made.due == (read.due if read else None)
        assert (made.kind, made.origin) == ("promise", "promise")
        assert made.source.startswith("002:")
    points = {point.promise: point for point in Point.objects.exclude(promise="")}
    assert {made.pk for made in of_2026.promises} == set(points)
    assert all(points[made.pk].reply_id == made.origin_key for made in of_2026.promises)


def test_how_promises_stand_follows_from_what_was_said(of_2026: Whole) -> None:
    status = {point.promise: point.status for point in Point.objects.exclude(promise="")}
    for made in of_2026.promises:
        expected = {"genomford": "done", "startad": "ongoing", "pagar": "ongoing"}.get(
            status[made.pk], "not_started"
        )
        assert made.state in (expected, "abandoned")
    (given_up,) = [made for made in of_2026.promises if made.state == "abandoned"]
    assert (given_up.body, given_up.source) == (bodies.area("12"), "002:840"), (
        "the board turned the proposal down"
    )


def test_late_is_what_has_passed_and_is_not_carried_out(of_2026: Whole) -> None:
    late = {(made.body, str(made.due)) for made in queries.late(of_2026.promises, of_2026.today)}
    assert late == {(bodies.area("03"), "2026-09-30"), (bodies.area("23"), "2026-06-11")}
    total = shown.summed(of_2026.promises, of_2026)
    assert total.already == Counter(one.status for one in inventory.answers())["genomford"]
    assert total.kept == 0, "the report tells of nothing that was carried out since"
    assert sum(astuple(total)) == len(of_2026.promises)


def test_loading_again_makes_nothing_twice_and_adds_what_was_left(made: Asking) -> None:
    loading.load_2026()
    kinds = (Campaign, Recipient, Reply, Point, Classing, Commitment)
    before = [sorted(kind.objects.values_list("pk", flat=True)) for kind in kinds]
    numbers = dict(Commitment.objects.values_list("pk", "number"))
    loading.load_2026()
    assert [sorted(kind.objects.values_list("pk", flat=True)) for kind in kinds] == before
    assert dict(Commitment.objects.values_list("pk", "number")) == numbers
    Reply.objects.filter(recipient__body=bodies.area("25")).delete()
    again = queries.whole(loading.load_2026(), clock.today())
    assert len(again.promises) == Commitment.objects.count() == len(before[-1])


def test_before_the_report_there_is_nothing_to_load(made: Asking, clock_at: object) -> None:
    clock_at("2026-06-14T12:00:00+02:00")  # type: ignore[operator]
    with pytest.raises(loading.TooEarly, match="2026-06-15"):
        loading.load_2026()


def test_the_made_up_county_has_it_once_it_ends_after_the_report(made: Asking, clock_at: object) -> None:
    for until, number in ((UNTIL - timedelta(days=1), 0), (UNTIL, 1), (UNTIL, 1)):
        clock_at(until)  # type: ignore[operator]
        campaign.plant(until)
        assert Campaign.objects.count() == number


def test_each_letter_rests_on_that_regions_own_gaps(of_2026: Whole) -> None:
    for one in of_2026.asked:
        found = inventories.gaps(of_2026.campaign.inventory, one.body.area)
        told = sum(len(gap.summary) + len(gap.appendix) for gap in found)
        assert told == sum(finding.region == one.body.area for finding in inventory.findings())
        assert {gap.function for gap in found if gap.differ} == {
            status.function for status in inventory.matrix()[one.body.area] if status.disagree
        }


# Beside the project


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
def test_loaded_rows_equal_those_beside_the_project(of_2026: Whole) -> None:
    loaded = Counter(
        {
            (one.body.area, *pair): count
            for one in of_2026.asked
            for pair, count in loading.coded(point for each in one.replies for point in each.points).items()
        }
    )
    loaded.update((one.body.area, "annan", "ej_svar") for one in of_2026.asked if one.state == "silent")
    theirs = Counter(
        (row["lan_kod"], row["function"], row["status_class"]) for row in rows("responses_2026.csv")
    )
    assert loaded == theirs
    assert loaded.total() == 180


@pytest.mark.shared
def test_the_best_answer_to_each_gap_is_the_same_computed_from_what_was_loaded(of_2026: Whole) -> None:
    """There, what is decided and planned goes before what is merely under way."""
    order = ["genomford", "beslutad", "planerad", "startad", "pagar", "utreds", "forslag", "avsikt", "befintlig",
             "bestrider", "medger_brist", "ingen_atgard", "avslag", "ej_svar"]  # fmt: skip
    of = {one.body.area: one for one in of_2026.asked}
    for row in rows("responses_2026_coverage.csv"):
        points = [
            point
            for replied in of[row["lan_kod"]].replies
            for point in replied.points
            if point.function == row["function"]
        ]
        acting = sum(loading.acts(point.status) for point in points)
        best = min((point.status for point in points), key=order.index, default="ej_adresserad")
        assert (len(points), acting, best) == (
            int(row["n_response_rows"]), int(row["n_action_rows"]), row["best_status"],
        ), row  # fmt: skip
