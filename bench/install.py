"""From a clean clone to the first page: seconds, and megabytes installed; then the second start.

    .venv/bin/python bench/install.py [--cold] [--starts 3]

Clones the commit that is checked out (what is not committed is not in it) into a temporary folder, runs its
``bin/demo`` on a free port and waits for ``/sign-in/`` to answer 200. On the way it notes when the packages
were installed and when the demo was loaded. Packages come from pip's cache where it has them; ``--cold``
passes the cache by, so that the network is in the number as well. Megabytes (10⁶ bytes) are those of
``.venv`` after the first page, compiled files included.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import common

PATIENCE_SECONDS = 1800
PAGE = "/sign-in/"


def main() -> int:
    """Clone, start, measure, start again."""
    parser = common.parser(__doc__)
    parser.add_argument(
        "--cold", action="store_true", help="pass pip's cache by: every package from the network"
    )
    parser.add_argument("--starts", type=int, default=3, help="second starts")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lindra-install-"))
    try:
        return _measure(folder / "clone", cold=options.cold, starts=1 if options.quick else options.starts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Demo:
    """A clone's demo, running on a free port."""

    def __init__(self, clone: Path, cold: bool) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("LINDRA_", "PYTHON"))
        }
        env.pop("DATABASE_URL", None)
        env |= {"LINDRA_PORT": str(self.port)} | ({"PIP_NO_CACHE_DIR": "1"} if cold else {})
        self._said = clone.with_name(f"said-{self.port}")
        with self._said.open("wb") as file:
            self._process = subprocess.Popen(
                [str(clone / "bin" / "demo")],
                cwd=clone,
                env=env,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def __enter__(self) -> Demo:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(30)

    def until(self, true: Callable[[], bool]) -> float:
        """The moment at which something came true; gives up, showing what it printed, when the demo ended before."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if true():
                return time.monotonic()
            time.sleep(0.02)
        common.tell(self._said.read_text()[-3000:])
        raise SystemExit("the demo ended, or did not answer, before its first page")

    def says(self, text: str) -> bool:
        """Whether it has printed this."""
        return text in self._said.read_text()

    def answers(self) -> bool:
        """Whether the sign-in page is answered with 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", PAGE)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def _measure(clone: Path, *, cold: bool, starts: int) -> int:
    began = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(common.ROOT), str(clone)], check=True)
    common.tell("first start: installing and loading …")
    with Demo(clone, cold) as demo:
        installed = demo.until((clone / ".venv" / "installed-base.txt").exists) - began
        loaded = demo.until(lambda: demo.says("http://127.0.0.1")) - began
        page = demo.until(demo.answers) - began
    common.tell("second start …")
    common.emit(
        cold=cold, packages=len(list((clone / ".venv").glob("lib/*/site-packages/*.dist-info"))),
        seconds_to_installed=round(installed, 1), seconds_to_loaded=round(loaded, 1), seconds_to_page=round(page, 1),
        starts=starts, second_start_seconds=common.spread([_start(clone, cold) for _ in range(starts)], 2),
        installed_megabytes=_megabytes(clone / ".venv"), demo_megabytes=_megabytes(clone / "var"),
    )  # fmt: skip
    return 0


def _start(clone: Path, cold: bool) -> float:
    """Seconds of one more start, to the first page."""
    began = time.monotonic()
    with Demo(clone, cold) as demo:
        return demo.until(demo.answers) - began


def _megabytes(*folders: Path) -> float:
    """Size of all files in the folders, in 10⁶ bytes."""
    files = (
        path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )
    return round(sum(path.stat().st_size for path in files) / 10**6, 1)


if __name__ == "__main__":
    raise SystemExit(main())
