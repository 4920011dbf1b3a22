"""Who the patient is, and the relatives: details of ``people``, never payload; and death, and listing. Pure.

Swedish profiles: HL7 Sweden's base 1.1 (hl7.se/fhir/ig/base), E-hälsomyndigheten's and Inera's identifier systems.
"""

from __future__ import annotations

from lindra.areas import geography
from lindra.fhir.datatypes import Address, CodeableConcept, ContactPoint, HumanName
from lindra.fhir.mapping.telling import Telling, maps
from lindra.fhir.resources.persons import Patient, RelatedPerson
from lindra.fhir.times import NotADate, at, moment
from lindra.fhir.values import actor, code, notes, words
from lindra.people import details
from lindra.record import facts

IDENTIFIER_KINDS = {
    "urn:oid:1.2.752.129.2.1.3.1": "personnummer",
    "http://electronichealth.se/identifier/personnummer": "personnummer",
    "urn:oid:1.2.752.129.2.1.3.3": "samordningsnummer",
    "http://electronichealth.se/identifier/samordningsnummer": "samordningsnummer",
    "urn:oid:1.2.752.129.2.1.3.2": "reserve",
    "http://electronichealth.se/identifier/nationelltReservnummer": "reserve",
}
"""Kind of number by its official system; all others are foreign."""

PROTECTION: dict[str, details.Protection] = {
    "sekretessmarkering": details.Protection(level="sekretessmarkering"),
    "skyddadFolkbokforing": details.Protection(level="skyddad_folkbokforing"),
}
ADDRESS_USES = {
    "63381000052101": "home", "63391000052104": "postal", "63401000052101": "abroad", "63411000052104": "temp",
}  # fmt: skip
"""SNOMED CT, Swedish extension: folkbokföringsadress, särskild postadress, utlandsadress, uppgiven adress."""
SWEDEN = frozenset({"", "SE", "SWE", "Sverige", "Sweden"})
NAMES_BEST_FIRST = ("official", "usual", "", "temp", "anonymous")
SEXES: dict[str, details.Sex] = {"female": "female", "male": "male", "other": "other"}


@maps("Patient", Patient)
def patient(given: Patient, telling: Telling) -> None:
    """Who the patient is; whether and when dead; where listed."""
    telling.identifiers = tuple(identifier for identifier in given.identifier if identifier.value)
    telling.links = tuple(link.other for link in given.link)
    telling.details = tuple(_details(given, telling))
    if given.deceased_date_time or given.deceased_boolean:
        telling.state(facts.Died(), at(given.deceased_date_time))
    practices = sorted(given.general_practitioner, key=lambda one: "Organization/" not in one.reference)
    if practices and (practice := actor(practices[0], telling.scope, "general practitioner")):
        telling.state(facts.Listed(practice=practice, elsewhere=True))


def _details(given: Patient, telling: Telling) -> list[details.DetailValue]:
    found: list[details.DetailValue] = []
    if (name := _name(given.name)) is not None:
        found.append(name)
    found.append(details.Birth(date=_birth(given.birth_date), sex=SEXES.get(given.gender, "unknown")))
    found += [_address(one) for one in _best_addresses(given.address)]
    found += [_telecom(point) for point in given.telecom if point.value and point.use != "old"]
    found += [_language(one.language, one.preferred) for one in given.communication]
    if (
        given.marital_status
        or given.multiple_birth_boolean is not None
        or given.multiple_birth_integer is not None
    ):
        found.append(_civil(given))
    for number, contact in enumerate(given.contact, 1):
        who = _name((contact.name,)) if contact.name else None
        found.append(
            details.Relative(
                ref=f"{telling.ref}#{number}", name=_full(who, contact.name),
                relation=", ".join(words(one) for one in contact.relationship), telecom=_points(contact.telecom),
                address=_one_line(contact.address) if contact.address else "",
            )
        )  # fmt: skip
    labels = given.meta.security if given.meta else ()
    found += [PROTECTION[label.code] for label in labels if label.code in PROTECTION][:1]
    return found


