"""Nothing that a strict Content-Security-Policy refuses, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

import lindra
from lindra.frame import icons, views

SOURCE = Path(lindra.__file__).parent
FRAME = SOURCE / "frame"

# What a browser would run or style in the page itself, or fetch from another place.
REFUSED = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)",
    "a handler in an attribute": r"<[^>]*\son[a-z]+\s*=",
    "an address that is a script": r"javascript:",
    "something from elsewhere": r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//",
}

# Names that say what something is and need no rule of their own.
UNSTYLED = {
    "badge--neutral", "callout__body", "chart--bars", "chart--map", "chart--stacked",
    "chart--strip", "chart--tiles", "chart__label", "chart__span", "chart__swatch",
    "chart__tick--start", "event--fold", "event--info", "event--warning",
    "glance__item--unknown", "identity__number", "page-header", "pagination__number",
    "statement__value", "wordmark__leaf",
}  # fmt: skip


def refused(markup: str) -> list[str]:
    """What a text holds that may not be there."""
    return [name for name, pattern in REFUSED.items() if re.search(pattern, markup, re.IGNORECASE)]


def templates() -> list[Path]:
    """Every template and picture of the room."""
    return sorted([*FRAME.glob("templates/**/*.*"), *FRAME.glob("static/**/*.svg")])


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_or_picture_carries_style_or_script(path: Path) -> None:
    assert refused(path.read_text()) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_made_of_them_does_either(language: str) -> None:
    request = RequestFactory().get("/design/")
    with translation.override(language):
        assert refused(views.gallery(request).content.decode()) == []


def test_icons_are_lines_and_nothing_else() -> None:
    drawn = "".join(icons.ICONS.values())
    assert refused(drawn) == []
    assert set(re.findall(r"<(\w+)", drawn)) == {"path", "circle"}


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<p style="color:red">', "a style attribute"),
        ("<style>p{}</style>", "a style element"),
        ("<script>alert(1)</script>", "a script in the page"),
        ('<button onclick="x()">', "a handler in an attribute"),
        ('<a href="javascript:x()">', "an address that is a script"),
        ('<link href="https://fonts.example/a.css">', "something from elsewhere"),
    ],
)
def test_what_may_not_be_there_is_found(markup: str, name: str) -> None:
    assert name in refused(markup)


@pytest.mark.parametrize("path", sorted(FRAME.glob("static/**/*.css")), ids=lambda path: path.name)
def test_no_stylesheet_fetches_anything(path: Path) -> None:
    assert not re.search(r"url\(|@import|@font-face", path.read_text())


def test_every_class_a_tag_or_template_writes_is_known_to_a_stylesheet() -> None:
    known = set(
        re.findall(r"\.([a-zA-Z][\w-]*)", "".join(p.read_text() for p in FRAME.glob("static/frame/*.css")))
    )
    with translation.override("en"):
        page = views.gallery(RequestFactory().get("/design/")).content.decode()
    written = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    assert written - known - UNSTYLED == set()


def test_every_component_has_a_template_that_compiles() -> None:
    for path in FRAME.glob("templates/**/*.html"):
        get_template(str(path.relative_to(FRAME / "templates")))
