"""Draws what happens around a stay, from admission to home. Pure.

Drawn from the course with a ``Random`` of its own for each stay, backwards from the end of the stay: when the patient
is ready, then what comes before. What the county has not come to at its last moment is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from lindra.clock import day
from lindra.discharge.events.messages import Need
from lindra.record.facts import Admitted
from lindra.synthetic import county
from lindra.synthetic.discharges import times
from lindra.synthetic.discharges.levels import happens, levels, one_of
from lindra.synthetic.discharges.model import Can, Course, Gap, Ready, Sip, ToWhere, Worked
from lindra.synthetic.discharges.times import DAY, HOUR, MINUTE
from lindra.synthetic.mix import chance
from lindra.synthetic.plan import Plan, Stay
from lindra.synthetic.story import Story

FIRST = 60 * MINUTE
"""After an admission, until it is surely in the record."""
LEAST = 6 * HOUR
"""A shorter stay, of one who dies, is told without messages."""


def courses(story: Story, until: datetime, since: datetime | None = None) -> tuple[Course, ...]:
    """What happens around those stays of a person that need something afterwards, admitted since a moment."""
    episodes = {
        (entry.when.start, step.unit): entry.fact.episode
        for step in story.steps
        for entry in step.entries
        if isinstance(entry.fact, Admitted)
    }
    found = []
    for stay in story.plan.stays:
        episode = episodes.get((story.plan.instant(stay.start), stay.unit))
        if episode is not None and not stay.withdrawn and not _moved_on(story.plan, stay):
            random = Random(f"discharge of {episode}")  # noqa: S311 - a made-up county
            admitted = story.plan.instant(stay.start)
            if (since is None or admitted >= since) and (one := _drawn(random, story, stay, episode, until)):
                found.append(one)
    return tuple(found)


def _moved_on(plan: Plan, stay: Stay) -> bool:
    """Whether the person went on to another stay, of whom nobody at home is told."""
    if stay.end is None:
        return False
    first, last = plan.instant(stay.start), plan.instant(stay.end) + DAY
    return any(
        first <= plan.instant(other.start) <= last
        for other in plan.stays
        if other is not stay and not other.withdrawn
    )


def _drawn(random: Random, story: Story, stay: Stay, episode: str, until: datetime) -> Course | None:
    plan = story.plan
    admitted, dying = plan.instant(stay.start), stay.end is None and plan.dead
    left = plan.instant(stay.end) if stay.end is not None else plan.ends if dying else None
    home = plan.home_at(stay.end[0] if stay.end else 0)
    if not happens(random, "told", _of(plan, stay, home.to if home else "unknown", dying=dying)):
        return None
    if left is not None and left - admitted < LEAST:
        return None
    needs, receivers = _concerned(random, plan, stay)
    to_where: ToWhere = "dead" if dying else home.to if home and home.to != "unknown" else "other"
    course = Course(
        story.patient, episode, stay.unit, plan.municipality, needs, receivers, admitted, left, dying, to_where,
        judged=admitted,
    )  # fmt: skip
    return _Drawing(random, plan, until, course).drawn()


def _of(plan: Plan, stay: Stay, home: str, *, dying: bool) -> str:
    if stay.end is None:
        return "dying" if dying else "going_on"
    nursed = any(team.form == "home_nursing" and team.start > stay.start[0] for team in plan.teams)
    return (
        "nursed_at_home" if nursed and home == "own_home" else home if home in levels()["told"] else "unknown"
    )


def _concerned(random: Random, plan: Plan, stay: Stay) -> tuple[tuple[Need, ...], tuple[str, ...]]:
    """What may be needed, and the units that are to know: what the municipality does, and the practice, or a team."""
    home = plan.home_at(stay.end[0] if stay.end else 0)
    own = home.unit if home and home.unit and home.unit != "hospice" else f"home-{plan.municipality}"
    team = any(
        one.unit == "team"
        and one.start > stay.start[0]
        and (one.end is None or (stay.end and one.end < stay.end[0]))
        for one in plan.teams
    )
    open_care = ("team" if team else f"practice-{plan.municipality}",)
    alone = own.startswith("home-") and happens(random, "needs", "open_care")
    social = happens(random, "needs", "social_service") or not own.startswith("home-")
    if alone:
        return ("open_care",), open_care
    every: tuple[Need, ...] = ("social_service", "municipal_health", "open_care")
    return (every if social else every[1:]), (own, *open_care)


@dataclass
class _Drawing:
    """One stay being drawn. ``end``: when it ends, or would; ``stop``: after it nothing happens on the ward."""

    random: Random
    plan: Plan
    until: datetime
    course: Course
    end: datetime = field(init=False)
    stop: datetime = field(init=False)
    free: datetime = field(init=False)
    """Until when the person is at home afterwards."""

    def __post_init__(self) -> None:
        course, plan = self.course, self.plan
        self.end = course.left or self._some_day()
        self.stop = min(self.end - 5 * MINUTE, self.until)
        starts = [plan.instant(one.start) for one in plan.stays if not one.withdrawn]
        later = [at - 3 * HOUR for at in starts if at > course.admitted]
        self.free = min([self.until, *later, *([plan.ends - MINUTE] if plan.dead else [])])

    def _some_day(self) -> datetime:
        """When a stay that goes on might end."""
        on = day(self.until) + timedelta(days=self.random.randrange(0, 10))
        return max(times.at(on, self.random.randrange(600, 840)), self.until + HOUR)

    # Pieces.

    def share(self, about: str, name: str) -> bool:
        """Whether something happens."""
        return happens(self.random, about, name)

    def between(self, first: datetime, last: datetime) -> datetime:
        """A minute between two moments."""
        return times.between(self.random, first, last)

    def daytime(self, first: datetime, last: datetime) -> datetime:
        """A minute of a working day of the ward, on a day between two moments."""
        return times.at(day(self.between(first, last)), self.random.randrange(8 * 60, 17 * 60))

    def office(self, first: datetime, hours: float) -> datetime:
        """Within so many hours, or when people are next at work."""
        return times.office(self.random, first, hours)

    def kept(self, at: datetime | None, stop: datetime | None = None) -> datetime | None:
        """What happens before the end, and before the county's last moment."""
        return at if at is not None and at <= (stop or self.stop) else None

    # The whole.

    def drawn(self) -> Course | None:
        """The course of the stay; None where nobody has judged anything yet."""
        ready = self._ready()
        turn = ready or self.end - 15 * MINUTE
        judged, notice = self._noticed(turn)
        if self.kept(judged) is None:
            return None
        notice = self.kept(notice)
        self.course = replace(self.course, judged=judged, notice=notice)
        self._readies(ready, notice or judged)
        if notice is not None:
            self._estimated(notice, min(turn, self.stop))
            self._mistakes(notice, judged, min(turn, self.stop))
            self._planned(notice)
            self._sip(notice, turn)
            self._open_care(notice, ready)
        self._going()
        return self.course

    def _ready(self) -> datetime | None:
        """When the notice comes that stands at the end, if the stay ends by it."""
        first, random = self.course.admitted + 150 * MINUTE, self.random
        if self.course.died:
            latest = self.end - 40 * MINUTE
            if first >= latest or not self.share("ready", "dying_waits"):
                return None
            return self.end - (times.soon(random, first, latest) - first) - 40 * MINUTE
        days = int(one_of(random, "ready", "days" if self.course.left else "open_days"))
        days += random.randrange(levels()["ready"]["long_more"]) if days == 8 else 0
        on = day(self.end) - timedelta(days=min(days, (day(self.end) - day(self.course.admitted)).days))
        how = one_of(random, "ready", "time")
        latest = self.end - 30 * MINUTE
        if how == "noon" and times.at(on, 720) <= latest:
            at = times.at(on, 720)
        elif how == "after_noon" and on < day(self.end):
            at = times.at(on, random.randrange(721, 1020))
        else:
            at = self.between(times.at(on, 480), min(times.at(on, 719), latest))
        return max(at, first + random.randrange(60) * MINUTE)

    def _noticed(self, turn: datetime) -> tuple[datetime, datetime | None]:
        """When need was judged and the notice sent: in time, late, on the day of the ready notice, or never."""
        admitted = self.course.admitted
        first, last = admitted + FIRST, turn - 50 * MINUTE
        judged = times.soon(self.random, first, min(admitted + 8 * HOUR, last))
        if last - admitted > 36 * HOUR and self.share("notice", "later_judgement"):
            judged = self.between(admitted + 20 * HOUR, last)
        if self.share("notice", "same_day"):
            morning = max(first, times.at(day(turn), 7 * 60))
            if last > morning:
                judged = self.between(morning, last)
                return judged, self.between(judged + 10 * MINUTE, turn - 10 * MINUTE)
        due = max(admitted, judged) + DAY
        if self.share("notice", "never"):
            return judged, None
        if self.share("notice", "late") and due + 2 * HOUR < self.end:
            return judged, self.between(due + MINUTE, min(due + 36 * HOUR, self.end - HOUR))
        return judged, times.soon(
            self.random, judged + 10 * MINUTE, min(judged + 10 * HOUR, due, turn - 10 * MINUTE)
        )

    def _readies(self, ready: datetime | None, told: datetime) -> None:
        """The ready notice that stands, and now and then one before it that was withdrawn."""
        found = []
        until = min(ready or self.stop, self.stop)
        if until - told > 32 * HOUR and self.share("ready", "withdrawn"):
            at = max(self.daytime(told, until - 30 * HOUR), told + HOUR)
            if at < until - 27 * HOUR:
                found.append(Ready(at, self.between(at + 2 * HOUR, at + 24 * HOUR)))
        if self.kept(ready):
            assert ready is not None
            found.append(Ready(ready))
        self.course = replace(self.course, readies=tuple(found))

    def _estimated(self, notice: datetime, turn: datetime) -> None:
        """The first estimate, and how it moved."""
        random = self.random
        aim = max(day(self.end), day(notice))
        first = max(aim + timedelta(days=random.randrange(-2, 4)), day(notice))
        changes = int(one_of(random, "estimates", "changes")) if turn - notice > 8 * HOUR else 0
        moments = sorted({self.daytime(notice, turn) for _ in range(changes)})
        moments = [at for at in moments if notice + 3 * HOUR < at < turn - 10 * MINUTE]
        days = [max(aim + timedelta(days=random.randrange(-1, 3)), day(at)) for at in moments]
        moved = tuple(
            (at, max(aim, day(at)) if at == moments[-1] else on) for at, on in zip(moments, days, strict=True)
        )
        self.course = replace(self.course, estimate=first, estimates=moved)

    def _mistakes(self, notice: datetime, judged: datetime, turn: datetime) -> None:
        """A notice put right, one that went to another municipality first, an estimate of another patient."""
        corrected = wrong = mistaken = None
        if self.share("notice", "corrected"):
            corrected = self.kept(self.between(notice + 15 * MINUTE, notice + 90 * MINUTE))
        if notice - judged > 50 * MINUTE and self.share("notice", "wrong_unit"):
            others = [one for one in county.municipalities() if one != self.course.municipality]
            wrong = f"home-{self.random.choice(others)}", notice - 35 * MINUTE
        if turn - notice > 5 * HOUR and self.share("notice", "estimate_wrong_patient"):
            mistaken = self.between(notice + 2 * HOUR, turn - HOUR)
        self.course = replace(self.course, corrected=corrected, wrong_unit=wrong, mistaken=mistaken)

    def _planned(self, notice: datetime) -> None:
        """Fixed care contact, mapping, position, a question."""
        contact = self.office(notice, levels()["planning"]["contact_hours"])
        mapped = self.office(notice, 26) if self.share("planning", "mapped") else None
        positions: list[tuple[datetime, Can]] = []
        if self.share("planning", "position"):
            can: Can = one_of(self.random, "planning", "can")  # type: ignore[assignment]
            at = self.office((mapped or notice) + HOUR, 30)
            positions.append((at, can))
            if can == "not_yet":
                positions.append((self.office(at + 12 * HOUR, 40), "yes"))
        question = self.office(notice + HOUR, 20) if self.share("planning", "question") else None
        self.course = replace(
            self.course, contact=self.kept(contact) if self.share("planning", "contact") else None,
            mapped=self.kept(mapped), positions=tuple(one for one in positions if self.kept(one[0])),
            question=self.kept(question),
        )  # fmt: skip

    def _sip(self, notice: datetime, turn: datetime) -> None:
        """Whether a plan is needed; called to before or after the ready notice, in time, late or never; mostly held."""
        if len(self.course.receivers) < 2 or not self.share("sip", "judged"):
            return
        judged = self.kept(self.office(notice + HOUR, 20))
        if judged is None:
            return
        sip = Sip(judged, needed=self.share("sip", "needed"))
        self.course = replace(self.course, sip=sip)
        called = self._called(judged, turn) if sip.needed else None
        if called is None or not self._outside(called):
            return
        meeting = times.at(
            times.workday(day(called) + timedelta(days=self.random.randrange(2, 9))), 10 * 60 + 30
        )
        held = (
            meeting + 50 * MINUTE
            if self.share("sip", "held") and self._outside(meeting + 50 * MINUTE)
            else None
        )
        self.course = replace(self.course, sip=replace(sip, called=called, meeting=meeting, held=held))

    def _outside(self, at: datetime) -> bool:
        """Whether something of open care may happen: while inside, or at home before what comes next."""
        return at <= self.stop or (not self.course.died and self.end + HOUR < at <= self.free)

    def _called(self, judged: datetime, turn: datetime) -> datetime | None:
        how, ready = one_of(self.random, "sip", "call"), day(turn)
        if how == "never":
            return None
        if how == "early" and judged + 40 * MINUTE < turn:
            at = self.office(judged, 40)
            return at if at < turn else self.between(judged + 10 * MINUTE, turn)
        after = self.random.randrange(0, 4) if how != "late" else self.random.randrange(4, 8)
        at = times.at(ready + timedelta(days=after), self.random.randrange(8 * 60, 16 * 60))
        at = max(at, turn + 15 * MINUTE, judged + 10 * MINUTE)
        near = self.end - 5 * MINUTE < at <= self.end + HOUR  # not while the patient is on the way out
        return at + 2 * HOUR if near else at

    def _open_care(self, notice: datetime, ready: datetime | None) -> None:
        """Open care is missing for some days."""
        if ready is None or self.course.died:
            return
        waits = day(ready) < day(self.end)
        if not self.share("open_care", "waiting" if waits else "same_day"):
            return
        since = self.kept(self.office(max(notice + 10 * MINUTE, ready - 20 * HOUR), 24))
        if since is None:
            return
        last = self.end - 20 * MINUTE
        never = self.share("open_care", "never_there") or last - since < 7 * HOUR
        there = max(self.daytime(since + 6 * HOUR, last), since + 6 * HOUR)
        until = None if never else self.kept(min(there, last))
        state: Literal["missing", "unclear"] = "missing" if chance(self.random, 0.6) else "unclear"
        self.course = replace(self.course, gap=Gap(since, until, state))

    def _going(self) -> None:
        """What is told when the patient leaves, and whether it worked."""
        course, random, left = self.course, self.random, self.course.left
        how = one_of(random, "going", "informed")
        wants = {
            name: self.share("going", name)
            for name in ("patient_informed", "reconciled", "transport", "told_dead", "home_again")
        }
        if left is None:
            return
        if course.died:
            known = self.plan.instant((0, self.plan.minute)) + random.randrange(70, 240) * MINUTE
            told = known if wants["told_dead"] and known <= self.until else None
            self.course = replace(course, told_left=told)
            return
        informed = {
            "same_day": self.between(left - 3 * HOUR, left + 2 * HOUR),
            "late": self.office(left + DAY, 40),
        }.get(how)
        ready = course.standing.at if course.standing else None
        transport = (
            self.between(ready + 10 * MINUTE, left - 25 * MINUTE) if ready and ready < left - HOUR else None
        )
        told = left + random.randrange(10, 70) * MINUTE
        home = self.office(left + 18 * HOUR, 50)
        worked: Worked = one_of(random, "going", "worked")  # type: ignore[assignment]
        self.course = replace(
            course,
            informed=self.kept(informed, self.free),
            patient_informed=left - random.randrange(5, 100) * MINUTE if wants["patient_informed"] else None,
            reconciled=left - random.randrange(6, 200) * MINUTE if wants["reconciled"] else None,
            transport=transport if wants["transport"] and course.municipal and course.notice else None,
            told_left=self.kept(told, self.free),
            home=(home, worked) if wants["home_again"] and home <= self.free and course.notice else None,
        )  # fmt: skip
