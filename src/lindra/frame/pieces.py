"""The small pieces of a page that need no template: status, messages, panels, buttons. Tags to templates."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from lindra.frame import icons

TONES = ("neutral", "ok", "info", "warning", "critical", "unknown")


@dataclass(frozen=True)
class Glance:
    """One thing the plan says, large enough for three in the morning."""

    label: str
    value: str
    note: str = ""
    tone: str = ""
    icon: str = ""


def badge(tone: str, text: str, icon: str = "") -> SafeString:
    """A status: tone, shape and text."""
    drawn = icons.icon(icon or shape(tone))
    return format_html('<span class="badge badge--{}">{}<span>{}</span></span>', tone, drawn, text)


def mark(state: str, label: str = "") -> SafeString:
    """A cell of a matrix: ``yes`` ``partly`` ``no`` ``unknown``, as shape and (for those who listen) text."""
    said = {
        "yes": gettext("Yes"),
        "partly": gettext("Partly"),
        "no": gettext("No"),
        "unknown": gettext("Not stated"),
    }
    return format_html(
        '<span class="mark mark--{}">{}</span>', state, icons.icon(state, label or said[state])
    )


def shape(tone: str) -> str:
    """The icon of a tone, which has its name; refuses what is no tone."""
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}; there are {', '.join(TONES)}")
    return tone


# Blocks with something inside


def panel(content: str, heading: str = "", level: int = 2, id: str = "", note: str = "") -> SafeString:
    """A card with a heading and perhaps a quiet note beside it."""
    title = format_html("<h{0}>{1}</h{0}>", level, heading) if heading else ""
    aside = format_html('<span class="panel__note">{}</span>', note) if note else ""
    head = format_html('<div class="panel__head">{}{}</div>', title, aside) if title or aside else ""
    own = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="panel stack"{}>{}{}</section>', own, head, content)


def callout(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A message on the page."""
    drawn = icons.icon(shape(tone))
    head = format_html('<p class="callout__title">{}</p>', title) if title else ""
    body = '<div class="callout callout--{}">{}<div class="callout__body stack stack--tight">{}{}</div></div>'
    return format_html(body, tone, drawn, head, content)


def empty_state(content: str, title: str, icon: str = "note") -> SafeString:
    """Says what is empty, and inside what can be done about it."""
    body = '<div class="empty">{}<div class="stack stack--tight"><p class="empty__title">{}</p>{}</div></div>'
    return format_html(body, icons.icon(icon), title, content)


def scroll_region(content: str, label: str) -> SafeString:
    """Lets a wide table scroll by itself, also from the keyboard."""
    return format_html(
        '<div class="scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


# Buttons


def link_button(url: str, text: str, kind: str = "primary", icon: str = "") -> SafeString:
    """A link that looks like the button it stands among."""
    drawn = icons.icon(icon) if icon else ""
    return format_html('<a class="button button--{}" href="{}">{}<span>{}</span></a>', kind, url, drawn, text)


def button(text: str, kind: str = "primary", name: str = "", value: str = "", icon: str = "") -> SafeString:
    """A button that submits its form."""
    drawn = icons.icon(icon) if icon else ""
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    body = '<button type="submit" class="button button--{}"{}>{}<span>{}</span></button>'
    return format_html(body, kind, sent, drawn, text)
