"""A worked row per paragraph: what the statute says, as a question and its answer.

SFS 2022:913 (SVOD) 2–4 kap., SFS 2008:355 (PDL) 2:8, 3:8, 4:1–5, 7:2, 8:4–5. A paragraph that is not about whether an
entry may be seen names the test that shows it.
"""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from lindra.privacy import rules
from lindra.privacy.rules import DIMENSIONS, Attitude, Duty, Purpose, Question, Relation, decide, law

USUAL = {
    "purpose": "care", "role": "treating", "reader": "health", "entry": "health", "place": "elsewhere",
    "relation": "current", "attitude": "consents", "sharing": "open", "matter": "clinical", "identity": "open",
    "emergency": "none",
}  # fmt: skip
"""A nurse with a current relation, another provider's entry, a patient who consents."""
SOCIAL, UNIT, OTHER_UNIT = {"reader": "social"}, {"place": "unit"}, {"place": "provider"}
CANNOT = {"attitude": "unobtainable"}

ROWS = [
    # paragraph, what it says here, how the question differs from the usual one, answer, who is told, cited
    ("SVOD 2:1", "for care, not for follow-up", {"purpose": "followup"}, "no", False, "SVOD 2:1"),
    ("SVOD 2:1", "not by the way of administration", {"purpose": "admin"}, "no", False, "SVOD 3:7"),
    ("SVOD 2:2", "not before the patient was informed", {"sharing": "uninformed"}, "no", False, "SVOD 2:2"),
    ("SVOD 2:3", "blocked: not available, consent or not", {"sharing": "blocked"}, "exists", False, "SVOD 2:5"),
    ("SVOD 2:3", "what social care blocked is not spoken of", {"sharing": "blocked", "entry": "social"}, "no", False,
     "SVOD 2:3"),
    ("SVOD 2:4", "that there is something, not what or whose", {"attitude": "refuses"}, "exists", False, "SVOD 2:4"),
    ("SVOD 2:5", "that something is blocked, not by whom", {"sharing": "blocked", **CANNOT}, "exists", False,
     "SVOD 2:5"),
    ("SVOD 2:5", "and for health care only", {"sharing": "blocked", **SOCIAL}, "no", False, "SVOD 2:3"),
    ("SVOD 2:6", "cannot decide, and not clarified: not available", {"sharing": "unclear", "attitude": "unable"}, "no",
     False, "SVOD 2:6"),
    ("SVOD 3:1", "relation, consent, relevance: yes", {}, "yes", False, "SVOD 3:1"),
    ("SVOD 3:1", "1: the relation has ended", {"relation": "ended"}, "no", False, "PDL 4:1"),
    ("SVOD 3:1", "2: not asked yet", {"attitude": "not_asked"}, "ask", False, "SVOD 3:1"),
    ("SVOD 3:1", "3: cannot be presumed to matter", {"matter": "aside"}, "no", False, "SVOD 3:1"),
    ("SVOD 3:1", "what an omsorgsgivare made available too", {"entry": "social"}, "yes", False, "SVOD 3:1"),
    ("SVOD 3:1", "last: a child who cannot consent", {"attitude": "child"}, "yes", False, "SVOD 3:1"),
    ("SVOD 3:2", "social care: measures, relevance, consent", {**SOCIAL}, "yes", False, "SVOD 3:2"),
    ("SVOD 3:2", "2: cannot be presumed to matter", {**SOCIAL, "matter": "aside"}, "no", False, "SVOD 3:2"),
    ("SVOD 3:2", "3: not asked yet", {**SOCIAL, "attitude": "not_asked"}, "ask", False, "SVOD 3:2"),
    ("SVOD 3:2", "last: a child, another omsorgsgivare's", {**SOCIAL, "entry": "social", "attitude": "child"}, "yes",
     False, "SVOD 3:2"),
    ("SVOD 3:2", "last: but not what a vårdgivare holds", {**SOCIAL, "attitude": "child"}, "ask", False, "SVOD 3:2"),
    ("SVOD 3:3", "lastingly unable, attitude clarified: yes, and who", {"attitude": "unable"}, "yes", True, "SVOD 3:3"),
    ("SVOD 3:3", "from social care too", {"attitude": "unable", "entry": "social"}, "yes", True, "SVOD 3:3"),
    ("SVOD 3:4", "social care: other omsorgsgivare's", {**SOCIAL, "entry": "social", "attitude": "unable"}, "yes", True,
     "SVOD 3:4"),
    ("SVOD 3:4", "but not health care's", {**SOCIAL, "attitude": "unable"}, "exists", False, "SVOD 3:4"),
    ("SVOD 3:5", "danger, cannot ask for the lift: who has blocked", {"sharing": "blocked", **CANNOT, "emergency":
     "declared"}, "exists", True, "SVOD 3:5"),
    ("SVOD 3:5", "it is never opened here: the one who blocks is asked", {"sharing": "blocked", **CANNOT, "emergency":
     "opened"}, "exists", True, "SVOD 3:5"),
    ("SVOD 3:6", "danger, consent cannot be obtained: first who", {**CANNOT, "emergency": "declared"}, "emergency",
     True, "SVOD 3:6"),
    ("SVOD 3:6", "then what is absolutely needed", {**CANNOT, "emergency": "opened"}, "yes", True, "SVOD 3:6"),
    ("SVOD 3:6", "before it is said, only that it is possible", CANNOT, "emergency", False, "SVOD 3:6"),
    ("SVOD 3:6", "health care only", {**SOCIAL, **CANNOT, "emergency": "opened"}, "exists", False, "SVOD 3:7"),
    ("SVOD 3:7", "no other ground, consent or not", {"purpose": "admin"}, "no", False, "SVOD 3:7"),
    ("SVOD 4:3", "social care within its own organisation", {**SOCIAL, "entry": "social", **UNIT}, "yes", False,
     "SVOD 4:3"),
    ("SVOD 4:3", "what the task needs: not administration", {**SOCIAL, "role": "administrative", "matter":
     "administrative"}, "no", False, "SVOD 4:3"),
    ("SVOD 4:5", "the extract: whose it is", {**SOCIAL, "entry": "social", "purpose": "extract", "matter": "identity"},
     "yes", False, "SVOD 4:5"),
    ("PDL 4:1", "who takes part in the care, own unit", UNIT, "yes", False, "PDL 4:1"),
    ("PDL 4:1", "another unit of the provider, taking part", OTHER_UNIT, "yes", False, "PDL 4:1"),
    ("PDL 4:1", "who does not take part", {**UNIT, "relation": "none"}, "no", False, "PDL 4:1"),
    ("PDL 4:1", "that a colleague elsewhere does is not enough", {**UNIT, "relation": "provider"}, "no", False,
     "PDL 4:1"),
    ("SVOD 3:5", "also of one who has consented to the rest", {"sharing": "blocked", **CANNOT, "emergency": "declared"},
     "exists", True, "SVOD 3:5"),
    ("PDL 4:1", "where the patient lives is for those who have them now", {**UNIT, "relation": "ended", "matter":
     "address"}, "no", False, "PDL 4:1"),
    ("PDL 4:1", "the unit keeps what it wrote itself", {**UNIT, "relation": "ended"}, "yes", False, "PDL 4:1"),
    ("PDL 4:2", "what the task needs: not the care itself", {**UNIT, "role": "administrative"}, "no", False, "PDL 4:2"),
    ("PDL 4:2", "protected address: those who treat", {**UNIT, "role": "assisting", "matter": "address", "identity":
     "protected"}, "no", False, "PDL 4:2"),
    ("PDL 4:3", "who checks the log reads the log", {**UNIT, "purpose": "review"}, "no", False, "PDL 4:3"),
    ("PDL 4:4", "blocked between units: that there is something", {**OTHER_UNIT, "sharing": "blocked"}, "exists", False,
     "PDL 4:4"),
    ("PDL 4:5", "2: consent cannot be obtained: first which units", {**OTHER_UNIT, "sharing": "blocked", **CANNOT,
     "emergency": "declared"}, "emergency", True, "PDL 4:5"),
    ("PDL 4:5", "2: then what can be presumed to matter", {**OTHER_UNIT, "sharing": "blocked", **CANNOT, "emergency":
     "opened"}, "yes", True, "PDL 4:5"),
    ("PDL 4:5", "2: and nothing else", {**OTHER_UNIT, "sharing": "blocked", **CANNOT, "emergency": "opened", "matter":
     "aside"}, "exists", False, "PDL 4:4"),
    ("PDL 8:5", "the extract: whose it is", {**UNIT, "purpose": "extract", "matter": "identity"}, "yes", False,
     "PDL 8:5"),
    ("PDL 8:5", "and nothing of the record itself", {**UNIT, "purpose": "extract"}, "no", False, "PDL 8:5"),
]  # fmt: skip

