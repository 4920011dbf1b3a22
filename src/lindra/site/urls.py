"""Every address of the site; each room keeps its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
]
