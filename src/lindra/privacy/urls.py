"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from lindra.privacy.checks import views as check_views
from lindra.privacy.log import views as log_views

urlpatterns = [
    path("extract/<uuid:patient>/", log_views.extract_page, name="extract"),
    path("extract/<uuid:patient>/pdf/", log_views.extract_paper, name="extract-pdf"),
    path("checks/", check_views.month_page, name="checks"),
    path("checks/summary/", check_views.summary_page, name="checks-summary"),
    path("checks/<slug:key>/", check_views.item_page, name="check"),
    path("removal/", include("lindra.privacy.removal.urls")),
]
