"""The walk through its pages: from the gap to an action, back without losing what was typed, and who may."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.commitments.given import did, made
from governance.commitments.test_pages import page, text
from governance.walk.conftest import Counted, Visit
from governance.walk.gapped import DONE, LATER, MEASURE
from lindra.governance import bodies
from lindra.governance.commitments import queries
from lindra.governance.models import Commitment

HERE = "?municipality=1780"


def walk(query: str = HERE) -> str:
    return reverse("governance:walk", args=[MEASURE]) + query


def act(query: str = HERE) -> str:
    return reverse("governance:walk-act", args=[MEASURE]) + query


def typed(walked: Counted, **told: Any) -> dict[str, Any]:
    """What is typed on the second page by the head of the ward."""
    whole = {"cause_kind": "too_late", "cause": "På ronden", "title": "Ta upp det varje måndag", "owner": "Enhetschef",
             "due": "2026-08-31", "body": bodies.unit(walked.of.ward.unit), "text": ""}  # fmt: skip
    return whole | told


def drawn(client: Client, query: str = HERE) -> str:
    """The id that the page draws."""
    found = re.search(r'name="id" value="([^"]+)"', client.get(act(query)).content.decode())
    assert found
    return found[1]


def test_the_first_page_says_the_gap_in_people_who_is_behind_it_and_by_which_definition(
    walked: Counted, visit: Visit
) -> None:
    """Of 150 in 2026 were 105 met; 98 % is 147. At the ward 40 were missed, in home nursing 5."""
    said = page(visit(walked.of.head, "admin"), walk())
    for words in (
        "42 more conversations",
        "62–77%",
        "105 of 150",
        f"definition {MEASURE}@1",
        "Avdelning 5",
        "Weekends",
    ):
        assert words in said
    assert "40 of the 45 missed were in Avdelning 5." in said


def test_each_unit_leads_to_the_same_walk_within_it_and_to_its_cases_for_those_who_may(
    walked: Counted, visit: Visit
) -> None:
    inwards = f"{walk('')}?unit={walked.of.ward.unit}"
    for place, purpose, opens in ((walked.of.head, "admin", False), (walked.of.quality, "followup", True)):
        body = visit(place, purpose).get(walk()).content.decode()
        assert inwards in body
        cases = f"{reverse('measures:cases', args=[MEASURE])}?unit={walked.of.ward.unit}"
        assert (cases in body) == opens


@pytest.mark.parametrize(
    "asked", ["nothing/?", "place-of-death/?", f"{MEASURE}/?municipality=9999", f"{MEASURE}/?version=9"]
)
def test_what_has_no_gap_is_not_found(walked: Counted, visit: Visit, asked: str) -> None:
    assert visit(walked.of.head, "admin").get(f"/governance/walk/{asked}").status_code == 404


def test_who_does_not_govern_sees_the_gap_and_goes_no_further(walked: Counted, visit: Visit) -> None:
    nurse = visit(walked.of.ward, "care")
    assert "Go on: why is it so" not in page(nurse, walk())
    assert nurse.get(act()).status_code == 403
    assert nurse.post(act(), typed(walked)).status_code == 403
    assert not Commitment.objects.exists()


def test_an_action_is_made_with_cause_owner_day_and_what_it_should_change(
    walked: Counted, visit: Visit
) -> None:
    head = visit(walked.of.head, "admin")
    sent = typed(walked, id=drawn(head))
    answer = head.post(act(), sent)
    one = Commitment.objects.get()
    assert answer["Location"] == reverse("governance:action", args=[one.pk])
    assert (one.origin, one.origin_key) == ("gap", f"{MEASURE}@1|municipality=1780|2026")
    assert (one.measure, one.place, one.cause_kind, one.cause) == (
        f"{MEASURE}@1", "municipality=1780", "too_late", "På ronden",
    )  # fmt: skip
    head.post(act(), sent)
    assert Commitment.objects.count() == 1, "a page sent twice makes one"


@pytest.mark.parametrize(("field", "told", "said"), [
    ("cause_kind", "", "Choose a cause, or that you do not know yet."),
    ("cause_kind", "hello", "Choose a cause, or that you do not know yet."),
    ("title", "", "Say what is to be done."),
    ("owner", "", "Say who sees to it"),
    ("due", "", "Say the last day."),
    ("due", "2026-06-01", "That day has passed."),
    ("body", "provider:x", "Choose where."),
])  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    walked: Counted, visit: Visit, field: str, told: str, said: str
) -> None:
    head = visit(walked.of.head, "admin")
    answer = head.post(act(), typed(walked, text="Behåll detta") | {field: told})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in text(answer)
    assert "Behåll detta" in answer.content.decode()


def test_something_else_is_said_in_words(walked: Counted, visit: Visit) -> None:
    answer = visit(walked.of.head, "admin").post(act(), typed(walked, cause_kind="other", cause=" "))
    assert list(answer.context["form"].errors) == ["cause"]


def test_back_and_forth_nothing_typed_is_lost_even_with_another_unit_chosen(
    walked: Counted, visit: Visit
) -> None:
    head = visit(walked.of.head, "admin")
    sent = typed(walked, id=drawn(head), title="Halvskriven", due="")
    answer = head.post(act(), sent | {"back": "yes"})
    assert answer["Location"] == walk()
    unit = f"?unit={walked.of.ward.unit}"
    again = head.get(act(unit))
    assert (again.context["form"]["title"].value(), again.context["form"]["cause_kind"].value()) == (
        "Halvskriven", "too_late",
    )  # fmt: skip
    assert again.context["id"] == sent["id"]
    head.post(act(unit), typed(walked, id=sent["id"]))
    assert Commitment.objects.get().place == f"unit={walked.of.ward.unit}"
    assert head.get(act()).context["form"]["title"].value() in (None, ""), "made: nothing is kept"


def test_the_gap_page_shows_what_is_done_about_it_and_begins_the_walk(walked: Counted, visit: Visit) -> None:
    one = made(walked.of.ward, title="Ronden", measure=f"{MEASURE}@1", place="municipality=1780")
    made(walked.of.ward, title="Någon annanstans", measure=f"{MEASURE}@1", place="region=17")
    head = visit(walked.of.head, "admin")
    gap = reverse("measures:indicator-gap", args=[MEASURE]) + HERE
    body, said = head.get(gap).content.decode(), page(head, gap)
    assert walk() in body
    assert "Ronden Not started" in said
    assert "Någon annanstans" not in said
    assert "All that is to change this indicator (2)" in said
    did(one, walked.of.ward, "finish")
    assert "Ronden Carried out" in page(head, gap)


def test_the_list_of_gaps_leads_to_the_walk_and_says_how_many_actions_go_on(
    walked: Counted, visit: Visit
) -> None:
    made(walked.of.ward, measure=f"{MEASURE}@1", place="municipality=1780")
    home = visit(walked.of.head, "admin").get(reverse("measures:indicators-municipality", args=["1780"]))
    assert walk() in home.content.decode()
    assert "1 action goes on" in text(home)


# Afterwards


def an_action(walked: Counted, clock_at: Any) -> Commitment:
    """One that was made from the gap, carried out in August, and seen long after."""
    one = made(walked.of.ward, measure=f"{MEASURE}@1", place="municipality=1780", origin="gap",
               origin_key=f"{MEASURE}@1|municipality=1780|2026", due=DONE)  # fmt: skip
    one = did(one, walked.of.ward, "start")
    clock_at(LATER)
    one = did(one, walked.of.ward, "finish", on=DONE)
    walked.count_later()
    return one


def test_the_page_of_the_action_shows_before_and_after_and_the_chance_of_luck(
    walked: Counted, visit: Visit, clock_at: Any
) -> None:
    """252 of 360 before, 138 of 180 after: 6.7 points, 12 people, 11.5 times in a hundred by chance."""
    one = an_action(walked, clock_at)
    for place, purpose in ((walked.of.quality, "followup"), (walked.of.head, "admin")):
        said = page(visit(place, purpose), reverse("governance:action", args=[one.pk]))
        assert "changed by 6.7 percentage points" in said
        assert "12 people more than if the share had stayed as it was" in said
        assert "11.5 times in a hundred" in said
        assert "That it came after does not say that it came of it." in said
        assert "Started 2026-06-15" in said
        assert "Carried out 2026-08-31" in said
        assert "Before is 12 months, after 6" in said


def test_too_early_is_said_on_the_page(walked: Counted, visit: Visit) -> None:
    one = did(
        made(walked.of.ward, measure=f"{MEASURE}@1", place="municipality=1780"), walked.of.ward, "start"
    )
    said = page(visit(walked.of.head, "admin"), reverse("governance:action", args=[one.pk]))
    assert "can be compared from 2026-10-01" in said
    assert "percentage points" not in said


def test_the_way_back_leads_to_the_gap_it_came_from(walked: Counted, visit: Visit, clock_at: Any) -> None:
    one = an_action(walked, clock_at)
    head = visit(walked.of.head, "admin")
    body = head.get(reverse("governance:action", args=[one.pk])).content.decode()
    found = re.search(r'href="([^"]*/gap/\?version=1[^"]*year=2026)"', body)
    assert found
    assert head.get(found[1].replace("&amp;", "&")).status_code == 200


def test_a_world_that_has_counted_nothing_says_so(walked: Counted, visit: Visit) -> None:
    from shutil import rmtree

    rmtree(walked.world.home / "cubes")
    head, one = visit(walked.of.head, "admin"), made(walked.of.ward, measure=f"{MEASURE}@1")
    assert "Nothing has been counted yet." in page(head, reverse("governance:action", args=[one.pk]))
    assert "Nothing has been counted yet" in page(head, walk())


def test_what_came_of_a_gap_is_found_by_its_key(walked: Counted) -> None:
    made(
        walked.of.ward,
        origin="gap",
        origin_key=f"{MEASURE}@1|region=17|2026",
        at=datetime.fromisoformat("2026-06-15T08:00:00+00:00"),
    )
    assert len(queries.of_origin("gap", f"{MEASURE}@1|region=17|2026")) == 1
