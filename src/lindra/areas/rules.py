"""Rules on identifiers and periods of care units. Pure.

A period runs from its first day up to, not including, ``valid_to``: who leaves one provider for another on a
day belongs to the new one that day. ``valid_to`` of None means until further notice.
"""

from __future__ import annotations

import re
from datetime import date

HSA_ID_MAX = 31
_HSA_ID = re.compile(r"SE[0-9]{10}-[A-Za-z0-9]+", re.ASCII)
_ORGANISATION_NUMBER = re.compile(r"[0-9]{6}-?[0-9]{4}", re.ASCII)


def hsa_id_problem(text: str) -> str | None:
    """What is wrong with an HSA-id, or None.

    ``SE``, the organisation number's ten digits, a hyphen, then letters A–Z, a–z and digits; at most 31
    characters. Source: Ineras HSA, as described in the openEHR Sweden wiki.
    """
    if len(text) > HSA_ID_MAX:
        return f"an HSA-id has at most {HSA_ID_MAX} characters, not {len(text)}"
    if not text.startswith("SE"):
        return "an HSA-id begins with SE"
    if not re.match(r"SE[0-9]{10}-", text, re.ASCII):
        return "after SE an HSA-id has the ten digits of the organisation number and a hyphen"
    if not _HSA_ID.fullmatch(text):
        return "after the hyphen an HSA-id has one or more of A–Z, a–z and 0–9, nothing else"
    return None


def organisation_number_problem(text: str) -> str | None:
    """What is wrong with an organisation number (ten digits, perhaps a hyphen before the last four)."""
    return None if _ORGANISATION_NUMBER.fullmatch(text) else "an organisation number has ten digits"


def period_problem(valid_from: date, valid_to: date | None) -> str | None:
    """What is wrong with a period, or None: it lasts at least a day."""
    if valid_to is not None and valid_to <= valid_from:
        return f"the period would end {valid_to}, not after it begins {valid_from}"
    return None


def in_force(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether a period covers a day: its first day counts, ``valid_to`` does not."""
    return valid_from <= on and (valid_to is None or on < valid_to)


def overlaps(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two periods share at least one day."""
    return (second[1] is None or first[0] < second[1]) and (first[1] is None or second[0] < first[1])
