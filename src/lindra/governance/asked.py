"""What was asked for in an address or a form, without the one character that no database keeps."""

from __future__ import annotations

from django.http import QueryDict

NOTHING = "\x00"


def plain(data: QueryDict) -> QueryDict:
    """A copy of what was sent, each value without it: nobody types it, and PostgreSQL refuses a text that has it."""
    found = data.copy()
    for name, values in data.lists():
        found.setlist(name, [value.replace(NOTHING, "") for value in values])
    return found
