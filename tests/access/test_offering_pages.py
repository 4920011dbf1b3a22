"""Pages of what exists: who may state it, what is wrong beside its field, who is reached now in a municipality."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from access.offering_world import Governed, row, stored
from helpers.workplaces import Workplace
from lindra.access.models import Offering

Visit = Callable[..., Client]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def form(place: Workplace, **more: str) -> dict[str, str]:
    return {
        "function": "hemsjukvard", "provider": place.provider, "unit": place.unit, "name": "Nattpatrullen",
        "areas": "Karlstad, 1715",
        "hours": "lör 22-06", "valid_from": "2026-01-01", "stated_by": "Governor", "stated_on": "2026-11-29",
    } | more  # fmt: skip


def new(client: Client, place: Workplace, **more: str) -> HttpResponse:
    return client.post(reverse("access:offering-new"), form(place, **more))  # type: ignore[return-value]


def test_an_offering_is_stated_changed_and_ended_with_its_history(governed: Governed, visit: Visit) -> None:
    client = visit(governed.council)
    assert new(client, governed.places.ward).status_code == 302
    one = Offering.objects.get()
    assert (one.areas, one.hours, one.hours_said) == (["1780", "1715"], [[8520, 9000]], "lör 22-06")
    shown = text(client.get(reverse("access:offering", args=[one.pk])))
    assert "Sat 22:00–06:00 (passes midnight)" in shown
    assert "Karlstad" in shown
    url = reverse("access:offering-change", args=[one.pk])
    assert client.post(url, form(governed.places.ward, hours="24/7", seen="1")).status_code == 302
    assert (
        client.post(
            reverse("access:offering-end", args=[one.pk]), {"day": "2026-12-31", "seen": "2"}
        ).status_code
        == 302
    )
    one.refresh_from_db()
    assert [act["act"] for act in one.acts] == ["made", "changed", "ended"]
    assert "Before: Hours of the week: Sat 22:00–06:00 (passes midnight)" in text(
        client.get(reverse("access:offering", args=[one.pk]))
    )


@pytest.mark.parametrize(
    ("more", "about"),
    [
        ({"hours": "ibland"}, "Write hours as"),
        ({"areas": "Atlantis"}, "Write municipalities or regions"),
        ({"areas": ""}, "Write municipalities or regions"),
        ({"valid_to": "2025-01-01"}, "Choose a day after the first day, or none."),
        ({"provider": "nobody"}, "Choose who provides it."),
        ({"oldest": "gammal"}, "Write an age in whole years"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    governed: Governed, visit: Visit, more: dict[str, str], about: str
) -> None:
    answer = new(visit(governed.council), governed.places.ward, **more)
    assert answer.status_code == 422
    assert about in text(answer)
    assert "Nattpatrullen" in text(answer)
    assert not Offering.objects.exists()


def test_hours_that_overlap_are_kept_and_it_is_said(governed: Governed, visit: Visit) -> None:
    client = visit(governed.council)
    answer = client.post(
        reverse("access:offering-new"), form(governed.places.ward, hours="Mon 08-17; Mon 16-20"), follow=True
    )
    assert "Some of the hours overlap. They are kept as written, and read as one." in text(answer)


def test_who_changed_an_older_page_is_told_and_may_do_it_again(governed: Governed, visit: Visit) -> None:
    stored(row())
    one = Offering.objects.get()
    client = visit(governed.quality, "followup")
    answer = client.post(
        reverse("access:offering-change", args=[one.pk]), form(governed.places.ward, name="Annat", seen="0")
    )
    assert answer.status_code == 409
    assert "Somebody else has changed the offering" in text(answer)
    assert "Annat" in text(answer)
    ended = client.post(reverse("access:offering-end", args=[one.pk]), {"day": "2026-12-31", "seen": "0"})
    assert ended.status_code == 409
    assert Offering.objects.get().valid_to is None


def test_each_governs_what_is_theirs_and_the_rest_read(governed: Governed, visit: Visit) -> None:
    stored(row())  # the region's
    one = Offering.objects.get()
    url, change = (reverse(f"access:{name}", args=[one.pk]) for name in ("offering", "offering-change"))
    for place, purpose, may in (
        (governed.council, "admin", True), (governed.quality, "followup", True), (governed.manager, "admin", False),
        (governed.places.ward, "care", False),
    ):  # fmt: skip
        client = visit(place, purpose)
        assert client.get(url).status_code == 200
        assert (reverse("access:offering-change", args=[one.pk]) in text(client.get(url))) == may
        assert client.get(change).status_code == (200 if may else 403)
        assert client.post(
            reverse("access:offering-end", args=[one.pk]), {"day": "2027-01-01", "seen": "0"}
        ).status_code == (409 if may else 403)
    assert visit(governed.places.ward, "care").get(reverse("access:offering-new")).status_code == 403
    assert new(visit(governed.manager), governed.places.ward).status_code == 422  # no choice of that form
    assert new(visit(governed.manager), governed.places.home_nursing).status_code == 302


def test_who_is_reached_now_stands_with_telephone_and_who_is_not_is_not_said_to_be_missing(
    governed: Governed, visit: Visit
) -> None:
    stored(
        row(telephone="054-000 00 09"), row(name="Dagteamet", hours="Mon-Fri 08-17"),
        row(name="Okänd tid", hours=""), row(name="Annan kommun", areas="1715"),
    )  # fmt: skip
    answer = visit(governed.places.ward, "care").get(reverse("access:area", args=["1780"]))
    groups = {title: [one.name for one in found] for title, found in answer.context["groups"]}
    assert groups == {"Who can be called": [], "Who can come": ["Teamet"], "Where to be admitted": []}
    assert "054-000 00 09" in text(answer)
    assert "That does not mean that there is nothing." in text(answer)


def test_the_front_page_of_one_s_own_inventory_is_of_one_s_own_regions(
    governed: Governed, visit: Visit
) -> None:
    stored(row(), row(says="missing", areas="1737"), row(name="Dag", areas="1715", hours="Mon-Fri 08-17"))
    page = text(visit(governed.council).get(reverse("access:access"), {"inventory": "own", "way": "come"}))
    assert (
        "Sunday 03:00: 1 municipality with 11 616 inhabitants are said to have nobody who comes; 1 municipality with"
        in " ".join(page.replace("\u202f", " ").replace("\xa0", " ").replace("\u2009", " ").split())
    )
    assert "Lund" not in page.split("</figure>")[0]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "query", ["", "?day=0&hour=10", "?way=stay", "?day=9&hour=x", "?inventory=nothing", "?area=1780"]
)
def test_an_hour_is_chosen_in_the_address_and_nonsense_is_the_first_choice(
    governed: Governed, visit: Visit, language: str, query: str
) -> None:
    answer = visit(governed.council, language=language).get(reverse("access:access") + query)
    if "area" in query:
        assert answer["Location"] == reverse("access:area", args=["1780"])
        return
    first = {"sv": "Söndag 03:00", "en": "Sunday 03:00"}[language]
    assert answer.context["moment"] == (
        {"sv": "Måndag 10:00", "en": "Monday 10:00"}[language] if "hour=10" in query else first
    )


def test_every_statement_of_a_municipality_opens_to_its_line(governed: Governed, visit: Visit) -> None:
    answer = visit(governed.council).get(reverse("access:area", args=["0513"]))
    home = next(one for one in answer.context["lines"] if one.name == "Specialised palliative home care")
    assert [one.where for one in home.sources] == ["Summary list, line 241", "Appendix, line 1155"]
    assert all(one.url == reverse("access:area", args=["05"]) for one in home.sources)


def test_two_that_serve_a_municipality_are_both_named_on_its_page(governed: Governed, visit: Visit) -> None:
    stored(row(), row(name="Andra teamet"))
    answer = visit(governed.council).get(reverse("access:area", args=["1780"]) + "?inventory=own")
    assert "Served by two: Andra teamet, Teamet" in text(answer)
