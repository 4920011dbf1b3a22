"""The smallest writer of SVG: elements with escaped text, and lines of a label."""

from __future__ import annotations

import html
import re
import textwrap

# What XML 1.0 cannot carry at all, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Svg(str):
    """Markup that is safe to put on a page as it stands; only this module makes it."""

    __slots__ = ()

    def __html__(self) -> Svg:
        """Tell Django's templates that nothing more has to be escaped."""
        return self


def escaped(text: str) -> Svg:
    """Text as it may stand between tags or in an attribute."""
    return Svg(html.escape(_FORBIDDEN.sub("", text), quote=True))


def element(name: str, *children: str, **attributes: str | float) -> Svg:
    """An element; ``class_`` is written *class*, ``text_anchor`` *text-anchor*; plain text is escaped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(_value(value))}"'
        for key, value in attributes.items()
    )
    inside = "".join(child if isinstance(child, Svg) else escaped(child) for child in children)
    return Svg(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """A coordinate or length as a share of the picture's width, 0–100, three decimals."""
    return f"{_value(float(value))}%"


def em(value: float) -> str:
    """A coordinate or length in the height of the text, three decimals."""
    return f"{_value(float(value))}em"


def lines(text: str, width: int, most: int = 4) -> list[str]:
    """A label broken into at most so many lines of so many characters; a cut is marked by an ellipsis."""
    return textwrap.wrap(text, width, max_lines=most, placeholder=" …", break_long_words=True) or [""]
