"""FHIR R4 data types (hl7.org/fhir/R4/datatypes.html), as far as the record keeps what they say. Pure.

Field names are FHIR's, in Python's spelling. What is not named here is not read. Numbers are decimals with the digits
they were written with.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field


class Base(Struct, rename="camel"):
    """What all have in common: FHIR's spelling."""


class Coding(Base):
    """A code of a code system."""

    system: str = ""
    code: str = ""
    display: str = ""
    user_selected: bool = False


class CodeableConcept(Base):
    """The same said in several code systems, and in words."""

    coding: tuple[Coding, ...] = ()
    text: str = ""


class Identifier(Base):
    """A number or name that somebody gave something."""

    system: str = ""
    value: str = ""
    use: str = ""
    type: CodeableConcept | None = None
    period: Period | None = None


class Reference(Base):
    """A pointer to another resource."""

    reference: str = ""
    type: str = ""
    display: str = ""
    identifier: Identifier | None = None


class Period(Base):
    """From and to, each as precise as known."""

    start: str = ""
    end: str = ""


class Quantity(Base):
    """A measured amount."""

    value: Decimal | None = None
    comparator: str = ""
    unit: str = ""
    system: str = ""
    code: str = ""


class Range(Base):
    """Between two amounts."""

    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Base):
    """An amount per another."""

    numerator: Quantity | None = None
    denominator: Quantity | None = None


class SampledData(Base):
    """A curve."""

    origin: Quantity | None = None
    period: Decimal | None = None
    data: str = ""


class Annotation(Base):
    """A note, with who and when."""

    text: str = ""
    time: str = ""
    author_reference: Reference | None = None
    author_string: str = ""


class Attachment(Base):
    """A file: here, or where it is."""

    content_type: str = ""
    language: str = ""
    data: str = ""
    url: str = ""
    size: int | None = None
    title: str = ""
    creation: str = ""


class Repeat(Base):
    """How often."""

    bounds_period: Period | None = None
    count: int | None = None
    frequency: int | None = None
    period: Decimal | None = None
    period_unit: str = ""
    day_of_week: tuple[str, ...] = ()
    time_of_day: tuple[str, ...] = ()
    when: tuple[str, ...] = ()


class Timing(Base):
    """When, and how often."""

    event: tuple[str, ...] = ()
    repeat: Repeat | None = None
    code: CodeableConcept | None = None


class DoseAndRate(Base):
    """How much at a time."""

    dose_quantity: Quantity | None = None
    dose_range: Range | None = None
    rate_quantity: Quantity | None = None
    rate_ratio: Ratio | None = None
    rate_range: Range | None = None


class Dosage(Base):
    """How a medicine is to be taken."""

    text: str = ""
    additional_instruction: tuple[CodeableConcept, ...] = ()
    patient_instruction: str = ""
    timing: Timing | None = None
    as_needed_boolean: bool | None = None
    as_needed_codeable_concept: CodeableConcept | None = None
    site: CodeableConcept | None = None
    route: CodeableConcept | None = None
    method: CodeableConcept | None = None
    dose_and_rate: tuple[DoseAndRate, ...] = ()
    dose: Quantity | None = None
    """In an administration."""


class Extension(Base):
    """What a profile adds; only the few that the record reads."""

    url: str = ""
    value_code: str = ""
    value_string: str = ""
    value_markdown: str = ""
    value_codeable_concept: CodeableConcept | None = None
    extension: tuple[Extension, ...] = ()


class Extended(Base):
    """Extensions of a plain value."""

    extension: tuple[Extension, ...] = ()


class HumanName(Base):
    """A person's name."""

    use: str = ""
    text: str = ""
    family: str = ""
    given: tuple[str, ...] = ()
    given_extensions: tuple[Extended | None, ...] = field(default=(), name="_given")
    period: Period | None = None


class Address(Base):
    """Where somebody lives or gets letters."""

    use: str = ""
    text: str = ""
    line: tuple[str, ...] = ()
    city: str = ""
    district: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    period: Period | None = None
    extension: tuple[Extension, ...] = ()


class ContactPoint(Base):
    """A telephone number or the like."""

    system: str = ""
    value: str = ""
    use: str = ""
    period: Period | None = None


class Narrative(Base):
    """A text for people, in XHTML."""

    status: str = ""
    div: str = ""


class Meta(Base):
    """About this version of a resource."""

    version_id: str = ""
    last_updated: str = ""
    security: tuple[Coding, ...] = ()
