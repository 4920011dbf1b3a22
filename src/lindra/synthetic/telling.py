"""Tells a plan as entries of a record: who writes what, when, at which unit. Pure.

Codes: ICD-10-SE, KVÅ 2021, ATC; instruments by name and item (ESAS 0–10, IPOS 0–4, AKPS 0–100), scores only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from lindra.privacy.events import AttitudeNoted, Blocked
from lindra.record import facts
from lindra.record.envelope import When
from lindra.record.facts import Amount, Code
from lindra.record.kinds import Fact
from lindra.synthetic import county
from lindra.synthetic.care_telling import Caring, positioned
from lindra.synthetic.ending import DAYS, Symptom
from lindra.synthetic.ending_telling import Ended
from lindra.synthetic.mix import DAYS_WAITED, MET, chance, drawn, icd
from lindra.synthetic.plan import HOUR, Moment, Plan, Residence, Stay, Team, Visit
from lindra.synthetic.story import Entry, Role, Step

OWN = "own"
"""Stands for the provider, and the unit, of the one who writes: they get their ids only in a world."""


def kva(code: str, text: str) -> Code:
    """A procedure in KVÅ."""
    return Code(code=code, system="KVÅ", text=text)


def atc(code: str, text: str) -> Code:
    """A medicine in ATC."""
    return Code(code=code, system="ATC", text=text)


OTHER_ILLS = (
    icd("I109", "Hypertoni"),
    icd("E119", "Diabetes typ 2"),
    icd("I489", "Förmaksflimmer"),
    icd("M169", "Höftledsartros"),
    icd("M819", "Osteoporos"),
    icd("F329", "Depression"),
    icd("H919", "Hörselnedsättning"),
)
USUAL = (
    (atc("C07AB02", "Metoprolol"), "50 mg, 1 tablett på morgonen"),
    (atc("C03CA01", "Furosemid"), "40 mg, 1 tablett på morgonen"),
    (atc("A10BA02", "Metformin"), "500 mg, 1 tablett två gånger om dagen"),
    (atc("C10AA05", "Atorvastatin"), "20 mg, 1 tablett till natten"),
    (atc("B01AF02", "Apixaban"), "5 mg, 1 tablett två gånger om dagen"),
    (atc("N02BE01", "Paracetamol"), "500 mg, 2 tabletter tre gånger om dagen"),
)
AS_NEEDED = (
    (atc("N02AA01", "Morfin"), "2,5–5 mg vid smärta eller andnöd"),
    (atc("N05CD08", "Midazolam"), "1–2,5 mg vid oro"),
    (atc("A03AB02", "Glykopyrron"), "0,2 mg vid rosslighet"),
    (atc("N05AD01", "Haloperidol"), "0,5–1 mg vid illamående"),
)
ESAS = (
    ("pain", "smärta"),
    ("tiredness", "orkeslöshet"),
    ("nausea", "illamående"),
    ("depression", "nedstämdhet"),
    ("anxiety", "oro"),
    ("drowsiness", "dåsighet"),
    ("appetite", "aptit"),
    ("wellbeing", "välbefinnande"),
    ("breathlessness", "andfåddhet"),
)
IPOS = (
    ("pain", "smärta"),
    ("breathlessness", "andnöd"),
    ("weakness", "svaghet"),
    ("anxious", "oro"),
    ("peace", "frid"),
)
TURN, TAKING_PART = kva("XV018", "Brytpunktssamtal"), kva("XV028", "Medverkan i brytpunktssamtal")
PLAN, AT_DISCHARGE = kva("AU124", "Upprättande av SIP"), kva("AU125", "Upprättande av SIP vid utskrivning")
SYMPTOM_OF: dict[str, Symptom] = {
    "pain": "pain", "nausea": "nausea", "anxiety": "anxiety", "anxious": "anxiety", "breathlessness": "breathlessness",
}  # fmt: skip
"""Items of ESAS and IPOS that are symptoms of the last days."""
ELSEWHERE = {"other": "hos en släkting"}
"""What a home that is nobody's unit is called."""
MOUTH = Code(code="ROAG", system="ROAG", text="Munhälsobedömning, ROAG")
PAIN = Code(code="NRS", system="NRS", text="Smärta, NRS")
AKPS = Code(code="AKPS", system="AKPS", text="Funktion, AKPS")
PRESSURE = Code(code="blood-pressure", text="Blodtryck")
SYSTOLIC, DIASTOLIC = Code(code="systolic", text="systoliskt"), Code(code="diastolic", text="diastoliskt")


