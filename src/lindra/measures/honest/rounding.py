"""Numbers as whole multiples, for what leaves. Pure."""

from __future__ import annotations


def rounded(count: int, to: int) -> int:
    """The nearest whole multiple, a half upwards. What is shown to be withheld below ``to`` never becomes none."""
    return (2 * count + to) // (2 * to) * to


def mean_rounded(of: int, total: int, squares: int, to: int) -> tuple[int, int]:
    """Sum and sum of squares of as many as are shown, with the mean and the spread that were there.

    The sums as they are, over a number that was rounded, would be another mean, and tell what the number was.
    """
    shown = rounded(of, to)
    if not of or not shown:
        return 0, 0
    scaled = _nearest(total * shown, of)
    spread = (squares * of - total * total) * shown * shown  # over of² · shown, as the square of the new sum
    return scaled, _nearest(spread + (scaled * of) ** 2, of * of * shown)


def _nearest(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)
