"""What the server's answer costs for the pages of a unit, read from a cube; ``measures.py`` runs it in a fresh world.

    LINDRA_HOME=WORLD .venv/bin/python bench/measures_page.py CUBE

The unit with the most deaths in the last year, asked for by somebody who follows up and sees every count. *Cold*: the
first answer of a process that has just started, with all that is loaded once; *warm*: those that come after.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import common

TIMES = 30


def main(cube: str, times: str = str(TIMES)) -> int:
    """Ask for each page, once cold (the first of them only) and then again and again."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from lindra.site import world as site

    site.get_ready()
    staff = _reader()
    home = Path(settings.LINDRA_HOME)
    (home / "cubes").mkdir(exist_ok=True)
    for level in ("own", "inside", "outside"):
        (home / "cubes" / level).symlink_to(Path(cube).resolve())
    unit = _largest(Path(cube))
    client = Client(SERVER_NAME="localhost")
    client.force_login(staff.user, backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        "unit": reverse("measures:indicators-unit", args=[unit]),
        "measure": reverse("measures:indicator", args=["mouth-reported"]) + f"?unit={unit}",
        "nation": reverse("measures:indicators") + "?whole=1",
    }
    for name, url in pages.items():
        taken = []
        for _ in range(int(times) + 1):
            began = time.perf_counter()
            answer = client.get(url)
            taken.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, (url, answer.status_code)
            assert "measures/no_cube.html" not in [one.name for one in answer.templates]
        common.emit(
            what="page", page=name, first_ms=round(taken[0], 1), cold=name == "unit",
            ms=common.spread(taken[1:], 1), kilobytes=round(len(answer.content) / 1000),
        )  # fmt: skip
    return 0


def _reader():  # type: ignore[no-untyped-def]
    """Somebody who follows up."""
    from lindra.areas import actions as areas
    from lindra.people import actions as people

    region = areas.add_provider(hsa_id="SE2321000016-B0", name="Region", kind="region", area="01")
    unit = areas.add_unit(
        hsa_id="SE2321000016-U1", name="Unit", kind="hospital_ward", municipality="0180", provider=region,
        valid_from=date(2000, 1, 1),
    )  # fmt: skip
    staff = people.add_staff("SE2321000016-S1", "Reader", "nurse", username="reader")
    people.assign(staff, unit.id, "nurse", ("followup",))
    return staff


def _largest(folder: Path) -> str:
    """The unit of which most deaths are counted in the last year."""
    from lindra.measures.catalogue import keyed
    from lindra.measures.cubes.cube import Cube

    covering = keyed("coverage@1")
    assert covering is not None
    with Cube(folder) as cube:
        last = cube.periods("deaths")[-1]
        cells = cube.cells([covering], ("unit",), "year", {"period": last})[covering.key]
    return max((cell for cell in cells if cell.keys["unit"]), key=lambda cell: cell["of"] or 0).keys["unit"]


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
