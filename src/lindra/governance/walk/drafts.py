"""What was typed in a walk that somebody has gone back in: kept in the session, by the indicator."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from lindra.governance.walk.forms import KEPT
from lindra.ids import new_id

NAME = "walks"
MOST = 5
"""Walks of one session that are kept; the oldest goes first."""
LONGEST = 4000


def keep(request: HttpRequest, id: str) -> None:
    """Keep what was typed."""
    typed = {name: value[:LONGEST] for name in (*KEPT, "id") if (value := request.POST.get(name, ""))}
    held = {key: value for key, value in request.session.get(NAME, {}).items() if key != id}
    request.session[NAME] = dict([*held.items(), (id, typed)][-MOST:])


def kept(request: HttpRequest, id: str) -> dict[str, str]:
    """What was typed; empty where nothing was."""
    return dict(request.session.get(NAME, {}).get(id, {}))


def forget(request: HttpRequest, id: str) -> None:
    """It is made: nothing is kept."""
    request.session[NAME] = {key: value for key, value in request.session.get(NAME, {}).items() if key != id}


def drawn(request: HttpRequest) -> str:
    """The id that was drawn when the page was shown, so that a page sent twice makes one action."""
    try:
        return str(UUID(request.POST.get("id", "")))
    except ValueError:
        return new_id()
