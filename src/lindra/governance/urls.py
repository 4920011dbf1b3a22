"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "governance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lindra.governance.monday.urls")),
    path("documents/", include("lindra.governance.documents.urls")),
    path("actions/", include("lindra.governance.commitments.urls")),
    path("walk/", include("lindra.governance.walk.urls")),
    path("campaigns/", include("lindra.governance.campaigns.urls")),
]
