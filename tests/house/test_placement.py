"""New things find their place: eight questions, and what somebody answered who knew only ``docs/architecture.md``.

The answers were given once, on the document of 2026-11-22, by a reader who saw nothing else of the project. They
are kept as given, but for where an indicator goes, which was asked anew (2026-11-29) when definitions moved. What
is tested is that they are right, and that the document still says what they were drawn from. A room that has grown
has parts with the same files inside: the page asked about stands in ``care/plan/views.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DOCUMENT = (HERE.parents[1] / "docs" / "architecture.md").read_text()
QUESTIONS = json.loads((HERE / "placement_questions.json").read_text())
ANSWERS = json.loads((HERE / "placement_answers.json").read_text())


def test_eight_things_were_asked_for_and_answered():
    assert len(QUESTIONS) == len(ANSWERS) == 8
    assert [asked["thing"] for asked in QUESTIONS] == [
        "a deadline", "a score", "a page", "a reading", "a message", "an import", "an indicator", "a permission",
    ]  # fmt: skip


@pytest.mark.parametrize(("asked", "answered"), list(zip(QUESTIONS, ANSWERS, strict=True)))
def test_each_was_placed_where_it_belongs(asked, answered):
    assert answered["answer"].rstrip("/") == asked["expected"].rstrip("/")


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["thing"])
def test_the_document_still_names_the_room_and_the_file(asked):
    _, _, room, *file = Path(asked["expected"]).parts
    assert f"`{room}`" in DOCUMENT
    assert all(f"`{name}`" in DOCUMENT or f"{room}/{name}`" in DOCUMENT for name in file)
