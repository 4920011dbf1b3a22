"""Addresses of this room, below one patient."""

from __future__ import annotations

from django.urls import path

from lindra.registry.reporting import views

urlpatterns = [path("", views.report_page, name="death-report")]
