"""The made-up county tells the discharge process, by chances of its own: all else is told as it was.

``drawing.py`` and ``ways.py`` draw what truly happens (``model.py``), ``telling.py`` tells it in the words of the
process, ``passing.py`` hands each message over and reads it as the program does, ``truth.py`` counts what is true in
plain arithmetic, ``cases.py`` writes the neutral file.
"""

from __future__ import annotations

from lindra.synthetic.discharges.drawing import courses
from lindra.synthetic.discharges.layer import DEMO_DAYS, told
from lindra.synthetic.discharges.model import Course, Way

__all__ = ["DEMO_DAYS", "Course", "Way", "courses", "told"]
