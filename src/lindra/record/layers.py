"""What an exported folder says of itself, ``manifest.json``, for those who read it. Pure.

The manifest is the last file that an export writes: a folder without one was written by an older program, or is not
whole yet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lindra import __version__

FORMAT = 3
"""The format this program writes and reads. Format 1, with neither people nor days to an end, had no manifest; format 2
had no contact named more than a year before death, and of two deaths only the latest."""
NAME = "manifest.json"
LOG, LAST_YEAR, PEOPLE = "log", "last_year", "people"
LAYERS = (LOG, LAST_YEAR, PEOPLE)
"""``log/<kind>/``, ``last_year/death_month=YYYY-MM/``, ``people/bucket=X/``; see ``derive`` for their columns."""


class OldExport(LookupError):
    """The folder is not of the format this program reads; says what to do."""


class MissingLayer(LookupError):
    """The folder does not hold a layer, or a table of the log; says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds."""

    folder: Path
    format: int
    layers: tuple[str, ...]
    lindra: str
    """The version of the program that wrote it last."""

    def files(self, layer: str, kind: str = "") -> list[Path]:
        """The Parquet files of a layer, of the log those of one kind where it is named.

        A layer that the folder has may be empty (nobody has died). A kind of which nothing is written has no table:
        that is told, since a mistyped name would look the same.
        """
        if layer not in self.layers:
            raise MissingLayer(
                f"{self.folder} has no layer {layer}/; write it with: lindra export {self.folder}"
            )
        found = sorted((self.folder / layer).glob(f"{kind or '*'}/*.parquet"))
        if kind and not found:
            raise MissingLayer(
                f"{self.folder} has no table {layer}/{kind}/: nothing of that kind is exported"
            )
        return found


def read_manifest(folder: Path) -> Manifest:
    """What the folder holds; :class:`OldExport` where this program cannot read it."""
    told = _told(folder)
    written = told.get("format", 1)
    if written > FORMAT:
        raise OldExport(
            f"{folder} is of format {written}, written by a newer Lindra ({told.get('lindra', 'not known')}); "
            f"this one reads format {FORMAT}: update it, or export to another folder"
        )
    if written < FORMAT:
        raise OldExport(
            f"{folder} has no export of format {FORMAT} (an older Lindra wrote it, or the export was not finished); "
            f"write it anew with: lindra export {folder}"
        )
    return Manifest(folder, written, tuple(told["layers"]), told["lindra"])


def is_current(folder: Path) -> bool:
    """Whether the folder is of this program's format; :class:`OldExport` where a newer one wrote it."""
    if _told(folder).get("format", 1) < FORMAT:
        return False
    read_manifest(folder)
    return True


def manifest_text(layers: Sequence[str] = LAYERS) -> str:
    """The text of the manifest of a folder with these layers."""
    return json.dumps({"format": FORMAT, "layers": list(layers), "lindra": __version__}) + "\n"


def _told(folder: Path) -> dict[str, Any]:
    """What the file says; nothing where there is none, or where it is not a manifest."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    whole = isinstance(told, dict) and isinstance(told.get("format"), int)
    return told if whole and {"layers", "lindra"} <= told.keys() else {}
