"""What a person does with a report: signs it, with how it compares with the record, or corrects it. One act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lindra.forms import actions as forms
from lindra.forms.sheets import Sheet
from lindra.privacy.door import Appended, Opened
from lindra.privacy.reader import Reader
from lindra.record.kinds import Fact
from lindra.registry.claims import Claim
from lindra.registry.events import DeathReported, RegisterJudged
from lindra.registry.reporting import judging
from lindra.registry.reporting.state import Standing


def sign(
    opened: Opened, reader: Reader, standing: Standing, sheet: Sheet, claims: Sequence[Claim], lang: str
) -> Appended:
    """Write the report and, in the same act, what the record had said of each question. Raises as ``forms.submit``."""

    def beside(ref: str, given: Iterable[Fact]) -> Iterator[Fact]:
        for report in given:
            if isinstance(report, DeathReported):
                yield RegisterJudged(report=ref, judged=tuple(judging.judged(claims, report)))

    if standing.entry is None:
        return forms.submit(
            opened, reader, sheet.questionnaire, sheet.answers, lang, expected=sheet.seen, key=sheet.key,
            beside=beside,
        )  # fmt: skip
    return forms.correct(
        opened, reader, standing.entry, sheet.questionnaire, sheet.answers, lang, expected=sheet.seen, key=sheet.key,
        beside=beside,
    )  # fmt: skip
