"""Who has shown a code in this browser, for a while; the code itself is not kept, only what is stored of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import get_language

from lindra import clock
from lindra.registry.relatives import queries, rules, survey
from lindra.registry.relatives.models import Invitation

KEY, LANGUAGE = "answering", "answering_language"


def begin(request: HttpRequest, invitation: Invitation) -> None:
    """From now on this browser answers for this invitation, first in the language of its letter."""
    request.session.cycle_key()
    request.session[KEY] = {"code": invitation.code, "seen": clock.now().isoformat()}
    request.session.setdefault(LANGUAGE, invitation.language)


def fresh(request: HttpRequest) -> bool:
    """Whether a code was shown here, and the pages have not been left alone for too long since."""
    known = request.session.get(KEY)
    if known is None:
        return False
    now = clock.now()
    idle = timedelta(minutes=rules.number("idle_minutes", clock.day(now)))
    return now - datetime.fromisoformat(known["seen"]) < idle


def invitation(request: HttpRequest, *, late: bool = False) -> Invitation | None:
    """The invitation that is answered here; none where no code was shown, or too long ago.

    ``late``: also then, for what was typed meanwhile to be kept, and for nothing else.
    """
    known = request.session.get(KEY)
    if known is None or not (late or fresh(request)):
        leave(request)
        return None
    if fresh(request):
        request.session[KEY] = known | {"seen": clock.now().isoformat()}
    return queries.held(known["code"])


def leave(request: HttpRequest) -> None:
    """Forget the code in this browser."""
    request.session.pop(KEY, None)


def language(request: HttpRequest) -> str:
    """The language of the pages: chosen here, or of the letter; else that of the site."""
    chosen = request.session.get(LANGUAGE, "")
    return chosen if chosen in survey.languages() else str(get_language() or "sv")


def choose(request: HttpRequest, language: str) -> None:
    """Go on in another language, where there is such."""
    if language in survey.languages():
        request.session[LANGUAGE] = language
