"""Every room keeps the house's contract, over the whole project. That each guard can fail: test_guards.py."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import guards
from helpers.runs import ROOT

SOURCE = ROOT / "src" / "lindra"
ROOMS = sorted(path.parent for path in SOURCE.glob("*/apps.py"))
PURE_OF_MEASURES = ("catalogue", "counting", "cubes", "honest")
"""Folders of measures that know nothing of Django; so do the modules beside them, but for those of pages."""
PAGES_OF_MEASURES = {"apps.py", "cli.py", "filters.py", "pages.py", "urls.py"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def faults(paths: list[Path], guard: Callable[[str], list[str]]) -> list[str]:
    """What a guard finds in files, each with the file it stands in."""
    assert paths, "a guard that reads no file guards nothing"
    return [f"{named(path)}: {fault}" for path in paths for fault in guard(path.read_text("utf-8"))]


def python_files() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def pure_files() -> list[Path]:
    pure = [path for path in python_files() if path.name in {"rules.py", "events.py"}]
    measures = SOURCE / "measures"
    folders = [path for name in PURE_OF_MEASURES for path in sorted((measures / name).rglob("*.py"))]
    assert len(folders) > 30, "the folders are where they were"
    beside = [path for path in sorted(measures.glob("*.py")) if path.name not in PAGES_OF_MEASURES]
    return pure + folders + beside


def text_files() -> list[Path]:
    """Every file of the project that is text, as git sees it: what is ignored is not the project's."""
    git = ["git", "-c", "safe.directory=*"]  # the folder may belong to another user
    command = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_says_in_its_readme_what_it_is_for(room: Path) -> None:
    lines = (room / "README.md").read_text("utf-8").strip().splitlines()
    assert len(lines) >= 3


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_has_tests_under_its_own_name(room: Path) -> None:
    assert list((ROOT / "tests" / room.name).glob("test_*.py"))


def test_rules_events_and_measures_know_nothing_of_django() -> None:
    assert faults(pure_files(), guards.impure) == []


def test_there_is_one_clock() -> None:
    others = [path for path in python_files() if path != SOURCE / "clock.py"]
    assert faults(others, guards.own_clock) == []


def test_queries_only_read() -> None:
    queries = [path for path in python_files() if path.name == "queries.py"]
    assert faults(queries, guards.writing_queries) == []


def test_pages_hold_no_inline_style_or_script_and_fetch_nothing_elsewhere() -> None:
    pages = [path for path in SOURCE.rglob("*") if path.suffix in {".html", ".svg"}] + python_files()
    assert faults(sorted(pages), guards.unsafe_page) == []


def test_each_dependency_has_its_reason_beside_it() -> None:
    assert faults([ROOT / "pyproject.toml"], guards.unexplained_dependencies) == []


def test_requirements_are_pinned_hashed_and_name_no_address() -> None:
    assert faults(sorted((ROOT / "requirements").glob("*.txt")), guards.loose_requirements) == []


@pytest.mark.parametrize("larger", ["test.txt", "maps.txt", "spark.txt"])
def test_the_larger_requirements_hold_the_base_pin_by_pin(larger: str) -> None:
    folder = ROOT / "requirements"
    base = guards.pins((folder / "base.txt").read_text())
    assert base
    assert base <= guards.pins((folder / larger).read_text())


@pytest.mark.parametrize(
    ("made", "extras"), [("base", []), ("test", ["test"]), ("maps", ["maps"]), ("spark", ["spark"])]
)
def test_requirements_are_those_of_the_project(made: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in extras for name in project["optional-dependencies"][extra]),
    ]
    assert guards.unmet(wanted, (ROOT / "requirements" / f"{made}.txt").read_text()) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert faults(text_files(), guards.machine_paths) == []
