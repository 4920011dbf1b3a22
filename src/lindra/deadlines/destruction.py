"""What this room keeps of a patient goes with any destruction of the patient's entries: claims can be made again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lindra.deadlines.models import Hold
from lindra.record.envelope import Event


def forget(patient: str, gone: Sequence[Event], home: Path) -> None:
    """Remove everything noted of the patient's rows, whichever entries are gone: a reason may repeat what they said."""
    Hold.objects.filter(patient=patient).delete()


def settle(home: Path) -> None:
    """Nothing of this room stands in files."""
