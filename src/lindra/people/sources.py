"""What another system tells of a person, whole and by version: a write, like those in ``actions``."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from lindra import clock
from lindra.people.details import DetailValue
from lindra.people.models import Detail


def note_all(
    patient: str, values: Sequence[DetailValue], *, by: str, source: str, source_version: str, stands: bool
) -> None:
    """Note all that one source tells of a person at one of its versions.

    Where that version ``stands``, what the source told before and tells no longer is history; where a later version
    is known already, all of this one is.
    """
    told = {(value.kind, value.key): value for value in values}
    recorded_at = clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with transaction.atomic():
        if stands:
            known = Detail.objects.filter(patient_id=patient, current=True)
            known.filter(source=source).update(current=False)
            for kind, key in told:
                known.filter(kind=kind, key=key).update(current=False)
        Detail.objects.bulk_create(
            Detail(
                patient_id=patient, kind=kind, key=key, value=value.model_dump_json(exclude_defaults=True),
                recorded_at=recorded_at, recorded_by=by, source=source, source_version=source_version, current=stands,
            )
            for (kind, key), value in told.items()
        )  # fmt: skip
