"""Answers: from form controls, checked, and in the forms they are kept in. Pure. The door to this part of the room.

``parse`` → ``check`` → ``yields.facts`` and ``answered`` is the way of a form that is sent in.
"""

from __future__ import annotations

from lindra.forms.checking import check, complete
from lindra.forms.controls import Choice, Condition, Control, When, controls, shown
from lindra.forms.parsing import parse
from lindra.forms.structs import Coding, Quantity
from lindra.forms.values import Answers, Problem, Unread, code_of
from lindra.forms.verbatim import answered, of_answered, of_response, response

__all__ = [
    "Answers", "Choice", "Coding", "Condition", "Control", "Problem", "Quantity", "Unread", "When", "answered",
    "check", "code_of", "complete", "controls", "of_answered", "of_response", "parse", "response", "shown",
]  # fmt: skip
