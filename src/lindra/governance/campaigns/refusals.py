"""Why something cannot be done in a campaign, in the language of whoever reads it. Texts and two errors."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop


class NotAsked(ValueError):
    """A reply, a reading or a reminder about a body the question was not put to: says which."""


class Refused(ValueError):
    """What was said cannot be; ``field`` says where, :meth:`told` why, in the present language."""

    def __init__(self, field: str, why: str, **named: object) -> None:
        self.field, self._why, self._named = field, why, named
        super().__init__(f"{field}: {why % named}")

    def told(self) -> str:
        """Why, for a page."""
        return gettext(self._why) % self._named


NOBODY = gettext_noop("Choose at least one body.")
UNKNOWN = gettext_noop("%(said)s is not known here. Known are: %(known)s.")
TAKEN = gettext_noop("There is a campaign %(key)s already. Choose another short name.")
BEFORE_ASKED = gettext_noop("%(day)s is before the question was put, %(asked)s.")
BEFORE_DATED = gettext_noop("%(day)s is before the day the reply itself carries, %(dated)s.")
NOT_YET = gettext_noop("%(day)s has not come yet.")
AFTER_LAST = gettext_noop("%(day)s is after the last day to answer, %(last)s.")
NO_LETTER = gettext_noop("%(name)s had not got its letter then.")
NOT_LATER = gettext_noop("%(day)s is not after the last day they have, or not after the reminder.")
NOTHING_SAID = gettext_noop("Say what was replied.")
NO_REASON = gettext_noop("Say why.")
FOLLOWED = gettext_noop("Promises of it are followed. End them first: %(promises)s.")
BETWEEN = gettext_noop("Choose a day from %(first)s to %(last)s.")
WHY_NOT = {
    "done": gettext_noop("This step is done already."),
    "first_missing": gettext_noop("Nobody has read it a first time yet."),
    "same_reader": gettext_noop("The second reading is by somebody else than the first."),
    "no_difference": gettext_noop("The two readings do not differ."),
}
