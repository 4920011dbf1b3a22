"""Commitments stored: what is refused and named, who did what, lists that leave nothing out, counts, what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from governance.commitments.given import DUE, NOW, TODAY, by, did, made, promised
from governance.walk.gapped import Gapped
from lindra.governance import bodies
from lindra.governance.bodies import NoSuchBody
from lindra.governance.commitments import actions, due, queries, states
from lindra.governance.commitments.actions import New, Refused, Stale
from lindra.governance.commitments.queries import Filters
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.people.models import Assignment

COUNCIL = Seat("council", "p", "u", "s")


# What is refused


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"owner": ""}, "owner"),
        ({"owner": "  "}, "owner"),
        ({"due": None}, "due"),
        ({"due": date(2026, 6, 14)}, "due"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"kind": "wish"}, "kind"),
        ({"origin": "dream"}, "origin"),
        ({"made_on": date(2026, 6, 16)}, "made_on"),
    ],
)
def test_what_is_lacking_is_named_and_nothing_is_kept(of: Gapped, told: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=field) as error:
        made(of.ward, **told)
    assert isinstance(error.value, Refused)
    assert list(error.value.fields) == [field]
    assert not Commitment.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(of: Gapped) -> None:
    with pytest.raises(Refused) as error:
        made(of.ward, title="", owner="", due=None)
    assert set(error.value.fields) == {"title", "owner", "due"}


@pytest.mark.parametrize("body", ["provider:none", "unit:", "area:99", "hello", ""])
def test_a_body_that_does_not_exist_is_refused(of: Gapped, body: str) -> None:
    with pytest.raises(NoSuchBody):
        made(of.ward, body=body)


def test_a_promise_without_a_day_is_kept_and_stands_first(of: Gapped) -> None:
    late = made(of.ward, due=TODAY)
    promise = promised(of.ward, title="Utreda", due_said="hösten 2026")
    assert [one.pk for one in queries.listed(None, Filters())] == [promise.pk, late.pk]
    assert (promise.due, promise.due_said) == (None, "hösten 2026")
    [item] = [one for one in due.items(None, TODAY) if one.key == promise.pk]
    assert (item.what, item.due, item.late, item.owner) == ("promise", None, False, "")


def test_a_page_sent_twice_makes_one(of: Gapped) -> None:
    new = New(title="Rutin", body=bodies.unit(of.ward.unit), owner="Chef", due=DUE)
    assert actions.make(new, by(of.ward)).pk == actions.make(new, by(of.ward)).pk
    assert Commitment.objects.count() == 1


# What is done with it


def test_every_act_says_who_when_and_in_whose_name(of: Gapped) -> None:
    one = did(made(of.ward), of.head, "start", on=TODAY)
    for said, place in zip(one.acts, (of.ward, of.head), strict=True):
        assert (said["by"], said["name"], said["unit"], said["provider"]) == (
            place.staff.hsa_id, place.staff.name, place.unit, place.provider,
        )  # fmt: skip
        assert said["at"].startswith("2026-06-15T08:00")


def test_the_columns_say_what_the_acts_say(of: Gapped) -> None:
    one = did(made(of.ward, text="Mer"), of.ward, "start")
    one = did(one, of.ward, "move", due=date(2026, 10, 1), reason="Semester")
    one = did(one, of.ward, "hand_over", owner="MAS")
    one = did(one, of.ward, "finish", on=TODAY)
    kept = Commitment.objects.get(pk=one.pk)
    now = states.standing(kept.acts)
    assert (kept.state, kept.owner, kept.due, kept.ended_on, kept.number) == (
        "done",
        "MAS",
        date(2026, 10, 1),
        TODAY,
        5,
    )
    assert (now.state, now.owner, now.due.day, now.ended_on) == ("done", "MAS", "2026-10-01", "2026-06-15")
    assert [day.day for day in now.earlier] == ["2026-09-01"]


def test_who_acts_on_an_old_page_is_told(either_of: Gapped) -> None:
    one = made(either_of.ward)
    again = Commitment.objects.get(pk=one.pk)
    did(one, either_of.ward, "start")
    for old, seen in ((again, 1), (one, 1)):
        with pytest.raises(Stale):
            actions.act(old, "finish", {}, by(either_of.ward), seen=seen)
    assert Commitment.objects.get(pk=one.pk).state == "ongoing"


@pytest.mark.parametrize("on", [date(2026, 6, 14), date(2026, 6, 16)])
def test_a_day_before_it_was_made_or_that_has_not_come_is_refused(of: Gapped, on: date) -> None:
    with pytest.raises(Refused, match="on"):
        did(made(of.ward), of.ward, "finish", on=on)


def test_it_is_opened_again_with_a_reason(of: Gapped) -> None:
    one = did(made(of.ward), of.ward, "finish")
    with pytest.raises(states.Lacking, match="reason"):
        did(one, of.ward, "reopen")
    one = did(one, of.ward, "reopen", reason="Två nya avvikelser")
    assert (one.state, one.ended_on, states.standing(one.acts).reopened) == ("ongoing", None, 1)


# Whose, and lists


def test_a_commitment_is_held_by_the_provider_that_answers_for_its_body(of: Gapped) -> None:
    by_unit = made(of.ward)
    by_provider = made(of.ward, body=bodies.provider(of.home.provider))
    by_area = made(of.ward, body=bodies.area("17"))
    nobody = made(of.ward, body=bodies.area("01"))
    assert [one.holder for one in (by_unit, by_provider, by_area, nobody)] == [
        of.ward.provider, of.home.provider, of.ward.provider, "",
    ]  # fmt: skip
    assert by_unit.unit == of.ward.unit


def test_a_seat_sees_what_is_its_own(of: Gapped) -> None:
    ward, home = made(of.ward), made(of.home, owner_staff=of.mas.staff.hsa_id)
    whole = made(of.ward, body=bodies.provider(of.ward.provider))
    seen = {
        scope: {
            one.pk
            for one in queries.listed(
                Seat(scope, of.ward.provider, of.ward.unit, of.mas.staff.hsa_id), Filters()
            )
        }  # type: ignore[arg-type]
        for scope in ("provider", "unit", "council", "none")
    }
    assert seen == {
        "provider": {ward.pk, whole.pk}, "unit": {ward.pk}, "council": {ward.pk, home.pk, whole.pk}, "none": {home.pk},
    }  # fmt: skip


def several(of: Gapped, many: int = 23) -> list[str]:
    """Many, of which several have the same day, some none, and some are over."""
    for number in range(many):
        if number % 5 == 0:
            promised(of.ward, title=f"Löfte {number}")
        else:
            one = made(of.ward, title=f"Åtgärd {number}", due=TODAY + timedelta(days=number // 4))
            if number % 7 == 0:
                did(one, of.ward, "finish")
    return [one.pk for one in queries.rows(None, Filters())]


def test_pages_one_after_another_leave_nothing_out_and_show_nothing_twice(either_of: Gapped) -> None:
    whole, found, mark = several(either_of), [], ""
    while page := queries.listed(None, Filters(), mark, 4):
        found += [one.pk for one in page]
        mark = queries.mark(page[-1])
    assert found == whole
    back = []
    end = queries.mark(queries.last(None, Filters(), 1)[0])
    while page := queries.before(None, Filters(), end, 4):
        back = [one.pk for one in page] + back
        end = queries.mark(page[0])
    assert [*back, whole[-1]] == whole


@pytest.mark.parametrize("mark", ["hello", "_", "1_", "1'; DROP TABLE x; --_1", "9_9"])
def test_a_place_that_is_none_opens_the_list_somewhere(of: Gapped, mark: str) -> None:
    several(of, 3)
    assert len(queries.listed(None, Filters(), mark)) <= 3


def test_a_list_is_narrowed_and_counted_alike(either_of: Gapped) -> None:
    of = either_of
    a = made(of.ward, title="Munvård på ÄLVGÅRDEN", origin="gap", measure="mouth-recorded@1", due=TODAY)
    b = promised(of.home, title="Fler läkare")
    c = did(
        made(of.home, owner_staff="SE-gone", owner="Gammal Chef", due=date(2026, 6, 20)), of.home, "start"
    )
    d = did(made(of.ward), of.ward, "abandon", reason="Inte längre aktuellt")
    wanted = {
        Filters(): {a, b, c, d}, Filters(open="yes"): {a, b, c}, Filters(show="over"): {d}, Filters(show="no_day"): {b},
        Filters(show="promises"): {b}, Filters(state="ongoing"): {c}, Filters(kind="action"): {a, c, d},
        Filters(origin="gap"): {a}, Filters(body=bodies.unit(of.ward.unit)): {a, d},
        Filters(measure="mouth-recorded"): {a},
        Filters(measure="mouth"): set(), Filters(words="älvgården munvård"): {a}, Filters(words="LÄKARE"): {b},
        Filters(words="100%"): set(), Filters(show="ownerless"): {b, c}, Filters(show="late"): set(),
    }  # fmt: skip
    for filters, expected in wanted.items():
        found = {one.pk for one in queries.listed(None, filters)}
        assert found == {one.pk for one in expected}, filters
        assert queries.count(None, filters) == len(expected), filters
    assert queries.counted(COUNCIL, TODAY + timedelta(days=1), "")["late"] == 1


def test_what_came_of_one_thing_is_found(of: Gapped) -> None:
    one = made(of.ward, origin="deviation", origin_key="d1")
    made(of.ward, origin="deviation", origin_key="d2")
    assert queries.of_origin("deviation", "d1") == [one]
    assert queries.of_origins("deviation", ["d1", "d3"]) == {"d1": [one], "d3": []}


# What is due


def test_who_works_here_no_longer_owns_nothing(of: Gapped) -> None:
    one = made(of.ward, owner="Person 9, enhetschef", owner_staff=of.head.staff.hsa_id)
    assert due.items(None, TODAY)[0].owner == "Person 9, enhetschef"
    assert queries.count(None, Filters(show="ownerless")) == 0
    Assignment.objects.filter(staff=of.head.staff).update(valid_to="2026-06-15")
    assert due.items(None, TODAY)[0].owner == ""
    assert [each.pk for each in queries.listed(None, Filters(show="ownerless"))] == [one.pk]


def test_counts_are_those_of_the_items(of: Gapped) -> None:
    made(of.ward, due=TODAY)
    made(of.ward, due=date(2026, 7, 1))
    promised(of.ward)
    promised(of.ward, due=TODAY, owner="Direktör")
    did(made(of.ward, due=TODAY), of.ward, "finish")
    day = TODAY + timedelta(days=1)
    found, items = due.counts(COUNCIL, day), due.items(COUNCIL, day)
    assert found == {
        "action": 2, "promise": 2, "late_actions": 1, "late_promises": 1, "no_day": 1, "without_owner": 1,
    }  # fmt: skip
    for what in ("action", "promise"):
        own = [one for one in items if one.what == what]
        assert (len(own), sum(one.late for one in own)) == (found[what], found[f"late_{what}s"])
    assert found["no_day"] == sum(one.due is None for one in items)
    assert found["without_owner"] == sum(not one.owner for one in items)


def test_what_is_due_has_a_page(of: Gapped) -> None:
    one = made(of.ward, at=NOW)
    assert due.items(None, TODAY)[0].url.endswith(f"/{one.pk}/")
