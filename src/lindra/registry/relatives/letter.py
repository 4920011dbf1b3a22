"""The letter to a relative: who asks, where to answer, the code, whom to call. It does not name the one who died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from lindra import clock
from lindra.care.paper.bedside import qr, typeset
from lindra.forms.questionnaire import licence_of
from lindra.registry.relatives import rules, survey, words

TEMPLATES = Path(__file__).parent.parent / "templates" / "registry" / "relatives"


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on it: to whom, from which unit, and how to answer."""

    name: str
    unit: str
    phone: str
    address: str
    """Of the page where one answers."""
    code: str
    until: date
    language: str
    form: str
    made: datetime

    @property
    def link(self) -> str:
        """The address with the code after it, where no server sees it."""
        return link(self.address, self.code)


def link(address: str, code: str) -> str:
    """An address that brings a code along: browsers keep what stands after # to themselves."""
    return f"{address}#{rules.pieces(code)}"


def pdf(letter: Letter) -> bytes:
    """The letter as tagged PDF (A4, PDF/UA-1), in its language."""
    with translation.override(letter.language):
        return typeset("letter.typ", content(letter), letter.made, TEMPLATES)


def content(letter: Letter) -> dict[str, Any]:
    """Everything on it, in the present language."""
    years = rules.number("keep_days", clock.today()) // 365
    return {
        "lang": letter.language, "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "title": _("Questions to you who were close"), "to": letter.name, "from": letter.unit,
        "opening": [
            _("%(unit)s took part in the care of somebody you were close to, who has died. We are sorry for your loss.")
            % {"unit": letter.unit},
            _("We would like to ask you how the last week was, and how the care was. You choose whether you want to "
              "answer. Whatever you choose changes nothing in the support you can get."),
        ],
        "how": _("How to answer"),
        "steps": [
            _("Go to this address, or read the square with the camera of a telephone."),
            _("Write the code."),
            _("Answer what you want to. You can stop, and go on another day with the same code."),
        ],
        "address": letter.address, "code_label": _("Code"), "code": rules.pieces(letter.code),
        "qr": qr(letter.link), "qr_alt": _("Square code with the address and the code"),
        "until": _("The code holds until %(day)s, and answers can be sent once.")
        % {"day": words.plain_day(letter.until.isoformat())},
        "answers": _("What becomes of your answers"),
        "becomes": [
            _("Your answers are counted together with those of others, so that the care becomes better. Nobody at the "
              "unit reads just yours, unless you say at the end that they may."),
            _("The answers are kept apart from the medical record, for %(years)s years at the most.")
            % {"years": years},
            licence_of(survey.versions()[letter.form], letter.language),
        ],
        "not": _("If you do not want to answer"),
        "need_not": _("You need not do anything. If you tell us, on the page or by telephone, we do not ask again."),
        "help": _("Do you need help, or want to talk?"),
        "call": [
            (letter.phone, letter.unit),
            ("1177", _("advice about illness and health, round the clock")),
            ("112", _("if life is in danger")),
        ],
        "astray": _("Has this letter come to the wrong person? Throw it away. With the code nobody can see anything "
                    "about the one who died."),
    }  # fmt: skip
