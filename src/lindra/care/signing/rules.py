"""Who may sign what was written for a physician, and by when. Pure.

SFS 2008:355 3 kap. 10 §: an entry is signed by who is responsible for it, unless that is needless or there is a very
special obstacle. The law gives no time: the number of days is our own choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

SIGN_WITHIN = 14
"""Days from the day it was written until somebody is to have signed it. Our own choice; the law gives no time."""

Answer = Literal["named", "takes_over", "another_provider", "another", "not_a_physician", "nothing"]
"""May sign: is the one named; takes over from one who is known by name only. May not: belongs to another provider than
wrote it; another physician is named; no physician; nothing that waits names a physician."""
MAY: frozenset[Answer] = frozenset({"named", "takes_over"})


@dataclass(frozen=True, slots=True)
class Responsible:
    """Whom an unsigned decision names, and the provider that wrote it."""

    name: str
    hsa_id: str
    provider: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who would sign: as they sign in, in the profession and at the provider of their assignment."""

    name: str
    hsa_id: str
    profession: str
    provider: str


def may_sign(decisions: Iterable[Responsible], signer: Signer) -> Answer:
    """Whether somebody may sign an act: what holds for the decision in it that allows the least.

    Where only a name is known, another physician of the same provider may sign, and takes over responsibility by it.
    """
    found = {_may_sign(one, signer) for one in decisions}
    if signer.profession != "physician":
        return "not_a_physician" if found else "nothing"
    return max(found, key=get_args(Answer).index, default="nothing")


def _may_sign(one: Responsible, signer: Signer) -> Answer:
    if is_same(one.name, one.hsa_id, signer.name, signer.hsa_id):
        return "named"
    if one.hsa_id:
        return "another"
    return "takes_over" if one.provider == signer.provider else "another_provider"


def is_same(name: str, hsa_id: str, own_name: str, own_hsa_id: str) -> bool:
    """Whether somebody named in an entry is the one signed in: by HSA-id, or where none is given by name."""
    return hsa_id == own_hsa_id if hsa_id else plain_name(name) == plain_name(own_name) != ""


def sign_by(written: date) -> date:
    """The last day on which what was written on a day is signed in time."""
    return written + timedelta(days=SIGN_WITHIN)


TITLES = frozenset(
    {"dr", "doktor", "doctor", "leg", "legitimerad", "läkare", "överläkare", "specialistläkare", "distriktsläkare",
     "underläkare", "st-läkare", "at-läkare", "bt-läkare", "docent", "professor"}
)  # fmt: skip
"""What may stand with a name without being of it."""


def plain_name(text: str) -> str:
    """A name without titles, as it is compared."""
    words = " ".join(re.sub(r"[.,;()]", " ", text).casefold().split()).split()
    return " ".join(word for word in words if word not in TITLES)
