"""Stories with the discharge process told in them, beside all they held before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from lindra.synthetic.care_telling import positioned
from lindra.synthetic.discharges.drawing import courses
from lindra.synthetic.discharges.model import Course, Way
from lindra.synthetic.discharges.telling import steps
from lindra.synthetic.discharges.ways import ways
from lindra.synthetic.story import Story

DEMO_DAYS = 60
"""The demo tells of stays that began within so many days before its end: the county's messages began then."""


def told(stories: Iterable[Story], until: datetime, since: datetime | None = None) -> Iterator[Story]:
    """The same stories, with the process around stays since a moment."""
    for story in stories:
        found = courses(story, until, since)
        yield with_steps(story, found, tuple(ways(story, found, until, since)), until)


def with_steps(story: Story, found: Sequence[Course], said: Sequence[Way], until: datetime) -> Story:
    """A story with what is sent about the person; nothing else in it changes.

    A confirmation of a plan has seen one entry more for each that now stands before it.
    """
    further = steps(story, found, said, until)
    if not further:
        return story
    every = sorted((*story.steps, *further), key=lambda step: step.at)
    return replace(story, steps=positioned(story.patient, every))
