"""Where sessions are kept: in the database, under keys of the one shape that is ever given out."""

from __future__ import annotations

import re

from django.contrib.sessions.backends import db

GIVEN_OUT = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """A key that was never given out is no session, and is not asked for: PostgreSQL refuses some of them."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and GIVEN_OUT.fullmatch(key) is not None
