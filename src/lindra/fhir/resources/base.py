"""What resources have in common, as FHIR R4 has them. Pure.

A resource that does not fit its type here is refused whole, with the place where it does not fit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lindra.fhir.datatypes import (
    Annotation,
    Attachment,
    Base,
    CodeableConcept,
    Coding,
    Meta,
    Period,
    Quantity,
    Range,
    Ratio,
    Reference,
    SampledData,
)

Concepts = tuple[CodeableConcept, ...]
References = tuple[Reference, ...]


class Resource(Base, kw_only=True):
    """What every resource has."""

    resource_type: str
    id: str = ""
    meta: Meta | None = None
    contained: tuple[dict[str, Any], ...] = ()
    note: tuple[Annotation, ...] = ()


class AnyValue(Base):
    """``value[x]``: one of these."""

    value_quantity: Quantity | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_coding: Coding | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_decimal: Decimal | None = None
    value_range: Range | None = None
    value_ratio: Ratio | None = None
    value_sampled_data: SampledData | None = None
    value_date: str | None = None
    value_time: str | None = None
    value_date_time: str | None = None
    value_uri: str | None = None
    value_period: Period | None = None
    value_attachment: Attachment | None = None
    value_reference: Reference | None = None


class Performer(Base):
    """Who did something, in what function."""

    function: CodeableConcept | None = None
    actor: Reference | None = None


class DeviceName(Base):
    """What a device is called."""

    name: str = ""


class Thing(Base):
    """A Medication or Device, as far as it says what it is."""

    code: CodeableConcept | None = None
    type: CodeableConcept | None = None
    device_name: tuple[DeviceName, ...] = ()
    model_number: str = ""
