"""Addresses of death at home and enrolment in home nursing, under ``patients/``."""

from __future__ import annotations

from django.urls import path

from lindra.care.athome import nursing_views, views

urlpatterns = [
    path("expected-at-home/", views.listed, name="expected-at-home"),
    path("<uuid:patient>/death-at-home/", views.page, name="death-at-home"),
    path("home-nursing/", nursing_views.listed, name="home-nursing"),
    path("<uuid:patient>/home-nursing/", nursing_views.page, name="patient-home-nursing"),
]
