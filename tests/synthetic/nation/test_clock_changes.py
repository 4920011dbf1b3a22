"""On the day the clock changes, what comes before death still comes before it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from synthetic.nation.made import NEEDED

pytest.importorskip("numpy", reason=NEEDED)
pytest.importorskip("pyarrow", reason=NEEDED)

from datetime import date
from typing import Any

import numpy as np

from lindra.synthetic.nation import calendar, course


@pytest.mark.parametrize("day", [date(2020, 3, 29), date(2020, 10, 25), date(2020, 6, 1)])
def test_events_of_the_day_of_death_are_before_it(day: date) -> None:
    minute = np.arange(20, 6 * 60)
    days = np.full(len(minute), calendar.day_number(day))
    dead: Any = SimpleNamespace(day=days, minute=minute, died=calendar.utc(days * calendar.DAY + minute))
    who = np.repeat(np.arange(len(minute)), 30)
    found = course.at(np.random.default_rng(1), dead, who, np.zeros(len(who), np.int64))
    assert (found < dead.died[who]).all()
    assert (calendar.day_of(found) == dead.day[who]).all()
