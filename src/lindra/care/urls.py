"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from lindra.care import entry, relatives, views, without
from lindra.care.identification import views as identification
from lindra.care.signing import views as signing

urlpatterns = [
    path("", views.patients, name="patients"),
    path("without-plan/", without.page, name="patients-without"),
    path("possible-needs/", identification.page, name="possible-needs"),
    path("", include("lindra.care.athome.urls")),
    path("<uuid:patient>/", views.patient, name="patient"),
    path("<uuid:patient>/entries/<uuid:event>/", entry.page, name="entry"),
    path("<uuid:patient>/relatives/", relatives.page, name="relatives"),
    path("<uuid:patient>/sign/", signing.page, name="sign"),
    path("<uuid:patient>/plan/", include("lindra.care.plan.urls")),
    path("<uuid:patient>/plan/paper/", include("lindra.care.paper.urls")),
]
