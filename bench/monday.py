"""The Monday page of a county of 1.4 million people: what the server's answer costs, cold and warm.

    .venv/bin/python bench/monday.py [--database sqlite|postgresql] [--quick] [--scale 0.5]

A county of the size of Skåne: a region with hospitals, teams and practices, 33 municipalities with home nursing and
three care homes each, one of them with a quarter of the people. In palliative care at one time :data:`LIVING`, and the
dead of the last year :data:`DEAD` (12,000 to 14,000 deaths a year in so many people), each with the entries that the
page counts; deviations, physicians' hours, agreements, promises and actions beside them, and the county's indicators
counted and released for the council. Charts are small: the page opens none.

*Cold*: the first answer of a process that has just started, and so all that is loaded once; *warm*: those that come
after. Asked by the MAS of the largest municipality, the region's quality officer, a unit's manager, and the council.
*Opened*: the honest alternative, that every chart of the MAS's patients is opened through the door and the same four
numbers are computed from it.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import common
from lindra import clock
from lindra.ids import new_id

LIVING, DEAD = 4_000, 13_000
DEVIATIONS, COMMITMENTS, DOCUMENTS = 3_000, 10_000, 500
REGION = "12"
LARGEST = 0.25
"""Of the people, in the largest municipality (Malmö is a quarter of Skåne)."""
BATCH = 100
TIMES = 30
WHO = {"mas": "MAS", "quality": "quality officer", "manager": "unit manager", "council": "council"}


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    parser.add_argument("--scale", type=float, default=1.0, help="of the county (1.0 is 1.4 million people)")
    parser.add_argument("--ask", help="one of those who ask, in a world that is there; for the script itself")
    options = parser.parse_args()
    if options.ask:
        return _ask(options.ask, 3 if options.quick else TIMES)
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    common.set_up()
    began = time.monotonic()
    scale = 0.01 if options.quick else options.scale
    made = County(scale)
    made.build()
    _known_to_the_planner()
    common.emit(
        database=options.inside, what="world", people=round(1_400_000 * scale), living=made.living, dead=made.dead,
        seconds=round(time.monotonic() - began),
    )  # fmt: skip
    for who in WHO:
        _processes(options, who)
    _opened(options)
    return 0


def _known_to_the_planner() -> None:
    """PostgreSQL gathers what it knows of its tables within a minute of such a change; here it is not waited for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# The county


