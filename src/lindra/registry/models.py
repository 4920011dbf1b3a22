"""What this room stores that is not an event; each in the part of the room that it belongs to."""

from __future__ import annotations

from lindra.registry.relatives.models import Invitation as Invitation
from lindra.registry.relatives.models import RelativeAnswer as RelativeAnswer
