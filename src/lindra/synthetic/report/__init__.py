"""The true answers of the register's report on each dead made-up person, and which of them the record holds. Pure.

True is what was planned (course, plan of care, last days) with what telling planted by chance (orders, conversations,
an assessment of the mouth). What the record holds is read off the entries that were told, question by question, by
rules written here from the meaning of the questions: nothing is shared with what fills the report in, and a test
holds it so.
"""

from __future__ import annotations

from lindra.synthetic.report import body, illness, people, symptoms, where
from lindra.synthetic.report.known import Known, So
from lindra.synthetic.story import Story


def report(story: Story) -> dict[str, So]:
    """The truth of every question that has one, of somebody dead."""
    known = Known(story)
    return {
        name: so
        for matter in (where, illness, people, body, symptoms)
        for name, so in matter.answers(known).items()
        if so is not None
    }
