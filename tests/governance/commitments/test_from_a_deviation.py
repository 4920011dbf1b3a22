"""From a deviation to an action: its page says what came of it; nothing of the patient goes along."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from discharge.deviations import erring
from discharge.deviations.erring import NAME, NOW, sent
from governance.commitments.test_pages import page, text
from helpers.worlds import World
from lindra.governance import bodies
from lindra.governance.commitments import queries
from lindra.ids import new_id

Visit = Callable[..., Client]


@pytest.fixture
def gone_wrong(world: World, clock_at: Callable[..., object]) -> erring.Erring:
    clock_at(NOW)
    return erring.build()


def test_who_governs_makes_an_action_of_it_and_it_is_shown_there(
    gone_wrong: erring.Erring, visit: Visit
) -> None:
    one = sent(gone_wrong, harm="risk")
    mas, address = visit(gone_wrong.mas, "followup"), reverse("deviation", args=[one.pk])
    way = f"{reverse('governance:action-new')}?origin=deviation&origin_key={one.pk}"
    assert way.replace("&", "&amp;") in mas.get(address).content.decode()
    form = mas.get(way)
    assert NAME.split()[1] not in text(form)
    told = {"title": "Ring avdelningen varje dag", "owner": "MAS", "due": "2026-09-01", "origin": "deviation",
            "origin_key": one.pk, "body": bodies.unit(gone_wrong.home.unit), "id": new_id(), "measure": ""}  # fmt: skip
    assert mas.post(reverse("governance:action-new"), told).status_code == 302
    [made] = queries.of_origin("deviation", one.pk)
    assert one.patient not in str(made.__dict__)
    said = page(mas, address)
    assert "What came of it" in said
    assert "Ring avdelningen varje dag Not started" in said


def test_who_does_not_govern_sees_what_came_of_it_and_no_way_to_more(
    gone_wrong: erring.Erring, visit: Visit
) -> None:
    one = sent(gone_wrong)
    assert "What came of it" not in page(visit(gone_wrong.home, "care"), reverse("deviation", args=[one.pk]))
