"""No code outside ``record`` and ``privacy`` gets a chart, an event or a patient row without a reader.

Read from the import graph and from the source itself: who imports the modules that read patients, who names their
tables, who looks models up by name. The few that may are named here with the reason.
"""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import grimp
import pytest

from lindra.privacy import beside, door, tallies, worklist

SOURCE = Path(__file__).resolve().parents[2] / "src"

READS = ("lindra.record.queries", "lindra.record.readings", "lindra.record.models",
         "lindra.record.kept_parts", "lindra.record.stats",
         "lindra.record.verify", "lindra.record.export", "lindra.record.destruction", "lindra.people.patients",
         "lindra.people.models.patients", "lindra.privacy.queries",
         "lindra.privacy.listing", "lindra.record.wall")  # fmt: skip
WRITES = ("lindra.record.log", "lindra.people.actions", "lindra.people.sources")
PATIENT_MODELS = {"Patient", "Identifier", "Detail", "Link"}
"""Of the package ``people.models``; staff and assignments are nobody's secret."""
ONLY_THE_TYPE = {"Person"}
BEHIND_THE_DOOR = ("lindra.record", "lindra.privacy", "lindra.people")

MAY: dict[tuple[str, str], str] = {
    ("lindra.site.world", "lindra.record.readings"): "rebuilds what is stored; gets no patient back",
    ("lindra.fhir", "lindra.record.destruction"): "forgets what it keeps of destroyed entries",
    ("lindra.forms.apps", "lindra.record.destruction"): "drafts about the patient go with destroyed entries",
    (
        "lindra.care.apps",
        "lindra.record.destruction",
    ): "why a patient was put aside goes with destroyed entries",
    ("lindra.forms.queries", "lindra.record.wall"): "drafts of one patient, whom the door has opened",
    (
        "lindra.forms.actions",
        "lindra.record.wall",
    ): "the same; and old drafts are dropped, whoever they are about",
    (
        "lindra.deadlines.queries",
        "lindra.record.wall",
    ): "what is noted of rows, opened with the list they stand in",
    ("lindra.deadlines.actions", "lindra.record.wall"): "what is noted of one patient's rows, after the door",
    ("lindra.care.identification.queries", "lindra.record.wall"): "who is put aside, opened with the list",
    ("lindra.care.identification.actions", "lindra.record.wall"): "putting one patient aside, after the door",
    ("lindra.forms.migrations", "lindra.record.wall"): "puts its table behind the wall",
    ("lindra.deadlines.migrations", "lindra.record.wall"): "puts its table behind the wall",
    ("lindra.care.migrations", "lindra.record.wall"): "puts its table behind the wall",
    ("lindra.registry.migrations", "lindra.record.wall"): "puts its tables behind the wall",
    ("lindra.discharge.migrations", "lindra.record.wall"): "puts its table behind the wall",
    ("lindra.discharge.apps", "lindra.record.destruction"): "deviations are unlinked with destroyed entries",
    (
        "lindra.discharge.deviations.queries",
        "lindra.record.wall",
    ): "deviations of a unit, opened as a list; whom each is about is for the door alone",
    (
        "lindra.discharge.deviations.actions",
        "lindra.record.wall",
    ): "one deviation written, by whom it is for; unlinked with destroyed entries",
    (
        "lindra.discharge.deviations",
        "lindra.people.patients",
    ): "the type of a person that the door has given",
    ("lindra.discharge.board", "lindra.people.patients"): "the type of a person that the door has given",
    ("lindra.registry.apps", "lindra.record.destruction"): "relatives' answers go with destroyed entries",
    (
        "lindra.registry.relatives.queries",
        "lindra.record.wall",
    ): "whom a unit asked: by the code that somebody holds, of a patient after the door, of many to be counted",
    (
        "lindra.registry.relatives.actions",
        "lindra.record.wall",
    ): "asking relatives of one patient, after the door; and what is no longer kept, whoever it is about",
    (
        "lindra.registry.relatives.answering.actions",
        "lindra.record.wall",
    ): "whoever holds a code writes their answer, and reads nothing of the patient",
    ("lindra.fhir", "lindra.record.export"): "the key by which parked lines of a patient are found",
    ("lindra.site", "lindra.record.destruction"): "backup and restore: destructions are carried out again",
    ("lindra.site", "lindra.record.export"): "restore: exported folders",
    ("lindra.site", "lindra.record.verify"): "backup and restore prove themselves",
    ("lindra.site", "lindra.record.wall"): "opens the second wall for commands that run as a system reader",
    ("lindra.fhir", "lindra.record.log"): "import: a system reader on the command line, logged once a run",
    ("lindra.fhir", "lindra.people.actions"): "import",
    ("lindra.fhir", "lindra.people.sources"): "import: what another system tells of a person",
    ("lindra.fhir", "lindra.people.patients"): "import: finds the record an identifier belongs to",
    ("lindra.fhir", "lindra.record.queries"): "import: the sequence number it corrects at",
    ("lindra.synthetic", "lindra.record.log"): "made-up patients are written by a system reader",
    ("lindra.synthetic", "lindra.people.actions"): "made-up patients",
    (
        "lindra.synthetic",
        "lindra.record.export",
    ): "made-up patients straight to Parquet, which never were in a log",
    (
        "lindra.synthetic",
        "lindra.people.patients",
    ): "whether a made-up patient exists; gets nothing of one back",
    (
        "lindra.deadlines.apps",
        "lindra.record.destruction",
    ): "forgets what was noted of a destroyed patient's rows",
    ("lindra.deadlines.lists", "lindra.people.patients"): "the type of a person that the door has given",
    ("lindra.care", "lindra.people.patients"): "the type of a person that the door has given",
    ("lindra.registry", "lindra.people.patients"): "the type of a person that the door has given",
}
FOR_EVERYBODY = {
    "pending": "lindra.deadlines.actions",
    "of_everybody": "lindra.registry.coverage.everybody",
}
"""Of the door, what asks for no reader, and the one module that may: its command runs as a system reader."""
TABLES = re.compile(
    r"\b(record_(event|chart|part|head|reading|roll|key)|people_(patient|identifier|detail|link))\b"
)
TABLES_MAY = BEHIND_THE_DOOR


