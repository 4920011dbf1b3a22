"""The county's cubes, counted once however many processes test: the first to come counts, the others wait for it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.release import release
from measures.pages import county

PATIENCE = 300
"""Seconds that a process waits for another to count."""


def cubes(folder: Path, home: Path) -> None:
    """Put the county's cubes, that which holds every count and that which withholds, into a world."""
    try:
        folder.mkdir()
    except FileExistsError:
        _wait(folder)
    else:
        try:
            _count(Kept(folder))
            (folder / "done").touch()
        finally:
            (folder / "ended").touch()
    shutil.copytree(folder / "cubes", home / "cubes")


def _count(kept: Kept) -> None:
    county.export(kept.export)
    run(kept.export, kept.cube("own"), catalogue.measures(), county.NOW)
    release(kept.cube("own"), kept.cube("inside"), "test", county.NOW, level="inside")


def _wait(folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not (folder / "ended").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert (folder / "done").exists(), "the process that was to count the county did not"
