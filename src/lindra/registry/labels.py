"""Words for this room's kinds of entries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindra.care.labels import KindLabel

KINDS: dict[str, KindLabel] = {
    "death_reported": KindLabel(_("Reported to the register"), icon="leaf"),
    "register_judged": KindLabel(_("Report compared with the record"), icon="note"),
    "register_sent": KindLabel(_("Report sent to the register"), icon="forward"),
}
