"""Tells what happens around stays as messages: who sends what, when, to whom, in the words of the process. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from lindra.care.events.people import ContactNamed
from lindra.clock import day
from lindra.discharge.events import home, messages, moved, planning
from lindra.record.envelope import When
from lindra.record.facts import Contact
from lindra.synthetic import county, names
from lindra.synthetic.care_sections import OFFICE, clinician
from lindra.synthetic.discharges.levels import happens, levels, one_of, said
from lindra.synthetic.discharges.model import Course, Sip, Way
from lindra.synthetic.discharges.passing import Post
from lindra.synthetic.discharges.times import MINUTE
from lindra.synthetic.mix import chance
from lindra.synthetic.story import Entry, Step, Story

_REFS = UUID("5f1b7f0c-6f0e-4d6a-9a39-1f6c8f3f0d11")
PARTS: tuple[messages.Part, ...] = ("summary", "nursing", "medicines", "equipment")


def steps(story: Story, told: Sequence[Course], ways: Iterable[Way], until: datetime) -> tuple[Step, ...]:
    """Everything that is sent about a person, by when it was written."""
    telling = _Telling(story, until)
    for way in ways:
        telling.way(way)
    for course in told:
        telling.course(course)
    telling.post.read()
    return tuple(sorted(telling.post.steps, key=lambda step: step.at))


class _Telling:
    """One person's messages."""

    def __init__(self, story: Story, until: datetime) -> None:
        self.story = story
        self.random = Random(f"what is sent about {story.patient}")  # noqa: S311 - a made-up county
        self.post = Post(self.random, until)
        self.phones = {
            entry.fact.phone
            for step in story.steps
            for entry in step.entries
            if isinstance(entry.fact, ContactNamed)
        }
        self._count = 0

    def about(self, course: Course | None = None, *to: str) -> dict[str, Any]:
        """What every message has: its reference, the stay, to whom."""
        self._count += 1
        ref = str(uuid5(_REFS, f"{self.story.patient}|{self._count}"))
        return {"ref": ref, "episode": course.episode if course else "", "to": to}

    def said(self, what: str, part: str = "") -> str:
        """One of the sentences."""
        return said(self.random, what, part)

    # On the way in.

    def way(self, way: Way) -> None:
        """Sent in with what is known at home, and perhaps home again without a stay."""
        at = way.sent_in
        self.post.send(
            moved.SentIn(
                **self.about(None, way.emergency), reason=self.said("sent_in_reason"), done=self.said("sent_in_done"),
                at_home=self.said("at_home"), contact=names.switchboard(county.organisation().units[way.sender].number),
                plan="no" if self.story.care.quality == "missing" else "yes",
            ), way.sender, at,
        )  # fmt: skip
        if way.arriving is not None:
            visit = Contact(episode=f"{self.story.patient}-now", form="emergency", status="in-progress")
            self.post.steps.append(
                Step(way.arriving, way.emergency, "physician", (Entry(visit, When.at(way.arriving)),))
            )
        if way.sent_home is not None:
            self.post.send(
                moved.SentHome(
                    **self.about(None, *way.back_to), found=self.said("found"), done=self.said("found_done"),
                    follow_up=self.said("follow_up"), medicines=self.said("medicines"),
                ), way.emergency, way.sent_home,
            )  # fmt: skip

    # The stay.

    def course(self, course: Course) -> None:
        """One stay, in the order of the process."""
        judged = messages.JudgedInNeed(
            **self.about(course), needs=course.needs, physician=clinician(course.unit, "physician")
        )
        self.post.send(judged, course.unit, course.judged, role="physician")
        if course.notice is not None:
            self._notice(course, course.notice)
            self._planning(course)
            if course.sip is not None:
                self._sip(course, course.sip)
        self._ready(course)
        self._open_care(course)
        self._going(course)

    def _notice(self, course: Course, at: datetime) -> None:
        told = {"needs": course.needs, "admitted": course.admitted, "note": self.said("needs_note")}
        if course.wrong_unit is not None:
            unit, when = course.wrong_unit
            wrong = messages.AdmissionNotice(
                **self.about(course, unit, *course.receivers[-1:]), estimate=course.estimate, **told
            )
            self.post.send(wrong, course.unit, when)
            self.post.send_back(wrong.ref, unit, when + 12 * MINUTE, "Patienten bor inte i vår kommun.")
            back = messages.TakenBack(**self.about(course), taken=wrong.ref, why="wrong_unit")
            self.post.take_back(wrong.ref, back, at - 5 * MINUTE)
        first = course.estimate + timedelta(days=7) if course.corrected else course.estimate
        notice = messages.AdmissionNotice(**self.about(course, *course.receivers), estimate=first, **told)
        self.post.send(notice, course.unit, at)
        if course.corrected is not None:
            note = self.said("corrected_note")
            self.post.correct(notice.ref, course.corrected, estimate=course.estimate, note=note)
        for when, estimate in course.estimates:
            self.post.send(
                messages.EstimateChanged(
                    **self.about(course, *course.receivers), estimate=estimate, note=self.said("estimate_note")
                ), course.unit, when,
            )  # fmt: skip
        if course.mistaken is not None:
            self._mistaken(course, course.mistaken)

    def _mistaken(self, course: Course, at: datetime) -> None:
        """A new estimate that was meant for another patient."""
        wrong = messages.EstimateChanged(
            **self.about(course, *course.receivers), estimate=day(at) + timedelta(days=1)
        )
        self.post.send(wrong, course.unit, at)
        back = messages.TakenBack(**self.about(course), taken=wrong.ref, why="wrong_patient")
        self.post.take_back(wrong.ref, back, at + self.random.randrange(10, 55) * MINUTE)

    def _planning(self, course: Course) -> None:
        own, open_care = course.receivers[0], course.receivers[-1]
        others = tuple(one for one in (course.unit, *course.receivers) if one != own)
        if course.contact is not None:
            self._contact(open_care, course.contact)
        if course.mapped is not None:
            mapped = planning.NeedsMapped(
                **self.about(course, *others), before=self.said("before"), now=self.said("now"), help=self.said("help"),
                wishes=self.said("wishes"),
            )  # fmt: skip
            self.post.send(mapped, own, course.mapped)
        for at, can in course.positions:
            taken = planning.PositionTaken(
                **self.about(course, *others), can=can, what=self.said("what") if can == "yes" else "",
                earliest=day(at) + timedelta(days=self.random.randrange(0, 4)) if can != "no" else None,
                lacks=self.said("lacks") if can != "yes" else "",
            )  # fmt: skip
            self.post.send(taken, own, at)
        if course.question is not None:
            asked = messages.Note(
                **self.about(course, course.unit), about="question", note=self.said("question")
            )
            self.post.send(asked, own, course.question)
            at = course.question + self.random.randrange(20, 240) * MINUTE
            if at <= self.post.until:
                told = messages.Note(
                    **self.about(course, own), about="question", note=self.said("answer"), answers=asked.ref
                )
                self.post.send(told, course.unit, at)

    def _contact(self, unit: str, at: datetime) -> None:
        """Who is fast vårdkontakt for this time: a number that is nobody else's yet."""
        made = county.organisation()
        one = made.staff[made.writers[unit, "nurse"]]
        phone = names.telephone(self.random)
        while phone in self.phones:
            phone = names.telephone(self.random)
        self.phones.add(phone)
        fact = ContactNamed(
            role="fast_vardkontakt", name=one.name, profession=one.title.lower(), unit=made.units[unit].name,
            phone=phone, hours=(OFFICE,), rank=3,
        )  # fmt: skip
        self.post.steps.append(Step(at, unit, "nurse", (Entry(fact, When.at(at)),)))

    def _sip(self, course: Course, sip: Sip) -> None:
        unit = course.receivers[-1]
        others = (course.unit, *course.municipal)
        why = "" if sip.needed else self.said("sip_why")
        needed = planning.SipJudged(
            **self.about(course, *others), needed="yes" if sip.needed else "no", why=why
        )
        self.post.send(needed, unit, sip.judged)
        if sip.called is None or sip.meeting is None:
            return
        way: Any = one_of(self.random, "sip", "way")
        called = planning.SipCalled(
            **self.about(course, *others), meeting=sip.meeting, where=self.said("sip_where"), way=way
        )
        self.post.send(called, unit, sip.called)
        if sip.held is not None:
            self._held(course, unit, sip.held)

    def _held(self, course: Course, unit: str, at: datetime) -> None:
        random, made = self.random, county.organisation()
        present = happens(random, "sip", "present")
        consent: Any = one_of(random, "sip", "consent")
        held = planning.SipHeld(
            **self.about(course, *course.municipal), consent=consent,
            patient_present="yes" if present else "no", why_absent="" if present else self.said("absent"),
            took_part=tuple(made.units[one].name for one in (unit, *course.municipal)), matters=self.said("matters"),
            insatser=(
                planning.Insats(what=self.said("insatser_region"), by="region", who=made.units[unit].name),
                planning.Insats(what=self.said("insatser_municipality"), by="municipality",
                                who=made.units[course.municipal[0]].name),
            ),
            overall="municipality" if chance(random, 0.5) else "region",
            lead=made.staff[made.writers[unit, "nurse"]].name, phone=names.switchboard(made.units[unit].number),
            follow_up=day(at) + timedelta(days=random.randrange(14, 60)),
        )  # fmt: skip
        self.post.send(held, unit, at)

    # Leaving.

    def _ready(self, course: Course) -> None:
        for ready in course.readies:
            told = messages.Ready(
                **self.about(course, *course.receivers), physician=clinician(course.unit, "physician")
            )
            self.post.send(told, course.unit, ready.at)
            if ready.withdrawn is not None:
                back = messages.ReadyWithdrawn(
                    **self.about(course, *course.receivers), note=self.said("ready_withdrawn")
                )
                self.post.send(back, course.unit, ready.withdrawn)

    def _open_care(self, course: Course) -> None:
        if course.gap is None:
            return
        unit, others = course.receivers[-1], (course.unit, *course.municipal)
        missing = messages.OpenCareNoted(
            **self.about(course, *others), state=course.gap.state, note=self.said("open_care_note")
        )
        self.post.send(missing, unit, course.gap.since)
        if course.gap.until is not None:
            there = messages.OpenCareNoted(**self.about(course, *others), state="available")
            self.post.send(there, unit, course.gap.until)

    def _going(self, course: Course) -> None:
        ward, to = course.unit, course.receivers
        if course.transport is not None:
            way: Any = self.random.choice(("lying", "seated", "seated", "own"))
            booked = home.TransportBooked(
                **self.about(course, *course.municipal),
                leaves=course.left,
                way=way,
                met_by=self.said("met_by"),
            )
            self.post.send(booked, ward, course.transport)
        if course.informed is not None:
            sent = messages.InformationSent(**self.about(course, *to), parts=PARTS, note=self.said("summary"))
            self.post.send(sent, ward, course.informed)
        if course.patient_informed is not None:
            told = messages.PatientInformed(
                **self.about(course),
                written="yes",
                told=("care_given", "contact", "whom_to_call"),
                relatives="yes",
            )
            self.post.send(told, ward, course.patient_informed)
        if course.reconciled is not None:
            self._reconciled(course, course.reconciled)
        if course.told_left is not None:
            left = messages.LeftHospital(**self.about(course, *to), to_where=course.to_where)
            self.post.send(left, ward, course.told_left, of=course.left)
        if course.home is not None:
            self._home(course, *course.home)

    def _reconciled(self, course: Course, at: datetime) -> None:
        differs = levels()["going"]["differs"]
        found: dict[str, Any] = {
            name: "differs" if chance(self.random, differs) else "agrees"
            for name in ("medicines", "prescriptions", "aids")
        }
        note = self.said("reconciled_note") if "differs" in found.values() else ""
        days = self.random.randrange(1, 8)
        self.post.send(
            home.Reconciled(**self.about(course), **found, supplied_days=days, note=note), course.unit, at
        )

    def _home(self, course: Course, at: datetime, worked: Any) -> None:
        lacks: tuple[home.Lacked, ...] = ("medicines", "aids", "information", "help", "key_or_food")
        lacked = () if worked == "yes" else tuple(self.random.sample(lacks, 1 if worked == "partly" else 2))
        own = course.receivers[0]
        others = tuple(one for one in (course.unit, *course.receivers) if one != own)
        again = home.HomeAgain(
            **self.about(course, *others), worked=worked, lacked=lacked, note=self.said("home_note", worked)
        )
        self.post.send(again, own, at)
