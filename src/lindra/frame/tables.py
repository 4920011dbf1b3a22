"""Tables as values: what a page shows in rows, and what stands under every picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column's heading; numbers are set to the right, in figures of equal width.

    ``whole`` keeps each cell on one line: identity numbers, points in time.
    """

    label: str
    numeric: bool = False
    whole: bool = False

    @property
    def classes(self) -> str:
        """How its cells are set."""
        return " ".join(name for name, holds in (("numeric", self.numeric), ("nowrap", self.whole)) if holds)


@dataclass(frozen=True)
class Cell:
    """A cell: its text, where it leads, a tone and a shape (see ``icons.py``), a quieter line below."""

    text: str
    url: str = ""
    tone: str = ""
    icon: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A caption, columns, and rows of texts or cells. The first cell of each row is its heading."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    note: str = ""

    def cells(self) -> list[list[tuple[Column, Cell]]]:
        """The rows with every text made a cell and told its column; refuses rows of the wrong length."""
        return [
            [
                (column, cell if isinstance(cell, Cell) else Cell(str(cell)))
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]