ELSEWHERE = {
    "SVOD 4:1": ("test_sharing.py", "test_each_provider_corrects_only_what_it_wrote"),
    "SVOD 4:4": ("test_door.py", "test_every_opening_and_every_denial_is_logged"),
    "SVOD 4:6": ("removal/test_weeding.py", ""),
    "PDL 2:8": ("test_search_terms.py", ""),
    "PDL 3:8": ("test_sharing.py", "test_the_patients_view_stands_beside_the_entry"),
    "PDL 7:2": ("removal/test_register.py", ""),
    "PDL 8:4": ("test_destroy.py", ""),
}
"""Paragraphs shown by another test: the file, and the test where one shows it alone."""
NOTHING_BUILT = {"SVOD 4:2"}
"""It lets a provider give patients access of their own; there is none in Lindra, so there is nothing to show."""
ASKED = (
    [f"SVOD 2:{n}" for n in range(1, 7)] + [f"SVOD 3:{n}" for n in range(1, 8)] + [f"SVOD 4:{n}" for n in range(1, 7)]
    + ["PDL 2:8", "PDL 3:8", *(f"PDL 4:{n}" for n in range(1, 6)), "PDL 7:2", "PDL 8:4", "PDL 8:5"]
)  # fmt: skip


def question(**differs: str) -> Question:
    values = USUAL | differs
    return Question(*(DIMENSIONS[name](values[name]) for name in DIMENSIONS))


