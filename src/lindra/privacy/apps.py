"""The room's entry in Django: registers its events and reading, and lets ``lindra verify`` check the access log too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lindra.privacy"
    label = "privacy"

    def ready(self) -> None:
        from lindra.privacy import events, readings  # noqa: F401
        from lindra.record.verify import BESIDE

        BESIDE["access"] = _access_log


def _access_log(kept: Path | None) -> dict[str, Any]:
    from lindra.privacy.log import verify as log_verify

    return log_verify.told(kept)
