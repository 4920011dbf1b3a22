"""Somebody of the small world who has died, and a relative who was asked: for whoever looks at everything at once."""

from __future__ import annotations

from django.test import Client

from helpers.small_world import SmallWorld, ago
from lindra import clock
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.people.details import Name, Relative
from lindra.record import facts, log
from lindra.record.envelope import When, stamp
from lindra.record.log import ANY, Draft
from lindra.registry.relatives import codes, survey
from lindra.registry.relatives.answering import session
from lindra.registry.relatives.models import Invitation

TABLES = ("registry_invitation", "registry_relatives_answer")
"""What somebody who answers changes."""


def mourned(small: SmallWorld) -> None:
    """A patient of the team who died two months ago, and was not alone."""
    patient = people.new_patient()
    close = Relative(ref="r1", name="Sigrun Granlund", relation="syster")
    for detail in (Name(given="Folke", family="Granlund-Sjöberg"), close):
        people.note(patient, detail, by="test")
    told = [
        (90, facts.Enrolled(enrolment="t", form="specialised_home_care")),
        (60, facts.Died(expected="yes")),
    ]
    drafts = [Draft(fact, When.at(ago(days))) for days, fact in told]
    log.append(patient, drafts, small.units["team"].author, expected=ANY)
    small.patients["mourned"] = patient


class Answering:
    """A relative's browser, in which the code has been written; a relative is asked anew once another has answered."""

    def __init__(self, small: SmallWorld) -> None:
        self._small = small
        self._asked = ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        found = Invitation.objects.filter(pk=self._asked).first()
        return found is not None and found.state(clock.today()) == "open"

    def client(self) -> Client:
        """A browser that may go on to the questions."""
        made = Invitation.objects.create(
            id=new_id(), patient=self._small.patients["mourned"], relative=new_id(), unit=self._small.units["team"].id,
            provider=self._small.units["team"].author.provider, by="test", at=stamp(clock.now()), until="2026-08-14",
            code=codes.kept(codes.draw()), form=survey.latest().named, language="sv", phone="054-17 00 17",
        )  # fmt: skip
        self._asked = made.id
        client = Client(SERVER_NAME="localhost")
        browser = client.session
        browser[session.KEY] = {"code": made.code, "seen": clock.now().isoformat()}
        browser.save()
        return client