@pytest.mark.parametrize(
    ("paragraph", "told", "differs", "answer", "who", "cited"),
    ROWS,
    ids=[f"{row[0]} {row[1]}" for row in ROWS],
)
def test_a_worked_row(paragraph, told, differs, answer, who, cited):
    decision = decide(question(**differs))
    assert (decision.answer, decision.who, decision.right) == (answer, who, law(cited))


def test_every_paragraph_has_a_row_or_a_test():
    assert {row[0] for row in ROWS} | set(ELSEWHERE) | NOTHING_BUILT == set(ASKED)


@pytest.mark.parametrize("paragraph", ELSEWHERE)
def test_the_test_that_shows_it_is_there(paragraph):
    file, name = ELSEWHERE[paragraph]
    tree = ast.parse((Path(__file__).parent / file).read_text())
    tests = [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert (name in tests) if name else tests


@pytest.mark.parametrize(
    ("born", "today", "child"),
    [("2008-11-23", "2026-11-22", True), ("2008-11-22", "2026-11-22", False), ("2008", "2026-11-22", True),
     ("2008-11", "2026-11-22", True), ("2007", "2026-01-01", False), ("1940-05-17", "2026-11-22", False),
     ("", "2026-11-22", False), ("2008-02-29", "2026-02-28", True), ("2008-02-29", "2026-03-01", False)],
)  # fmt: skip
def test_who_is_a_child(born, today, child):
    assert rules.is_child(born, date.fromisoformat(today)) is child


def test_only_the_patient_blocks():
    assert not rules.may_block(Purpose.CARE, Duty.TREATING, Relation.CURRENT, patient=False).allowed
    assert rules.may_block(Purpose.CARE, Duty.TREATING, Relation.CURRENT, patient=True).allowed


def test_being_on_duty_opens_nothing_by_itself():
    for attitude in Attitude:
        assert not decide(question(relation="none", attitude=attitude)).allowed
    assert rules.may_be_asked(Purpose.CARE, Duty.TREATING).allowed
    assert not rules.may_be_asked(Purpose.FOLLOWUP, Duty.TREATING).allowed
    assert not rules.may_be_asked(Purpose.CARE, Duty.ASSISTING).allowed