class Telling:
    """One plan being told. Each method yields steps; ``steps`` puts all in the order they were written."""

    def __init__(
        self,
        patient: str,
        plan: Plan,
        random: Random,
        until: datetime,
        caring: Caring,
        ended: Ended | None = None,
    ) -> None:
        self.patient, self.plan, self.random, self.until = patient, plan, random, until
        self.caring, self.ended = caring, ended
        self.attitudes = Random(f"attitude of {patient}")  # noqa: S311 - its own, so that the rest is told as before
        self.met = Random(f"whom {patient} met")  # noqa: S311 - likewise
        self.waits = Random(f"how long {patient} waited")  # noqa: S311 - likewise
        self._keys = 0

    def steps(self) -> tuple[Step, ...]:
        """Everything, by when it was written."""
        told = [
            *self.before(),
            *(step for home in self.plan.homes for step in self.residence(home)),
            *(step for stay in self.plan.stays for step in self.stay(stay)),
            *(self.visit(visit) for visit in self.plan.visits),
            *(step for team in self.plan.teams for step in self.team(team)),
            *self.planning(),
            *self.death(),
            *self.caring.steps(),
            *(self.ended.steps() if self.ended else ()),
        ]
        written = sorted((s for s in told if s.at <= self.until), key=lambda step: step.at)
        return positioned(self.patient, written)

    # Pieces.

    def key(self) -> str:
        """A reference within the patient, the same every time."""
        self._keys += 1
        return f"{self.patient}-{self._keys}"

    def step(
        self, moment: Moment, unit: str, role: Role, *told: Fact | Entry, lag: int | None = None
    ) -> Step:
        """Facts of one moment, written some minutes later."""
        start = self.plan.instant(moment)
        entries = tuple(each if isinstance(each, Entry) else Entry(each, When.at(start)) for each in told)
        last = max((entry.when.end or entry.when.start or start) for entry in entries)
        written = max(start, last) + timedelta(minutes=self.random.randrange(5, 50) if lag is None else lag)
        return Step(max(min(written, self.until), last), unit, role, entries)

    # What was before.

    def before(self) -> Iterator[Step]:
        """Listing, yearly visits, illnesses and usual medicines of the last ten years."""
        random, practice = self.random, f"practice-{self.plan.municipality}"
        named = county.organisation().units[practice]
        listed = facts.Listed(practice=facts.Actor(role="practice", reference=named.hsa_id, name=named.name))
        yield self.step((3650, 10 * HOUR), practice, "nurse", listed)
        for year in range(1, 10):
            if chance(random, 0.55):
                yield self._yearly((365 * year + random.randrange(100), self._hour()), practice)
        known = random.randrange(60, 700) if self.plan.cause.key == "cancer" else random.randrange(300, 2500)
        for code in random.sample(OTHER_ILLS, random.randrange(1, 4)):
            moment = (known + random.randrange(30, 1100), self._hour())
            yield self.step(moment, practice, "physician", facts.Diagnosis(code=code, status="active"))
        diagnosis = facts.Diagnosis(code=self.plan.cause.code, status="active")
        yield self.step((known, self._hour()), practice, "physician", diagnosis)
        for code, dosage in random.sample(USUAL, random.randrange(1, 4)):
            yield from self._usual_medicine(code, dosage, practice)

    def _yearly(self, moment: Moment, practice: str) -> Step:
        start = self.plan.instant(moment)
        visit = facts.Contact(episode=self.key(), form="outpatient", status="finished")
        high, low = self.random.randrange(115, 170), self.random.randrange(60, 95)
        pressure = facts.Measured(
            code=PRESSURE,
            components=(
                facts.Component(code=SYSTOLIC, value=Amount(number=Decimal(high), unit="mm[Hg]")),
                facts.Component(code=DIASTOLIC, value=Amount(number=Decimal(low), unit="mm[Hg]")),
            ),
        )
        half_an_hour = When.at(start, start + timedelta(minutes=30))
        return self.step(moment, practice, "physician", Entry(visit, half_an_hour), pressure)

    def _usual_medicine(self, code: Code, dosage: str, practice: str) -> Iterator[Step]:
        order = self.key()
        ordered = facts.MedicineOrdered(order=order, code=code, dosage=dosage, route="oralt", status="active")
        yield self.step((self.random.randrange(400, 2000), self._hour()), practice, "physician", ordered)
        if self.plan.quality == "complete" and chance(self.random, 0.7):
            day = self.random.randrange(4, 40)
            stopped = facts.MedicineStopped(order=order, reason="Nyttan är inte längre större än besväret.")
            yield self.step((day, self._hour()), self.plan.place_at(day)[0], "physician", stopped)

    # Where.

    def residence(self, home: Residence) -> Iterator[Step]:
        """A move, told by the municipality, or by the practice where it is an own home."""
        unit = home.unit or f"practice-{self.plan.municipality}"
        place = county.organisation().units[home.unit].name if home.unit else ELSEWHERE.get(home.to, "")
        moved = facts.Moved(to=home.to, place=place, municipality=self.plan.municipality)
        opened = (facts.RelationOpened(relation=self.key()), *self._attitude()) if home.unit else ()
        yield self.step((home.day, 12 * HOUR), unit, "nurse", moved, *opened)

    def stay(self, stay: Stay) -> Iterator[Step]:
        """Admission, perhaps a move to another bed, discharge; or an admission taken back."""
        episode = self.key()
        admitted = facts.Admitted(
            episode=episode, form=stay.form, planned=stay.planned, reasons=(self.plan.cause.code,)
        )
        entry = Entry(admitted, When.at(self.plan.instant(stay.start)), name=episode)
        asked = () if stay.withdrawn else self._attitude()
        yield self.step(stay.start, stay.unit, "physician", entry, *asked)
        if stay.withdrawn:
            back = facts.Withdrawn(reason="Inskriven på fel patient.")
            start = (stay.start[0], stay.start[1] + 70)
            taken = Entry(back, When.at(self.plan.instant(start)), corrects=episode)
            yield self.step(start, stay.unit, "physician", taken)
            return
        last = stay.end[0] if stay.end else 0
        if stay.start[0] - last > 5 and chance(self.random, 0.3):
            moved = facts.Moved(to="ward", episode=episode, place=f"Sal {self.random.randrange(1, 12)}")
            yield self.step((stay.start[0] - 2, self._hour()), stay.unit, "nurse", moved)
        if stay.end is not None:
            home = self.plan.home_at(stay.end[0])
            left = facts.Discharged(episode=episode, to=self._discharged_to(stay, home))
            yield self.step(stay.end, stay.unit, "physician", left)
        elif self.plan.dead:
            yield self._left_dead(stay, facts.Discharged(episode=episode, to="deceased"))

    def _discharged_to(self, stay: Stay, home: Residence | None) -> facts.Residence:
        """Where somebody went; once in a while another place was written than where they went."""
        last = [each for each in self.plan.stays if each.end is not None and not each.withdrawn][-1:]
        slip = self.ended is not None and "discharged_elsewhere" in self.ended.ending.rare
        known = home is not None and home.to != "unknown"
        return "short_stay" if known and slip and last == [stay] else home.to if home else "unknown"

    def _left_dead(self, stay: Stay, left: facts.Discharged) -> Step:
        when = When.on(self.plan.anchor) if self.plan.day_only else When.at(self.plan.ends)
        return self.step((0, self.plan.minute), stay.unit, "physician", Entry(left, when))

    def visit(self, visit: Visit) -> Step:
        """A visit or call."""
        start = self.plan.instant(visit.start)
        contact = facts.Contact(
            episode=self.key(), form=visit.form, palliative=visit.specialised, status="finished",
            profession=drawn(self.met, MET[visit.form]) if visit.specialised else None,
        )  # fmt: skip
        entry = Entry(contact, When.at(start, start + timedelta(minutes=visit.minutes)))
        role: Role = "physician" if visit.form in ("emergency", "outpatient") else "nurse"
        return self.step(visit.start, visit.unit, role, entry)

    def team(self, team: Team) -> Iterator[Step]:
        """Taken on by a team, and let go."""
        enrolment = self.key()
        enrolled = facts.Enrolled(enrolment=enrolment, form=team.form, waited=drawn(self.waits, DAYS_WAITED))
        asked, assessed = self._attitude(), self.caring.enrolled(team)
        yield self.step((team.start, self._hour()), team.unit, "nurse", enrolled, *asked, *assessed)
        if team.end is not None:
            ended = facts.EnrolmentEnded(enrolment=enrolment, reason="Behovet tillgodoses av andra.")
            yield self.step((team.end, self._hour()), team.unit, "nurse", ended)
        elif self.plan.dead:
            ended = facts.EnrolmentEnded(enrolment=enrolment, reason="Avliden.")
            when = When.on(self.plan.anchor) if self.plan.day_only else When.at(self.plan.ends)
            yield self.step((0, self.plan.minute), team.unit, "nurse", Entry(ended, when))

    def _attitude(self) -> tuple[Fact, ...]:
        """What the patient says of this provider seeing what others hold; asked of most, not of all."""
        drawn = self.attitudes.random()
        if drawn < 0.72:
            return (AttitudeNoted(provider=OWN, attitude="consents"),)
        if drawn < 0.84:
            said = "Närstående och tidigare anteckningar: inget talar emot."
            return (AttitudeNoted(provider=OWN, attitude="unable", told_by="relative", basis=said),)
        if drawn < 0.88:
            return (AttitudeNoted(provider=OWN, attitude="refuses"),)
        if drawn < 0.90:
            return (Blocked(level="unit", provider=OWN, of=OWN),)
        return ()

    # The plan of care.

    def planning(self) -> Iterator[Step]:
        """Conversations, scores and as-needed medicines: all of it, some of it, or none."""
        if self.plan.quality == "none":
            return
        whole = self.plan.quality == "complete"
        yield from self._conversations(whole)
        days = sorted({self.random.randrange(2, 120) for _ in range(4 if whole else 2)}, reverse=True)
        for day in days:
            yield self._scores(day, whole)
        yield from self._as_needed(whole)
        if whole or chance(self.random, 0.4):
            day = self.random.randrange(1, 7)
            unit, _ = self.plan.place_at(day)
            seen = facts.Measured(code=MOUTH, value=Amount(number=Decimal(self.random.randrange(8, 20))))
            yield self.step((day, self._hour()), unit, "nurse", seen)

    def _conversations(self, whole: bool) -> Iterator[Step]:
        """The turn of the illness is talked of: some weeks before, and near the end."""
        days = [self.random.randrange(20, 90)] if whole or chance(self.random, 0.5) else []
        days += [self.random.randrange(2, 15)] if whole and chance(self.random, 0.6) else []
        for day in days:
            unit, nurse = self.plan.place_at(day)
            turn = facts.Procedure(code=TURN, ref=self.key())
            said = self.caring.talk(day, unit, able=self._able(day))
            yield self.step((day, self._hour()), unit, "physician", turn, *said)
            if chance(self.random, 0.3):
                present = facts.Procedure(code=TAKING_PART, ref=self.key())
                yield self.step((day, self._hour()), nurse, "nurse", present)
        if whole and chance(self.random, 0.6):
            day = self.random.randrange(10, 100)
            made = facts.Procedure(code=PLAN if chance(self.random, 0.6) else AT_DISCHARGE, ref=self.key())
            yield self.step((day, self._hour()), f"practice-{self.plan.municipality}", "nurse", made)

    def _able(self, day: int) -> bool:
        """Whether the patient could take part in a conversation on a day."""
        lost = self.ended is not None and not self.ended.ending.able((day, 16 * HOUR))
        return self.plan.cause.key != "dementia" and not lost

    def _scores(self, day: int, whole: bool) -> Step:
        """One assessment: ESAS (with a specialised team now and then IPOS) and function, or pain alone."""
        unit, nurse = self.plan.place_at(day)
        worse = max(1 - day / 120, 0)
        told: list[Fact] = []
        if whole:
            scale = (
                IPOS if unit in ("team", "palliative-ward", "hospice") and chance(self.random, 0.3) else ESAS
            )
            name, most = ("IPOS", 4) if scale is IPOS else ("ESAS", 10)
            told += [self._score(name, item, text, most, worse, day) for item, text in scale]
        else:
            pain = self._true("pain", day, self.random.randrange(0, 9))
            told.append(facts.Measured(code=PAIN, value=Amount(number=Decimal(pain))))
        if whole or chance(self.random, 0.5):
            function = max(10, 70 - 10 * int(5 * worse + 2 * self.random.random()))
            told.append(facts.Measured(code=AKPS, value=Amount(number=Decimal(function), unit="%")))
        start = When.at(self.plan.instant((day, 13 * HOUR)))
        signed = self.plan.dead or day > 20
        return self.step(
            (day, 13 * HOUR), nurse, "nurse", *(Entry(fact, start, signed=signed) for fact in told)
        )

    def _score(self, name: str, item: str, text: str, most: int, worse: float, day: int) -> facts.Measured:
        value = min(int(most * (0.25 + 0.5 * worse) * (0.4 + 1.1 * self.random.random())), most)
        value = self._true(item, day, value, ipos=name == "IPOS")
        code = Code(code=item, system=name, text=f"{name} {text}")
        return facts.Measured(code=code, value=Amount(number=Decimal(value)), category=name)

    def _true(self, item: str, day: int, drawn: int, *, ipos: bool = False) -> int:
        """A score as the last days truly were; before them, and of the living, as drawn."""
        symptom = SYMPTOM_OF.get(item)
        if self.ended is None or symptom is None or day >= DAYS:
            return drawn
        level = self.ended.ending.level(symptom, day)
        return (level + 2) // 3 if ipos else level

    def _as_needed(self, whole: bool) -> Iterator[Step]:
        """Medicines for symptoms near the end, as injections, as needed."""
        chosen = AS_NEEDED if whole else AS_NEEDED[: self.random.randrange(0, 3)]
        if not chosen:
            return
        day = self.random.randrange(1, 14) if self.plan.dead else self.random.randrange(2, 40)
        orders = [
            facts.MedicineOrdered(
                order=self.key(), code=code, as_needed=True, terms=self.caring.terms(day, code), dosage=dosage,
                route="subkutant", status="active",
            )
            for code, dosage in chosen
        ]  # fmt: skip
        moment = (day, self._hour())
        yield self.step(moment, self.plan.place_at(day)[0], "physician", *orders)
        yield from self.caring.ordered(moment, orders)

    # The end.

    def death(self) -> Iterator[Step]:
        """The death, written where it was, or by the practice."""
        if not self.plan.dead:
            return
        when = When.on(self.plan.anchor) if self.plan.day_only else When.at(self.plan.ends)
        died = Entry(facts.Died(expected=self.plan.expected), when)
        yield self.step((0, self.plan.minute), self.plan.place_at(0)[0], "physician", died, lag=55)

    def _hour(self) -> int:
        """A minute of a working day."""
        return self.random.randrange(8 * HOUR, 16 * HOUR)