def ways_around(graph) -> list[str]:
    """Every import that reaches patients from outside the door without a reason given above."""
    found = []
    for module in sorted(graph.modules):
        if module.startswith(BEHIND_THE_DOOR):
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            if imported in READS + WRITES and not allowed(module, imported):
                found.append(f"{module} imports {imported}")
    return found


def allowed(module: str, imported: str) -> bool:
    return any(module.startswith(who) and imported == what for who, what in MAY)


def by_name(path: Path) -> list[str]:
    """Tables of patients named in a text, or models looked up by name, in a file outside the door."""
    module = (
        ".".join(path.relative_to(SOURCE).with_suffix("").parts) if path.is_relative_to(SOURCE) else path.stem
    )
    if module.startswith(TABLES_MAY) or ".migrations" in module:
        return []
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TABLES.search(node.value):
            found.append(f"{module}:{node.lineno} names {TABLES.search(node.value)[0]}")  # type: ignore[index]
        if isinstance(node, ast.ImportFrom):
            found += [f"{module}:{node.lineno} imports {name}" for name in of_patients(module, node)]
        if isinstance(node, ast.Attribute | ast.Name) and getattr(node, "attr", getattr(node, "id", "")) in (
            "get_model", "get_models",
        ):  # fmt: skip
            found.append(f"{module}:{node.lineno} looks a model up by name")
        if isinstance(node, ast.Attribute) and FOR_EVERYBODY.get(node.attr, module) != module:
            found.append(f"{module}:{node.lineno} asks for everybody's {node.attr}")
    return found


def of_patients(module: str, node: ast.ImportFrom) -> list[str]:
    """Names a page may not import: patients' models, and of their reads anything but the type."""
    names = {alias.name for alias in node.names}
    if node.module == "lindra.people.models" and not module.startswith(("lindra.fhir", "lindra.synthetic")):
        return sorted(names & PATIENT_MODELS)
    if node.module == "lindra.people.patients" and module.startswith(("lindra.care", "lindra.registry")):
        return sorted(names - ONLY_THE_TYPE)
    return []


def test_there_is_no_way_around_the_door():
    assert ways_around(grimp.build_graph("lindra", cache_dir=None)) == []


def test_no_file_outside_names_the_tables_of_patients():
    assert [line for path in sorted(SOURCE.rglob("*.py")) for line in by_name(path)] == []


@pytest.mark.parametrize("imported", READS + WRITES)
def test_the_guard_finds_a_page_that_goes_around(imported):
    graph = grimp.build_graph("lindra", cache_dir=None)
    graph.add_import(importer="lindra.access.views", imported=imported)
    assert f"lindra.access.views imports {imported}" in ways_around(graph)


def test_the_guard_finds_a_table_named_in_a_text(tmp_path):
    sneaky = tmp_path / "sneaky.py"
    sneaky.write_text(
        'cursor.execute("SELECT body FROM record_event")\nmodel = apps.get_model("people", "Patient")\n'
    )
    assert by_name(sneaky) == ["sneaky:1 names record_event", "sneaky:2 looks a model up by name"]


def test_every_exception_has_a_reason_and_is_of_use():
    graph = grimp.build_graph("lindra", cache_dir=None)
    for (who, what), reason in MAY.items():
        importers = graph.find_modules_that_directly_import(what)
        assert reason
        assert any(importer.startswith(who) for importer in importers), (
            f"nobody in {who} imports {what} any more"
        )


def test_the_guard_finds_a_page_that_imports_a_patients_model(tmp_path):
    sneaky = tmp_path / "sneaky.py"
    sneaky.write_text("from lindra.people.models import Patient, Staff\n")
    assert by_name(sneaky) == ["sneaky:1 imports Patient"]


def test_the_guard_finds_a_page_that_asks_without_a_reader(tmp_path):
    sneaky = tmp_path / "sneaky.py"
    sneaky.write_text('rows = worklist.pending("due")\n')
    assert by_name(sneaky) == ["sneaky:1 asks for everybody's pending"]


def test_the_guard_finds_a_page_that_counts_everybody(tmp_path):
    sneaky = tmp_path / "sneaky.py"
    sneaky.write_text('rows = tallies.of_everybody("register", STATES)\n')
    assert by_name(sneaky) == ["sneaky:1 asks for everybody's of_everybody"]


def test_what_the_door_gives_asks_for_a_reader():
    """Every function of the door and its parts that others may call, but for what is named above."""
    for part in (door, worklist, tallies, beside):
        own = [
            one for _, one in inspect.getmembers(part, inspect.isfunction) if one.__module__ == part.__name__
        ]
        given = {one.__name__ for one in own if not one.__name__.startswith("_")}
        readers = {one.__name__ for one in own if "reader" in inspect.signature(one).parameters}
        assert given - readers <= set(FOR_EVERYBODY), part
        assert given


def test_every_protected_module_exists():
    graph = grimp.build_graph("lindra", cache_dir=None)
    assert set(READS + WRITES) <= graph.modules
