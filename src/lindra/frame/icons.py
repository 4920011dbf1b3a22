"""Icons of our own: drawn on 24 × 24 with one line, coloured by the text they stand beside."""

from __future__ import annotations

from django.utils.functional import Promise

from lindra.frame.svg import Svg, escaped

# Each is the inside of an <svg>; everything is stroked, .icon__fill is filled.
_CIRCLE = '<circle cx="12" cy="12" r="9"/>'
ICONS: dict[str, str] = {
    # Tones
    "ok": _CIRCLE + '<path d="m7.8 12.4 2.9 2.9 5.6-6"/>',
    "info": _CIRCLE + '<path d="M12 11v5.5M12 7.4v.2"/>',
    "warning": '<path d="M12 3.6 21.6 20H2.4Z"/><path d="M12 10v4.6M12 17.1v.2"/>',
    "critical": '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3Z"/><path d="M12 7.5v5.6M12 16.3v.2"/>',
    "unknown": '<circle cx="12" cy="12" r="9" stroke-dasharray="3.2 2.5"/>'
    '<path d="M9.6 9.8a2.5 2.5 0 1 1 3.7 2.2c-.9.5-1.3 1-1.3 1.9M12 16.7v.2"/>',
    "neutral": '<circle cx="12" cy="12" r="4"/>',
    # Matrix
    "yes": '<path d="m4.5 12.8 5 5L19.5 7"/>',
    "partly": _CIRCLE + '<path class="icon__fill" d="M12 3a9 9 0 0 0 0 18Z"/>',
    "no": '<path d="M6 6l12 12M18 6 6 18"/>',
    # What happens
    "bed": '<path d="M3 19V6M3 16h18v3M21 16v-2.5a3 3 0 0 0-3-3h-8V16"/><circle cx="6.7" cy="11.6" r="1.7"/>',
    "home": '<path d="M3.5 11.3 12 4l8.5 7.3M6 9.4V20h12V9.4M10 20v-5.5h4V20"/>',
    "emergency": '<path d="M9 3h6v6h6v6h-6v6H9v-6H3V9h6Z"/>',
    "clinic": '<path d="M5 21V5.5L12 3l7 2.5V21M3 21h18M12 7.5v4M10 9.5h4M10 21v-4.5h4V21"/>',
    "speech": '<path d="M4 5h16v11H11l-4.5 4v-4H4Z"/><path d="M8 9h8M8 12.3h5"/>',
    "pulse": '<path d="M3 12.5h4l2.4-6.5 4.4 12 2.5-5.5H21"/>',
    "pill": '<path d="m5.2 12.4 7.2-7.2a4.5 4.5 0 0 1 6.4 6.4l-7.2 7.2a4.5 4.5 0 0 1-6.4-6.4Z"/>'
    '<path d="m8.8 8.8 6.4 6.4"/>',
    "plan": '<path d="M6 4h12v17H6Z"/><path d="M9.5 2.8h5v2.6h-5ZM9 10h6M9 13.3h6M9 16.6h3.5"/>',
    "diagnosis": '<path d="M4 4h8.5l8 8-8.5 8.5-8-8Z"/><circle cx="8.3" cy="8.3" r="1.3"/>',
    "procedure": '<path d="M4 20 14.5 9.5M13 4.5l6.5 6.5M16.2 7.7 19.5 4.4M9 15l3 3"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>',
    "people": '<circle cx="9" cy="8.5" r="3.4"/><path d="M2.5 19.5c.5-3.5 3-5.3 6.5-5.3s6 1.8 6.5 5.3"/>'
    '<path d="M15.5 5.4a3.4 3.4 0 0 1 0 6.2M17.8 14.7c2 .7 3.3 2.3 3.7 4.8"/>',
    "phone": '<path d="M6 3.5h3.5l1.5 4.5-2.2 1.6a11 11 0 0 0 5.6 5.6l1.6-2.2 4.5 1.5V18'
    'a2.5 2.5 0 0 1-2.7 2.5C10.3 20 4 13.7 3.5 6.2A2.5 2.5 0 0 1 6 3.5Z"/>',
    "move": '<path d="M3 12h15M13 6.5l5.5 5.5-5.5 5.5"/>',
    "leaf": '<path d="M12 21c-5.5-3-8-6.6-8-10.4C4 7.5 6 5.5 8.4 5.5c1.6 0 2.8.8 3.6 2.2'
    '.8-1.4 2-2.2 3.6-2.2 2.4 0 4.4 2 4.4 5.1 0 3.8-2.5 7.4-8 10.4Z"/><path d="M12 8v13"/>',
    "note": '<path d="M5 3.5h9.5L19 8v12.5H5Z"/><path d="M14 3.5V8.5h5M8.5 12.5h7M8.5 16h5"/>',
    # Doing and finding
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "calendar": '<path d="M4 5.5h16V20H4ZM4 10h16M8.5 3v4M15.5 3v4"/>',
    "clock": _CIRCLE + '<path d="M12 7v5.3l3.5 2"/>',
    "lock": '<path d="M5.5 10.5h13V20.5h-13ZM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3"/>',
    "place": '<path d="M12 21c4.3-4.5 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2.2 6.5 6.5 11Z"/>'
    '<circle cx="12" cy="10" r="2.3"/>',
    "chart": '<path d="M4 4v16h16M8.5 16v-4M12.5 16V8M16.5 16v-6"/>',
    "flag": '<path d="M5.5 21V4M5.5 4.5h12l-2.5 4 2.5 4h-12"/>',
    "print": '<path d="M7 8V3.5h10V8M7 17H4V8h16v9h-3M7 14h10v6.5H7Z"/>',
    "forward": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
}


def icon(name: str, label: str | Promise = "") -> Svg:
    """An icon by name; with a label it is read out, without it is ornament. An unknown name is an error."""
    heard = f'role="img" aria-label="{escaped(str(label))}"' if label else 'aria-hidden="true"'
    size = 'viewBox="0 0 24 24" width="24" height="24"'
    return Svg(f'<svg class="icon" {size} focusable="false" {heard}>{ICONS[name]}</svg>')
