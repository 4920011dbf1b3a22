"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lindra import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """The clock, and whether this is the demo."""
    return {"now": clock.now(), "is_demo": settings.LINDRA_DEMO}
