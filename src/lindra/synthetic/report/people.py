"""Conversations, who was there at death, and those left: what is true. Pure."""

from __future__ import annotations

from lindra.care.events.home import DeathEstablished
from lindra.care.events.plan import BereavementContact
from lindra.care.events.situation import Asked, ConversationHeld
from lindra.record.facts import Contact, Measured, Procedure
from lindra.synthetic.plan import HOUR
from lindra.synthetic.report.known import Known, So, Told, so

AT_HOME = ("own_home", "specialised_home")


def answers(known: Known) -> dict[str, So | None]:
    """Questions 12, 13, 20 and 21."""
    return {
        "talk_patient": _talk_patient(known),
        "talk_relatives": _talk_relatives(known),
        "present": _present(known),
        "bereavement": _bereavement(known),
    }


# Conversations at the turn of the illness.


def _held(known: Known) -> list[Told[ConversationHeld]]:
    return [one for one in known.told(ConversationHeld, 365) if one.fact.form == "turning_point"]


def _coded(known: Known) -> list[Told[Procedure]]:
    """Of which only the code was written."""
    acts = {one.act for one in _held(known)}
    return [
        one for one in known.told(Procedure, 365) if one.fact.code.code == "XV018" and one.act not in acts
    ]


def _able(known: Known, day: int) -> bool:
    """Whether the patient could take part in a conversation on a day."""
    return known.plan.cause.key != "dementia" and known.ending.able((day, 16 * HOUR))


def _mute(known: Known, talk: Told[Procedure]) -> bool:
    """Whether the record tells that the patient could hardly take part: then the code alone says nothing of them."""
    noted = (one for one in known.told(Measured) if one.fact.code.code == "will")
    lost = any(one.fact.value and not one.fact.value.yes and one.ago >= talk.ago for one in noted)
    return lost or known.plan.cause.key == "dementia"


def _talk_patient(known: Known) -> So:
    written = any("patient" in one.fact.took_part for one in _held(known))
    coded = _coded(known)
    true = written or any(_able(known, one.days) for one in coded)
    true = true or (known.ending.unwritten_talk and _able(known, 5))
    return so("yes" if true else "no", held=written or any(not _mute(known, one) for one in coded))


def _talk_relatives(known: Known) -> So:
    if not known.relatives:
        return so("no_relatives", held=_said_none(known))
    written = any("relative" in one.fact.took_part for one in _held(known))
    unwritten = (_coded(known) and known.ending.relatives_in_talk) or known.ending.unwritten_talk
    return so("yes" if written or unwritten else "no", held=written)


def _said_none(known: Known) -> bool:
    """Whether an entry says that there is nobody close."""
    asked = [one.fact for one in known.told(Asked) if one.fact.topic == "relatives"]
    established = [one.fact for one in known.after(DeathEstablished)]
    spoken = [one.fact for one in known.after(BereavementContact)]
    return (
        any(one.known == "no" for one in asked)
        or any(one.relatives_told == "no_relatives" for one in established)
        or any(one.form == "no_relatives" for one in spoken)
    )


# At death.


def _present(known: Known) -> So:
    close, staff = _who(known)
    answer = ("relatives_and_staff" if staff else "relatives") if close else "staff" if staff else "nobody"
    established = known.after(DeathEstablished)
    there = [one for one in known.told(Contact) if one.fact.form == "home_visit" and one.until <= 0]
    nurses = ("home-", "team")
    later = [one for one in known.after(Contact) if one.unit.startswith(nurses) and one.days >= -1]
    alone = close and known.plan.course in AT_HOME and bool(later)
    return so(answer, held=not known.plan.day_only and bool(established) and (bool(there) or alone))


def _who(known: Known) -> tuple[bool, bool]:
    """Whether somebody close was there, and whether staff were; at home only those who came on a visit."""
    close = known.relatives and known.ending.close.startswith("relatives")
    if known.plan.course not in AT_HOME:
        return close, known.ending.close in ("relatives_and_staff", "staff")
    minute = known.plan.minute
    planned = any(
        visit.form == "home_visit"
        and visit.start[0] == 0
        and visit.start[1] <= minute <= visit.start[1] + visit.minutes
        for visit in known.plan.visits
    )
    return close, planned or known.ending.staff_came


def _bereavement(known: Known) -> So:
    told = {one.fact.form for one in known.after(BereavementContact)}
    if not known.relatives:
        return so("no_relatives", held=_said_none(known))
    if told & {"offered", "held", "declined"}:
        return so("yes", held=True)
    return so("yes" if known.ending.offered and "not_reached" not in told else "no", held=False)
