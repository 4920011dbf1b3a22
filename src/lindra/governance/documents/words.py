"""Governing documents in words, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Text = str | Promise

KINDS: dict[str, Text] = {
    "agreement": gettext_lazy("Agreement"),
    "annex": gettext_lazy("Annex"),
    "guideline": gettext_lazy("Guideline"),
    "routine": gettext_lazy("Routine"),
    "care_programme": gettext_lazy("Care programme"),
    "delegation": gettext_lazy("Delegation"),
    "plan": gettext_lazy("Plan"),
    "proposal": gettext_lazy("Proposal"),
}

STATES: dict[str, tuple[str, Text]] = {
    "proposed": ("unknown", gettext_lazy("Not decided: no rule in force")),
    "coming": ("info", gettext_lazy("Decided, not begun")),
    "in_force": ("ok", gettext_lazy("In force")),
    "expiring": ("warning", gettext_lazy("In force, expires soon")),
    "expired": ("critical", gettext_lazy("Expired")),
    "replaced": ("neutral", gettext_lazy("Replaced by a later version")),
    "repealed": ("neutral", gettext_lazy("Repealed")),
}
"""Tone and words."""
WITHDRAWN: Text = gettext_lazy("Proposal taken back")

SHOWS: dict[str, tuple[str, Text]] = {
    "ownerless": ("critical", gettext_lazy("Without an owner")),
    "expired": ("critical", gettext_lazy("Expired")),
    "follow_up": ("warning", gettext_lazy("Follow-up is late")),
    "expiring": ("warning", gettext_lazy("Expire soon")),
    "proposed": ("", gettext_lazy("Proposed")),
    "in_force": ("", gettext_lazy("In force")),
    "coming": ("", gettext_lazy("Not begun")),
    "over": ("", gettext_lazy("Replaced or repealed")),
}
"""Groups of the list: the tone where there are any, and words."""

FAULTS: dict[str, tuple[str, Text]] = {
    "no_owner": ("critical", gettext_lazy("Nobody owns it: nobody sees to its revision.")),
    "no_party": ("warning", gettext_lazy("It names no party: it binds nobody.")),
    "no_decider": ("warning", gettext_lazy("It does not say who decided it.")),
    "expired": ("critical", gettext_lazy("It has expired: nobody is bound by it any more.")),
    "follow_up_late": ("warning", gettext_lazy("The follow-up is late.")),
    "revision_late": ("warning", gettext_lazy("It should have been revised.")),
    "no_follow_up": ("warning", gettext_lazy("It does not say how often it is followed up.")),
    "overlap": ("warning", gettext_lazy("It holds on days on which the version before it holds too.")),
    "gap": ("warning", gettext_lazy("Between the version before it and this one nothing held.")),
}

ACTS: dict[str, tuple[str, Text]] = {
    "make": ("note", gettext_lazy("Written")),
    "change": ("note", gettext_lazy("Changed")),
    "follow_up": ("yes", gettext_lazy("Followed up")),
    "replaced": ("move", gettext_lazy("A later version takes its place")),
    "repeal": ("no", gettext_lazy("Repealed")),
    "oblige": ("plan", gettext_lazy("An obligation was written")),
    "reword": ("plan", gettext_lazy("An obligation was changed")),
    "take_out": ("no", gettext_lazy("An obligation was taken out")),
    "mark": ("flag", gettext_lazy("Said what becomes of obligations")),
}
"""Icon and words of what was done."""

FIELDS: dict[str, Any] = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Kind"),
    "parties": gettext_lazy("Parties"),
    "text": gettext_lazy("What it says, in short"),
    "link": gettext_lazy("Where the whole of it stands"),
    "owner": gettext_lazy("Owner"),
    "owner_staff": gettext_lazy("The owner's HSA-id"),
    "decided_by": gettext_lazy("Decided by"),
    "decided_on": gettext_lazy("Decided on"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_to": gettext_lazy("Last day"),
    "interval": gettext_lazy("Months between follow-ups"),
    "followed_up_on": gettext_lazy("Last followed up"),
    "revise_on": gettext_lazy("To be revised by"),
    "predecessor": gettext_lazy("Follows"),
    "concerns": gettext_lazy("What the proposal is about"),
    "audience": gettext_lazy("Who must know it"),
    "source": gettext_lazy("Source"),
}

REFUSED: dict[str, Any] = {
    "no_such_kind": gettext_lazy("Choose what kind of document it is."),
    "ends_before_it_starts": gettext_lazy("It ends before it starts. Change one of the two days."),
    "proposal_decided": gettext_lazy(
        "A proposal is not decided. Choose the kind it becomes, or leave the day empty."
    ),
    "decided_without_first_day": gettext_lazy("What is decided has a first day. Say from when it is valid."),
    "no_such_interval": gettext_lazy("Write a whole number of months, from 1 to 120."),
    "interval_without_owner": gettext_lazy(
        "It is to be followed up, and nobody owns it. Name an owner, or leave the interval empty."
    ),
    "followed_before_it_starts": gettext_lazy("It cannot be followed up before it starts."),
    "revised_before_it_starts": gettext_lazy("It cannot be revised before it starts."),
    "no_title": gettext_lazy("Write what it is called."),
    "title_too_long": gettext_lazy("The title is too long. Put the rest in the text."),
    "no_such_party": gettext_lazy("There is no such party. Choose a body that is known."),
    "no_such_document": gettext_lazy("There is no such document."),
    "loop": gettext_lazy("It would follow itself: the versions would go round in a ring. Choose another."),
    "not_yet": gettext_lazy("That day has not come yet."),
    "no_decider": gettext_lazy("Say who decides it."),
    "repealed_already": gettext_lazy("It is repealed already."),
    "no_reason": gettext_lazy("Say why."),
    "not_marked": gettext_lazy("Say whether it is moved or lost."),
    "lost_without_reason": gettext_lazy("Say why it may be lost."),
    "moved_nowhere": gettext_lazy("Choose the obligation that takes its place."),
    "moved_to_itself": gettext_lazy("It stands in the same document. Choose an obligation of another."),
    "moved_to_no_rule": gettext_lazy(
        "The document it would be moved to is no rule in force on that day. Choose another, or wait until it is."
    ),
    "no_wording": gettext_lazy("Write what is promised, in your own words."),
    "wording_too_long": gettext_lazy("Write it shorter: at most 1,000 characters."),
    "no_debtor": gettext_lazy("Choose who owes it."),
    "no_measure": gettext_lazy("Choose what is counted."),
    "no_share": gettext_lazy("Write a share from 0 to 100 per cent."),
    "no_such_place": gettext_lazy("Choose where it is counted."),
    "hours_need_a_place": gettext_lazy("Choose a municipality or a unit."),
    "no_function": gettext_lazy("Choose the function that is staffed."),
    "no_area": gettext_lazy("Choose at least one region or municipality."),
    "no_hours": gettext_lazy("Write hours of the week, for example Mon-Fri 08:00-17:00, or 24/7."),
    "no_day": gettext_lazy("Choose the day by which it is to be done."),
}


def refused(code: str) -> str:
    """Why something is refused; what is named in it follows after a colon."""
    name, _, what = code.partition(":")
    text = str(REFUSED.get(name, name))
    return f"{text} ({what})" if what else text


def state(kind: str, code: str) -> tuple[str, str]:
    """Tone and words of how a document stands."""
    tone, text = STATES[code]
    return tone, str(WITHDRAWN if kind == "proposal" and code == "repealed" else text)
