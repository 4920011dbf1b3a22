"""What rooms above have made of a deviation, and the way to make more of it: they say so when they start."""

from __future__ import annotations

from collections.abc import Callable

from lindra.privacy.reader import Reader

Line = tuple[str, str, str, str]
"""Label, address, tone and words of how it stands; a way to something new has neither of the last."""
Further = Callable[[Reader, str], list[Line]]
_further: list[Further] = []


def also(further: Further) -> None:
    """Add to the page of a deviation, by the reader and the id; adding the same again adds nothing."""
    if further not in _further:
        _further.append(further)


def of(reader: Reader, deviation: str) -> list[Line]:
    """Everything that is added to the page of one deviation."""
    return [line for one in _further for line in one(reader, deviation)]
