"""Words for how sure the record is, what entries say, and why a question is not answered."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lindra.care import labels as care

Text = str | Promise

CERTAINTIES: dict[str, Text] = {
    "certain": _("An entry says so"),
    "likely": _("Likely – look twice"),
    "conflict": _("Entries contradict each other"),
    "silent": _("The record does not say"),
}

WHY: dict[str, Text] = {
    "no_death": _("No death with a known time is noted."),
    "by_rule": _("This follows from the entries by a rule that may be wrong."),
    "time_not_exact": _("The time is not known exactly: it may be before or after the limit."),
    "no_place": _("No stay, visit or home at the time of death that answers this was found."),
    "places": _("Entries say different places."),
    "several_stays": _("Several stays were going on at the same time."),
    "not_other_place": _("This is only asked when the place is another."),
    "no_name": _("It is not written what it is called."),
    "place_unclear": _("It depends on the place of death, which is not clear."),
    "no_arrival": _("No entry says on which day the person came to the unit."),
    "arrivals": _("Entries say different days."),
    "no_disease": _("No diagnosis that usually leads to death was found."),
    "judgement": _("Which illness led to death is a judgement. These were there."),
    "not_other_disease": _("This is only asked when the illness is another."),
    "no_expected": _("It is not noted whether the death was expected."),
    "differ": _("Entries say different things."),
    "no_forensic": _(
        "No document tells of a forensic examination. That says nothing of whether there was one."
    ),
    "no_will": _("It is not noted whether the person could express their will."),
    "will_lost_before": _("It was lost already the first time it was noted."),
    "will_between": _("It was lost some time between two entries, which give different answers."),
    "will_not_later": _("The last entry says that the person could. Nothing is noted after it."),
    "no_talk_patient": _(
        "No physician's conversation at the turn of the illness with the patient was found."
    ),
    "no_talk_relatives": _(
        "No physician's conversation at the turn of the illness with relatives was found."
    ),
    "close": _("One entry says that there are no relatives, another that there are."),
    "relatives_noted": _("An entry says that there are no relatives, but somebody is noted as close."),
    "no_wish": _("No wish about where to die was found."),
    "wishes": _("Two wishes of the same time are different."),
    "wish_not_known": _("It was asked, but no wish is known."),
    "no_preference": _("The person had no preference. Every place is taken to match: our own reading."),
    "wish_elsewhere": _("Whether the place matches this wish cannot be told from the record."),
    "second_choice": _("The place was the second choice, not the first."),
    "no_arrival_check": _("No check of the skin on arrival at the unit was found."),
    "first_check": _("This is the first check after arrival. It is not written that it was on arrival."),
    "heals_not": _("A later check found less than an earlier one. No pressure ulcer heals that fast."),
    "older_check": _("The check is more than a day old."),
    "dated_after_death": _("What was found is dated after the death, and is not counted."),
    "dated_before_death": _("What was found is dated before the death, and is not counted."),
    "no_check": ngettext_lazy(
        "No check of the skin on the day of death, or on the day before it, was found.",
        "No check of the skin on the day of death, or on the %(days)d days before it, was found.",
        "days",
    ),
    "no_ulcer": _("No pressure ulcer at death is known from the record."),
    "no_mouth": _("No assessment of the mouth in the last %(days)s days was found."),
    "no_mouth_value": _("No assessment of the mouth with a grade was found in the last week."),
    "no_grade": _("The assessment does not say whether there was a deviation."),
    "noted_before": _("None was running before the last 24 hours, and nothing else was noted after."),
    "no_fluids": _("Nothing was noted of fluids or nutrition by drip or tube in the last 24 hours."),
    "rated_daily": _("It was rated on nearly every day of the last week."),
    "not_every_day": _("It was rated, but not on enough days to say that it was never there."),
    "no_symptom": _("Nothing was noted of this symptom in the last week."),
    "not_present": _("It is not known from scores that the symptom was there."),
    "no_relief": _("No later score near death says whether it was relieved."),
    "series": _("Different instruments give different answers."),
    "from_scores": _("This is read from the highest score and the last one. Limits are our own."),
    "not_rated": _("No rating in the last %(days)s days was found."),
    "order_late": _("It was ordered, but not until the day of death."),
    "order_stopped": _("It was ordered, but no longer in force on the day of death."),
    "order_route": _("It was ordered, but it is not written how it is given."),
    "order_no_injection": _("It was ordered, but not as an injection."),
    "not_opioid": _("It was ordered, but it is no opioid."),
    "no_order": _("No such as-needed order was found."),
    "none_ordered": _("An entry says that no as-needed medicines were ordered, another that there were."),
    "no_later_examination": _(
        "The last one found was %(days)s days before death. There may have been a later one."
    ),
    "no_examination": _("No meeting with a physician, or assessment by one, was found."),
    "nobody_consulted": _("No competence from outside was found in the last week."),
    "at_least_these": _("At least these: there may have been more."),
    "no_present": _("It is not noted both whether relatives and whether staff were there."),
    "deaths_differ": _(
        "Entries say that the person died on different days. This is counted from one of them."
    ),
    "no_bereavement": _("No offer of a conversation after the death was found."),
}
"""Why nothing is claimed, entries are in conflict, or a claim is no more than likely."""

SAYS: dict[str, Text] = {
    "admitted": _("admitted: %(form)s"),
    "ward": _("moved to another ward"),
    "discharged": _("discharged: %(to)s"),
    "emergency": _("visit to an emergency department, going on at death"),
    "enrolled": _("enrolled: %(form)s"),
    "established": _("death established outside hospital"),
    "died_there": _("the death was written down there"),
    "nursing_visit": _("home nursing came"),
    "not_enrolled": _("assessed for home nursing, and not enrolled"),
    "nursing_ended": _("no longer with home nursing"),
    "diagnosis": _("diagnosis %(code)s %(text)s"),
    "died": _("the person died"),
    "died_expected": _("noted with the death, expected: %(known)s"),
    "established_expected": _("when death was established: a physician had decided that it was expected"),
    "decided_expected": _("a physician decided beforehand, death expected: %(known)s"),
    "document": _("document: %(text)s"),
    "will": _("could express their will: %(able)s"),
    "talk_code": _("%(code)s %(text)s (who took part is not in the code)"),
    "no_relatives": _("has no relatives"),
    "relative": _("a relative is noted"),
    "bereavement": _("conversation after the death: %(contact)s"),
    "relatives_told": _("when death was established, relatives: %(told)s"),
    "visit_at_death": _("home visit going on at death"),
    "visit_after_death": _("home visit that began after the death"),
    "measured": _("%(text)s: %(number)s"),
    "procedure": _("%(code)s %(text)s"),
    "none_ordered": _("asked about as-needed medicines: none"),
    "met": _("met a physician: %(form)s"),
    "assessed_in_person": _("a physician assessed the patient in person"),
    "assessed": _("a physician's assessment"),
    "admitted_by": _("admitted by a physician"),
    "contact": _("contact: %(form)s"),
}
"""What an entry says; the others are in ``words``."""

LACKS: dict[str, Text] = {
    "": "",
    "late": _("not until the day of death"),
    "stopped": _("no longer in force on the day of death"),
    "route": "",
    "no_injection": _("no injection"),
}
"""What an order lacks to count."""

TOOK_PART: dict[str, Text] = {
    "patient": _("the patient"),
    "relative": _("relatives"),
    "physician": _("physician"),
    "nurse": _("nurse"),
    "counsellor": _("counsellor"),
    "interpreter": _("interpreter"),
    "other": _("others"),
}

KNOWN: dict[str, Text] = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}
CONTACTS: dict[str, Text] = {
    "offered": _("offered"),
    "held": _("held"),
    "declined": _("declined"),
    "not_reached": _("nobody was reached"),
}
TOLD: dict[str, Text] = {
    "present": _("were there"),
    "told": _("have been told"),
    "not_told": _("have not been reached"),
    "no_relatives": _("there are none"),
}
VALUES: dict[str, Mapping[str, Text]] = {
    "form": care.FORMS, "to": care.FORMS, "known": KNOWN, "able": KNOWN, "contact": CONTACTS, "told": TOLD,
}  # fmt: skip
"""Values of evidence that are codes, by name."""
