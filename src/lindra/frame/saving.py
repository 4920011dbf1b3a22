"""A picture and its table as files that stand alone, each with its title and where it comes from.

SVG for documents and further work, PNG for slides, CSV for those who count on. All three say by which definition and
version, of what date and from where (``lines``); a picture that leaves the page without that is soon misread.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import typst

from lindra.frame import flat, pen, sheet_styles, svg
from lindra.frame.charts import Figure
from lindra.frame.rows import Words
from lindra.frame.svg import Svg, element
from lindra.frame.tables import Table

WIDTH = pen.PAPER * flat.EM  # px, the picture
MARGIN = 28.0  # px, around everything
TITLE, SMALL = 19.0, 12.0  # px, the sizes of its text
FONTS = "Noto Sans, Liberation Sans, DejaVu Sans, Arial, Helvetica, sans-serif"
WIDEST = 0.6  # em of a letter in the widest of these

TWICE = 192  # pixels to an inch: two for each of the 96 by which SVG counts
_PAPER = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.picture), format: "svg")
"""

_NUMBER = re.compile(r"([-\u2212]?[\d\u202f\u00a0]*\d(?:[.,]\d+)?)[\u202f\u00a0 ]?(%?)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def svg_file(figure: Figure, words: Words, *, title: str = "", lines: Sequence[str] = ()) -> bytes:
    """The picture as SVG that needs nothing else: colours by day on white, the title above, the lines below."""
    drawn = figure.alone(words)
    picture, height = flat.flattened(drawn, WIDTH)
    above, top = _texts([title or figure.title], MARGIN, TITLE, weight="600")
    below, bottom = _texts([figure.note, *lines], top + height + 18, SMALL, weight="400")
    wide, tall = WIDTH + 2 * MARGIN, bottom + MARGIN - 8
    whole = element(
        "svg",
        element("title", title or figure.title),
        element("desc", flat.described(drawn)),
        element("rect", x=0, y=0, width=wide, height=tall, fill="#ffffff"),
        *above,
        element("g", picture, transform=f"translate({MARGIN:.0f} {top:.1f})"),
        *below,
        xmlns="http://www.w3.org/2000/svg", width=wide, height=tall, viewBox=f"0 0 {wide:.0f} {tall:.0f}",
        font_family=FONTS, font_size=flat.EM, role="img", lang=words.language,
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'.encode()


def png_file(figure: Figure, words: Words, *, title: str = "", lines: Sequence[str] = ()) -> bytes:
    """The same drawn with two pixels to each of the SVG's, in the fonts this machine has."""
    picture = svg_file(figure, words, title=title, lines=lines).decode()
    made = typst.compile(_PAPER.encode(), format="png", ppi=TWICE, sys_inputs={"picture": picture})
    assert isinstance(made, bytes)
    return made


def csv_file(table: Table, lines: Sequence[str] = ()) -> bytes:
    """The table for a Swedish spreadsheet: UTF-8 with its mark, semicolons, numbers with no unit and no thin spaces.

    First its title and the lines, each after ``#``; then the columns. Shares are per cent, as the column says. A cell
    that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, *CSV Injection*).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for line in (table.caption, table.note, *lines):
        if line:
            writer.writerow([f"# {' '.join(line.split())}"])
    rows = table.cells()
    writer.writerow([_guarded(_heading(table, number)) for number in range(len(table.columns))])
    for row in rows:
        writer.writerow([_written(cell.text, column.numeric) for column, cell in row])
    return out.getvalue().encode("utf-8-sig")


def _heading(table: Table, number: int) -> str:
    """A column's name, and that it is per cent when a number in it was."""
    column = table.columns[number]
    cells = (row[number][1].text for row in table.cells())
    shares = column.numeric and any((found := _NUMBER.fullmatch(text)) and found[2] for text in cells)
    return f"{column.label} (%)" if shares else column.label


def _written(text: str, numeric: bool) -> str:
    found = _NUMBER.fullmatch(text) if numeric else None
    if found:
        return re.sub(r"[\u202f\u00a0]", "", found[1]).replace("\u2212", "-")
    return _guarded(text)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _texts(said: Sequence[str], top: float, size: float, *, weight: str) -> tuple[list[Svg], float]:
    """Lines of text below each other from ``top`` on, broken where the paper ends; where they end."""
    letters = int(WIDTH / (size * WIDEST))
    broken = [part for one in said if one for part in svg.lines(one, letters, 6)]
    colour = sheet_styles.colours()["ink" if weight == "600" else "ink-soft"]
    drawn = [
        element(
            "text", part, x=MARGIN, y=top + size + number * size * 1.4, font_size=size, font_weight=weight,
            fill=colour,
        )
        for number, part in enumerate(broken)
    ]  # fmt: skip
    return drawn, top + len(broken) * size * 1.4 + (8 if broken else 0)
