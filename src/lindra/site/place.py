"""Working for a while on another world than the one the process was started in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from lindra.site import databases


@contextmanager
def at(home: Path, url: str = "") -> Iterator[None]:
    """Point Django at the SQLite files in a folder, or at a PostgreSQL database; put everything back afterwards."""
    before = dict(connections.settings), settings.LINDRA_HOME
    _point(connections.configure_settings(databases.configure(url, home)), home)
    try:
        yield
    finally:
        _point(*before)


def _point(new: dict[str, dict[str, Any]], home: Path) -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    connections.settings.update(new)
    settings.LINDRA_HOME = home
    ContentType.objects.clear_cache()  # its numbers are those of the database before
