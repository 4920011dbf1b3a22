"""A small world with everything a page may have to show: ten years of one patient, and those that are hard to show.

Two providers, four units, three people who can sign in, and some sixty patients. It is quick to make, always the same,
and every text in it is known, so that a test can tell what a page says from what a record holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from helpers import small_plan
from helpers.worlds import World, sqlite_world
from lindra import clock
from lindra.areas import actions as areas
from lindra.people import actions as people
from lindra.people.details import Address, Birth, DetailValue, Name, Protection, Relative
from lindra.people.models import Staff
from lindra.privacy.events import AttitudeNoted
from lindra.record import facts, log
from lindra.record.clinical import Allergy, DeviceUsed
from lindra.record.envelope import Author, Precision, Source, When
from lindra.record.facts import Amount, Code
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft
from lindra.record.plans import CarePlanNoted, DirectiveNoted, DocumentNoted, GoalNoted

NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)  # three in the morning in Stockholm
PASSWORD = "lindra and rest 17"
FIRST_DAY = date(2010, 1, 1)
NUMBERS = Path(__file__).parents[2] / "src/lindra/synthetic/data/personnummer.csv"
MANY = 56  # so that the list has a second page


@dataclass(frozen=True)
class Unit:
    """A unit, and in whose name its entries are written."""

    id: str
    name: str
    author: Author


@dataclass
class SmallWorld:
    """Whom to sign in as; the patients, and entries about them, by what they are there for."""

    units: dict[str, Unit] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    patients: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)


def build() -> SmallWorld:
    """Make it in the present, empty world. The clock must stand at ``NOW``."""
    assert clock.now() == NOW, "stop the clock first"
    world = SmallWorld(numbers=NUMBERS.read_text().split()[1:])
    _workplaces(world)
    with log.batch():
        _ten_years(world)
        _dead(world)
        _hard_to_show(world)
        _many(world)
    _planned(world)
    return world


def _workplaces(world: SmallWorld) -> None:
    region = areas.add_provider(hsa_id="SE0000001700-0000", name="Norrviks region", kind="region", area="17")
    town = areas.add_provider(
        hsa_id="SE0000001780-0000", name="Norrviks kommun", kind="municipality", area="1780"
    )
    for provider in (region, town):
        areas.share_records(provider, FIRST_DAY)
    for number, (key, kind, name, provider) in enumerate(
        [
            ("ward", "hospital_ward", "Norrviks lasarett, avdelning 5", region),
            ("team", "specialised_home_care", "Palliativa teamet Gryning", region),
            ("home", "home_nursing", "Hemsjukvården i Norrvik", town),
            ("practice", "primary_care", "Vårdcentralen Älven", region),
        ]
    ):
        unit = areas.add_unit(
            hsa_id=f"SE0000001700-U{number}", name=name, kind=kind, municipality="1780", provider=provider,
            valid_from=FIRST_DAY,
        )  # fmt: skip
        author = Author(f"SE0000001700-S{number}", f"assignment-{key}", unit.id, provider.id)
        world.units[key] = Unit(unit.id, name, author)
    for username, name, title, works in (
        ("astri", "Astri Månsdotter", "Specialistsjuksköterska", ("team", "ward")),
        ("nils", "Nils Öqvist", "Undersköterska", ()),
        ("home", "Håkan Åsäng", "Kommunsjuksköterska", ("home",)),
    ):
        hsa_id = f"SE0000001700-P{len(world.staff) + 1}"
        who = people.add_staff(hsa_id, name, title, username=username, password=PASSWORD)
        for unit_key in works:
            people.assign(
                who, world.units[unit_key].id, title.lower(), ("care", "followup"), valid_from="2015-01-01"
            )
        world.staff[username] = who


# What happens


def ago(days: float, hour: float = 0) -> datetime:
    """An instant so many days, and hours, before now."""
    return NOW - timedelta(days=days, hours=hour)


def _write(world: SmallWorld, patient: str, unit: str, *drafts: Draft | tuple[float, Fact]) -> None:
    written = [d if isinstance(d, Draft) else Draft(d[1], When.at(ago(d[0]))) for d in drafts]
    log.append(patient, written, world.units[unit].author, expected=ANY)


def _known(fact: Fact, moment: datetime, precision: Precision) -> Draft:
    """A fact known only to a year, a month or a day."""
    return Draft(fact, When(moment, None, precision))


def _person(world: SmallWorld, key: str, name: str, *details: DetailValue, number: int | None = None) -> str:
    patient = people.new_patient()
    given, _, family = name.rpartition(" ")
    if name:
        people.note(patient, Name(given=given, family=family), by="test")
    if number is not None:
        digits = world.numbers[number]
        people.identify(patient, "personnummer", digits)
        born = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
        people.note(patient, Birth(date=born, sex="male" if int(digits[10]) % 2 else "female"), by="test")
    for detail in details:
        people.note(patient, detail, by="test")
    world.patients[key] = patient
    return patient


def _score(code: str, text: str, value: int) -> facts.Measured:
    return facts.Measured(code=Code(code=code, text=text), value=Amount(number=value))


def _pressure(upper: int, lower: int) -> facts.Measured:
    parts = tuple(
        facts.Component(code=Code(text=text), value=Amount(number=number, unit="mmHg"))
        for text, number in (("övertryck", upper), ("undertryck", lower))
    )
    return facts.Measured(code=Code(code="BP", text="Tryck i överarmen"), components=parts)


def _ten_years(world: SmallWorld) -> None:
    """Ten years: long quiet ones, then a cancer, admissions, a team, a conversation."""
    patient = _person(
        world, "ten years", "Astrid Vilhelmina Lindqvist-Åkerström",
        Address(lines=("Älvgatan 17",), postal_code="652 24", city="Norrvik", municipality="1780"),
        Relative(ref="r1", name="Bo Åkerström", relation="make", telecom=("054-17 17 17",)),
        Relative(ref="r2", name="Eva Lindqvist", relation="dotter"), number=0,
    )  # fmt: skip
    _write(world, patient, "practice", *_quiet_years(), *_told_by_others())
    for drafts in _illness():
        unit, *rest = drafts
        _write(world, patient, str(unit), *rest)  # type: ignore[arg-type]
    for unit in ("team", "home"):
        _write(world, patient, unit, (80, AttitudeNoted(provider=world.units[unit].author.provider,
                                                        attitude="consents")))  # fmt: skip
    unsigned = Draft(_score("NRS", "Smärta i vila, NRS", 3), When.at(ago(0, 2)), signed=False)
    _write(world, patient, "team", unsigned)


def _quiet_years() -> Iterator[tuple[float, Fact]]:
    """Visits and measurements, some a year, of ten years."""
    yield 3650, facts.Moved(to="own_home", municipality="1780")
    yield (
        3600,
        facts.Listed(practice=facts.Actor(role="practice", reference="p1", name="Vårdcentralen Älven")),
    )
    yield (
        3500,
        facts.Diagnosis(
            code=Code(code="I109", system="ICD-10-SE", text="Högt tryck utan känd orsak"), ref="d1"
        ),
    )
    for number, days in enumerate(range(3590, 420, -91)):
        yield days, facts.Contact(episode=f"visit-{number}", form="outpatient" if number % 3 else "telephone")
        yield days - 0.01, _pressure(128 + number % 17, 71 + number % 11)
        yield days - 0.02, _score("VIKT", "Vikt i kilogram", 71 - number // 8)
    yield (
        2900,
        facts.MedicineOrdered(
            order="m1", code=Code(code="C07AB02", text="Metoprolol"), dosage="50 mg, 1 om dagen"
        ),
    )
    yield 2100, Allergy(ref="a1", code=Code(text="Penicillin V"), criticality="high")
    yield 1500, facts.Admitted(episode="hip", planned=True)
    yield 1494, facts.Discharged(episode="hip", to="own_home")


def _told_by_others() -> Iterator[Draft]:
    """What came from another system: partial dates, a contradiction, a text that is long, one without spaces."""
    source = Source("Gamla journalen", "Encounter/17", "2024-01-01")
    year = datetime(2015, 12, 31, 23, tzinfo=UTC)
    yield _known(facts.Procedure(code=Code(text="Operation av gallblåsa"), ref="p1"), year, "year")
    month = datetime(2019, 2, 28, 23, tzinfo=UTC)
    yield _known(facts.Procedure(code=Code(text="Operation av grå starr"), ref="p2"), month, "month")
    yield Draft(facts.Diagnosis(code=Code(text="Mässling som barn"), ref="d9"))
    contradiction = facts.Contact(episode="old", form="outpatient", period="contradictory")
    yield Draft(contradiction, When.at(ago(1800)), source=source)
    said = "Kommer hem trött och vill sova i sin egen säng. " * 9
    yield Draft(
        DocumentNoted(ref="t1", title="Brev från specialist", description=said),
        When.at(ago(900)),
        source=source,
    )
    unbroken = "hjärtsviktsmottagningssjuksköterskekonsultationsremissbekräftelse" * 2
    yield Draft(facts.Contact(episode="odd", form="other", reasons=(Code(text=unbroken),)), When.at(ago(700)))


def _illness() -> Iterator[tuple[object, ...]]:
    """The last year: what each unit writes."""
    cancer = facts.Diagnosis(
        code=Code(code="C349", system="ICD-10-SE", text="Lungcancer, ej närmare angiven"), ref="d2"
    )
    talk = facts.Procedure(
        code=Code(code="XV018", system="KVÅ", text="Brytpunktssamtal med patienten"), ref="p3"
    )
    yield "ward", (400, cancer), (320, facts.Contact(episode="e1", form="emergency"))
    yield "ward", (320, facts.Admitted(episode="s1")), (311, facts.Discharged(episode="s1", to="own_home"))
    yield "home", (300, facts.Enrolled(enrolment="h1", form="home_nursing"))
    yield (
        "home",
        *((290 - 7 * week, facts.Contact(episode=f"hv{week}", form="home_visit")) for week in range(8)),
    )
    yield "ward", (120, facts.Contact(episode="e2", form="emergency"))
    yield "ward", (119.9, facts.Admitted(episode="s2")), (112, facts.Discharged(episode="s2", to="own_home"))
    yield "team", (100, facts.Enrolled(enrolment="t1", form="specialised_home_care"))
    yield (
        "team",
        (60, talk),
        (60, GoalNoted(ref="g1", code=Code(text="Få vara hemma"), text="Vill vara hemma")),
    )
    yield (
        "team",
        (
            60,
            CarePlanNoted(ref="c1", code=Code(text="Plan för vård i hemmet"), title="Plan för vård i hemmet"),
        ),
    )
    yield "team", (59, DirectiveNoted(ref="v1", code=Code(text="Ej HLR"), decision="deny"))
    yield "team", (50, DeviceUsed(ref="x1", code=Code(text="Vårdsäng")))
    for week in range(8):
        scored = (
            _score("AKPS", "AKPS", 60 - 10 * (week // 3)),
            _score("NRS", "Smärta i vila, NRS", 2 + week % 5),
        )
        yield "team", *((56 - 7 * week + hour, fact) for hour, fact in enumerate(scored))


def _dead(world: SmallWorld) -> None:
    """One who died in hospital, one of whom only the year is known, one of whom only that."""
    patient = _person(world, "dead", "Gösta Öhrn", Address(municipality="1780"), number=1)
    _write(world, patient, "team", (900, facts.Moved(to="own_home")), (300, facts.Enrolled(enrolment="t")))
    _write(world, patient, "ward", (230, facts.Contact(episode="e", form="emergency")))
    _write(world, patient, "ward", (229.9, facts.Admitted(episode="s")), (222, facts.Died(expected="yes")))
    year = _person(world, "dead some year", "Märta Ålund", number=2)
    _write(world, year, "team", (900, facts.RelationOpened(relation="r")))
    _write(world, year, "team", _known(facts.Died(), datetime(2024, 12, 31, 23, tzinfo=UTC), "year"))
    never = _person(world, "dead at a time not known", "Sven Ödman", number=3)
    _write(world, never, "team", (90, facts.RelationOpened(relation="r")), Draft(facts.Died()))


def _hard_to_show(world: SmallWorld) -> None:
    """No name; a protected identity; two records of one person; a patient of another unit only."""
    _write(world, _person(world, "nothing known", ""), "team", (2, facts.RelationOpened(relation="r")))
    alone = _person(world, "only a relative", "Rut Vik", Relative(ref="r1", name="Ida Sol"))
    _write(world, alone, "team", (2, facts.RelationOpened(relation="r")))
    reserve = _person(world, "reserve number", "Okänd Kvinna")
    people.identify(reserve, "reserve", "R26-0017", system="norr")
    people.note(reserve, Birth(date="1950", sex="female"), by="test")
    _write(world, reserve, "team", (2, facts.RelationOpened(relation="r")))
    protected = _person(world, "protected", "Lo Sjöö", Protection(level="sekretessmarkering"), number=4)
    _write(world, protected, "team", (30, facts.Enrolled(enrolment="t", form="consult_team")))
    one = _person(world, "linked", "Per Ärlig", number=5)
    other = _person(world, "linked too", "Per Ärlig")
    _write(world, one, "team", (30, facts.RelationOpened(relation="r")))
    _write(world, other, "ward", (9, facts.Admitted(episode="s")))
    people.link(one, other, reason="samma person", by="test")
    elsewhere = _person(world, "elsewhere", "Ulla Yttergård", number=6)
    _write(world, elsewhere, "home", (30, facts.Enrolled(enrolment="h", form="home_nursing")))


def _many(world: SmallWorld) -> None:
    """The rest of the list."""
    homes = (facts.Moved(to=where) for where in ("own_home", "care_home", "short_stay"))
    where: tuple[Fact, ...] = (*homes, facts.Admitted(episode="s"))
    for number in range(MANY):
        patient = _person(world, f"one of many {number}", f"Vanja Medel{number:02}", number=10 + number)
        sick = facts.Diagnosis(code=Code(code="I509", text="Svikt, ospecificerad"), ref="d")
        _write(world, patient, "team", (200 + number, facts.RelationOpened(relation="r")), (190, sick))
        _write(world, patient, "ward" if number % 4 == 3 else "team", (40 + number, where[number % 4]))


def _planned(world: SmallWorld) -> None:
    """The plan of the one with ten years, a form filled in, and what units keep beside the record."""
    patient = world.patients["ten years"]
    _write(world, patient, "team", *(Draft(fact, When.at(at)) for at, fact in small_plan.written(NOW)))
    _write(world, patient, "team", *small_plan.form_answered("profile-1", ago(21)))
    latest = small_plan.form_answered("profile-2", ago(14))
    done = log.append(patient, latest, world.units["team"].author, expected=ANY)
    world.entries["profile"] = done.events[0]
    _write(world, patient, "team", small_plan.confirmed(patient, done.seq, ago(10)))
    for key in ("one of many 0", "one of many 1"):
        _write(world, world.patients[key], "team", *((20, fact) for fact in small_plan.frail()))
    dictated = Draft(next(small_plan.decided()), When.at(ago(1)), signed=False)
    _write(world, world.patients["one of many 2"], "team", dictated)
    small_plan.beside(world.units["team"].id, world.units["home"].id, world.patients["one of many 1"])


@contextmanager
def standing(template: Path, home: Path) -> Iterator[tuple[World, SmallWorld]]:
    """A copy of the empty template filled, with Django's connections pointed at it and the clock at ``NOW``."""
    clock.fix(NOW)
    try:
        with sqlite_world(template, home) as world:
            yield world, build()
    finally:
        clock.fix(None)


def environment(world: World) -> dict[str, str]:
    """The environment for a command or a server that is to work on a small world."""
    return world.env | {"LINDRA_NOW": NOW.isoformat(), "LINDRA_DISCHARGE_MESSAGES": "17"}
