"""Six symptoms in the last week, and whether they were relieved (question 23). Pure.

One score is enough to say that a symptom was there. That it never was takes scores of nearly every day, and is likely
at most; so is relief, which is read from a later, lower score. Limits are data, and our own choice.
"""

from __future__ import annotations

from collections.abc import Callable

from lindra.registry.claims import Claim, Evidence, Said, claim, decided, silent
from lindra.registry.prefill import data
from lindra.registry.prefill.case import Case, code_of, codes_of
from lindra.registry.prefill.questions import scores
from lindra.registry.prefill.questions.scores import Score

SYMPTOMS = ("pain", "rattle", "nausea", "anxiety", "breathlessness", "confusion")


def present(symptom: str) -> Callable[[Case], Claim]:
    """The question whether a symptom was there."""
    return lambda case: _present(case, symptom)


def relief(symptom: str) -> Callable[[Case], Claim]:
    """The question whether it was relieved."""
    return lambda case: _relief(case, symptom)


def _present(case: Case, symptom: str) -> Claim:
    rated = scores.week(case).get(symptom, [])
    said: list[Said] = [("yes", one.evidence, one.fit.certainty) for one in reversed(rated) if one.present]
    doses = scores.doses(case).get(symptom, [])
    said += [("yes", scores.dose(one, symptom), "likely") for one, _ in reversed(doses)]
    said += _diagnosed(case, symptom)
    if said:
        return decided(symptom, said, "")
    if never(case, rated):
        return claim(symptom, "no", "likely", *(one.evidence for one in reversed(rated)), why="rated_daily")
    if rated:
        return silent(symptom, "not_every_day", [one.evidence for one in rated])
    late = [one.evidence for one in scores.late(case).get(symptom, [])]
    return silent(symptom, "dated_after_death" if late else "no_symptom", late)


def never(case: Case, rated: list[Score]) -> bool:
    """Whether something was rated on nearly every day of the last week, the last of them too."""
    days = scores.days(case, rated)
    if case.death is None or case.death.day is None or len(days) < case.limit("rated_days").amount:
        return False
    return (case.death.day - max(days)).days <= case.limit("relief_last").amount


def _diagnosed(case: Case, symptom: str) -> list[Said]:
    """Diagnoses of the symptom itself, made in the last week."""
    prefixes = tuple(code for _, code in data.codes(f"symptom_{symptom}", case.on))
    found: list[Said] = []
    for one, _ in case.told_within("last_week", "diagnosis"):
        untrue = one.value.get("verification", "") in ("refuted", "entered-in-error")
        if (
            prefixes
            and not untrue
            and any(code.replace(".", "").startswith(prefixes) for _, code in codes_of(one))
        ):
            _, code, text = code_of(one)
            found.append(("yes", Evidence(one, "diagnosis", {"code": code, "text": text}), "likely"))
    return found


def _relief(case: Case, symptom: str) -> Claim:
    """From the highest score of the week and the last one, of the same item; likely at most."""
    rated = scores.week(case).get(symptom, [])
    series: dict[tuple[str, str], list[Score]] = {}
    for one in rated:
        series.setdefault(one.item, []).append(one)
    said = [found for some in series.values() if (found := _of_series(case, some)) is not None]
    question = f"{symptom}_relief"
    if not any(one.present for one in rated):
        return silent(question, "not_present")
    answers: list[Said] = [(answer, last.evidence, "likely") for answer, _, last in said]
    claimed = decided(question, answers, "no_relief", [one.evidence for one in rated], against="series")
    if not claimed.claims:
        return claimed
    evidence = [one.evidence for _, peak, last in said for one in (last, peak)]
    return claim(question, claimed.answers[0], "likely", *evidence, why="from_scores")


def _of_series(case: Case, series: list[Score]) -> tuple[str, Score, Score] | None:
    """What a series tells of relief, with its highest score and its last; None where it does not tell.

    That there was no relief is told only by scores of nearly every day: else it may have come before the first of them.
    """
    peak = max(series, key=lambda one: one.number)
    last = series[-1]
    if not peak.present or last is peak or not _recent(case, last):
        return None
    if not last.present:
        return "full", peak, last
    lower = 100 * (peak.number - last.number) / peak.number
    if lower >= case.limit("relief_part").amount:
        return "partly", peak, last
    return ("not", peak, last) if lower <= 0 and never(case, series) else None


def _recent(case: Case, last: Score) -> bool:
    """Whether the last score is of the day of death, or of the days before it that count."""
    before = case.days_before(last.statement)
    return before is not None and before <= case.limit("relief_last").amount
