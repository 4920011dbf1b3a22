"""What this room stores that is not an event; each in the part of the room that it belongs to."""

from __future__ import annotations

from lindra.care.homes.models import HomeAgreement as HomeAgreement
from lindra.care.homes.models import HomeCover as HomeCover
from lindra.care.homes.models import HomeHeld as HomeHeld
from lindra.care.identification.models import NotNow as NotNow
from lindra.care.identification.models import SignInUse as SignInUse
