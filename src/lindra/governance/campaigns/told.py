"""A campaign as plain values, for commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lindra.governance.campaigns import queries
from lindra.governance.campaigns.agreement import Kappa
from lindra.governance.campaigns.queries import Asked, Replied, Whole
from lindra.governance.models import Commitment


def whole(found: Whole) -> dict[str, Any]:
    """Everything of a campaign; days are ISO dates, or None where they are not known."""
    campaign, agreement = found.campaign, found.agreement
    return {
        "campaign": campaign.key, "title": campaign.title, "inventory": campaign.inventory,
        "asked_on": _day(campaign.asked_on), "reply_by": _day(campaign.reply_by),
        "reported_on": _day(campaign.closed_on),
        "public": campaign.public, "classes": found.classes, "states": found.states,
        "stated": [dict(one) | {"counted": _counted(found, one)} for one in campaign.stated],
        "second_reading": _second(found),
        "agreement": {
            "both": agreement.both, "same": agreement.same, "kappa": _kappa(agreement.plain),
            "weighted_kappa": _kappa(agreement.weighted), "differing": list(agreement.differing),
        },
        "reminders_to_unknown": campaign.unnamed_reminders,
        "promises": _promises(found.promises, found.today),
        "recipients": [_asked(one, found.today) for one in found.asked],
    }  # fmt: skip


def _counted(found: Whole, said: Mapping[str, Any]) -> int:
    return sum(found.classes.get(code, 0) for code in said["classes"])


def _second(found: Whole) -> str:
    read = sum("second" in one.classings for one in found.asked)
    return "not done" if not read else "done" if read == len(found.asked) else "part"


def _kappa(found: Kappa | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "bodies": found.bodies,
        "observed": found.observed,
        "value": found.value,
        "low": found.low,
        "high": found.high,
    }


def _promises(promises: tuple[Commitment, ...], today: date) -> dict[str, int]:
    return {
        "all": len(promises), "kept": sum(one.state == "done" for one in promises),
        "late": len(queries.late(promises, today)),
        "without_day": sum(one.due is None for one in promises),
    }  # fmt: skip


def _asked(one: Asked, today: date) -> dict[str, Any]:
    return {
        "body": one.body.key, "name": one.body.name, "functions": one.recipient.functions,
        "sent_on": _day(one.recipient.sent_on), "reminders": one.recipient.reminders, "state": one.state,
        "class": one.classed.code, "class_by": one.classed.how,
        "replies": [_reply(replied) for replied in one.replies],
        "promises": [_promise(made, today) for made in one.promises],
    }  # fmt: skip


def _reply(replied: Replied) -> dict[str, Any]:
    reply = replied.reply
    return {
        "who": reply.who, "who_said": reply.who_said, "kind": reply.kind, "received_on": _day(reply.received_on),
        "dated_on": _day(reply.dated_on), "in_time": replied.in_time, "summary": reply.summary, "source": reply.source,
        "points": [
            {name: getattr(point, name) for name in ("function", "text", "when", "status", "line")}
            for point in replied.points
        ],
    }  # fmt: skip


def _promise(made: Commitment, today: date) -> dict[str, Any]:
    return {
        "id": made.pk, "title": made.title, "when": made.due_said, "due": _day(made.due), "state": made.state,
        "late": bool(queries.late([made], today)), "owner": made.owner, "source": made.source,
    }  # fmt: skip


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
