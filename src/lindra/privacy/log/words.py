"""What a row of the access log says, in plain words, the same for the patient and for the one who checks.

What is done to a patient through the door gets a line here; what has none is told as an opening, with the log's own
word after it, so that nothing is left out of an extract.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindra.privacy.labels import ROLES

DEEDS: dict[str, str | Promise] = {
    "patient": _("Opened the record"),
    "lindra patient show": _("Opened the record"),
    "plan": _("Read the plan"),
    "lindra plan show": _("Read the plan"),
    "plan to confirm": _("Turned to the page on which the plan is confirmed"),
    "decisions to sign": _("Read decisions that wait for the physician's signature"),
    "earlier plans": _("Read earlier plans, and what has changed since"),
    "earlier version": _("Read the record as it was at an earlier time"),
    "death at home": _("Read what has been decided about dying at home"),
    "home nursing": _("Read whether the patient is enrolled in home nursing"),
    "discharge": _("Read what organisations have told each other about a stay in hospital"),
    "plan on paper": _("Took out the plan on paper, or turned to the page for it"),
    "timeline": _("Read what has happened, in order of time"),
    "undated entries": _("Read entries of which the time is not known"),
    "one entry": _("Read one entry"),
    "death report": _("Wrote, or turned to, the report of the death to the palliative register"),
    "lindra registry prefill": _("Looked up what the record says for the report to the palliative register"),
    "whether the death is reported": _("Looked up whether the death is reported to the palliative register"),
    "deviation to report": _("Turned to the page on which a deviation is reported"),
    "report a deviation": _("Reported a deviation: something that went wrong when care was handed over"),
    "deviation": _("Read a report of a deviation"),
    "list deviations": _("Saw the patient in a list of deviations"),
    "deviation on paper": _("Took out a report of a deviation on paper"),
    "relatives who are asked": _("Turned to the page on which relatives are asked"),
    "history": _("Read the record with what has been corrected and withdrawn"),
    "list": _("Saw the patient in a list"),
    "list patients": _("Saw the patient in the list of the unit's patients"),
    "list discharge_ended": _("Counted the patient's stays in hospital in statistics of discharges"),
    "search by name": _("Found the patient by searching for a name"),
    "search by number": _("Searched for the identity number"),
    "cases of an indicator": _("Saw the patient among those behind a measure of quality"),
    "extract of the access log": _("Took out the list of who has opened the record"),
    "check of the access log": _("Saw the patient in a check of who opens records"),
    "who holds entries": _("Saw which units hold entries that are not shown"),
    "opening in an emergency": _("Opened other units' entries in an emergency"),
    "danger to life": _("Turned to the page for danger to life"),
    "lastingly unable to take a position": _("Turned to the page for a patient who cannot take a position"),
    "sharing and blocks": _("Saw how the record is shared, and what is blocked"),
    "attitude to shared records": _("Turned to the page on what the patient says about sharing the record"),
    "information on shared records": _("Turned to the page on information given to the patient"),
    "an entry held to be wrong": _("Turned to the page on an entry that the patient holds to be wrong"),
    "note information given": _("Noted that the patient had been told how records are shared"),
    "note the patient's view of an entry": _("Noted that the patient holds an entry to be wrong"),
    "asked about this patient": _("Took up a question about the patient from somebody else"),
    "explain what somebody may see": _("Looked up what a member of staff may see"),
    "what is said of registers": _("Saw what the patient says about quality registers"),
    "note what is said of registers": _("Noted what the patient says about quality registers"),
    "entries to destroy": _("Saw entries that were to be destroyed by a decision"),
    "prepared destruction": _("Saw a prepared destruction of entries"),
    "prepared weeding": _("Saw a prepared weeding of old records"),
    "forms of the patient": _("Saw what has been written in forms lately"),
    "form": _("Turned to a form to write in"),
    "relatives": _("Read who is close to the patient"),
    "answers to a form": _("Read the answers to a form"),
    "correction of a form": _("Turned to the correction of a form"),
    "withdrawal of a form": _("Turned to the withdrawal of a form"),
    "measurements over time": _("Saw measurements over time"),
    "report for the register": _("Left the report of the death to the palliative register, or was to"),
    "a report taken back": _("Took back an earlier report of the death from the palliative register"),
    "prepare destruction": _("Prepared a destruction of entries by a decision"),
    "prepare weeding": _("Prepared a weeding of old records"),
    "weed after the retention time": _("Weeded the record after the retention time"),
}
"""By what the log says was done."""

BEGINNINGS: tuple[tuple[str, str | Promise], ...] = (
    ("write ", _("Wrote in the record")),
    ("hand over ", _("Sent a message to another unit, which became part of its record")),
    ("list ", _("Saw the patient in a list")),
    ("something due: ", _("Took on, gave back or put off something to be done for the patient")),
    ("note attitude: ", _("Noted what the patient says about sharing the record")),
    ("block ", _("Blocked entries, as the patient asked")),
    ("lift block of ", _("Lifted a block, as the patient asked")),
    ("confirm ", _("Confirmed a prepared destruction or weeding")),
    ("refuse ", _("Refused a prepared destruction or weeding")),
    ("withdraw ", _("Withdrew a prepared destruction or weeding")),
    ("carry on ", _("Carried out a prepared destruction or weeding")),
    ("destroy by ", _("Carried out a decision to destroy entries")),
)
"""By how it begins, where the rest is codes or the number of a decision."""

PURPOSES: dict[str, str | Promise] = {
    "care": _("To give care"),
    "admin": _("To administer the care"),
    "followup": _("To follow up the quality of care"),
    "extract": _("To tell the patient who has opened the record"),
    "review": _("To check that nobody opens records without right"),
}

ATTEMPTS: tuple[tuple[str, str | Promise], ...] = (
    (
        "search by number",
        _("Tried to find the patient by identity number, and was refused: nothing was shown"),
    ),
    ("write ", _("Tried to write in the record, and was refused: nothing was written")),
    ("destroy by ", _("Tried to destroy entries, and was refused: nothing was destroyed")),
    ("", _("Tried to open the record, and was refused: nothing was shown")),
)
"""What was tried and refused, by how it begins."""

DENIED, EMERGENCY = "denied", "emergency"

LAWS: dict[str, str | Promise] = {
    "2008:355": _("the Patient Data Act (2008:355)"),
    "2017:612": _("the Act on Collaboration at Discharge (2017:612)"),
    "2022:913": _("the Act on Shared Health and Care Records (2022:913)"),
}
GROUNDS: dict[str, str | Promise] = {
    "2008:355 2 kap. 4 §": _("needs it to run, administer or follow up the care"),
    "2008:355 4 kap. 1 §": _("takes part in the care, or needs it for the work"),
    "2008:355 4 kap. 3 §": _("access to records must be checked"),
    "2008:355 4 kap. 4 §": _("the patient has blocked entries between units"),
    "2008:355 4 kap. 5 §": _("a block opened in an emergency, or lifted by the patient"),
    "2008:355 8 kap. 4 §": _("a decision to destroy entries"),
    "2008:355 8 kap. 5 §": _("the patient has the right to know who has opened the record"),
    "2017:612 3 kap. 2 §": _("those who take over need it to give care"),
    "2022:913 2 kap. 3 §": _("the patient has blocked entries"),
    "2022:913 3 kap. 1 §": _("takes part in the care, and the patient consented"),
    "2022:913 3 kap. 2 §": _("gives or considers social care, and the patient consented"),
    "2022:913 3 kap. 3 §": _("takes part in the care, and the patient cannot take a position"),
    "2022:913 3 kap. 4 §": _("gives social care, and the patient cannot take a position"),
    "2022:913 3 kap. 5 §": _("danger to life: who had blocked entries was shown"),
    "2022:913 3 kap. 6 §": _("danger to life, and the patient could not be asked"),
    "2022:913 4 kap. 3 §": _("needs it to give social care"),
    "2022:913 4 kap. 5 §": _("the patient has the right to know who has opened the record"),
}
"""What the paragraph means, by number of the law and paragraph."""

_LAW = re.compile(r"(?:SFS )?(\d{4}:\d+) (\d+) kap\. (\d+(?: [a-z])?) §(.*)")


def known(what: str) -> str:
    """The words for what was done; empty where there are none."""
    begun = (said for start, said in BEGINNINGS if what.startswith(start))
    return str(DEEDS.get(what) or next(begun, ""))


def deed(what: str, outcome: str) -> str:
    """What was done, or tried, as a sentence."""
    if outcome == DENIED:
        return str(next(said for start, said in ATTEMPTS if what.startswith(start)))
    return known(what) or gettext("Used the record: %(what)s") % {"what": what}


def note(outcome: str) -> str:
    """What did not go as usual, where something was shown."""
    return gettext("Emergency opening") if outcome == EMERGENCY else ""


def purpose(name: str) -> str:
    """Why."""
    return str(PURPOSES.get(name, name))


def who(title: str, role: str) -> str:
    """Profession, and the role in the assignment where it says something else."""
    known = str(ROLES.get(role, role))
    if not title or title.casefold() == known.casefold():
        return known or title
    return f"{title} ({known})" if known else title


def ground(right: str, outcome: str) -> str:
    """The paragraphs in words, with what they mean where they opened; as written what is of none of the two laws.

    There are several, with a semicolon between, where one paragraph opened some entries and another the rest.
    """
    return "; ".join(dict.fromkeys(_paragraph(one.strip(), outcome) for one in right.split(";")))


def _paragraph(right: str, outcome: str) -> str:
    found = _LAW.fullmatch(right)
    if found is None or found[1] not in LAWS:
        return right
    number, chapter, paragraph, rest = found.groups()
    place = gettext("%(law)s chapter %(chapter)s section %(paragraph)s") % {
        "law": LAWS[number], "chapter": chapter, "paragraph": f"{paragraph}{rest}",
    }  # fmt: skip
    if outcome == DENIED:
        return gettext("Refused by %(place)s") % {"place": place}
    meaning = GROUNDS.get(f"{number} {chapter} kap. {paragraph} §")
    return f"{meaning} – {place}" if meaning else place