class County:
    """Everything that the page counts, at a scale."""

    def __init__(self, scale: float) -> None:
        self.living, self.dead = round(LIVING * scale), round(DEAD * scale)
        self.scale, self.dice = scale, random.Random(17)
        self.authors: dict[str, Any] = {}
        self.units: dict[str, list[str]] = {}
        self.now, self.made = clock.now(), 0

    def build(self) -> None:
        """Make it in the present world."""
        self._organisation()
        self._people(self.living, self._living)
        self._people(self.dead, self._dead)
        self._deviations()
        self._hours()
        self._governed()
        self._counted()

    def _organisation(self) -> None:
        from lindra.areas import actions as areas
        from lindra.areas import geography

        region = areas.add_provider(hsa_id="SE0000001200-0000", name="Region", kind="region", area=REGION)
        codes = [one.code for one in geography.municipalities_of(REGION)]
        kinds = {
            "ward": ("hospital_ward", 12),
            "team": ("specialised_home_care", 4),
            "practice": ("primary_care", 60),
        }
        for key, (kind, count) in kinds.items():
            for _ in range(count):
                self._unit(key, kind, region, codes[0])
        for code in codes:
            name = geography.municipality(code).name
            town = areas.add_provider(
                hsa_id=f"SE000000{code}-0000", name=name, kind="municipality", area=code
            )
            self._unit(f"home-{code}", "home_nursing", town, code)
            for _ in range(3):
                self._unit(f"care-{code}", "care_home", town, code)
        office = self._unit("council", "other", region, codes[0])
        self.codes = codes
        self.towns = {code: self.units[f"home-{code}"][0] for code in codes}
        governing = (
            ("mas", self.towns[codes[0]], "lead", "followup"), ("manager", self.towns[codes[0]], "manager", "admin"),
            ("quality", self.units["ward"][0], "quality", "followup"), ("council", office, "council", "admin"),
        )  # fmt: skip
        for number, (key, unit, role, purpose) in enumerate(governing):
            self._staff(f"SE0000001200-G{number}", unit, role, purpose, key)

    def _unit(self, key: str, kind: str, provider: Any, municipality: str) -> str:
        from lindra.areas import actions as areas
        from lindra.record.envelope import Author

        number = len(self.authors)
        unit = areas.add_unit(
            hsa_id=f"SE0000001200-U{number:04}", name=f"{kind} {municipality} {number}", kind=kind,
            municipality=municipality, provider=provider, valid_from=date(2000, 1, 1),
        ).id  # fmt: skip
        work = self._staff(f"SE0000001200-S{number:04}", unit, "nurse", "care", "")
        self.authors[unit] = Author(f"SE0000001200-S{number:04}", work, unit, provider.id)
        self.units.setdefault(key, []).append(unit)
        return unit

    def _staff(self, hsa_id: str, unit: str, role: str, purpose: str, username: str) -> str:
        from lindra.people import actions as people

        staff = people.add_staff(hsa_id, f"Member {hsa_id[-5:]}", role, username=username)
        return str(people.assign(staff, unit, role, (purpose,), valid_from="2000-01-01").id)

    # People

    def _people(self, count: int, story: Any) -> None:
        from lindra.record import log

        for start in range(0, count, BATCH):
            with log.batch():
                for _ in range(start, min(start + BATCH, count)):
                    self._person(story)
            if start % (20 * BATCH) == 0:
                common.tell(f"  {start:,} of {count:,}")

    def _person(self, story: Any) -> None:
        from lindra.people import actions as people
        from lindra.people.details import Address, Birth, Name
        from lindra.record import log

        patient = people.new_patient()
        people.note(patient, Name(given="Anna", family=f"Person {self.made}"), by="bench")
        people.note(patient, Birth(date="1940-05-17", sex="female"), by="bench")
        self.made += 1
        code = self.codes[0] if self.dice.random() < LARGEST else self.dice.choice(self.codes[1:])
        people.note(patient, Address(municipality=code), by="bench")
        for unit, drafts in story(patient, code):
            log.append(patient, drafts, self.authors[unit], expected=log.ANY)

    def _draft(self, fact: Any, days: float) -> Any:
        from lindra.record.envelope import When
        from lindra.record.log import Draft

        return Draft(fact, When.at(self.now - timedelta(days=days)))

    def _living(self, patient: str, code: str) -> Iterator[tuple[str, list[Any]]]:
        """Somebody in palliative care now: most with a plan or a conversation, a third with a team."""
        from lindra.care.events.common import Clinician
        from lindra.care.events.plan import SECTIONS, PlanConfirmed
        from lindra.care.events.situation import ConversationHeld, NeedIdentified
        from lindra.record import facts

        by = Clinician(name="Eva Ek", profession="nurse", unit="Home")
        since = self.dice.uniform(10, 300)
        home, share = self.towns[code], self.dice.random
        yield (
            self.dice.choice(self.units["practice"]),
            [
                self._draft(
                    facts.Listed(practice=facts.Actor(role="practice", reference="p", name="Practice")), 900
                )
            ],
        )
        told = [
            self._draft(facts.Moved(to="own_home", municipality=code), 900),
            self._draft(facts.Enrolled(enrolment="h", form="home_nursing"), since + 5),
            self._draft(NeedIdentified(how="clinical_judgement"), since),
        ]
        if share() < 0.6:
            told.append(self._draft(ConversationHeld(form="turning_point", led_by=by), since * 0.8))
        yield home, told
        if share() < 0.35:
            yield (
                self.dice.choice(self.units["team"]),
                [self._draft(facts.Enrolled(enrolment="t", form="specialised_home_care"), since * 0.7)],
            )
        if share() < 0.7:
            confirmed = PlanConfirmed(sections=SECTIONS, by=by, seen={patient: 99})
            yield home, [self._draft(confirmed, since * share())]
        if share() < 0.3:
            yield from self._stay(home, self.dice.uniform(2, 60), ended=share() < 0.7)

    def _stay(self, home: str, days: float, *, ended: bool) -> Iterator[tuple[str, list[Any]]]:
        """A stay with an admission notice, one of five late, and its copy at home nursing."""
        from lindra.discharge.events.messages import AdmissionNotice
        from lindra.discharge.events.passing import Delivered, Sender
        from lindra.record import facts
        from lindra.record.envelope import stamp

        ward, episode = self.dice.choice(self.units["ward"]), new_id()
        came = self.now - timedelta(days=days)
        late = 1.6 if self.dice.random() < 0.2 else 0.4
        notice = AdmissionNotice(ref=new_id(), episode=episode, to=(home,), needs=("municipal_health",), admitted=came,
                                 estimate=clock.day(came + timedelta(days=4)))  # fmt: skip
        told = [
            self._draft(facts.Admitted(episode=episode), days), self._draft(notice, days - late),
        ]  # fmt: skip
        if ended:
            told.append(self._draft(facts.Discharged(episode=episode, to="own_home"), max(days - 5, 0.1)))
        yield ward, told
        by = self.authors[ward]
        copy = Delivered(of=notice.ref, message="admission_notice", said=notice.dump(), sender=Sender(
            unit=ward, provider=by.provider, person=by.staff), sent_at=stamp(came + timedelta(days=late)))  # fmt: skip
        yield home, [self._draft(copy, days - late)]

    def _dead(self, patient: str, code: str) -> Iterator[tuple[str, list[Any]]]:
        """Somebody who died in the last year, with home nursing or on a ward; nine of ten reported."""
        from lindra.record import facts
        from lindra.registry.events import DeathReported

        days = self.dice.uniform(0.5, 364)
        home = self.towns[code]
        at_home = self.dice.random() < 0.5
        unit = home if at_home else self.dice.choice(self.units["ward"])
        told = [
            self._draft(facts.Moved(to="own_home", municipality=code), days + 400),
            self._draft(facts.Enrolled(enrolment="h", form="home_nursing"), days + 90),
        ]
        if at_home:
            told.append(self._draft(facts.Died(expected="yes"), days))
        yield home, told
        if not at_home:
            yield (
                unit,
                [self._draft(facts.Admitted(episode="last"), days + 6), self._draft(facts.Died(), days)],
            )
        if self.dice.random() < 0.9 and days > 12:
            answers: dict[str, Any] = {
                "place": "own_home_general" if at_home else "hospital", "diseases": ("cancer",), "expected": "yes",
                "forensic": "no", "mouth": "yes", "arrived": clock.day(self.now - timedelta(days=days + 6)),
                "answered_by": "several", "profession": "nurse",
            }  # fmt: skip
            yield unit, [self._draft(DeathReported(**answers), days - 10)]

    # Beside the record

    def _deviations(self) -> None:
        """Of every ten one is not sent. How they are stored; the page counts no more."""
        from lindra.discharge.models import Deviation
        from lindra.record.envelope import stamp

        rows = []
        for number in range(round(DEVIATIONS * self.scale)):
            unit = (
                self.towns[self.codes[0]]
                if self.dice.random() < LARGEST
                else self.towns[self.dice.choice(self.codes)]
            )
            at = stamp(self.now - timedelta(days=self.dice.uniform(0, 365)))
            sent = self.dice.random() < 0.9
            rows.append(Deviation(
                id=new_id(), category="notice_late", harm="none", unit=unit, provider=self.authors[unit].provider,
                about_unit=self.units["ward"][0], about_provider=self.authors[self.units["ward"][0]].provider,
                written_at=at, sent_at=at if sent else "", state="sent" if sent else "written",
                way="lindra" if sent else "", acts=[], number=number,
            ))  # fmt: skip
        Deviation.objects.bulk_create(rows, batch_size=500)

    def _hours(self) -> None:
        """Of each care home an agreement, but one of ten, and a round a week."""
        from lindra.care.homes.models import HomeAgreement, HomeHeld

        told: dict[str, Any] = {"by": "bench", "at": "2026-01-01T08:00:00.000000Z"}
        homes = [unit for key, some in self.units.items() if key.startswith("care-") for unit in some]
        today = clock.day(self.now)
        for unit in homes:
            if self.dice.random() < 0.9:
                HomeAgreement.objects.create(unit=unit, physician="Per Ås", practice="Practice", hours=Decimal(4),
                                             first_day=today - timedelta(days=400), **told)  # fmt: skip
                HomeHeld.objects.bulk_create(
                    HomeHeld(unit=unit, day=today - timedelta(days=7 * week), hours=Decimal(4), kind="round", **told)
                    for week in range(52) if self.dice.random() < 0.85
                )  # fmt: skip

    def _governed(self) -> None:
        """Commitments and documents, some late, some without an owner."""
        from lindra.governance.commitments import rules
        from lindra.governance.models import Commitment, Document, DocumentParty

        today = clock.day(self.now)
        rows = []
        for number in range(round(COMMITMENTS * self.scale)):
            unit = self.towns[self.dice.choice(self.codes)]
            due, state = (
                today + timedelta(days=self.dice.randint(-60, 300)),
                self.dice.choice(["ongoing", "done", "done"]),
            )
            ended = today - timedelta(days=3) if state == "done" else None
            rows.append(Commitment(
                id=new_id(), kind=self.dice.choice(["action", "promise"]), title=f"Action {number}", origin="own",
                body=f"unit:{unit}", holder=self.authors[unit].provider, unit=unit, owner="Head of unit", due=due,
                state=state, made_on=today - timedelta(days=90), ended_on=ended, sort=rules.place(state, due, ended),
            ))  # fmt: skip
        Commitment.objects.bulk_create(rows, batch_size=500)
        for number in range(round(DOCUMENTS * self.scale)):
            ends = today + timedelta(days=self.dice.randint(-200, 900))
            one = Document.objects.create(
                id=new_id(), key=f"agreement:{number}", kind="agreement", title=f"Agreement {number}",
                decided_by="Board", decided_on=date(2020, 1, 1), valid_from=date(2020, 1, 1), valid_to=ends,
                owner="" if self.dice.random() < 0.1 else "Head of unit",
            )  # fmt: skip
            unit = self.towns[self.dice.choice(self.codes)]
            DocumentParty.objects.create(document=one, body=f"provider:{self.authors[unit].provider}")

    def _counted(self) -> None:
        """The county's indicators, counted and released as everywhere."""
        from django.conf import settings

        from lindra.measures.cubes.kept import refresh
        from lindra.record import export

        export.export(settings.LINDRA_HOME / "export", settings.LINDRA_PSEUDONYM_KEY)
        refresh(settings.LINDRA_HOME, self.now)


