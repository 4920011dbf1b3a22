"""A ward's stays over two years, of two municipalities, written straight to the log; and a ward of somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from helpers import workplaces
from helpers.workplaces import FIRST, Workplace, Workplaces
from lindra.areas import actions as areas
from lindra.areas.models import CareUnit
from lindra.clock import STOCKHOLM
from lindra.discharge.events import messages, moved, planning
from lindra.discharge.events.passing import Delivered, Message, Sender
from lindra.ids import new_id
from lindra.people import actions as people
from lindra.people.details import Name
from lindra.record import facts, log
from lindra.record.envelope import Author, When, stamp
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft

NOW = "2026-06-15T10:00:00+02:00"
KARLSTAD, KIL = "1780", "1715"


@dataclass(frozen=True)
class Year:
    """``places.ward`` has the stays; ``kil`` is home nursing in Kil, ``elsewhere`` a ward of another provider."""

    places: Workplaces
    kil: Workplace
    elsewhere: Workplace

    def nursing(self, municipality: str) -> Workplace:
        """Home nursing of a municipality."""
        return self.kil if municipality == KIL else self.places.home_nursing


def build(first: str = "2024-07", count: int = 24) -> Year:
    """Stays of so many months: in Karlstad long in one month and shorter from July 2025 on, in Kil few."""
    year = places()
    month = date.fromisoformat(f"{first}-03")
    for number in range(count):
        shorter = 2 if month >= date(2025, 7, 1) else 0
        for nth in range(3):
            days = max(nth * 2 + number % 3 - shorter, 0) + (9 if number == 6 else 0)
            stay(year, year.places.ward, month + timedelta(days=nth), days, late=nth == number % 4)
        if number % 2:
            stay(year, year.places.ward, month, 9 if number % 5 == 0 else 1, municipality=KIL)
        month = (month.replace(day=28) + timedelta(days=5)).replace(day=3)
    return year


def places() -> Year:
    """The workplaces, and nobody there."""
    found = workplaces.build()
    other = areas.add_provider(hsa_id="SE2321000016-P9", name="Nästa region", kind="region", area="18")
    areas.share_records(other, FIRST)
    kommun = areas.add_provider(hsa_id="SE2120001868-P8", name="Kils kommun", kind="municipality", area=KIL)
    kil = workplaces._workplace(kommun, "home_nursing", "Hemsjukvården i Kil", 8)
    CareUnit.objects.filter(pk=kil.unit).update(municipality=KIL)
    return Year(found, kil, workplaces._workplace(other, "hospital_ward", "Avdelning 9", 9))


def at(day: date, hour: int) -> datetime:
    """An hour of a day in Stockholm."""
    return datetime.combine(day, time(hour), STOCKHOLM)


def patient() -> str:
    """Somebody."""
    found = people.new_patient()
    people.note(found, Name(given="Test", family="Testsson"), by="test")
    return found


def stay(
    year: Year, ward: Workplace, ready: date, days: int, *, municipality: str = KARLSTAD, late: bool = False,
    who: str = "", to: str = "own_home", planned: bool | None = None, sent_in: bool = False, can: str = "",
    admitted: date | None = None,
) -> str:  # fmt: skip
    """Admitted three days before somebody is ready at ten, gone at eleven so many days later; who it is."""
    who = who or patient()
    episode, came, left = new_id(), admitted or ready - timedelta(days=3), ready + timedelta(days=days)
    nursing = year.nursing(municipality)
    unit = nursing.unit

    def own() -> dict[str, object]:
        return {"ref": new_id(), "episode": episode, "to": (unit,)}

    if sent_in:
        fact = moved.SentIn(ref=new_id(), to=(ward.unit,), reason="Andnöd")
        send(who, nursing, fact, at(came, 7), to=ward)
    notice = messages.AdmissionNotice(
        **own(), needs=("municipal_health",), admitted=at(came, 8), estimate=ready  # type: ignore[arg-type]
    )  # fmt: skip
    write(who, ward.author, (facts.Admitted(episode=episode, planned=planned), at(came, 8)))
    send(who, ward, notice, at(came + timedelta(days=2 if late else 0), 12), to=nursing)
    send(who, ward, messages.EstimateChanged(**own(), estimate=left), at(ready, 9), to=nursing)  # type: ignore[arg-type]
    send(who, ward, messages.Ready(**own()), at(ready, 10), to=nursing)  # type: ignore[arg-type]
    if can:
        position = planning.PositionTaken(ref=new_id(), episode=episode, to=(ward.unit,), can=can)  # type: ignore[arg-type]
        send(who, nursing, position, at(ready, 14), to=ward)
    write(who, ward.author, (facts.Discharged(episode=episode, to=to), at(left, 11)))  # type: ignore[arg-type]
    send(who, ward, messages.InformationSent(**own(), parts=("summary",)), at(left, 11), to=nursing)  # type: ignore[arg-type]
    went = messages.LeftHospital(**own(), to_where="own_home")  # type: ignore[arg-type]
    send(who, ward, went, at(left, 11), to=nursing)
    return who


def send(who: str, sender: Workplace, message: Message, moment: datetime, *, to: Workplace) -> None:
    """A message as its sender has it, and as who gets it does."""
    by = Sender(unit=sender.unit, provider=sender.provider, person=sender.staff.hsa_id)
    copy = Delivered(
        of=message.ref, message=message.kind, words=message.version, said=message.dump(), sender=by,
        sent_at=stamp(moment),
    )  # fmt: skip
    write(who, sender.author, (message, moment))
    write(who, to.author, (copy, moment))


def write(who: str, author: Author, *told: tuple[Fact, datetime]) -> None:
    """Entries in somebody's name."""
    log.append(who, [Draft(fact, When.at(moment)) for fact, moment in told], author, expected=ANY)
