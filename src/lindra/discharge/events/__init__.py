"""The kinds of entry that this room adds: messages between organisations and what becomes of them. Pure."""

from __future__ import annotations

from lindra.discharge.events import home, messages, moved, passing, planning

__all__ = ["home", "messages", "moved", "passing", "planning"]
