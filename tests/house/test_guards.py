"""Each guard of the house finds the fault it is for, and lets the sound thing pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers import guards

A_HASH = "sha256:" + "0" * 64

FAULTY = [
    (guards.impure, "from django.utils import timezone"),
    (guards.impure, "import django.conf"),
    (guards.impure, "def later():\n    from django.db import models"),
    (guards.own_clock, "datetime.now(UTC)"),
    (guards.own_clock, "datetime.datetime.utcnow()"),
    (guards.own_clock, "born = date.today()"),
    (guards.own_clock, "timezone.now()"),
    (guards.own_clock, "models.DateTimeField(auto_now_add=True)"),
    (guards.writing_queries, "row.save()"),
    (guards.writing_queries, "cursor.execute('''\n  UPDATE patient SET name = %s''')"),
    (guards.writing_queries, "Patient.objects.bulk_create(rows)"),
    (guards.unsafe_page, '<p style="color: red">'),
    (guards.unsafe_page, "<p {% if late %}style='color: red'{% endif %}>"),
    (guards.unsafe_page, "<style>p { color: red }</style>"),
    (guards.unsafe_page, "<script>go()</script>"),
    (guards.unsafe_page, '<button type="button" onclick="go()">'),
    (guards.unsafe_page, '<button hx-on:click="go()">'),
    (guards.unsafe_page, '<a href="javascript:go()">'),
    (guards.unsafe_page, '<img alt="" src="https://example.org/picture.png">'),
    (guards.unsafe_page, '<link rel="stylesheet" href="//example.org/look.css">'),
    (guards.unexplained_dependencies, 'dependencies = [\n  "django>=5.2",\n]'),
    (guards.unexplained_dependencies, 'test = [\n  "psycopg[binary]>=3",  #\n]'),
    (guards.loose_requirements, "django>=5.2 \\\n    --hash=" + A_HASH),
    (guards.loose_requirements, "django==5.2.1"),
    (
        guards.loose_requirements,
        "--index-url https://example.org/simple\ndjango==5.2.1 \\\n    --hash=" + A_HASH,
    ),
    (guards.loose_requirements, "-i somewhere\ndjango==5.2.1 \\\n    --hash=" + A_HASH),
    (guards.loose_requirements, "django @ file:///django.whl"),
    (guards.machine_paths, "open('" + "/home" + "/anna/list.csv')"),
    (guards.machine_paths, "cd " + "/root" + "/lindra"),
]

SOUND = [
    (guards.impure, "from lindra.record import facts\nimport djangolike"),
    (guards.own_clock, "clock.now()\nclock.today()\nmodels.DateTimeField(default=clock.now)"),
    (guards.writing_queries, "cursor.execute('SELECT id FROM patient ORDER BY updated')"),
    (
        guards.unsafe_page,
        '<p class="style" data-style="x"><script src="{% static \'a.js\' %}" defer></script>',
    ),
    (guards.unsafe_page, '<a href="https://www.riksdagen.se/">lagen</a> <rect fill="none" width="3"/>'),
    (
        guards.unexplained_dependencies,
        'dependencies = [\n  "django>=5.2,<5.3",  # web\n]\nselect = ["E", "F"]',
    ),
    (
        guards.loose_requirements,
        "django==5.2.1 \\\n    --hash=" + A_HASH + "\nduckdb==2.0 \\\n    --hash=" + A_HASH,
    ),
    (guards.machine_paths, "https://example.org/home/page, /usr/bin/env, ./work/list.csv, {root}/work/x"),
]


@pytest.mark.parametrize(("guard", "sample"), FAULTY)
def test_a_guard_finds_the_fault(guard: Callable[[str], list[str]], sample: str) -> None:
    assert guard(sample)


@pytest.mark.parametrize(("guard", "sample"), SOUND)
def test_a_guard_lets_the_sound_thing_pass(guard: Callable[[str], list[str]], sample: str) -> None:
    assert guard(sample) == []


def test_every_guard_has_a_fault_to_find_and_a_sound_thing_to_pass() -> None:
    everyone: set[object] = {guards.impure, guards.own_clock, guards.writing_queries, guards.unsafe_page}
    everyone |= {guards.unexplained_dependencies, guards.loose_requirements, guards.machine_paths}
    assert {guard for guard, _ in FAULTY} == everyone
    assert {guard for guard, _ in SOUND} == everyone


def test_a_forgotten_lock_is_found() -> None:
    pinned = "django==5.2.1 \\\n    --hash=x\npsycopg-binary==3.3.9 ; python_version > '3' \\\n    --hash=x"
    assert guards.unmet(["Django>=5.2,<5.3", "psycopg_binary>=3.3"], pinned) == []
    assert guards.unmet(["django>=5.3", "psycopg-binary>=3.4", "click>=8"], pinned) == [
        "django>=5.3",
        "psycopg-binary>=3.4",
        "click>=8",
    ]
