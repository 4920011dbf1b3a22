"""Words for the register's rules: why a unit registers a death, and why something may not be done."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindra.registry.rules import Reason, Why

WHY: dict[Why, str | Promise] = {
    "stay": _("The person died in the unit's care"),
    "emergency": _("The person died in the emergency department"),
    "home": _("The person lived in the home"),
    "team": _("The team had the person at home"),
    "nursing": _("Home nursing had the person at home"),
    "practice": _("The person was listed with the practice"),
    "nobody": _("It is not known which unit reports"),
}
"""Why it is this unit's to report."""

REASONS: dict[Reason, str | Promise] = {
    "alive": _("No death stands in the record."),
    "opted_out": _("The person does not want to be in quality registers. Nothing is reported."),
    "reported": _("The death is reported already. Each person is reported once."),
    "not_reported": _("There is no report to change."),
    "closed": _("The time in which the register takes it has passed."),
    "purpose": _("Reports are written in care. Choose an assignment with that purpose."),
    "profession": _("A physician or nurse of the unit signs the report."),
    "another_unit": _("Another unit reports this death."),
}
"""Why something may not be done, or what to be told of before it is."""
