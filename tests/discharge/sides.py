"""A patient between three organisations, and what each of them sends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from helpers import workplaces
from helpers.workplaces import Workplace, Workplaces
from lindra import clock
from lindra.discharge import actions
from lindra.discharge.case import Case, cases
from lindra.discharge.events import messages, planning
from lindra.discharge.events.passing import Message
from lindra.ids import new_id
from lindra.privacy import door
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

NOW = "2026-06-15T10:00:00+02:00"
EPISODE = "e1"


def opened(patient: str, place: Workplace) -> door.Opened:
    """The patient opened by who works there."""
    found = door.open(patient, place.reader())
    assert isinstance(found, door.Opened), found
    return found


def case(patient: str, place: Workplace) -> Case:
    """The stay, as this unit sees it."""
    return next(one for one in cases(opened(patient, place).chart) if one.episode == EPISODE)


def send(patient: str, place: Workplace, message: Message, **more: Any) -> str:
    """Send a message in a workplace's name; its reference."""
    here = opened(patient, place)
    actions.send(here, place.reader(), message, expected=here.seq, **more)
    return message.ref


def own(*to: Workplace, **more: Any) -> dict[str, Any]:
    """What every message of the stay has."""
    return {"ref": new_id(), "episode": EPISODE, "to": tuple(one.unit for one in to), **more}


def notice(places: Workplaces, *to: Workplace) -> messages.AdmissionNotice:
    """An admission notice to home nursing and the practice, or to others."""
    return messages.AdmissionNotice(
        **own(*(to or (places.home_nursing, places.clinic))), needs=("municipal_health",),
        admitted=clock.now() - timedelta(days=3), estimate=clock.today() + timedelta(days=2),
    )  # fmt: skip


def ready(places: Workplaces) -> messages.Ready:
    """A notice that the patient is ready, to both."""
    return messages.Ready(**own(places.home_nursing, places.clinic))


def sip(places: Workplaces) -> planning.SipHeld:
    """A plan that was agreed."""
    return planning.SipHeld(
        **own(places.ward, places.home_nursing), consent="yes", patient_present="yes", took_part=("Hemsjukvården",),
        matters="Vara hemma med katten", overall="municipality", lead="Eva Ek", phone="054-17 00 17",
        insatser=(
            planning.Insats(what="Besök morgon och kväll", by="municipality", who="Hemsjukvården"),
            planning.Insats(what="Läkarbesök i hemmet", by="region", who="Vårdcentralen"),
            planning.Insats(what="Handla mat", by="other", who="dottern"),
        ),
    )  # fmt: skip


def leaves(patient: str, place: Workplace, to: str = "own_home") -> None:
    """The record says that the stay is over."""
    fact = facts.Discharged(episode=EPISODE, to=to)  # type: ignore[arg-type]
    log.append(patient, [Draft(fact, When.at(clock.now()))], place.author, expected=ANY)


def admitted(places: Workplaces) -> str:
    """A patient on the ward since three days."""
    return workplaces.patient_at(places.ward, episode=EPISODE)
