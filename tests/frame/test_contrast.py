"""Every text can be read on every ground it stands on, by day and by night: WCAG 2.2, 1.4.3 and 1.4.11."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lindra.frame

STATIC = Path(lindra.frame.__file__).parent / "static" / "frame"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
SCHEMES = ("light", "dark")

GROUNDS = ("paper", "sheet", "sunk")
TONES = ("ok", "info", "warning", "critical")
WASHES = ("accent-wash", *(f"{tone}-wash" for tone in TONES))
KINDS = (*(f"cat-{n}" for n in range(1, 7)), "cat-none")

TEXT = [
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "accent", "accent-strong")
        for ground in (*GROUNDS, *WASHES)
    ),
    *((tone, ground) for tone in TONES for ground in (*GROUNDS, f"{tone}-wash")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *(("on-cat", kind) for kind in KINDS),
    *((f"on-scale-{n}", f"scale-{n}") for n in range(1, 6)),
]
SHAPES = [
    *(("edge", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in (*GROUNDS, *WASHES, "focus-gap")),
    ("focus-gap", "accent"),
    *((kind, ground) for kind in KINDS for ground in ("sheet", "sunk")),
    *(("scale-4", ground) for ground in ("sheet", "sunk")),
    *(("ink", ground) for ground in ("scale-2", "sunk")),
]  # fmt: skip

Tokens = dict[str, dict[str, str]]


def tokens(css: str) -> Tokens:
    """The colours of each scheme by name."""
    found = TOKEN.findall(css)
    return {scheme: {name: pair[i] for name, *pair in found} for i, scheme in enumerate(SCHEMES)}


def luminance(colour: str) -> float:
    """Relative luminance, 0–1, of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1–21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(colours: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs below the least ratio."""
    measured = ((a, b, contrast(colours[a], colours[b])) for a, b in pairs)
    return [f"{a} on {b}: {ratio:.2f}" for a, b, ratio in measured if ratio < least]


@pytest.fixture(scope="module")
def colours() -> Tokens:
    return tokens((STATIC / "tokens.css").read_text())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_by_4_5_to_1(colours: Tokens, scheme: str) -> None:
    assert too_weak(colours[scheme], TEXT, 4.5) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_focus_and_the_marks_of_charts_stand_out_by_3_to_1(colours: Tokens, scheme: str) -> None:
    assert too_weak(colours[scheme], SHAPES, 3) == []


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") < 4.5


def test_a_colour_that_is_too_weak_is_found() -> None:
    css = (
        (STATIC / "tokens.css")
        .read_text()
        .replace("--ink-soft: light-dark(#495b58", "--ink-soft: light-dark(#8a9a97")
    )
    assert any(line.startswith("ink-soft on paper") for line in too_weak(tokens(css)["light"], TEXT, 4.5))


def test_every_colour_token_is_read_by_this_test(colours: Tokens) -> None:
    written = set(re.findall(r"--([\w-]+): (?:light-dark|#)", (STATIC / "tokens.css").read_text()))
    assert written == set(colours["light"])


@pytest.mark.parametrize(
    ("property_", "tested"),
    [
        (r"(?<![-\w])color", {text for text, _ in TEXT}),
        (
            r"background(?:-color)?",
            {ground for _, ground in TEXT} | {"focus-gap"} | {kind for kind, _ in SHAPES},
        ),
    ],
)
def test_no_stylesheet_uses_a_colour_as_text_or_ground_that_is_not_measured(
    property_: str, tested: set[str]
) -> None:
    measured_elsewhere = {"tone", "wash", "veil"}  # set beside their use to tokens that are measured
    ornament = {"line", "edge"}  # hairlines, and marks between words that screen readers pass over
    used = {
        name
        for path in STATIC.glob("*.css")
        for name in re.findall(property_ + r": (?:var\()--([\w-]+)", path.read_text())
    }
    assert used - measured_elsewhere - ornament <= tested


def test_colours_are_written_in_one_file_only() -> None:
    others = [path for path in STATIC.glob("*.css") if path.name not in ("tokens.css", "print.css")]
    assert [
        path.name for path in others if re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl|oklch", path.read_text())
    ] == []
