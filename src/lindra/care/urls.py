"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from lindra.care import views

urlpatterns = [
    path("", views.patients, name="patients"),
    path("<uuid:patient>/", views.patient, name="patient"),
]
