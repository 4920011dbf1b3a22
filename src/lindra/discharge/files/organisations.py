"""Which organisations exist, as far as can be told: a list that the caller gives, and the codes of areas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lindra.areas import geography

_CODE = re.compile(r"[0-9]{2}([0-9]{2})?", re.ASCII)


def areas() -> frozenset[str]:
    """Codes of the regions and municipalities of Sweden."""
    return frozenset(
        [one.code for one in geography.regions()] + [one.code for one in geography.municipalities()]
    )


def known(path: Path | None) -> Callable[[str], bool]:
    """Whether an organisation exists. Without a list, only what looks like the code of an area can be wrong.

    A list has one name or HSA-id a line; the codes of areas exist beside it.
    """
    codes = areas()
    if path is None:
        return lambda name: name in codes or not _CODE.fullmatch(name)
    listed = frozenset(line.strip() for line in path.read_text("utf-8-sig").splitlines())
    return lambda name: name in codes or name in listed
