"""What is done to identities and staff, each in one transaction: a decision already made is carried out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from lindra import clock
from lindra.ids import new_id
from lindra.people.details import DetailValue
from lindra.people.models import Assignment, Detail, Identifier, Link, Patient, Staff
from lindra.people.rules import identity_number


class AlreadyTaken(ValueError):
    """An identifier is in use for another patient."""


def _stamp() -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_patient(patient: str | None = None) -> str:
    """Make a patient row and return its opaque id."""
    identifier = patient or new_id()
    Patient.objects.create(id=identifier, created_at=_stamp())
    return identifier


def identify(patient: str, kind: str, value: str, *, system: str = "", valid_from: str | None = None) -> None:
    """Give a patient an identifier; the same again changes nothing.

    Identity and coordination numbers are checked and stored as twelve digits. Raises
    :class:`~lindra.people.rules.NotAnIdentityNumber` or :class:`AlreadyTaken`; neither repeats the number.
    """
    if kind in ("personnummer", "samordningsnummer"):
        checked = identity_number(value, clock.today())
        kind, value = checked.kind, checked.digits
    in_use = Identifier.objects.filter(kind=kind, system=system, value=value, valid_to=None).first()
    if in_use is not None and in_use.patient_id == patient:
        return
    if in_use is not None:
        raise AlreadyTaken(f"that {kind} is in use for another record; link the two if they are one person")
    try:
        with transaction.atomic():
            Identifier.objects.create(
                patient_id=patient,
                kind=kind,
                system=system,
                value=value,
                valid_from=valid_from,
                recorded_at=_stamp(),
            )
    except IntegrityError as error:
        raise AlreadyTaken(f"that {kind} was taken for another record just now") from error


def end_identifier(patient: str, kind: str, value: str, *, system: str = "", valid_to: str) -> None:
    """An identifier is no longer this patient's from a day on (a reserve number replaced by a real one)."""
    Identifier.objects.filter(
        patient_id=patient, kind=kind, system=system, value=value, valid_to=None
    ).update(valid_to=valid_to)


def note(
    patient: str,
    value: DetailValue,
    *,
    by: str,
    valid_from: str | None = None,
    valid_to: str | None = None,
    source: str = "",
    source_version: str = "",
) -> None:
    """Note a detail. The one with the greatest source version stands; others are history.

    What a person notes has no version of its own: it stands over the version it puts right, until a newer comes.
    The same from the same source again changes nothing.
    """
    body = value.model_dump_json(exclude_defaults=True)
    with transaction.atomic():
        of_kind = Detail.objects.filter(patient_id=patient, kind=value.kind, key=value.key)
        present = of_kind.filter(current=True).first()
        same = {"value": body, "valid_from": valid_from, "valid_to": valid_to, "source": source}
        if source and of_kind.filter(**same, source_version=source_version).exists():
            return
        if present is not None and not source and all(getattr(present, name) == same[name] for name in same):
            return
        version = source_version or (present.source_version if present else "")
        stands = present is None or version >= present.source_version
        if present is not None and stands:
            Detail.objects.filter(pk=present.pk).update(current=False)
        Detail.objects.create(
            patient_id=patient, kind=value.kind, key=value.key, **same, recorded_at=_stamp(), recorded_by=by,
            source_version=version, current=stands,
        )  # fmt: skip


def link(one: str, other: str, *, reason: str, by: str) -> None:
    """Two records are of one person."""
    if one == other:
        raise ValueError("a record cannot be linked to itself")
    first, second = sorted((one, other))
    if Link.objects.filter(one_id=first, other_id=second, unlinked_at=None).exists():
        return
    Link.objects.create(one_id=first, other_id=second, reason=reason, linked_at=_stamp(), linked_by=by)


def unlink(one: str, other: str, *, reason: str, by: str) -> None:
    """They were not; what was linked and when stays known."""
    first, second = sorted((one, other))
    changed = Link.objects.filter(one_id=first, other_id=second, unlinked_at=None).update(
        unlinked_at=_stamp(), unlinked_by=by, unlink_reason=reason
    )
    if not changed:
        raise ValueError("the two records are not linked")


def add_staff(hsa_id: str, name: str, title: str = "", *, username: str = "", password: str = "") -> Staff:
    """Add a member of staff, with a local account when a username is given."""
    with transaction.atomic():
        user: Any = None
        if username:
            user = get_user_model().objects.create_user(username=username, password=password or None)
        return Staff.objects.create(id=new_id(), hsa_id=hsa_id, name=name, title=title, user=user)


def assign(
    staff: Staff, unit: str, role: str, purposes: tuple[str, ...] = ("care",), *, regime: str = "health",
    valid_from: str = "2000-01-01", valid_to: str | None = None,
) -> Assignment:  # fmt: skip
    """Give a member of staff an assignment at a unit."""
    return Assignment.objects.create(
        id=new_id(), staff=staff, unit=unit, role=role, purposes=list(purposes), regime=regime,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
