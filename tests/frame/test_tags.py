"""The tags write what README.md says, and never markup that somebody else wrote."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lindra.frame import icons, pieces, samples
from lindra.frame.charts import Bar, Figure
from lindra.frame.tables import Cell, Column, Table
from lindra.frame.timeline import Entry

NIGHT = datetime(2026, 3, 14, 2, 15, tzinfo=UTC)
HOSTILE = '<script>alert("x")</script>'


def shown(source: str, language: str = "en", **context: Any) -> str:
    """A template's text, white space drawn together."""
    with translation.override(language):
        return re.sub(r"\s+", " ", Template("{% load frame %}" + source).render(Context(context))).strip()


@pytest.mark.parametrize(
    "source",
    [
        "{% page_header x lead=x eyebrow=x %}",
        "{% breadcrumbs crumbs %}",
        "{% panel x note=x %}{{ x }}{% endpanel %}",
        "{% callout 'info' x %}{{ x }}{% endcallout %}",
        "{% empty_state x %}{{ x }}{% endempty_state %}",
        "{% scroll_region x %}{{ x }}{% endscroll_region %}",
        "{% badge 'ok' x %}",
        "{% mark 'yes' x %}",
        "{% icon 'bed' x %}",
        "{% facts rows %}",
        "{% identity x number=x age=x facts=rows badges=badges %}",
        "{% statement x by=x unit=x note=x %}",
        "{% stat x x interval=x note=x url=x %}",
        "{% progress 1 2 x %}",
        "{% tabs tabs label=x %}",
        "{% link_button x x %}",
        "{% button x name=x value=x %}",
        "{% data_table table %}",
        "{% glance glance %}",
        "{% timeline entries %}",
        "{% chart_with_table figure %}",
    ],
)
def test_no_tag_lets_markup_through(source: str) -> None:
    context = {
        "x": HOSTILE,
        "crumbs": [{"url": HOSTILE, "label": HOSTILE}, {"label": HOSTILE}],
        "rows": [(HOSTILE, HOSTILE)],
        "badges": [("ok", HOSTILE)],
        "tabs": [{"url": HOSTILE, "label": HOSTILE, "count": HOSTILE}],
        "table": Table(HOSTILE, [Column(HOSTILE)], [[Cell(HOSTILE, url=HOSTILE, note=HOSTILE)]], HOSTILE),
        "glance": [pieces.Glance(HOSTILE, HOSTILE, HOSTILE)],
        "entries": [Entry(at=NIGHT, title=HOSTILE, detail=HOSTILE, meta=HOSTILE, many=HOSTILE)] * 4,
        "figure": Figure.bars(HOSTILE, [Bar(label=HOSTILE, value=1)], note=HOSTILE),
    }
    written = shown(source, **context)
    assert "<script" not in written
    assert "&lt;script&gt;" in written


@pytest.mark.parametrize("tone", pieces.TONES)
def test_a_status_has_a_shape_and_words_besides_its_colour(tone: str) -> None:
    written = shown("{% badge tone 'Late' %}", tone=tone)
    assert icons.ICONS[tone] in written
    assert "Late" in written


def test_every_tone_has_a_shape_of_its_own() -> None:
    assert len({icons.ICONS[tone] for tone in pieces.TONES}) == len(pieces.TONES)


def test_a_tone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no tone"):
        shown("{% callout 'danger' %}{% endcallout %}")


def test_an_icon_is_heard_only_with_a_label() -> None:
    assert 'aria-hidden="true"' in shown("{% icon 'bed' %}")
    assert 'role="img" aria-label="Admitted"' in shown("{% icon 'bed' 'Admitted' %}")
    assert 'role="img" aria-label="' in shown("{% load i18n %}{% icon 'bed' label=_('Uncertain') %}")


def test_a_table_heads_its_rows_and_sets_numbers_to_the_right() -> None:
    written = shown("{% data_table table %}", table=samples.table())
    assert 'role="region"' in written
    assert 'tabindex="0"' in written
    assert written.count('<th scope="row">') == 3
    assert '<td class="numeric">34</td>' in written
    assert '<a href="#tables">' in written


def test_a_picture_is_followed_by_its_table_with_every_row() -> None:
    figure = Figure.bars(
        "Deaths", [Bar(label="North", value=3), Bar(label="South", value=None)], note="Source"
    )
    written = shown("{% chart_with_table figure %}", figure=figure)
    assert written.index("<svg") < written.index("<details") < written.index("<table")
    assert re.findall(r'<th scope="row">(\w+)</th> ?<td class="numeric">([^<]+)</td>', written) == [
        ("North", "3"),
        ("South", "not shown"),
    ]
    assert written.count("Source") == 1
    assert '<details class="figure__table" open>' in shown(
        "{% chart_with_table figure open=True %}", figure=figure
    )


