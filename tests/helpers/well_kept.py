"""Somebody whose death on a ward was expected, with a well-kept record: most of what a report asks is in it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from helpers.workplaces import Workplace, Workplaces
from lindra import clock
from lindra.care.events.common import Clinician
from lindra.care.events.nursing import InfusionNoted, SkinChecked
from lindra.care.events.plan import BereavementContact
from lindra.care.events.situation import ConversationHeld, PreferenceNoted
from lindra.people import actions as people
from lindra.people.details import Birth, Name, Relative
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.facts import Amount, AsNeeded, Code
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft

NUMBER = "191212121212"
ORDERS = {"pain": "N02AA01", "rattle": "A03BB01", "nausea": "N05AD01", "anxiety": "N05CD08"}


def died(places: Workplaces, expected: str = "yes", days_ago: float = 2) -> str:
    """The patient, admitted to the ward ten days before death, listed with the practice."""
    patient = people.new_patient()
    people.identify(patient, "personnummer", NUMBER)
    people.note(patient, Name(given="Karin", family="Ek"), by="test")
    people.note(patient, Birth(date="1912-12-12", sex="female"), by="test")
    people.note(patient, Relative(ref="r1", name="Olle Ek", relation="son"), by="test")
    end = days_ago
    wrote(patient, places.clinic, end + 400, facts.Listed(practice=facts.Actor(name="Vårdcentralen")))
    wrote(
        patient,
        places.clinic,
        end + 90,
        facts.Diagnosis(code=Code(code="C34.9", system="ICD-10-SE", text="Lungcancer")),
    )
    wrote(patient, places.ward, end + 10, facts.Admitted(episode="e"), SkinChecked(worst=0, on_arrival=True))
    wrote(patient, places.ward, end, facts.Died(expected=expected))  # type: ignore[arg-type]
    wrote(patient, places.ward, end, facts.Discharged(episode="e", to="deceased"))
    return patient


def kept_well(patient: str, place: Workplace, days_ago: float = 2) -> None:
    """What was done in the last days, each thing written down."""
    doctor = Clinician(name="Eva Ek", profession="physician")
    wrote(patient, place, days_ago + 8, *(_ordered(name, code) for name, code in ORDERS.items()))
    talk = ConversationHeld(
        form="turning_point", led_by=doctor, took_part=("physician", "patient", "relative")
    )
    wrote(patient, place, days_ago + 7, talk, facts.Procedure(code=Code(code="XV018", system="KVÅ"), ref="t"))
    wrote(patient, place, days_ago + 7, PreferenceNoted(about="death", first="hospital"))
    wrote(patient, place, days_ago + 3, _score("ROAG", "ROAG", 8), _score("NRS", "NRS", 3), *_esas())
    wrote(patient, place, days_ago + 0.5, SkinChecked(worst=0), InfusionNoted(form="fluid", running="no"),
          InfusionNoted(form="nutrition", running="no"))  # fmt: skip
    wrote(patient, place, days_ago - 1, BereavementContact(form="offered", relative="r1"))


def _ordered(indication: str, code: str) -> facts.MedicineOrdered:
    terms = AsNeeded(indication=indication, dose=Amount(number=Decimal(1), unit="mg"))  # type: ignore[arg-type]
    return facts.MedicineOrdered(order=indication, code=Code(code=code, system="ATC"), as_needed=True, terms=terms,
                                 route="subkutant", status="active")  # fmt: skip


def _score(system: str, code: str, number: int) -> facts.Measured:
    return facts.Measured(code=Code(code=code, system=system), value=Amount(number=Decimal(number)))


def _esas() -> list[facts.Measured]:
    return [_score("ESAS", name, 0) for name in ("pain", "nausea", "anxiety", "breathlessness")]


def wrote(patient: str, place: Workplace, days_ago: float, *told: Fact) -> None:
    """Facts of a moment, written by the one who works there."""
    when = When.at(clock.now() - timedelta(days=days_ago))
    log.append(patient, [Draft(one, when) for one in told], place.author, expected=ANY)