# Asking


def _processes(options: Any, who: str) -> None:
    """A new process that asks for the page: first cold, then again and again."""
    command = [sys.executable, __file__, "--ask", who, *(["--quick"] if options.quick else [])]
    found = []
    for _ in range(1 if options.quick else 3):
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    common.emit(
        database=options.inside, what="page", who=who, first_ms=common.spread([one["first"] for one in found], 1),
        ms=common.spread([ms for one in found for ms in one["again"]], 1), kilobytes=found[0]["kilobytes"],
        lines=found[0]["lines"],
    )  # fmt: skip


def _ask(who: str, times: int) -> int:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    from lindra.site import world as site

    site.get_ready()
    client = Client(SERVER_NAME="localhost")
    user = get_user_model().objects.get(username=who)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    taken = []
    for _ in range(times + 1):
        began = time.perf_counter()
        answer = client.get("/governance/")
        taken.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200
    from lindra.governance.monday import gather
    from lindra.privacy.reader import named

    reader = named(user.username and _hsa_id(user), "admin" if who in ("manager", "council") else "followup")
    lines = {line.what: line.count for line in gather.monday(reader).lines.every}
    print(json.dumps({"first": taken[0], "again": taken[1:], "kilobytes": round(len(answer.content) / 1000),
                      "lines": lines}))  # fmt: skip
    return 0


def _hsa_id(user: Any) -> str:
    from lindra.people import staff

    found = staff.of_user(user.pk)
    assert found is not None
    return found.hsa_id


def _opened(options: Any) -> None:
    """Every chart of the MAS's patients opened through the door, and the lines about patients computed from it."""
    from django.contrib.auth import get_user_model

    from lindra.care import due
    from lindra.care.plan import owed
    from lindra.discharge.notices.readings import notices
    from lindra.privacy import door
    from lindra.privacy.reader import named
    from lindra.registry.due import reports

    reader = named(_hsa_id(get_user_model().objects.get(username="mas")), "followup")
    patients: list[str] = []
    while page := door.rows("patients", reader, start=len(patients), limit=500):
        patients += [one.patient for one in page]
    began = time.monotonic()
    for patient in patients:
        opened = door.open(patient, reader)
        if isinstance(opened, door.Opened):
            chart = opened.chart
            for count in (owed.planned, due.confirmations, reports, notices):
                list(count(chart))  # type: ignore[operator]
    common.emit(
        database=options.inside, what="opened", who="mas", patients=len(patients),
        seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