def _birth(text: str) -> str:
    """A birth date in the forms that ``people`` keeps; anything else is refused."""
    if text and moment(text)[1] in ("second", "minute"):
        raise NotADate(f"a birth date has no time of day: {text!r}")
    return text


def _name(names: tuple[HumanName, ...]) -> details.Name | None:
    known = [name for name in names if name.use in NAMES_BEST_FIRST]
    if not known:
        return None
    best = min(
        known, key=lambda name: (NAMES_BEST_FIRST.index(name.use), bool(name.period and name.period.end))
    )
    called = [name.given[0] for name in names if name.use == "nickname" and name.given]
    for number, given in enumerate(best.given_extensions[: len(best.given)]):
        if given and any(extension.value_code == "CL" for extension in given.extension):
            called.append(best.given[number])
    text = "" if best.family or best.given else best.text
    return details.Name(
        given=" ".join(best.given) or text, family=best.family, called=called[0] if called else ""
    )


def _full(name: details.Name | None, given: HumanName | None) -> str:
    """A name in one line, as written where it is."""
    if given is not None and given.text:
        return given.text
    return f"{name.given} {name.family}".strip() if name else ""


def _best_addresses(given: tuple[Address, ...]) -> list[Address]:
    """One address for each use, the latest of those that still hold; the home address first."""
    latest: dict[str, Address] = {}
    for address in sorted(given, key=lambda one: one.period.start if one.period else ""):
        if address.use != "old" and not (address.period and address.period.end and _use(address) in latest):
            latest[_use(address)] = address
    return sorted(latest.values(), key=lambda one: (_use(one) != "home", _use(one)))


def _use(address: Address) -> str:
    coded = (
        coding.code
        for extension in address.extension
        if extension.value_codeable_concept
        for coding in extension.value_codeable_concept.coding
    )
    return next((ADDRESS_USES[found] for found in coded if found in ADDRESS_USES), address.use or "home")


def _address(given: Address) -> details.Address:
    lines = given.line or ((given.text,) if given.text and not given.city else ())
    return details.Address(
        use=_use(given), lines=lines, postal_code=given.postal_code, city=given.city, country=given.country,
        municipality=_municipality(given),
    )  # fmt: skip


def _municipality(given: Address) -> str:
    """The municipality's code, where the district of an address in Sweden names it."""
    if given.country not in SWEDEN or not given.district:
        return ""
    wanted = given.district.removesuffix(" kommun")
    found = (one.code for one in geography.municipalities() if wanted in (one.name, one.code))
    return next(found, "")


def _one_line(given: Address) -> str:
    parts = (*given.line, f"{given.postal_code} {given.city}".strip(), given.country)
    return given.text or ", ".join(part for part in parts if part)


def _telecom(point: ContactPoint) -> details.Telecom:
    return details.Telecom(system=point.system or "other", use=point.use, value=point.value)


def _points(given: tuple[ContactPoint, ...]) -> tuple[str, ...]:
    return tuple(point.value for point in given if point.value and point.use != "old")


def _language(given: CodeableConcept, preferred: bool) -> details.Language:
    found = code(given) or facts.Code()
    return details.Language(code=found.code or found.text, text=found.text, preferred=preferred)


def _civil(given: Patient) -> details.Civil:
    births = (
        given.multiple_birth_integer if given.multiple_birth_boolean is None else given.multiple_birth_boolean
    )
    told = "" if births is None else str(births).lower()
    return details.Civil(status=words(given.marital_status), multiple_birth=told)


@maps("RelatedPerson", RelatedPerson)
def related_person(given: RelatedPerson, telling: Telling) -> None:
    """A relative or other close person."""
    name = _name(given.name)
    telling.details = (
        details.Relative(
            ref=telling.ref, name=_full(name, given.name[0] if given.name else None),
            relation=", ".join(words(one) for one in given.relationship), telecom=_points(given.telecom),
            address=next((_one_line(address) for address in given.address), ""), note=notes(given.note),
        ),
    )  # fmt: skip
