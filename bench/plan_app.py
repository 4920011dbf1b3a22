"""The site with two pages beside it, for ``bench/plan.py``: the floors that opening a plan is compared with.

``/bench/empty/`` is a signed-in page with nothing on it; ``/bench/logged/`` the same after one durable row of the
access log. Both have the frame of every page (who reads, the ways to go), so that what differs is the plan alone.
"""

from __future__ import annotations

import os
import sys
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindra.site.settings")

import django
from django.conf import settings

django.setup()
settings.ROOT_URLCONF = __name__

from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

from lindra.privacy import accesslog  # noqa: E402
from lindra.privacy.web import reader_required  # noqa: E402
from lindra.site.urls import urlpatterns as site  # noqa: E402


@reader_required
def empty(request: HttpRequest) -> HttpResponse:
    """A signed-in page with nothing on it."""
    return render(request, "frame/base.html")


@reader_required
def logged(request: HttpRequest) -> HttpResponse:
    """The same, after one durable row of the access log."""
    accesslog.log(request.reader, ["bench"], "plan", "SFS 2008:355 4 kap. 1 §", "opened")  # type: ignore[attr-defined]
    return render(request, "frame/base.html")


def forget(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The plan page, with nothing kept from before: what the first reader of a minute waits for."""
    from lindra.care.plan import kept, views

    kept._kept.clear()
    answer: HttpResponse = views.page(request, patient)
    return answer


urlpatterns = [
    *site,
    path("bench/empty/", empty),
    path("bench/logged/", logged),
    path("bench/first/<uuid:patient>/", forget),
]


def main() -> None:
    """Serve on the port named, with as many processes as said."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "plan_app:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=int(sys.argv[2]), blocking_threads=1, websockets=False, log_enabled=False,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main()
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
