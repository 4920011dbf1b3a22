"""Sample values for the gallery: of nobody, from nowhere, one of each kind a component must manage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.frame.charts import Bar, Figure, Part, Point, Share, Span
from lindra.frame.pieces import Glance
from lindra.frame.samples_pictures import larger_figures
from lindra.frame.tables import Cell, Column, Table
from lindra.frame.timeline import Entry

BORN = date(1938, 5, 2)
LAST_DAY = date(2026, 3, 14)
NIGHT = datetime(2026, 3, 14, 2, 15, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind; shown sent and refused."""

    number = forms.CharField(
        label=gettext_lazy("Personal identity number"),
        help_text=gettext_lazy("Twelve digits, as in 19121212-1212."),
        error_messages={"required": gettext_lazy("Write the personal identity number")},
    )
    score = forms.IntegerField(
        label=gettext_lazy("Pain, 0–10"),
        max_value=10,
        error_messages={"max_value": gettext_lazy("Pain is scored from 0 to 10")},
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where does the patient wish to be?"),
        widget=forms.RadioSelect,
        choices=[("home", gettext_lazy("At home")), ("ward", gettext_lazy("In hospital"))],
    )
    aware = forms.BooleanField(label=gettext_lazy("The relatives know"), required=False)
    note = forms.CharField(label=gettext_lazy("What was said"), widget=forms.Textarea, required=False)


def refused_form() -> SampleForm:
    """The form as it looks when something was wrong."""
    return SampleForm({"number": "", "score": "12", "place": "home"}, auto_id="sample_%s")


def plan() -> list[Glance]:
    """A plan at a glance."""
    said = _("Doctor, home care team, 2 March 2026")
    return [
        Glance(_("If the heart stops"), _("Do not resuscitate"), said, "critical"),
        Glance(
            _("Wishes to be"),
            _("At home"),
            _("In hospital only for a fracture"),
            "info",
            "home",
        ),
        Glance(_("At pain, anxiety, secretions"), _("Medicines as needed are prescribed"), "", "ok"),
        Glance(_("Doctor on call"), "010-000 00 00", _("Around the clock"), "", "phone"),
        Glance(_("Conversation on the end of life"), _("Held 2 March 2026"), said, "", "speech"),
        Glance(_("Relatives who can be called at night"), _("Not known"), "", "unknown"),
    ]


def table() -> Table:
    """A table with every kind of cell."""
    return Table(
        _("Units with patients in the last month of life"),
        [
            Column(_("Unit")),
            Column(_("Patients"), True),
            Column(_("Plan"), True),
            Column(_("Status")),
        ],
        [
            [
                Cell(_("Home care, north"), url="#tables"),
                "34",
                "31",
                Cell(_("Complete"), tone="ok"),
            ],
            [
                Cell(_("Home care, south"), url="#tables"),
                "120",
                "7",
                Cell(_("Late"), tone="warning"),
            ],
            [
                Cell(_("Ward 12"), note=_("Closed in summer")),
                "0",
                "–",
                Cell(_("Not stated"), tone="unknown"),
            ],
        ],
        _("Sample values."),
    )


def figures() -> list[Figure]:
    """One of each chart, with the difficult values: none, all, withheld, a long name."""
    north, south, coast = _("Northern county"), _("Southern county"), _("Coastal county")
    long_name = _("Municipalities with fewer than five deaths a year, taken together over three years")
    return [
        Figure.interval_bars(
            _("Died where they wished"),
            [
                Share(label=north, value=0.62, low=0.55, high=0.69, cases=118, of=190, target=0.7),
                Share(label=south, value=0.81, low=0.77, high=0.85, cases=301, of=372, target=0.7),
                Share(label=long_name, value=1, low=0.65, high=1, cases=7, of=7, target=0.7),
                Share(label=coast, value=0, low=0, high=0.2, cases=0, of=15, target=0.7),
                Share(label=_("Inland county"), value=None, target=0.7),
            ],
            name=_("County"),
            note=_("Sample values. Line: 95% interval. Broken mark: target."),
        ),
        Figure.bars(
            _("Deaths in a year"),
            [
                Bar(label=south, value=1372),
                Bar(label=north, value=190),
                Bar(label=coast, value=0),
                Bar(label=long_name, value=None),
            ],
            name=_("County"),
            note=_("Sample values. What is not shown is fewer than five."),
        ),
        Figure.stacked_share(
            _("Place of death"),
            [
                Part(label=_("Own home"), value=96),
                Part(label=_("Care home"), value=171),
                Part(label=_("Hospital"), value=104),
                Part(label=_("Specialised palliative ward"), value=31),
                Part(label=_("Not known"), value=6, unknown=True),
            ],
            name=_("Place"),
            note=_("Sample values."),
        ),
        Figure.time_strip(
            _("The last year of life"),
            _stays(),
            start=_before(364),
            end=LAST_DAY,
            end_label=_("Died 14 March 2026"),
        ),
        Figure.sparkline(
            _("Pain, 0–10"),
            [
                Point(label=str(LAST_DAY - timedelta(days=12 - n)), value=value)
                for n, value in enumerate([7, 6, 6, 4, 5, None, 3, 3, 4, 2, 2, 3])
            ],
            low=0,
            high=10,
        ),
        *larger_figures(),
        Figure.bars(_("A chart of nothing"), []),
    ]


def _stays() -> list[Span]:
    ward, emergency, team = _("Hospital"), _("Emergency department"), _("Home care team")
    before = (
        (ward, 290, 283, 3), (ward, 120, 101, 3), (ward, 40, 33, 3),
        (emergency, 290, 290, 2), (emergency, 160, 160, 2), (emergency, 120, 120, 2), (emergency, 40, 40, 2),
        (team, 98, 41, 1), (team, 32, 0, 1),
    )  # fmt: skip
    return [
        Span(lane=lane, start=_before(first), end=_before(last), tone=tone)
        for lane, first, last, tone in before
    ]


def _before(days: int) -> date:
    return LAST_DAY - timedelta(days=days)


def entries() -> list[Entry]:
    """A timeline with folds, partial dates, something that must not be missed, and ten years between ends."""
    pressures = [
        Entry(
            at=NIGHT - timedelta(days=20 + 9 * n),
            title=_("Blood pressure"),
            detail=f"{128 + n}/{76 + n % 5} mmHg",
            kind="pulse",
            many=_("blood pressures"),
        )
        for n in range(12)
    ]
    return [
        *pressures,
        Entry(
            at=NIGHT,
            title=_("Died at home"),
            kind="leaf",
            tone="info",
            meta=_("Home care team, north"),
        ),
        Entry(
            at=NIGHT - timedelta(days=12),
            title=_("Conversation on the end of life"),
            kind="speech",
            detail=_("The patient wishes to stay at home. Medicines as needed are to be in the house."),
            meta=_("Doctor, home care team, north"),
            url="#timeline",
        ),
        Entry(
            at=NIGHT - timedelta(days=11),
            title=_("Oxycodone, injection as needed"),
            kind="pill",
            tone="warning",
            badge=_("Corrected"),
        ),
        Entry(at=_before(120), title=_("Admitted, medical ward"), kind="bed"),
        Entry(
            at=date(2024, 5, 1),
            precision="month",
            title=_("Enrolled in the home care team"),
            kind="home",
        ),
        Entry(at=date(2021, 1, 1), precision="year", title=_("Operation, hip"), kind="procedure"),
        Entry(
            at=date(2016, 9, 3),
            title=_("Heart failure"),
            kind="diagnosis",
            meta=_("Health centre"),
        ),
        Entry(at=None, title=_("Allergy noted"), kind="note"),
    ]
