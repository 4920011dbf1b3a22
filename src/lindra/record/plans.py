"""Shared facts of what is meant or laid down: requests, plans, goals, directives, documents, lists, tasks. Pure.

As in :mod:`lindra.record.clinical`, which has what is common: other systems' facts, known by their reference there.
"""

from __future__ import annotations

from lindra.record.clinical import CODED, Attachment, Coded, Planned, Told
from lindra.record.facts import FORM, Actor, Amount, Code, Value
from lindra.record.kinds import kind, slot

REQUESTS = slot("requests", 40)
DIRECTIVES = slot("directives", 20)
AGREEMENTS = slot("agreements", 10)
CARE_PLANS = slot("care_plans", 20)
GOALS = slot("goals", 40)
CARE_TEAMS = slot("care_teams", 10)
DOCUMENTS = slot("documents", 20)
LISTS = slot("lists", 10)
TASKS = slot("tasks", 20)
BOOKINGS = slot("bookings", 20)
MESSAGES = slot("messages", 10)


@kind("service_requested")
class ServiceRequested(Coded):
    """An order or referral (beställning, remiss), for a service or a device."""

    intent: str = ""
    priority: str = ""
    planned: Planned | None = None
    quantity: Amount | None = None
    per: Amount | None = None
    """The period or measure that the quantity is for."""
    reasons: tuple[Code, ...] = ()
    based_on: tuple[str, ...] = ()
    """Requests, plans, diagnoses and other entries it answers to or rests on."""
    body_sites: tuple[Code, ...] = ()

    place = REQUESTS


@kind("directive_noted")
class DirectiveNoted(Coded):
    """A wish or consent laid down: advance directive, whom the patient lets decide, consent to share.

    The code is what it is about; ``decision`` whether it lets or forbids; ``agents`` are references to relatives.
    """

    decision: str = ""
    rules: tuple[Code, ...] = ()
    policies: tuple[str, ...] = ()
    actions: tuple[Code, ...] = ()
    purposes: tuple[Code, ...] = ()
    agents: tuple[Actor, ...] = ()
    valid: Planned | None = None
    attachments: tuple[Attachment, ...] = ()

    place = DIRECTIVES


class Signature(Value):
    """Who signed, in what role and when; the picture of it is a ``document_content``."""

    actor: Actor
    at: str = ""
    sha256: str = ""


@kind("agreement_noted")
class AgreementNoted(Coded):
    """A plan or agreement that the patient and others signed."""

    matter = "aside"

    title: str = ""
    signatures: tuple[Signature, ...] = ()
    valid: Planned | None = None

    place = AGREEMENTS


class Activity(Value):
    """One thing a care plan says is to be done."""

    code: Code | None = None
    text: str = ""
    status: str = ""
    form: str = ""
    reference: str = ""
    goals: tuple[str, ...] = ()
    planned: Planned | None = None
    actors: tuple[Actor, ...] = ()


@kind("care_plan_noted")
class CarePlanNoted(Coded):
    """A care plan of another system; the code is its first category."""

    title: str = ""
    description: str = ""
    intent: str = ""
    planned: Planned | None = None
    addresses: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    based_on: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()

    place = CARE_PLANS


class Target(Value):
    """How one sees that a goal is reached, and by when."""

    measure: Code | None = None
    value: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    due: str = ""


@kind("goal_noted")
class GoalNoted(Coded):
    """A goal, wish or preference; ``text`` in the words it was written in, the code its first category."""

    text: str = ""
    achievement: str = ""
    priority: str = ""
    targets: tuple[Target, ...] = ()
    addresses: tuple[str, ...] = ()
    start: str = ""

    place = GOALS


@kind("care_team_noted")
class CareTeamNoted(Coded):
    """Who takes part in the care; the members are ``actors``."""

    name: str = ""
    planned: Planned | None = None

    place = CARE_TEAMS


class Section(Value):
    """One section of a document: what it gathers; its text is a ``document_content``."""

    title: str = ""
    code: Code | None = None
    entries: tuple[str, ...] = ()
    sha256: str = ""
    sections: tuple[Section, ...] = ()


class Relation(Value):
    """How a document stands to another (replaces, appends …)."""

    form: str
    reference: str


@kind("document_noted")
class DocumentNoted(Coded):
    """A document: what it is and what it holds; the code is its type."""

    title: str = ""
    description: str = ""
    document_status: str = ""
    identifiers: tuple[str, ...] = ()
    security: tuple[Code, ...] = ()
    relations: tuple[Relation, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    place = DOCUMENTS


@kind("document_content")
class DocumentContent(Told):
    """A text or file belonging to a document: ``text``, or ``data`` in base64. In the log, never in the chart."""

    part: str = ""
    title: str = ""
    content_type: str = ""
    language: str = ""
    text: str = ""
    data: str = ""
    size: int = 0
    """Bytes of the text or of the decoded data."""
    sha256: str = ""


class Entry(Value):
    """One line of a list."""

    reference: str = ""
    text: str = ""
    date: str = ""
    flag: Code | None = None
    deleted: bool = False


@kind("list_noted")
class ListNoted(Coded):
    """A list that somebody keeps for the patient (of medicines, of problems)."""

    title: str = ""
    mode: str = ""
    entries: tuple[Entry, ...] = ()

    place = LISTS


class Output(Value):
    """What went into a task, or came out of it."""

    code: Code | None = None
    value: Amount | None = None
    reference: str = ""


@kind("task_noted")
class TaskNoted(Coded):
    """Something asked of somebody for the patient, and how far it has come."""

    matter = "aside"

    intent: str = ""
    priority: str = ""
    description: str = ""
    focus: str = ""
    changed: str = ""
    planned: Planned | None = None
    based_on: tuple[str, ...] = ()
    inputs: tuple[Output, ...] = ()
    outputs: tuple[Output, ...] = ()

    place = TASKS


@kind("booked")
class Booked(Coded):
    """A visit, stay or enrolment that is planned, or was and did not come about: never a contact."""

    matter = "administrative"

    form: str = ""
    planned: Planned | None = None
    reasons: tuple[Code, ...] = ()
    description: str = ""

    place = BOOKINGS
    columns = {**CODED, "form": FORM}


@kind("message_noted")
class MessageNoted(Coded):
    """A message about the patient, sent or received; the code is its topic."""

    matter = "aside"

    texts: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    place = MESSAGES