def test_a_picture_and_its_table_can_stand_apart() -> None:
    figure = Figure.bars("Deaths", [Bar(label="North", value=3)])
    assert shown("{% chart figure %}", figure=figure).startswith("<svg")
    assert "<svg" not in shown("{% chart_table figure %}", figure=figure)
    assert "North" in shown("{% chart_table figure %}", figure=figure)


def test_a_statement_names_who_where_and_when() -> None:
    written = shown("{% statement '3' by='Nurse' unit='Ward' at=at %}", at=NIGHT)
    assert '<time datetime="2026-03-14T03:15+01:00">14 March 2026, 03:15</time>' in written
    assert "Nurse" in written
    assert "Ward" in written


def test_a_moment_is_no_finer_than_it_is_known() -> None:
    assert shown("{% moment at 'month' %}", at=NIGHT) == '<time datetime="2026-03">March 2026</time>'
    assert (
        shown("{% moment at short=True %}", at=date(2026, 3, 14))
        == '<time datetime="2026-03-14">2026-03-14</time>'
    )
    assert shown("{% moment at 'unknown' %}", at=NIGHT) == '<span class="soft">time not known</span>'
    assert shown("{% moment at %}", at=None) == '<span class="soft">time not known</span>'


def test_numbers_follow_the_language_of_the_page() -> None:
    assert shown("{{ 0.345|percent:1 }}", "sv") == "34,5\u202f%".replace("\u202f", " ")
    assert shown("{{ 0.345|percent:1 }} {{ none|percent }} {{ none|number }}", none=None) == "34.5% – –"
    assert shown("{{ 12345.6|number }}", "sv") == "12 345,6"


def test_a_fold_opens_to_each_of_its_entries() -> None:
    entries = [Entry(at=NIGHT, title=f"Reading {n}", many="blood pressures") for n in range(12)]
    written = shown("{% timeline entries %}", entries=entries)
    assert "<summary>12 blood pressures</summary>" in written
    assert all(f"Reading {n}" in written for n in range(12))


def test_a_timeline_says_what_is_not_known_of_time() -> None:
    written = shown(
        "{% timeline entries %}",
        entries=[
            Entry(at=date(2024, 5, 1), precision="month", title="a"),
            Entry(at=date(2023, 1, 1), precision="year", title="b"),
            Entry(at=None, title="c"),
        ],
    )
    assert "day not known" in written
    assert "Some time in the year" in written
    assert "Time not known" in written
    assert "1 Jan" not in written


def test_pages_keep_what_was_asked_for() -> None:
    request = RequestFactory().get("/patients/", {"tab": "mine", "page": "2"})
    page = Paginator(range(100), 20).page(2)
    written = shown("{% pagination page %}", page=page, request=request)
    assert 'href="?tab=mine&amp;page=3"' in written
    assert '<span aria-current="page"><span class="visually-hidden">Page </span>2</span>' in written
    assert "21–40 of 100" in written


def test_a_list_of_one_page_has_no_pages() -> None:
    assert shown("{% pagination page %}", page=Paginator([1], 20).page(1)) == ""


class Form(forms.Form):
    name = forms.CharField(help_text="As in the passport")
    place = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    known = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_is_tied_to_its_label_hint_and_error() -> None:
    written = shown("{% field form.name %}", form=Form({}))
    assert '<label class="field__label" for="id_name">' in written
    assert 'aria-describedby="id_name_helptext id_name_error"' in written
    assert 'id="id_name_helptext"' in written
    assert 'id="id_name_error"' in written
    assert 'aria-invalid="true"' in written


def test_choices_stand_in_a_fieldset_with_its_question() -> None:
    written = shown("{% field form.place %}", form=Form({}))
    assert written.startswith(
        '<fieldset class="field fieldset field--error" aria-describedby="id_place_error">'
    )
    assert '<legend class="field__label">Place</legend>' in written


def test_a_box_stands_before_its_words_and_what_is_hidden_has_none() -> None:
    box = shown("{% field form.known %}", form=Form())
    assert box.index('type="checkbox"') < box.index("<label")
    assert shown("{% field form.secret %}", form=Form()).startswith('<input type="hidden"')


def test_every_line_of_the_error_summary_leads_to_something_on_the_page() -> None:
    form = Form({})
    page = shown("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert targets == ["id_name", "id_place"]
    assert all(f'id="{target}"' in page for target in targets)


def test_a_form_without_errors_has_no_summary() -> None:
    assert shown("{% error_summary form %}", form=Form()) == ""
