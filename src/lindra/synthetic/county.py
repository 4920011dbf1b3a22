"""The organisations of the made-up county: providers, units, staff. Pure.

The municipalities are real (codes of Värmland, 17); providers, units and people are not. Organisation numbers
begin with four zeros, which no real one does, so that no HSA-id can be anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from random import Random

from lindra.areas import geography
from lindra.synthetic import names

REGION = "17"
CENTRE = "1780"
WEST = frozenset({"1730", "1737", "1765", "1784", "1785", "1766"})
"""Municipalities whose hospital is the smaller one."""

PASSWORD = "lindra-demo"  # noqa: S105 - told to everybody who starts the demo, and refused in production

Works = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Assignments: unit, role, purposes."""


@dataclass(frozen=True, slots=True)
class ProviderSpec:
    """A legal entity; ``area`` is the region or municipality a public one is."""

    key: str
    name: str
    kind: str
    area: str = ""

    @property
    def organisation(self) -> str:
        """Ten digits."""
        return f"000000{self.key:0>4}"

    @property
    def hsa_id(self) -> str:
        return f"SE{self.organisation}-0000"


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit; ``serves`` are the areas whose people it is for."""

    key: str
    name: str
    kind: str
    municipality: str
    provider: ProviderSpec
    number: int
    serves: tuple[str, ...] = ()

    @property
    def hsa_id(self) -> str:
        return f"SE{self.provider.organisation}-U{self.number:03}"


@dataclass(frozen=True, slots=True)
class StaffSpec:
    """A person at work. ``username`` is given to those who may be tried in the demo."""

    key: str
    hsa_id: str
    name: str
    title: str
    works: Works
    username: str = ""
    told: str = ""
    """What the person can show, for those who choose whom to sign in as."""


@dataclass(frozen=True)
class Organisation:
    """All of it, by key; ``writers`` says who writes at a unit, as nurse and as physician."""

    providers: dict[str, ProviderSpec] = field(default_factory=dict)
    units: dict[str, UnitSpec] = field(default_factory=dict)
    staff: dict[str, StaffSpec] = field(default_factory=dict)
    writers: dict[tuple[str, str], str] = field(default_factory=dict)


_REGION_UNITS = (
    ("ward-medicine", "Vintergatans sjukhus, medicinavdelning 31", "hospital_ward", CENTRE),
    ("ward-surgery", "Vintergatans sjukhus, kirurgavdelning 22", "hospital_ward", CENTRE),
    ("emergency-centre", "Vintergatans sjukhus, akutmottagningen", "emergency_department", CENTRE),
    ("palliative-ward", "Vintergatans sjukhus, palliativa avdelningen", "palliative_ward", CENTRE),
    ("ward-west", "Älvstrandens sjukhus, avdelning 2", "hospital_ward", "1784"),
    ("emergency-west", "Älvstrandens sjukhus, akutmottagningen", "emergency_department", "1784"),
    ("team", "Palliativa hemsjukvårdsteamet Lyktan", "specialised_home_care", CENTRE),
    ("consult", "Palliativa konsultteamet Lyktan", "consult_team", CENTRE),
    ("clinic", "Palliativa mottagningen Lyktan", "other", CENTRE),
    ("on-call", "Jourläkarcentralen Månen", "primary_care", CENTRE),
    ("quality", "Demoregionens kvalitetsenhet", "other", CENTRE),
)


@dataclass(frozen=True, slots=True)
class _Tried:
    """One of those who may be tried; ``also`` is a second assignment."""

    unit: str
    role: str
    username: str
    name: str
    title: str
    told: str
    purposes: tuple[str, ...] = ("care",)
    also: Works = ()


_DEMO = (
    _Tried(
        "ward-medicine", "nurse", "ellen", "Ellen Granvik", "Sjuksköterska",
        "Vårdavdelning på sjukhus: utskrivningar, från inskrivningsmeddelande till hemgång.",
    ),
    _Tried(
        "home-1780", "nurse", "maria", "Maria Solberg", "Kommunsjuksköterska",
        "Kommunens hemsjukvård: meddelanden om utskrivning, kartläggning och ställningstagande.",
        ("care", "admin"),
    ),
    _Tried(
        "team", "nurse", "jonas", "Jonas Ekdahl", "Specialistsjuksköterska", "Specialiserad palliativ hemsjukvård.",
        ("care", "admin"),
    ),
    _Tried(
        "team", "physician", "karim", "Karim Nordlid", "Överläkare, palliativ medicin",
        "Två uppdrag: hemsjukvårdsteamet och konsultteamet.",
        ("care", "followup", "admin"), (("consult", "physician", ("care",)),),
    ),
    _Tried(
        "on-call", "physician", "sofia", "Sofia Lundvall", "Jourläkare", "Jour på natten: har ännu ingen vårdrelation."
    ),
    _Tried(
        "practice-1780", "physician", "petra", "Petra Almgren", "Distriktsläkare",
        "Vårdcentral: listade patienter, fast vårdkontakt och kallelse till SIP.",
        ("care", "followup"),
    ),
    _Tried("care-home-1780", "nurse", "amina", "Amina Hagström", "Sjuksköterska", "Särskilt boende."),
    _Tried(
        "quality", "quality", "lars", "Lars Björkman", "Kvalitetsutvecklare",
        "Uppföljning i regionen: indikatorer som öppnas till fall, och kontroll av åtkomstloggen.",
        ("followup", "review"),
    ),
    _Tried(
        "home-1780", "lead", "gunilla", "Gunilla Stenmark", "Medicinskt ansvarig sjuksköterska",
        "Uppföljning i kommunen, och kontroll av åtkomstloggen.",
        ("followup", "review"),
    ),
    _Tried(
        "team", "clerk", "bo", "Bo Lindstig", "Vårdadministratör", "Administration och utdrag till patienten.",
        ("admin", "extract"),
    ),
)  # fmt: skip

_GOVERNING = (
    _Tried(
        "home-1780", "manager", "birgit", "Birgit Åkerlund", "Enhetschef",
        "Svarar för en enhet: vad som är försenat, vad som lovats och vem som gör det.",
        ("admin",),
    ),
    _Tried(
        "council", "council", "helena", "Helena Rydmark", "Processledare",
        "Länets vårdråd: överenskommelser, löften och åtgärder, och tal om länet som helhet.",
        ("admin",),
    ),
)  # fmt: skip
"""Those who may be tried and who write in no patient's record; numbered after all others."""


