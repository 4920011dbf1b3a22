"""The questionnaire as it is opened: what the record says stands in it, and each section is to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lindra.forms.answers import Answers, Problem
from lindra.forms.fields import Beside
from lindra.forms.places import Filled
from lindra.forms.structs import Coding, Item, Questionnaire
from lindra.forms.values import N_
from lindra.registry.claims import Claim

CONFIRM = "confirm"
"""The name of the boxes by which a section is confirmed."""
NOT_CONFIRMED = N_("Read what stands in this section, and tick that it is right.")
EVIDENCE, SECTION = "registry/evidence.html", "registry/confirm.html"

Claims = Mapping[str, Claim]


def answered(questionnaire: Questionnaire, claims: Claims) -> Answers:
    """What the record claims, as answers of the form; nothing where it is silent or contradicts itself."""
    found: Answers = {}
    for place in Filled(questionnaire, {}).places:
        claim = claims.get(place.item.link_id)
        if claim is not None and claim.claims:
            found[place.path] = [_answer(place.item, one) for one in claim.answers]
    return found


def _answer(item: Item, text: str) -> Coding | str:
    option = item.option(text)
    return option.value if option is not None and isinstance(option.value, Coding) else text


def asked(questionnaire: Questionnaire, answers: Answers, claims: Claims) -> list[Claim]:
    """What the record says of the questions that are asked of this death, as far as it is known how it was."""
    filled = Filled(questionnaire, answers)
    links = [place.item.link_id for place in filled.places if place.item.is_question and filled.asked(place)]
    return [claims[link] for link in links if link in claims]


def sections(questionnaire: Questionnaire, claims: Claims, answers: Answers | None = None) -> list[str]:
    """The sections in which the record says something; with answers, those of them that are asked of this death."""
    filled = Filled(questionnaire, answers or {})
    told = {
        place.parent.item.link_id
        for place in filled.places
        if place.parent
        and (answers is None or filled.asked(place))
        and place.item.link_id in claims
        and claims[place.item.link_id].claims
    }
    return [item.link_id for item in questionnaire.item if item.link_id in told]


def unconfirmed(wanted: Iterable[str], ticked: Iterable[str]) -> list[Problem]:
    """A problem for each section that is not ticked."""
    given = set(ticked)
    return [Problem(one, one, NOT_CONFIRMED) for one in wanted if one not in given]


def besides(
    questionnaire: Questionnaire, explained: Mapping[str, Any], wanted: Iterable[str], ticked: Iterable[str]
) -> dict[str, Beside]:
    """What stands with each question (where its answer comes from) and at the end of each section (the box)."""
    given = set(ticked)
    found = {name: Beside(EVIDENCE, told) for name, told in explained.items()}
    for one in wanted:
        found[one] = Beside(SECTION, {"section": one, "ticked": one in given})
    return found
