"""The web application, for granian."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindra.site.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after Django is set up

from lindra.record import wall  # noqa: E402
from lindra.site import world  # noqa: E402

if settings.PRODUCTION:  # whatever server serves this, an unsafe world is refused
    with wall.everything():
        world.get_ready()