@cache
def organisation() -> Organisation:
    """The county's providers, units and staff; the same every time."""
    made = Organisation()
    _providers(made)
    _units(made)
    _staff(made)
    return made


def hospital_of(municipality: str) -> tuple[str, str]:
    """Emergency department and ward of a municipality."""
    return ("emergency-west", "ward-west") if municipality in WEST else ("emergency-centre", "ward-medicine")


def municipalities() -> tuple[str, ...]:
    """The codes of the county's municipalities."""
    return tuple(each.code for each in geography.municipalities_of(REGION))


def _providers(made: Organisation) -> None:
    made.providers["region"] = ProviderSpec("1700", "Demoregionen", "region", REGION)
    for code in municipalities():
        name = f"{geography.municipality(code).name}, demokommun"
        made.providers[code] = ProviderSpec(code, name, "municipality", code)
    made.providers["private"] = ProviderSpec("9001", "Fyrbåken demovård AB", "private")


def _units(made: Organisation) -> None:
    region, private = made.providers["region"], made.providers["private"]
    for key, name, kind, municipality in _REGION_UNITS:
        _unit(made, UnitSpec(key, name, kind, municipality, region, len(made.units) + 1, (REGION,)))
    for code, practice, home in zip(
        municipalities(), names.parts("practices"), names.parts("homes"), strict=True
    ):
        place, own = geography.municipality(code).name, made.providers[code]
        for key, name, kind, provider in (
            ("practice", f"Vårdcentralen {practice}", "primary_care", region),
            ("home", f"Hemsjukvården i {place} (demo)", "home_nursing", own),
            ("care-home", f"Särskilda boendet {home}", "care_home", own),
            ("short-stay", f"Korttidsboendet {home}", "short_stay", own),
        ):
            _unit(made, UnitSpec(f"{key}-{code}", name, kind, code, provider, len(made.units) + 1, (code,)))
    _unit(
        made,
        UnitSpec("hospice", "Hospice Fyrbåken", "hospice", CENTRE, private, len(made.units) + 1, (REGION,)),
    )
    _unit(
        made,
        UnitSpec("council", "Länets vårdråd (demo)", "other", CENTRE, region, len(made.units) + 1, (REGION,)),
    )


def _unit(made: Organisation, unit: UnitSpec) -> None:
    made.units[unit.key] = unit


def _staff(made: Organisation) -> None:
    """Those of the demo, then a nurse, and in the region and the hospice a physician, wherever one is missing."""
    for one in _DEMO:
        works = ((one.unit, one.role, one.purposes), *one.also)
        _member(made, one.unit, one.role, one.name, one.title, works, one.username, one.told)
    random = Random("staff of the demo county")  # noqa: S311 - made-up names, no secret
    for unit in made.units.values():
        roles = {"nurse": "Sjuksköterska", "physician": "Läkare"}
        if unit.provider.kind == "municipality":
            del roles["physician"]
        if unit.key == "council":
            continue
        for role, title in roles.items():
            if (unit.key, role) not in made.writers:
                name = f"{names.given(random, random.choice(('female', 'male')))} {names.family(random)}"
                _member(made, unit.key, role, name, title, ((unit.key, role, ("care",)),))
    for one in _GOVERNING:
        works = ((one.unit, one.role, one.purposes),)
        _member(made, one.unit, one.role, one.name, one.title, works, one.username, one.told)


def _member(
    made: Organisation,
    unit: str,
    role: str,
    name: str,
    title: str,
    works: Works,
    username: str = "",
    told: str = "",
) -> None:
    """Add somebody, who from then on writes in that role wherever nobody did."""
    key = f"{unit}:{role}"
    made.staff[key] = StaffSpec(key, _staff_hsa(made, unit), name, title, works, username, told)
    for place, kind, _ in works:
        made.writers.setdefault((place, kind), key)


def _staff_hsa(made: Organisation, unit: str) -> str:
    return f"SE{made.units[unit].provider.organisation}-P{len(made.staff) + 1:03}"
